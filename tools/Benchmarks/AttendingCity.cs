using System.Globalization;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Timetable;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>People of all statuses and ages in classes of 25, with 60 sessions held and 20 to come; who comes seldom falls under the line, one register in a hundred is missing.</summary>
internal static class AttendingCity
{
    public const int ClassSize = 25;
    private const string Zone = "Europe/Vienna";
    private const int Held = 60;
    private const int ToCome = 20;
    private const int AtATime = 20_000;
    private static readonly LegalStatus[] Statuses = Enum.GetValues<LegalStatus>();
    private static readonly string[] Languages = ["ar", "uk", "fa", "tr", "en", "ru"];
    private static readonly string?[] CefrLevels = [null, "A1", "A2", "B1", "B2"];

    /// <summary>Answers how many marks there are.</summary>
    public static async Task<long> Build(WebApplication app, NpgsqlDataSource source, int people)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        await ProgrammeTemplates.LoadTemplates(db, TimeProvider.System, default);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await HasPeopleInClasses(db, people, [.. Enumerable.Range(-Held, Held + ToCome).Select(day => new NewSession(today.AddDays((day * 2) + 1), new(17, 0), new(18, 30), 90))]);

        // Marks lie in the order in which they came: by day, the classes mixed.
        await Execute(source, """
            insert into attendance.register (id, version, signed_off_at, signed_off_by)
                select id, 0, ends_at, 'Benchmark' from timetable.session where local_date < current_date and hashtext(id::text) % 100 <> 0 order by starts_at, id;
            """);
        await Execute(source, """
            insert into attendance.mark (id, session_id, group_id, participant_id, state, present_minutes, scanned, proof, corrected_after_sign_off, assessed_at)
                select gen_random_uuid(), session, class, person,
                    case when luck < zeal then 'Present' when luck < zeal + 4 then 'Late' when luck < zeal + 7 then 'LeftEarly' when luck < zeal + 10 then 'Excused' else 'Absent' end,
                    case when luck < zeal then 90 when luck < zeal + 4 then 70 when luck < zeal + 7 then 45 else 0 end,
                    luck < zeal, case when luck < zeal + 7 then 'Shown' end, false, ended
                from (
                    select session.id as session, session.group_id as class, stay.participant_id as person, session.ends_at as ended,
                        abs(hashtext(session.id::text || stay.participant_id::text)) % 100 as luck,
                        case when abs(hashtext(stay.participant_id::text)) % 25 = 0 then 25 else 60 + abs(hashtext(stay.participant_id::text)) % 30 end as zeal
                    from timetable.session join timetable.stay on stay.group_id = session.group_id
                    where session.local_date < current_date
                    order by session.starts_at, session.id) as marked
            """);
        await using var many = source.CreateCommand("select count(*) from attendance.mark");
        return (long)(await many.ExecuteScalarAsync())!;
    }

    /// <summary>People from a number on, in classes that all meet at these times.</summary>
    public static async Task HasPeopleInClasses(CoursesDb db, int people, IReadOnlyList<NewSession> sessions, int from = 0)
    {
        var programmes = ProgrammeTemplates.All.Select(template => template.Code).ToArray();
        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var provider = new Provider { Name = string.Create(CultureInfo.InvariantCulture, $"Benchmark {from}"), Email = "bench@example.org", CreatedAt = now };
        var venue = provider.Add(new() { Name = "Haus", Address = "Hauptplatz 1", District = "1", TimeZone = Zone, RoomCapacity = 200 });
        db.Add(provider);
        await db.SaveChangesAsync();
        for (var begun = 0; begun < people; begun += AtATime)
        {
            var some = Enumerable.Range(from + begun, Math.Min(AtATime, people - begun)).ToArray();
            var persons = some.Select(i => Person(i, today, now)).ToArray();
            await db.Engine.BulkInsert(db, persons, default);
            await db.Engine.BulkInsert(db, [.. persons.SelectMany(person => person.Statuses.Select(status => new StatusPeriod { ParticipantId = person.Id, Status = status.Status, From = status.From, RecordedAt = now }))], default);
            var groups = persons.Chunk(ClassSize).Select((_, i) => Group.Create(
                new()
                {
                    Kind = GroupKind.LanguageClass,
                    Name = string.Create(CultureInfo.InvariantCulture, $"German A1.{from + begun}.{i}"),
                    ProviderId = provider.Id,
                    VenueId = venue.Id,
                    Capacity = ClassSize,
                    Sessions = sessions,
                },
                Zone,
                now)).ToArray();
            await db.Engine.BulkInsert(db, groups, default);
            await TaughtCity.Write(db, [.. groups.Zip(persons.Chunk(ClassSize)).SelectMany((pair, i) => pair.Second.Select(person =>
            {
                var enrolment = new Enrolment { GroupId = pair.First.Id, ParticipantId = person.Id, CreatedAt = now };
                enrolment.Enrol(programmes[i % programmes.Length], sessions[0].On.AddDays(-1), StayBegin.Booked, now, default);
                return enrolment;
            }))]);
            await db.Engine.BulkInsert(db, [.. groups.SelectMany(group => sessions.Select(session => Session.Create(group, session)))], default);
        }
    }

    public static async Task Execute(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static Participant Person(int i, DateOnly today, DateTimeOffset now)
    {
        var person = Participant.Register(
            new()
            {
                GivenName = "Amina",
                FamilyName = string.Create(CultureInfo.InvariantCulture, $"Haddad {i}"),
                BirthDate = today.AddDays(-(16 * 366) - (i * 79 % 18_000)),
                Gender = (i % 20) switch { < 9 => "f", < 18 => "m", 18 => "x", _ => "" },
                Language = Languages[i % Languages.Length],
                Email = string.Create(CultureInfo.InvariantCulture, $"amina{i}@newcomer.example"),
                FirstPermitOn = i % 11 == 0 ? null : today.AddDays(-(i * 31 % 1500)),
                ArrivedOn = today.AddDays(-(i * 31 % 1500) - 60),
            },
            Statuses[i % Statuses.Length],
            today.AddDays(-(i * 31 % 700)),
            today,
            now,
            "Benchmark");
        if (CefrLevels[i % CefrLevels.Length] is { } level)
        {
            person.Assess(Skill.SpokenInteraction, level, today, "Benchmark");
        }

        return person;
    }
}
