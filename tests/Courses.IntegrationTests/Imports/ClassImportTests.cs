using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;
using static Courses.IntegrationTests.ImportPages;

namespace Courses.IntegrationTests.Imports;

public sealed class ClassImportTests(City city) : IClassFixture<City>
{
    private static readonly (string, string)[] Integration = [("Answers[integration]", "named")];

    [Theory]
    [InlineData("kurse-de.csv", 40)]
    [InlineData("kurse-de-latin1-tab.txt", 15)]
    public async Task Classes_and_their_sessions_are_taken_in_once_and_dirt_is_named(string name, int rows)
    {
        var provider = await city.HasListOwner(name);
        var manager = city.As(Roles.ProviderManager, provider);
        var page = await manager.Upload("classes", name, City.SampleList(name));
        var report = await manager.Check(page, Integration);
        var (good, known, wrong) = (Figure(report, "new"), Figure(report, "known"), Figure(report, "wrong"));
        Assert.Equal(rows, good + known + wrong);
        Assert.True(good > 0 && wrong > 0 && known == 0, $"{good} {known} {wrong}");

        var done = await manager.TakeIn(page);
        Assert.Equal(good, Figure(done, "written"));
        Assert.Equal(good, await city.Ask<ILanguageCourses, int>(courses => courses.Classes.CountAsync(one => one.ProviderId == provider)));
        Assert.False(await city.Ask<ITimetable, bool>(timetable => timetable.Groups.AnyAsync(group => group.ProviderId == provider && !timetable.Sessions.Any(session => session.GroupId == group.Id))));

        var again = await manager.Upload("classes", name, City.SampleList(name));
        var second = await manager.Check(again, Integration);
        Assert.Equal((0, good, wrong), (Figure(second, "new"), Figure(second, "known"), Figure(second, "wrong")));
    }

    [Fact]
    public async Task What_is_wrong_with_a_class_is_said_at_its_row()
    {
        var provider = await city.HasListOwner("Named rows");
        var administrator = city.As(Roles.Administrator);
        var page = await administrator.Upload("classes", "kurse-de.csv", City.SampleList("kurse-de.csv"), provider);
        var report = await administrator.Check(page, Integration);
        Assert.True(Names(report, "import.class.hours-differ", 3), report);
        Assert.True(Names(report, "import.class.times-swapped", 4));
        Assert.True(Names(report, "import.class.ends-before-start", 5));
        Assert.True(Names(report, "import.class.two-times", 6));
        Assert.True(Names(report, "import.class.alpha", 7));
        Assert.True(Names(report, "import.number.unreadable", 8));
        Assert.True(Names(report, "import.class.childcare", 8));
        Assert.True(Names(report, "import.time.no-such-time", 13));

        await administrator.TakeIn(page);
        var first = await city.Ask<ILanguageCourses, ClassRow>(courses => courses.Classes.SingleAsync(one => one.ProviderId == provider && one.Number == "DE-7-000"));
        Assert.Equal(30000, first.PriceCents);
        var sessions = await city.Ask<ITimetable, List<SessionRow>>(timetable => timetable.Sessions.Where(session => session.GroupId == first.Id).OrderBy(session => session.StartsAt).ToListAsync());
        Assert.Equal((new DateOnly(2026, 11, 4), new TimeOnly(17, 45), new TimeOnly(20, 15)), (sessions[0].LocalDate, sessions[0].LocalFrom, sessions[0].LocalUntil));
        Assert.All(sessions, session => Assert.True(session.LocalDate.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Wednesday));
        Assert.Equal(1, await city.Ask<IProviders, int>(providers => providers.Venues.CountAsync(venue => venue.ProviderId == provider && venue.Name == "Station Wien" && venue.Address == "Einsiedlerplatz 5, 1050 Wien")));
    }

    [Fact]
    public async Task Lists_of_another_provider_do_not_exist_for_a_manager()
    {
        var (mine, other) = (await city.HasListOwner("Mine"), await city.HasListOwner("Other"));
        var page = await city.As(Roles.ProviderManager, mine).Upload("classes", "kurse-de.csv", City.SampleList("kurse-de.csv"), other);
        var stranger = city.As(Roles.ProviderManager, other);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page + "/report")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.As(Roles.Coach).SendList("classes", "kurse-de.csv", City.SampleList("kurse-de.csv"), mine)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.As(Roles.Administrator).SendList("classes", "kurse-de.csv", City.SampleList("kurse-de.csv"))).StatusCode);
    }
}
