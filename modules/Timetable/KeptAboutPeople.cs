using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable;

/// <summary>Seats, places in line and the time in classes.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, IOrientation orientation, CityTime city) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } = [new("seats", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Teacher, Roles.Administrator, Roles.Auditor) { Page = "/my/courses" }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var enrolments = db.Set<Enrolment>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            KeptRows.Of(
                db,
                "seats",
                enrolments,
                async (rows, cancel) =>
                {
                    var ids = rows.Select(row => row.GroupId).ToArray();
                    var classes = await db.Set<Group>().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
                    var modules = await orientation.NamesOf(ids, cancel);
                    return row => new(city.DayOf(row.CreatedAt), modules.GetValueOrDefault(row.GroupId) ?? classes.GetValueOrDefault(row.GroupId, ""));
                }),
            KeptRows.Beside(db, "seats", db.Set<EnrolmentChange>().Where(row => enrolments.Any(one => one.Id == row.EnrolmentId))),
            KeptRows.Beside(db, "seats", db.Set<Stay>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "seats", db.Set<Offer>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "seats", db.Set<CalendarFeed>().Where(row => records.Contains(row.ParticipantId))),
        ];
    }

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var enrolments = db.Set<Enrolment>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            ErasedRows.Keep<Enrolment>(db, "seats"),

            // What a coach wrote about a move; the code of who left by themselves stays.
            ErasedRows.Empty<EnrolmentChange>(
                db,
                "seats",
                cancel => db.Set<EnrolmentChange>().Where(row => row.Reason != "" && row.Reason != Enrolment.Left && enrolments.Any(one => one.Id == row.EnrolmentId)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, ""), cancel)),
            ErasedRows.Keep<Stay>(db, "seats"),
            ErasedRows.Keep<Offer>(db, "seats"),
            ErasedRows.Delete(db, "seats", db.Set<CalendarFeed>().Where(row => records.Contains(row.ParticipantId))),
        ];
    }

    /// <summary>Whoever has a seat in a class that goes on stands on its register.</summary>
    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel)
    {
        var now = city.Now;
        var last = await db.Set<Session>()
            .Where(session => session.CancelledAt == null && session.EndsAt > now
                && db.Set<Enrolment>().Any(row => row.GroupId == session.GroupId && records.Contains(row.ParticipantId) && row.State != EnrolmentState.Withdrawn))
            .OrderByDescending(session => session.LocalDate).Select(session => (DateOnly?)session.LocalDate).FirstOrDefaultAsync(cancel);
        return last is { } day ? [new("erasure.hold.seat", day)] : [];
    }
}
