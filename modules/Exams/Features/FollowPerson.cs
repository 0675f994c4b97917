using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Papers;

namespace Courses.Exams.Features;

/// <summary>Registrations, levels that were passed and their papers come over, but for what the kept record has itself.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<ExamRegistration>(
            registration => registration.ParticipantId,
            registration => registration.WithdrawnAt != null || !db.Set<ExamRegistration>().Any(mine => mine.ParticipantId == kept && mine.ExamId == registration.ExamId && mine.WithdrawnAt == null)),
        Handover.Of<ExamPass>(
            pass => pass.ParticipantId,
            pass => pass.WithdrawnAt != null || !db.Set<ExamPass>().Any(mine => mine.ParticipantId == kept && mine.Language == pass.Language && mine.Level == pass.Level && mine.WithdrawnAt == null)),
        Handover.Of<Paper>(paper => paper.HolderId, paper => paper.Kind == PassLevels.PaperKind),
    ];
}
