using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Questionnaires.Features;

/// <summary>What somebody answered comes over, and what they were asked where the kept record was not asked the same. Whether an anonymous one was answered is found by the invitation, which keeps its id.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<PersonSheet>(sheet => sheet.ParticipantId),
        Handover.Of<Invitation>(
            invitation => invitation.ParticipantId,
            invitation => !db.Set<Invitation>().Any(mine => mine.ParticipantId == kept && mine.QuestionnaireId == invitation.QuestionnaireId && mine.SubjectId == invitation.SubjectId && mine.Round == invitation.Round)),
    ];
}
