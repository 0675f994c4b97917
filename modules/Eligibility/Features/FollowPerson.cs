using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Eligibility.Features;

/// <summary>
/// Proposals come over, and the person is decided anew on all facts together. Decisions are evidence: they stay as they were written, under the record on which they were taken, and are shown with the person who goes on.
/// </summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows, merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows, rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private static readonly IOwnedRows[] Rows = [Handover.Of<Proposal>(proposal => proposal.ParticipantId)];
}
