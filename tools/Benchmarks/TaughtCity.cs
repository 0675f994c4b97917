using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Access;
using Courses.Access.Devices;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Timetable;

namespace Courses.Benchmarks;

/// <summary>A person expected at a session, and what the camera of the tablet would read.</summary>
internal readonly record struct Seat(Guid SessionId, Guid GroupId, Guid ParticipantId, string PassHash, DateTimeOffset At);

/// <summary>Providers with tablets, classes of 25 that met every day, and their people: as many seats as a measurement needs, each of them taken once.</summary>
internal sealed class TaughtCity
{
    public const int ClassSize = 25;
    private const int Days = 200;
    private readonly List<(Session Session, (Guid Id, string PassHash)[] People)> sessions = [];
    private int next;

    public required IReadOnlyList<string> Credentials { get; init; }

    /// <summary>The seats of the next session, in the order in which a teacher lets people in: one every four seconds.</summary>
    public Seat[] NextSession()
    {
        var (session, people) = sessions[Interlocked.Increment(ref next) - 1];
        return [.. people.Select((person, i) => new Seat(session.Id, session.GroupId, person.Id, person.PassHash, session.StartsAt.AddSeconds(i * 4)))];
    }

    public static async Task Write(CoursesDb db, IReadOnlyCollection<Enrolment> enrolments)
    {
        await db.Engine.BulkInsert(db, enrolments, default);
        foreach (var enrolment in enrolments)
        {
            enrolment.Stays.ForEach(stay => stay.EnrolmentId = stay.BookingId = enrolment.Id);
        }

        await db.Engine.BulkInsert(db, [.. enrolments.SelectMany(enrolment => enrolment.Stays)], default);
    }

    public static async Task<TaughtCity> Build(CoursesDb db, int seats, int tablets)
    {
        var groupCount = (int)Math.Ceiling(seats / (double)(Days * ClassSize));
        var now = TimeProvider.System.GetUtcNow();
        var provider = new Provider { Name = "Benchmark", Email = "bench@example.org", CreatedAt = now };
        var venue = provider.Add(new() { Name = "Haus", Address = "Hauptplatz 1", District = "1", TimeZone = "Europe/Vienna", RoomCapacity = 200 });
        db.Add(provider);
        await db.SaveChangesAsync();

        var credentials = Enumerable.Range(0, tablets).Select(_ => Secrets.New()).ToArray();
        db.AddRange(credentials.Select((credential, i) => new Device
        {
            ProviderId = provider.Id,
            Name = string.Create(CultureInfo.InvariantCulture, $"Tablet {i}"),
            CredentialHash = Secrets.HashOf(credential),
            EnrolledAt = now,
            LastSeenAt = now,
            AllowedBy = "Benchmark",
        }));
        await db.SaveChangesAsync();

        var city = new TaughtCity { Credentials = credentials };
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var groups = new List<Group>();
        var members = new List<(Guid Id, string PassHash)[]>();
        for (var i = 0; i < groupCount; i++)
        {
            var group = Group.Create(
                new()
                {
                    Kind = GroupKind.LanguageClass,
                    Name = string.Create(CultureInfo.InvariantCulture, $"German A1.{i}"),
                    ProviderId = provider.Id,
                    VenueId = venue.Id,
                    Capacity = ClassSize,
                    Sessions = [.. Enumerable.Range(1, Days).Select(day => new NewSession(today.AddDays(day - Days - 1), new(17, 0), new(18, 30), 90))],
                },
                "Europe/Vienna",
                now);
            groups.Add(group);
            var people = Enumerable.Range(0, ClassSize).Select(_ => Participant.Register(
                new() { GivenName = "Amina", FamilyName = "Haddad", BirthDate = new(1990, 5, 5), Language = "ar" }, LegalStatus.ThirdCountryNational, new(2026, 1, 1), today, now, "Benchmark")).ToArray();
            await db.Engine.BulkInsert(db, people, default);
            var passes = people.Select((person, seat) => new Pass
            {
                ParticipantId = person.Id,
                Number = string.Create(CultureInfo.InvariantCulture, $"B{i:00000}{seat:00}"),
                TokenHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(person.Id.ToString()))),
                IssuedAt = now.AddDays(-Days * 2),
            }).ToArray();
            await db.Engine.BulkInsert(db, passes, default);
            members.Add([.. passes.Select(pass => (pass.ParticipantId, pass.TokenHash))]);
        }

        await db.Engine.BulkInsert(db, groups, default);
        var enrolments = groups.Zip(members).SelectMany(pair => pair.Second.Select(person =>
        {
            var enrolment = new Enrolment { GroupId = pair.First.Id, ParticipantId = person.Id, CreatedAt = now };
            enrolment.Enrol(null, today.AddDays(-Days - 1), StayBegin.Booked, now, default);
            return enrolment;
        })).ToArray();
        await Write(db, enrolments);
        for (var day = 1; day <= Days; day++)
        {
            var held = groups.Select(group => Session.Create(group, new(today.AddDays(day - Days - 1), new(17, 0), new(18, 30), 90))).ToArray();
            await db.Engine.BulkInsert(db, held, default);
            city.sessions.AddRange(held.Zip(members));
        }

        return city;
    }
}
