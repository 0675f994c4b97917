using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Orientation;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    private int numbers;

    /// <summary>An accredited provider with one room, so that classes can be held there.</summary>
    public async Task<(Guid ProviderId, Guid VenueId)> HasSchool(string name = "School", string timeZone = "Europe/Vienna", string district = "Ottakring", bool wheelchair = false, int room = 30, bool isOnMap = true)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var provider = new Provider { Name = $"{name} {Interlocked.Increment(ref numbers)}", Email = "school@example.org", CreatedAt = Clock.GetUtcNow() };
        provider.Accredit(new(2020, 1, 1), null, new(2020, 1, 1));
        var venue = provider.Add(new()
        {
            Name = "House of languages",
            Address = "Hauptstraße 1, 1160 Wien",
            District = district,
            TimeZone = timeZone,
            Latitude = isOnMap ? 48.21 : 0,
            Longitude = isOnMap ? 16.31 : 0,
            WheelchairAccess = wheelchair,
            RoomCapacity = room,
        });
        db.Add(provider);
        await db.SaveChangesAsync();
        return (provider.Id, venue.Id);
    }

    /// <summary>A newcomer who was registered today.</summary>
    public Task<Guid> HasPerson(string givenName = "Amal", string language = "en") => Ask<IParticipants, Guid>(async people =>
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var contract = scope.ServiceProvider.GetRequiredService<IParticipants>();
        return await db.Transact(
            () => contract.Register(
                new()
                {
                    GivenName = givenName,
                    FamilyName = $"Test {Interlocked.Increment(ref numbers)}",
                    BirthDate = new(1990, 5, 1),
                    Language = language,
                    Status = LegalStatus.ThirdCountryNational,
                    StatusFrom = new(2026, 1, 1),
                },
                default),
            default);
    });

    /// <summary>A class that meets on Tuesdays from the next one on.</summary>
    public async Task<Guid> HasClass(
        (Guid ProviderId, Guid VenueId)? school = null, int capacity = 10, long priceCents = 0, string level = "A1", int sessions = 8, DateOnly? first = null,
        TimeOnly? from = null, bool childcare = false, string? help = null, string name = "German", int everyDays = 7, string? programme = null, Guid? teacher = null)
    {
        var (providerId, venueId) = school ?? await HasSchool();
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var timetable = scope.ServiceProvider.GetRequiredService<ITimetable>();
        var courses = scope.ServiceProvider.GetRequiredService<ILanguageCourses>();
        return await db.Transact(
            async () =>
            {
                var number = Interlocked.Increment(ref numbers);
                var courseId = await courses.AddCourse(new(providerId, $"{name} {level} {number}", "de", level, sessions * 120 / 45, true), default);
                var groupId = await timetable.CreateGroup(GroupOf(GroupKind.LanguageClass, $"{name} {level} {number}", providerId, venueId, capacity, sessions, first, from, everyDays) with { Childcare = childcare, HelpLanguage = help, ProgrammeCode = programme, TeacherId = teacher }, default);
                await courses.AddClass(new(groupId, courseId, $"C-{number}", priceCents, programme), default);
                return groupId;
            },
            default);
    }

    /// <summary>A run of an orientation module; the topic is made with it.</summary>
    public async Task<Guid> HasRun(string topicCode = "housing", string language = "en", (Guid ProviderId, Guid VenueId)? school = null, int capacity = 15, DateOnly? first = null, int meetings = 1)
    {
        var (providerId, venueId) = school ?? await HasSchool();
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var timetable = scope.ServiceProvider.GetRequiredService<ITimetable>();
        var orientation = scope.ServiceProvider.GetRequiredService<IOrientation>();
        return await db.Transact(
            async () =>
            {
                if (!await db.Set<Topic>().AnyAsync(topic => topic.Code == topicCode))
                {
                    db.Add(new Topic { Code = topicCode, ProgrammeCode = "start-wien", Name = $"Topic {topicCode}", PlannedMinutes = 120 });
                    await db.SaveChangesAsync();
                }

                var groupId = await timetable.CreateGroup(GroupOf(GroupKind.OrientationRun, $"Topic {topicCode}", providerId, venueId, capacity, meetings, first, null), default);
                await orientation.AddRun(groupId, topicCode, language, default);
                return groupId;
            },
            default);
    }

    /// <summary>Somebody who took a seat once.</summary>
    internal Task HasDiary(Guid person) => InDatabase(async db =>
    {
        db.Add(new Diary { Id = person });
        await db.SaveChangesAsync();
    });

    /// <summary>A phone at a host on the same database whose statements pass by this interceptor.</summary>
    internal async Task<HttpClient> AsNewcomerAt(Guid person, DbCommandInterceptor interceptor)
    {
        var other = WithWebHostBuilder(builder => builder.ConfigureServices(services => services.ConfigureDbContext<CoursesDb>(options => options.AddInterceptors(interceptor))));
        return await SameAt(AsNewcomer(person), other.CreateDefaultClient(), "/api/my/vouchers");
    }

    private static NewGroup GroupOf(GroupKind kind, string name, Guid providerId, Guid venueId, int capacity, int sessions, DateOnly? first, TimeOnly? from, int everyDays = 7)
    {
        var start = from ?? new(18, 0);
        return new()
        {
            Kind = kind,
            Name = name,
            ProviderId = providerId,
            VenueId = venueId,
            Capacity = capacity,
            Sessions = [.. Enumerable.Range(0, sessions).Select(week => new NewSession((first ?? new(2026, 11, 17)).AddDays(everyDays * week), start, start.AddHours(2), 120))],
        };
    }
}
