using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Messaging;

/// <summary>Letters that one person prints together. As long as the run is open or printed, nobody else gets them from the queue.</summary>
internal sealed class PrintRun : IVersioned
{
    public Guid Id { get; private set; }

    public required DateTimeOffset MadeAt { get; init; }

    public required DateOnly MadeOn { get; init; }

    public required Guid MadeBy { get; init; }

    public required string MadeByName { get; init; }

    public DateTimeOffset? PostedAt { get; private set; }

    public DateTimeOffset? PutBackAt { get; private set; }

    public int Version { get; set; }

    public bool IsOpen => PostedAt is null && PutBackAt is null;

    /// <summary>The letters are in their envelopes. What they say of the last day to answer was counted from the day on which the run was made.</summary>
    public void Post(DateTimeOffset at, DateOnly today)
    {
        MustBe(IsOpen);
        if (today != MadeOn)
        {
            throw new RuleBroken("print.of-another-day");
        }

        PostedAt = at;
    }

    /// <summary>Not printed after all, or printed and not posted: on the same day that can be taken back.</summary>
    public void PutBack(DateTimeOffset at, DateOnly today)
    {
        MustBe(PutBackAt is null);
        if (PostedAt is not null && today != MadeOn)
        {
            throw new RuleBroken("print.posted-before");
        }

        PutBackAt = at;
    }

    private static void MustBe(bool right)
    {
        if (!right)
        {
            throw new RuleBroken("print.changed-meanwhile");
        }
    }
}
