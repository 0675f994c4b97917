using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
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
}
