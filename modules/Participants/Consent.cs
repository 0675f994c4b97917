using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Participants;

/// <summary>A purpose with its texts as somebody loaded it. A change is another row; a question keeps the one with which it was asked.</summary>
internal sealed class ConsentPurpose : IAppendOnly
{
    public const int Longest = 40_000;

    public Guid Id { get; private set; }

    public required string Code { get; init; }

    public required string Json { get; init; }

    public required Guid LoadedBy { get; init; }

    public required string LoadedByName { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public ConsentTerms Terms => ConsentTerms.Read(Json).Terms ?? throw new InvalidOperationException($"The purpose {Code} cannot be read.");
}

/// <summary>A question to a person, and how it stands. Who said what, when and on which wording are its words. Its row is the lock of its answers.</summary>
internal sealed class Consent : IVersioned
{
    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required Guid PurposeId { get; init; }

    public required string Purpose { get; init; }

    public required Guid About { get; init; }

    public required string Whom { get; init; }

    public required DateOnly? Until { get; init; }

    public ConsentState State { get; private set; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public int Version { get; set; }

    public List<ConsentWord> Words { get; } = [];

    public static Consent Ask(NewConsent question, ConsentPurpose purpose, Guid by, DateTimeOffset at)
    {
        var consent = new Consent
        {
            ParticipantId = question.ParticipantId,
            PurposeId = purpose.Id,
            Purpose = purpose.Code,
            About = question.About,
            Whom = question.Whom,
            Until = question.Until,
            AskedAt = at,
        };
        consent.Words.Add(new() { State = ConsentState.Asked, DoneBy = by, At = at, Way = null, Language = "", Text = "" });
        return consent;
    }

    /// <returns>Whether something changed: the same answer twice is one.</returns>
    public bool Answer(bool yes, Said said, DateOnly today)
    {
        var to = yes ? ConsentState.Given : ConsentState.Refused;
        if (State == to)
        {
            return false;
        }

        if (State != ConsentState.Asked)
        {
            throw new RuleBroken("consent.answered");
        }

        if (yes && Until < today)
        {
            throw new RuleBroken("consent.over");
        }

        return Become(to, said);
    }

    public bool Withdraw(Said said)
    {
        if (State is ConsentState.Withdrawn or ConsentState.TakenBack)
        {
            return false;
        }

        return State == ConsentState.Given ? Become(ConsentState.Withdrawn, said) : throw new RuleBroken("consent.not-given");
    }

    public bool TakeBack(Said said) => State is ConsentState.Asked or ConsentState.Given && Become(ConsentState.TakenBack, said);

    private bool Become(ConsentState to, Said said)
    {
        (State, AnsweredAt) = (to, said.At);
        Words.Add(new() { State = to, DoneBy = said.By, At = said.At, Way = said.Way, Language = said.Language, Text = said.Text });
        return true;
    }
}

/// <summary>Who says something to a question, when, by which way, and the wording that was read.</summary>
internal sealed record Said(Guid By, DateTimeOffset At, ConsentWay? Way, string Language, string Text);

/// <summary>One row a word.</summary>
internal sealed class ConsentWord : IAppendOnly
{
    public const int Longest = 4_000;

    public Guid Id { get; private set; }

    public Guid ConsentId { get; private set; }

    public required ConsentState State { get; init; }

    public required Guid DoneBy { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null where it was not the person who said it.</summary>
    public required ConsentWay? Way { get; init; }

    public required string Language { get; init; }

    /// <summary>As it stood before the person's eyes.</summary>
    public required string Text { get; init; }
}
