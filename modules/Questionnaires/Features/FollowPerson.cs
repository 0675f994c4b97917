using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Features;

/// <summary>
/// What somebody answered comes over, and what they were asked where the kept record was not asked the same; where it was, and the other record has answered it by name, nobody is asked once more.
/// Whether an anonymous one was answered is found by the invitation, which keeps its id.
/// </summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel)
    {
        var rows = await db.HandOver(Rows(kept), merged, kept, cancel);
        foreach (var twin in await Twins(merged, kept).Where(twin => twin.Kept.AnsweredOn == null).Select(twin => new { twin.Kept.Id, twin.AnsweredOn }).ToListAsync(cancel))
        {
            await db.Set<Invitation>().Where(row => row.Id == twin.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredOn, twin.AnsweredOn), cancel);
        }

        return [.. rows.Select(row => new BroughtRow(row.Table, row.Id))];
    }

    public async Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel)
    {
        await db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

        // What has no sheet of its own was marked by the answer of the other record.
        foreach (var id in await Twins(merged, kept).Where(twin => twin.Kept.AnsweredOn != null && !db.Set<PersonSheet>().Any(sheet => sheet.InvitationId == twin.Kept.Id)).Select(twin => twin.Kept.Id).ToListAsync(cancel))
        {
            await db.Set<Invitation>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredOn, (DateOnly?)null), cancel);
        }
    }

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<PersonSheet>(sheet => sheet.ParticipantId),
        Handover.Of<Invitation>(
            invitation => invitation.ParticipantId,
            invitation => !db.Set<Invitation>().Any(mine => mine.ParticipantId == kept && mine.QuestionnaireId == invitation.QuestionnaireId && mine.SubjectId == invitation.SubjectId && mine.Round == invitation.Round)),
    ];

    /// <summary>What both were asked and the merged record has answered.</summary>
    private IQueryable<Twin> Twins(Guid merged, Guid kept) =>
        from mine in db.Set<Invitation>()
        join theirs in db.Set<Invitation>() on new { mine.QuestionnaireId, mine.SubjectId, mine.Round } equals new { theirs.QuestionnaireId, theirs.SubjectId, theirs.Round }
        where mine.ParticipantId == kept && theirs.ParticipantId == merged && theirs.AnsweredOn != null
        select new Twin { Kept = mine, AnsweredOn = theirs.AnsweredOn };

    private sealed class Twin
    {
        public required Invitation Kept { get; init; }

        public required DateOnly? AnsweredOn { get; init; }
    }
}
