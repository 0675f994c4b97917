using System.Globalization;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>When the person was there and on which proof, what they said when they could not come, and the papers about it.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, ITimetable timetable, IOrientation orientation, Words words) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new("attendance", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Teacher, Roles.Administrator, Roles.Auditor) { Page = "/my/attendance" },
        new("illness", Ground.Health, Roles.Coach, Roles.ProviderManager, Roles.Teacher) { Page = "/my/ill" },
        new("illness-notes", Ground.Health, Roles.Coach, Roles.ProviderManager) { Page = "/my/ill", Rule = "illness-notes" },
        new("confirmations", Ground.Wish, Roles.Coach) { Page = "/my/confirmations", Rule = "confirmations" },
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var reports = db.Set<IllnessReport>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            KeptRows.Of(db, "attendance", db.Set<Mark>().Where(row => records.Contains(row.ParticipantId)), SayMarks),
            KeptRows.Beside(db, "attendance", db.Set<MonthInClass>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "attendance", db.Set<AttendanceFact>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value)), nameof(AttendanceFact.DeviceId)),
            KeptRows.Beside(db, "attendance", db.Set<CheckIn>().Where(row => records.Contains(row.ParticipantId)), nameof(CheckIn.PhoneId), nameof(CheckIn.Device)),
            KeptRows.Beside(db, "attendance", db.Set<Review>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value)), nameof(Review.DeviceId), nameof(Review.Key)),
            KeptRows.Of(db, "illness", reports, row => new(row.From, Together(words[$"illness.reason.{row.Reason}"], $"{Shown.Date(row.From)} – {Shown.Date(row.Until)}", row.Words))),
            KeptRows.Beside(db, "illness", db.Set<IllnessCase>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Of(db, "illness-notes", db.Set<IllnessNote>().Where(row => reports.Any(report => report.Id == row.ReportId)), row => new(DateOnly.FromDateTime(row.SentAt.UtcDateTime), words["illness.note"])),
            KeptRows.Of(db, "confirmations", db.Set<Confirmation>().Where(row => records.Contains(row.ParticipantId)), row => new(row.IssuedOn, Together(row.Course, row.Provider, Platform.Papers.PaperNumber.Written(row.Number)))),
        ];
    }

    /// <summary>Marks and facts stay, and so do hours and money. Health, papers and what was written go.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var reports = db.Set<IllnessReport>().Where(row => records.Contains(row.ParticipantId));
        var own = db.Set<AttendanceFact>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value));

        // A guest who was taken by name is the person since somebody said so; what stood there before knows only the name.
        var asGuest = db.Set<Review>().Where(row => row.CorrectionFactId != null && own.Any(fact => fact.FactId == row.CorrectionFactId));
        return
        [
            ErasedRows.Keep<Mark>(db, "attendance"),
            ErasedRows.Keep<MonthInClass>(db, "attendance"),
            ErasedRows.Empty<Review>(
                db,
                "attendance",
                cancel => db.Set<Review>()
                    .Where(row => ((row.ParticipantId != null && records.Contains(row.ParticipantId.Value)) || (row.CorrectionFactId != null && own.Any(fact => fact.FactId == row.CorrectionFactId))) && (row.Details != "" || row.Reason != ""))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Details, "").SetProperty(row => row.Reason, ""), cancel)),
            ErasedRows.Empty<AttendanceFact>(
                db,
                "attendance",
                cancel => db.Set<AttendanceFact>()
                    .Where(row => ((row.ParticipantId != null && records.Contains(row.ParticipantId.Value)) || asGuest.Any(review => review.FactId == row.FactId)) && row.Note != "")
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Note, ""), cancel)),
            ErasedRows.Delete(db, "attendance", db.Set<CheckIn>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "illness-notes", db.Set<IllnessNote>().Where(row => reports.Any(report => report.Id == row.ReportId))),
            ErasedRows.Delete(db, "illness", db.Set<IllnessCase>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "illness", reports),
            ErasedRows.Delete(db, "confirmations", db.Set<Confirmation>().Where(row => records.Contains(row.ParticipantId))),
        ];
    }

    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel) =>
        await db.Set<IllnessCase>().AnyAsync(row => records.Contains(row.ParticipantId) && row.State == IllnessState.Waiting && row.Report.TakenBackAt == null, cancel)
        || await db.Set<Review>().AnyAsync(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value) && row.SettledAt == null, cancel)
            ? [new("erasure.hold.attendance")]
            : [];

    private async Task<Func<Mark, KeptLine?>> SayMarks(IReadOnlyList<Mark> marks, CancellationToken cancel)
    {
        var (lessons, groups) = (marks.Select(mark => mark.SessionId).Distinct().ToArray(), marks.Select(mark => mark.GroupId).Distinct().ToArray());
        var days = await timetable.Sessions.Where(row => EF.Parameter(lessons).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.LocalDate, cancel);
        var classes = await timetable.Groups.Where(row => EF.Parameter(groups).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
        var modules = await orientation.NamesOf(groups, cancel);
        return mark => new(
            days.TryGetValue(mark.SessionId, out var day) ? day : null,
            Together(modules.GetValueOrDefault(mark.GroupId) ?? classes.GetValueOrDefault(mark.GroupId, ""), words[$"my.attendance.state.{MarkNames.Of(mark.State)}"]));
    }

    private static string Together(params string[] said) => Shown.List(CultureInfo.CurrentUICulture, said.Where(one => one.Length > 0));
}
