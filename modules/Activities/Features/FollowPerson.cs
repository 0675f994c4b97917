using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Activities.Features;

/// <summary>Where somebody lived comes over, but for where they live now when the kept record says that itself; so does a vote, where the kept record has none.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<Residence>(
            residence => residence.ParticipantId,
            residence => residence.Until != null || !db.Set<Residence>().Any(mine => mine.ParticipantId == kept && mine.Until == null)),
        Handover.Of<ActivityVote>(vote => vote.ParticipantId, vote => !db.Set<ActivityVote>().Any(mine => mine.ParticipantId == kept && mine.ActivityId == vote.ActivityId)),
    ];
}
