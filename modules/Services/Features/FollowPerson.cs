using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Services.Features;

/// <summary>What somebody borrowed comes over whole.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    private static readonly IOwnedRows[] Rows = [Handover.Of<Loan>(loan => loan.ParticipantId)];

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows, merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows, rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);
}
