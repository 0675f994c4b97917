using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

/// <summary>A class that meets at the city's hour, with its people and their passes.</summary>
public sealed record TaughtClass(Guid ProviderId, Guid GroupId, Guid TeacherId, IReadOnlyList<Guid> Sessions, IReadOnlyList<Enrolled> People)
{
    public Guid Session => Sessions[0];
}

public sealed record Enrolled(Guid Id, string Token)
{
    public string PassHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Token)));
}

public sealed partial class City
{
    /// <summary>A coach writes the confirmation of the person's first class; answers where it is printed.</summary>
    internal async Task<string> Confirms(Guid person)
    {
        var group = await InDatabase(db => db.Set<Mark>().Where(row => row.ParticipantId == person).Select(row => row.GroupId).FirstAsync());
        var issued = await As(Roles.Coach).Submit($"/coach/people/{person}/confirmations?handler=Issue", ("group", group.ToString()));
        Assert.True(issued.StatusCode == System.Net.HttpStatusCode.Redirect, await issued.Content.ReadAsStringAsync());
        return issued.Headers.Location!.OriginalString;
    }

    /// <summary>From the middle of a session that is being held to its last minutes, when registers are signed.</summary>
    public static readonly TimeSpan ToTheEnd = TimeSpan.FromMinutes(55);

    /// <summary>A class whose first session began half an hour ago and lasts for two academic hours.</summary>
    public async Task<TaughtClass> HasTaughtClass(int people = 3, int sessions = 1, Guid? providerId = null)
    {
        var provider = providerId ?? await HasProvider();
        var teacher = await AccountOf(Roles.Teacher, provider);
        var venue = await InDatabase(db => db.Set<Venue>().Where(venue => EF.Property<Guid>(venue, "ProviderId") == provider).Select(venue => venue.Id).FirstAsync());
        var enrolled = new List<Enrolled>();
        for (var i = 0; i < people; i++)
        {
            enrolled.Add(await HasPersonWithPass($"Amina{i}", "Haddad"));
        }

        var local = TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna")).AddMinutes(-30);
        var (group, ids) = await Ask<ITimetable, (Guid, List<Guid>)>(async timetable =>
        {
            var group = await timetable.CreateGroup(
                new()
                {
                    Kind = GroupKind.LanguageClass,
                    Name = "German A1.1, evening",
                    ProviderId = provider,
                    VenueId = venue,
                    TeacherId = teacher,
                    Capacity = Math.Max(people, 1),
                    Sessions = [.. Enumerable.Range(0, sessions).Select(week => new NewSession(DateOnly.FromDateTime(local.DateTime).AddDays(week * 7), TimeOnly.FromDateTime(local.DateTime), TimeOnly.FromDateTime(local.DateTime).AddMinutes(90), 90))],
                },
                default);
            foreach (var person in enrolled)
            {
                await timetable.TakeSeat(group, person.Id, null, default);
            }

            return (group, await timetable.Sessions.Where(session => session.GroupId == group).OrderBy(session => session.StartsAt).Select(session => session.Id).ToListAsync());
        });
        return new(provider, group, teacher, ids, enrolled);
    }

    public Task<Guid> HasProvider() => InDatabase(async db =>
    {
        var provider = new Provider { Name = $"School {Guid.NewGuid():N}", Email = "office@school.example", CreatedAt = Clock.GetUtcNow() };
        provider.Add(new() { Name = "Room 2", Address = "Hauptstraße 1", District = "Mitte", TimeZone = "Europe/Vienna", RoomCapacity = 200 });
        db.Add(provider);
        await db.SaveChangesAsync();
        return provider.Id;
    });

    public async Task<Enrolled> HasPersonWithPass(string givenName, string familyName)
    {
        var id = await Ask<IParticipants, Guid>(participants => participants.Register(
            new() { GivenName = givenName, FamilyName = familyName, BirthDate = new(1990, 5, 5), Status = LegalStatus.ThirdCountryNational, StatusFrom = new(2026, 1, 1) }, default));
        return new(id, await TokenOf(id));
    }

    /// <summary>What the QR code of the person's current pass holds.</summary>
    public async Task<string> TokenOf(Guid participantId)
    {
        var number = await Ask<IParticipants, string?>(participants => participants.People.Where(person => person.Id == participantId).Select(person => person.PassNumber).SingleAsync());
        return Services.GetRequiredService<PassTokens>().TokenOf(number!);
    }

    public Task LosesPass(Guid participantId) => InDatabase(async db =>
    {
        var person = await db.Set<Participant>().Include(person => person.Passes).SingleAsync(person => person.Id == participantId);
        person.HandOutPass(Services.GetRequiredService<PassTokens>(), Clock.GetUtcNow(), "test");
        await db.SaveChangesAsync();
    });

    internal Task<List<Mark>> MarksOf(Guid sessionId) => InDatabase(db => db.Set<Mark>().AsNoTracking().Where(mark => mark.SessionId == sessionId).ToListAsync());

    internal Task<List<Review>> ReviewsOf(Guid sessionId) => InDatabase(db => db.Set<Review>().AsNoTracking().Where(review => review.SessionId == sessionId).ToListAsync());
}

/// <summary>What a tablet sends.</summary>
internal sealed record SentFact
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public required Guid SessionId { get; init; }

    public Guid? ParticipantId { get; init; }

    public string? PassHash { get; init; }

    public string Kind { get; init; } = "present";

    public int? Minutes { get; init; }

    public Guid? Withdraws { get; init; }

    public string Source { get; init; } = "hand";

    public long Sequence { get; init; }

    public required DateTimeOffset DeviceTime { get; init; }

    public long? ClockOffsetMs { get; init; } = 0;

    public string RecordedBy { get; init; } = "Nina";

    public string? Note { get; init; }

    /// <summary>Of a count of guests.</summary>
    public string? Band { get; init; }

    public string? Gender { get; init; }

    public int? Guests { get; init; }
}

internal static class TabletClient
{
    public static async Task<Dictionary<Guid, string>> Send(this HttpClient tablet, DateTimeOffset now, params SentFact[] facts)
    {
        var response = await tablet.PostAsJsonAsync("/api/attendance/facts", new { sentAt = now, facts });
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}");
        return JsonDocument.Parse(body).RootElement.GetProperty("answers").EnumerateArray().ToDictionary(
            answer => answer.GetProperty("id").GetGuid(),
            answer => answer.GetProperty("result").GetString() + (answer.GetProperty("code").GetString() is { } code ? $"({code})" : ""));
    }

    public static async Task<JsonElement> Json(this HttpClient client, string address)
    {
        var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{address}: {response.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }
}
