using Courses.Attendance;
using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Provider = Courses.Participants.Provider;
using Venue = Courses.Participants.Venue;

namespace Courses.IntegrationTests;

/// <summary>A class as reports see it.</summary>
public sealed record ReportedClass(Guid ProviderId, Guid GroupId, IReadOnlyList<Guid> Participants);

public sealed partial class City
{
    /// <summary>A running class of a new provider: two sessions a week since four weeks ago, every mark present but each third absent, the registers of the past signed or not.</summary>
    public async Task<ReportedClass> HasReportedClass(int people = 3, string? programme = null, string provider = "Adult education", bool signed = false)
    {
        var cancel = CancellationToken.None;
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var (schoolId, groupId) = await InOneCommit(async services =>
        {
            var db = services.GetRequiredService<CoursesDb>();
            var school = new Provider { Name = $"{provider} {Guid.NewGuid():N}"[..30], Email = "school@example.org" };
            var venue = school.Add(new Venue { Name = "Main house", Address = "Street 1", District = "North", TimeZone = "Europe/Vienna" });
            db.Add(school);
            await db.SaveChangesAsync(cancel);
            var courses = services.GetRequiredService<ILanguageCourses>();
            var course = await courses.AddCourse(new(school.Id, "German A1.1", "de", "A1.1", 32, true), cancel);
            var group = await services.GetRequiredService<ITimetable>().CreateGroup(
                new NewGroup
                {
                    Kind = GroupKind.LanguageClass,
                    Name = "German A1.1, evening",
                    ProviderId = school.Id,
                    VenueId = venue.Id,
                    Capacity = 10,
                    Sessions = [.. Enumerable.Range(-8, 16).Select(i => new NewSession(today.AddDays(i * 3), new(18, 0), new(19, 30), 90))],
                },
                cancel);
            await courses.AddClass(new(group, course, $"K{Guid.NewGuid():N}"[..12], 10000, programme), cancel);
            return (school.Id, group);
        });

        List<Guid> ids = [];
        for (var i = 0; i < people; i++)
        {
            ids.Add(await InOneCommit(async services =>
            {
                var id = await services.GetRequiredService<IParticipants>().Register(
                    new() { GivenName = $"Given{i}", FamilyName = "O'Hara", BirthDate = new(1990 + i, 1, 1), Language = "uk", Status = LegalStatus.TemporaryProtection, StatusFrom = today.AddDays(-100) },
                    cancel);
                await services.GetRequiredService<ITimetable>().TakeSeat(groupId, id, programme, cancel);
                return id;
            }));
        }

        return await InOneCommit(services =>
        {
            var db = services.GetRequiredService<CoursesDb>();
            var held = services.GetRequiredService<ITimetable>().Sessions.Where(session => session.GroupId == groupId && session.LocalDate < today).ToList();
            foreach (var (session, i) in held.SelectMany(session => ids.Select((_, i) => (session, i))))
            {
                var mark = new Mark { SessionId = session.Id, GroupId = groupId, ParticipantId = ids[i] };
                mark.Set(i % 3 == 2 ? null : new(MarkState.Present, 90, true, Guid.NewGuid(), false), Clock.GetUtcNow());
                db.Add(mark);
            }

            foreach (var session in signed ? SessionInfos.Of(services.GetRequiredService<ITimetable>()).Where(session => session.GroupId == groupId && session.LocalDate < today).ToList() : [])
            {
                var register = new Register { Id = session.Id };
                register.SignOff(session, "Teacher", Guid.Empty, Clock.GetUtcNow());
                db.Add(register);
            }

            return Task.FromResult(new ReportedClass(schoolId, groupId, ids));
        });
    }

    /// <summary>Meetings of an activity at somebody's house, three weeks, two, one and three days ago and one to come; everybody of these came, and the registers are signed.</summary>
    public async Task<Guid> CameToAnActivity(Guid providerId, IEnumerable<Guid> people)
    {
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        var ids = people.ToArray();
        var groupId = await InOneCommit(async services =>
        {
            var timetable = services.GetRequiredService<ITimetable>();
            var venue = services.GetRequiredService<IProviders>().Venues.First(row => row.ProviderId == providerId);
            var group = await timetable.CreateGroup(
                new NewGroup
                {
                    Kind = GroupKind.Activity,
                    Name = "Excursion",
                    ProviderId = providerId,
                    VenueId = venue.Id,
                    Capacity = 5,
                    Sessions = [.. new[] { -21, -14, -7, -3, 7 }.Select(days => new NewSession(today.AddDays(days), new(9, 0), new(10, 30), 90))],
                },
                default);
            foreach (var id in ids)
            {
                await timetable.TakeSeat(group, id, null, default);
            }

            return group;
        });
        return await InOneCommit(services =>
        {
            var db = services.GetRequiredService<CoursesDb>();
            foreach (var session in SessionInfos.Of(services.GetRequiredService<ITimetable>()).Where(session => session.GroupId == groupId && session.LocalDate < today).ToList())
            {
                foreach (var id in ids)
                {
                    var mark = new Mark { SessionId = session.Id, GroupId = groupId, ParticipantId = id };
                    mark.Set(new(MarkState.Present, 90, true, Guid.NewGuid(), false), Clock.GetUtcNow());
                    db.Add(mark);
                }

                var register = new Register { Id = session.Id };
                register.SignOff(session, "Teacher", Guid.Empty, Clock.GetUtcNow());
                db.Add(register);
            }

            return Task.FromResult(groupId);
        });
    }

    internal async Task<T> InOneCommit<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CoursesDb>().Transact(() => act(scope.ServiceProvider), CancellationToken.None);
    }
}
