using Courses.Platform.Errors;

namespace Courses.Activities;

/// <summary>From one day to another a person lives in a centre. In one at a time.</summary>
internal sealed class Residence
{
    public Guid Id { get; private set; }

    public required Guid CentreId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day; null as long as the person lives there.</summary>
    public DateOnly? Until { get; private set; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required Guid RecordedBy { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    public Guid? EndedBy { get; private set; }

    /// <summary>Broken rules: <c>residence.over</c>, <c>residence.before-it-began</c>.</summary>
    public void End(DateOnly lastDay, DateTimeOffset now, Guid by)
    {
        if (Until is not null)
        {
            throw new RuleBroken("residence.over");
        }

        if (lastDay < From)
        {
            throw new RuleBroken("residence.before-it-began");
        }

        (Until, EndedAt, EndedBy) = (lastDay, now, by);
    }

    /// <summary>It ended by mistake.</summary>
    public void GoOn() => (Until, EndedAt, EndedBy) = (null, null, null);
}
