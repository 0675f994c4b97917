using System.Globalization;

namespace Courses.Contracts.Participants;

/// <summary>
/// What a person allowed, where the law or a promise of ours asks for it. A purpose is data with a text in every language of the newcomers; a question keeps the version of the text with which it was asked, each answer the exact
/// wording that was read. Rows are only added.
/// </summary>
public interface IConsents
{
    /// <summary>Every question that was asked, with the answer that holds.</summary>
    IQueryable<ConsentRow> Consents { get; }

    /// <summary>Those that were given, were not withdrawn and are not over today. Join it: what it does not answer must not be seen.</summary>
    IQueryable<ConsentRow> InForce { get; }

    /// <summary>Asks in the running unit of work; a letter tells the person. Answers the id of the question.</summary>
    Task<Guid> Ask(NewConsent question, CancellationToken cancel);

    /// <summary>
    /// The person says yes or no; the same answer twice is one. Whoever registered an <see cref="IConsentHearer"/> for the purpose hears of it in the same unit of work. A question of somebody else does not exist (404).
    /// Broken rules: <c>consent.answered</c>, <c>consent.over</c>.
    /// </summary>
    Task Answer(Guid participantId, Guid consentId, bool yes, ConsentWay way, CancellationToken cancel);

    /// <summary>The person takes back what they gave; a second time changes nothing. Broken rules: <c>consent.not-given</c>.</summary>
    Task Withdraw(Guid participantId, Guid consentId, ConsentWay way, CancellationToken cancel);

    /// <summary>Whoever asked needs it no longer: a question that waits is taken back, what was given ends. A second time changes nothing.</summary>
    Task TakeBack(Guid consentId, CancellationToken cancel);

    /// <summary>The questions of these people as they are read in that language, the newest first.</summary>
    Task<IReadOnlyList<ConsentShown>> Shown(IQueryable<ConsentRow> which, CultureInfo culture, CancellationToken cancel);
}

/// <summary>Hears in the unit of work of the answer that a consent of its purpose changed. A rule that it breaks refuses the answer.</summary>
public interface IConsentHearer
{
    /// <summary>The codes of the purposes.</summary>
    IReadOnlyCollection<string> Purposes { get; }

    Task Heard(ConsentRow consent, CancellationToken cancel);
}

/// <summary>A question to a person.</summary>
public sealed record NewConsent
{
    public required Guid ParticipantId { get; init; }

    /// <summary>The code of the purpose.</summary>
    public required string Purpose { get; init; }

    /// <summary>The record of the asking module.</summary>
    public required Guid About { get; init; }

    /// <summary>Who will see it, by name.</summary>
    public required string Whom { get; init; }

    /// <summary>The last day; null for until it is withdrawn.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The page on which the person answers.</summary>
    public string Link { get; init; } = "/my/data";
}

public enum ConsentState
{
    Asked,
    Given,
    Refused,

    /// <summary>Given, and taken back by the person.</summary>
    Withdrawn,

    /// <summary>Whoever asked needs it no longer.</summary>
    TakenBack,
}

/// <summary>By which way the person answered.</summary>
public enum ConsentWay
{
    /// <summary>Signed in on their own page.</summary>
    Phone,

    /// <summary>At the desk, with the PIN that only they know.</summary>
    Desk,
}

/// <summary>A question of consent and how it stands.</summary>
public sealed record ConsentRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Purpose { get; init; }

    public required Guid About { get; init; }

    public required string Whom { get; init; }

    public required DateOnly? Until { get; init; }

    public required ConsentState State { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>A question as it is read.</summary>
/// <param name="Row">How it stands.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Text">The exact wording in that language; what was answered is kept in the wording in which it was read.</param>
public sealed record ConsentShown(ConsentRow Row, string Title, string Text);
