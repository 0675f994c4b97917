using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;

namespace Courses.Participants;

/// <summary>A person is to be erased: asked for, confirmed by two, done in every module. The row stays as the proof, and names nobody: docs/decisions/0040.</summary>
internal sealed class Erasure : IVersioned
{
    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required Guid AskedById { get; init; }

    /// <summary>Empty when the person asked.</summary>
    public required string AskedByName { get; init; }

    public DateTimeOffset? FirstAt { get; private set; }

    public Guid? FirstById { get; private set; }

    public string FirstByName { get; private set; } = "";

    public DateTimeOffset? SecondAt { get; private set; }

    public Guid? SecondById { get; private set; }

    public string SecondByName { get; private set; } = "";

    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Empty when the person did.</summary>
    public string WithdrawnByName { get; private set; } = "";

    /// <summary>Under this number the person stands in lists and proofs from then on; null until the work begins.</summary>
    public int? Number { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    public List<ErasureStep> Steps { get; } = [];

    public bool IsOpen => SecondAt is null && WithdrawnAt is null;

    public bool IsDecided => SecondAt is not null;

    public void Withdraw(string by, DateTimeOffset now)
    {
        MustBeOpen();
        (WithdrawnAt, WithdrawnByName) = (now, by);
    }

    public void ConfirmFirst(Guid byId, string by, DateTimeOffset now)
    {
        MustBeOpen();
        (FirstAt, FirstById, FirstByName) = (now, byId, by);
    }

    public void ConfirmSecond(Guid byId, string by, DateTimeOffset now)
    {
        MustBeOpen();
        if (FirstById is null || FirstById == byId)
        {
            throw new RuleBroken("erasure.same-person");
        }

        (SecondAt, SecondById, SecondByName) = (now, byId, by);
    }

    /// <summary>Of an erasure that a backup of before does not know.</summary>
    public void IsKnownFromOutside(int? number, DateTimeOffset now) => (FirstAt, SecondAt, Number) = (now, now, number);

    public void Begin(int number) => Number ??= number;

    public void Done(DateTimeOffset now) => DoneAt ??= now;

    private void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new RuleBroken("erasure.decided-already");
        }
    }
}

/// <summary>What one table answered in one run.</summary>
internal sealed class ErasureStep
{
    public Guid Id { get; private set; }

    public Guid ErasureId { get; private set; }

    public required string Table { get; init; }

    public required Fate Fate { get; init; }

    public required int Rows { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>For operators; null when it went.</summary>
    public string? Error { get; init; }
}

/// <summary>A court, an audit or a proceeding needs the person's record until a day: who said so, and why.</summary>
internal sealed class LegalHold
{
    public const int LongestReason = 500;

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required DateOnly Until { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid ById { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string EndedByName { get; private set; } = "";

    public void End(DateTimeOffset now, string by) => (EndedAt, EndedByName) = (now, by);
}
