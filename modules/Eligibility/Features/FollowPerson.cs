using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Eligibility.Features;

/// <summary>Decisions and proposals come over, and the person is decided anew on all facts together. Where both records have a decision that holds, the kept one's goes on and the other stays on record.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel) => Task.FromResult<IReadOnlyList<MergeQuestion>>([]);

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<Decision>(
            decision => decision.ParticipantId,
            decision => decision.SupersededAt != null || !db.Set<Decision>().Any(mine => mine.ParticipantId == kept && mine.SupersededAt == null && mine.ProgrammeCode == decision.ProgrammeCode
                && mine.Subject == decision.Subject && mine.Period == decision.Period)),
        Handover.Of<Proposal>(proposal => proposal.ParticipantId),
        Handover.Of<DecisionReview>(review => review.ParticipantId),
    ];
}
