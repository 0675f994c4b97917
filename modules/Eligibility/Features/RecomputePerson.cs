using Courses.Platform.Work;

namespace Courses.Eligibility.Features;

/// <summary>One person worked out anew, at once: for a coach who has just corrected something and has the person before them.</summary>
internal sealed class RecomputePerson(Recompute recompute) : IWork
{
    public const string Name = "recompute-person";

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var person = order.Read<RecomputePersonOrder>().ParticipantId;
        return new("recompute-person.done", $"/coach/decisions/{person}", await recompute.Batch([person], cancel));
    }
}

internal sealed record RecomputePersonOrder(Guid ParticipantId);
