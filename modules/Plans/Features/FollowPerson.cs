using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Features;

/// <summary>Plans come over, and with them all that belongs to them. A person has one open plan: who has two closes one before.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel)
    {
        Guid[] both = [merged, kept];
        return await db.Set<Plan>().CountAsync(plan => both.Contains(plan.ParticipantId) && plan.ClosedOn == null, cancel) > 1 ? [new(new("merge.two-plans", []), MustBeSettled: true)] : [];
    }

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private IOwnedRows[] Rows(Guid kept) =>
        [Handover.Of<Plan>(plan => plan.ParticipantId, plan => plan.ClosedOn != null || !db.Set<Plan>().Any(mine => mine.ParticipantId == kept && mine.ClosedOn == null))];
}
