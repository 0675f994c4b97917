using Courses.Contracts.Access;
using Courses.Exams.Features;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams;

/// <summary>Exams that a person was registered for, what became of them, and the papers.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public const string ExamsRule = "exams";
    public const string PapersRule = "exam-papers";

    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new("exams", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Teacher, Roles.Administrator, Roles.Auditor) { Page = "/my/exams", Rule = ExamsRule },
        new("exam-papers", Ground.Wish, Roles.Coach) { Page = "/my/exams/papers", Rule = PapersRule },
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "exams",
            db.Set<ExamRegistration>().Where(row => records.Contains(row.ParticipantId)),
            async (rows, cancel) =>
            {
                var ids = rows.Select(row => row.ExamId).Distinct().ToArray();
                var exams = await db.Set<Exam>().AsNoTracking().Where(exam => ids.Contains(exam.Id)).ToDictionaryAsync(exam => exam.Id, cancel);
                return row => new(exams[row.ExamId].On, $"{Shown.LanguageName(exams[row.ExamId].Language)} {exams[row.ExamId].Level}");
            }),
        KeptRows.Beside(db, "exams", db.Set<ExamResult>().Where(row => db.Set<ExamRegistration>().Any(registration => registration.Id == row.RegistrationId && records.Contains(registration.ParticipantId)))),
        KeptRows.Beside(db, "exams", db.Set<ExamPass>().Where(row => records.Contains(row.ParticipantId))),
        KeptRows.Of(
            db, "exam-papers", db.Set<Paper>().Where(row => row.Kind == PassLevels.PaperKind && records.Contains(row.HolderId)), row => new(row.IssuedOn, PaperNumber.Written(row.Number))),
    ];

    /// <summary>Seats and results stay under a number, since figures rest on them; the paper goes, and nobody can check it any more.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) =>
    [
        ErasedRows.Delete(db, "exam-papers", db.Set<Paper>().Where(row => row.Kind == PassLevels.PaperKind && records.Contains(row.HolderId))),
        ErasedRows.Empty<ExamResult>(
            db,
            "exams",
            cancel => db.Set<ExamResult>().Where(row => row.Reason != null && db.Set<ExamRegistration>().Any(registration => registration.Id == row.RegistrationId && records.Contains(registration.ParticipantId)))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, (string?)null), cancel),
            stays: true),
        ErasedRows.Keep<ExamRegistration>(db, "exams"),
        ErasedRows.Keep<ExamPass>(db, "exams"),
    ];
}
