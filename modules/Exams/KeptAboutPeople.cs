using Courses.Contracts.Access;
using Courses.Exams.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams;

/// <summary>Exams that a person was registered for, what became of them, and the papers.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, CityTime city) : IKeepsAboutPeople
{
    public const string ExamsRule = "exams";
    public const string PapersRule = "exam-papers";

    /// <summary>Whoever examined has entered the results by then, or enters none.</summary>
    private const int DaysForResults = 60;

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

    /// <summary>Whoever has a seat in an exam stands on its list until the results are there.</summary>
    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel)
    {
        var (today, first) = (city.Today, city.Today.AddDays(-DaysForResults));
        var sat = await (
            from registration in db.Set<ExamRegistration>()
            join exam in db.Set<Exam>() on registration.ExamId equals exam.Id
            where records.Contains(registration.ParticipantId) && registration.WithdrawnAt == null && exam.CancelledAt == null && exam.On >= first
            orderby exam.On
            select new { exam.On, registration.Parts, Entered = db.Standing().Count(result => result.RegistrationId == registration.Id) }).ToListAsync(cancel);
        return [.. sat.Where(one => one.On > today || one.Entered < one.Parts.Split(',').Length).Select(one => new ErasureHold("erasure.hold.exam", one.On))];
    }
}
