using Courses.Platform.Errors;

namespace Courses.Services;

/// <summary>A thing was lent to a person, from one day until another. To one person at a time.</summary>
internal sealed class Loan
{
    /// <summary>Longer than this nothing is lent or extended at once.</summary>
    public const int MostDays = 366;

    public Guid Id { get; private set; }

    public required Guid LendableId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required DateOnly LentOn { get; init; }

    public required DateTimeOffset LentAt { get; init; }

    public required Guid LentBy { get; init; }

    public required string LentByName { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly DueOn { get; set; }

    public DateOnly? ReturnedOn { get; private set; }

    public DateTimeOffset? ReturnedAt { get; private set; }

    public Guid? ReturnedBy { get; private set; }

    public bool IsOut => ReturnedOn is null;

    public bool IsOverdue(DateOnly today) => IsOut && DueOn < today;

    /// <summary>Broken rules: <c>loan.returned</c>, <c>loan.due-wrong</c>.</summary>
    public void Extend(DateOnly until, DateOnly today)
    {
        MustBeOut();
        DueOn = Due(until, today);
    }

    /// <summary>It is back. Broken rules: <c>loan.returned</c>.</summary>
    public void Return(DateOnly today, DateTimeOffset now, Guid by)
    {
        MustBeOut();
        (ReturnedOn, ReturnedAt, ReturnedBy) = (today, now, by);
    }

    /// <summary>That was a mistake; it can be said on the same day. Broken rules: <c>loan.too-late-to-undo</c>.</summary>
    public void GoOn(DateOnly today)
    {
        if (ReturnedOn != today)
        {
            throw new RuleBroken("loan.too-late-to-undo");
        }

        (ReturnedOn, ReturnedAt, ReturnedBy) = (null, null, null);
    }

    /// <summary>A last day that makes sense. Broken rules: <c>loan.due-wrong</c>.</summary>
    public static DateOnly Due(DateOnly until, DateOnly today) => until >= today && until <= today.AddDays(MostDays) ? until : throw new RuleBroken("loan.due-wrong", MostDays);

    private void MustBeOut()
    {
        if (!IsOut)
        {
            throw new RuleBroken("loan.returned");
        }
    }
}
