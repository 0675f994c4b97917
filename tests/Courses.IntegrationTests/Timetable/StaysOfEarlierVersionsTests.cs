using Courses.Attendance;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Courses.IntegrationTests.Timetable;

/// <summary>What a city wrote before stays were rows becomes stays: the changes of each enrolment tell of them, also of those that leaving and booking again had overwritten.</summary>
public sealed class StaysOfEarlierVersionsTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Enrolments_of_before_become_stays()
    {
        // Tuesdays from 1 September on.
        var group = await city.HasClass(first: new(2026, 9, 1), sessions: 12);
        var ids = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        var (stayed, cameBack, waited, inBulk, waits, waitsAgain) = (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5]);
        await city.InDatabase(async db =>
        {
            var all = db.Database.GetMigrations().ToList();
            var before = all[all.FindIndex(name => name.Contains("Stays", StringComparison.Ordinal)) - 1];
            await db.GetService<IMigrator>().MigrateAsync(before);
            await Enrolment(stayed, "Enrolled", "2026-08-30", null, ("Enrolled", "2026-08-20"));
            await Enrolment(cameBack, "Enrolled", "2026-09-22", null, ("Enrolled", "2026-09-01"), ("Withdrawn", "2026-09-22"), ("Enrolled", "2026-09-22"));
            await Enrolment(waited, "Withdrawn", "2026-09-01", "2026-10-01", ("Waiting", "2026-09-01"), ("Withdrawn", "2026-10-01"));
            await Enrolment(inBulk, "Withdrawn", "2026-09-01", "2026-10-01");
            await Enrolment(waits, "Waiting", "2026-09-01", null, ("Waiting", "2026-09-01"));
            await Enrolment(waitsAgain, "Waiting", "2026-10-05", null, ("Enrolled", "2026-09-01"), ("Withdrawn", "2026-09-10"), ("Waiting", "2026-10-05"));
            var session = await db.Set<Session>().Where(row => row.GroupId == group).OrderBy(row => row.StartsAt).Select(row => row.Id).FirstAsync();
            foreach (var person in new[] { stayed, waited })
            {
                await Run($"insert into attendance.mark (id, session_id, group_id, participant_id, state, present_minutes, scanned, assessed_at) values ('{Guid.NewGuid()}', '{session}', '{group}', '{person}', 'Absent', 0, {Falsehood}, '2026-09-01')");
            }

            await db.GetService<IMigrator>().MigrateAsync();

            async Task Enrolment(Guid id, string state, string from, string? until, params (string State, string At)[] changes)
            {
                await Run($"insert into timetable.enrolment (id, group_id, participant_id, state, counts_from, counts_until, programme_code, created_at) values ('{id}', '{group}', '{id}', '{state}', '{from}', {(until is null ? "null" : $"'{until}'")}, 'inlt', '2026-08-20')");
                foreach (var (change, at, hour) in changes.Select((change, hour) => (change.State, change.At, hour)))
                {
                    await Run($"insert into timetable.enrolment_change (id, enrolment_id, state, reason, at, changed_by) values ('{Guid.NewGuid()}', '{id}', '{change}', '', '{at} {8 + hour:00}:00:00+00:00', '{id}')");
                }
            }

            Task Run(string sql) => db.Database.ExecuteSqlRawAsync(sql);
        });

        var stays = (await city.InDatabase(db => db.Set<Stay>().AsNoTracking().OrderBy(stay => stay.From).ToListAsync())).ToLookup(stay => stay.ParticipantId, stay => (stay.From, stay.Until));
        Assert.Equal([(new(2026, 8, 30), null)], stays[stayed]);

        // Left and came again on the session's day: it belongs to the second stay alone.
        Assert.Equal([(new(2026, 9, 1), new(2026, 9, 15)), (new(2026, 9, 22), null)], stays[cameBack]);
        Assert.Equal([(new(2026, 9, 1), new(2026, 10, 1))], stays[inBulk]);
        Assert.Equal([(new(2026, 9, 1), new(2026, 9, 10))], stays[waitsAgain]);
        Assert.Empty(stays[waited].Concat(stays[waits]));
        Assert.Equal([stayed], await city.InDatabase(db => db.Set<Mark>().Select(mark => mark.ParticipantId).ToListAsync()));
    }

    private static string Falsehood => TestDatabase.Engine == "SqlServer" ? "0" : "false";
}
