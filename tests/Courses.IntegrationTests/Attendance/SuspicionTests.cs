using System.Text.RegularExpressions;
using Courses.Attendance;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Attendance;

/// <summary>Scans that no classroom makes: the provider settles them, and the city sees them whatever the provider says.</summary>
public sealed partial class SuspicionTests(City city) : IClassFixture<City>
{
    private DateTimeOffset Now => city.Clock.GetUtcNow();

    [Fact]
    public async Task A_tablet_that_took_two_classes_at_different_places_at_once_is_looked_at()
    {
        var here = await city.HasTaughtClass();
        var sameHouse = await AnotherClass(here.ProviderId, otherVenue: false);
        var there = await AnotherClass(here.ProviderId, otherVenue: true);
        var tablet = city.AsTablet(here.ProviderId);
        await Scan(tablet, here, 0, 120);
        await Scan(tablet, sameHouse, 30, 150);
        await Scan(tablet, there, 60, 180);

        // Another tablet of the house, at the same time: nothing odd.
        await Scan(city.AsTablet(here.ProviderId, "B"), there, 0, 60);
        await Look();
        Assert.Equal(0, await Look());
        Assert.Equal(2, (await city.ReviewsOf(there.Session)).Count(review => review.Code == ReviewCodes.TabletElsewhere));
        Assert.DoesNotContain(await city.ReviewsOf(sameHouse.Session), review => review.Code == ReviewCodes.TabletElsewhere);
        var suspicions = await city.Ask<IAttendance, List<SuspicionRow>>(attendance => attendance.Suspicions.Where(row => row.ProviderId == here.ProviderId).ToListAsync());
        Assert.All(suspicions, row => Assert.Equal(SuspicionKind.TabletInTwoPlaces, row.Kind));
    }

    [Fact]
    public async Task A_tablet_that_goes_from_one_house_to_the_next_is_not()
    {
        var here = await city.HasTaughtClass();
        var there = await AnotherClass(here.ProviderId, otherVenue: true);
        var tablet = city.AsTablet(here.ProviderId);
        await Scan(tablet, here, 0, 60);
        await Scan(tablet, there, 600, 660);
        await Look();
        Assert.DoesNotContain(await city.ReviewsOf(there.Session), review => review.Code == ReviewCodes.TabletElsewhere);
    }

    [Fact]
    public async Task A_pass_in_two_places_is_found_even_where_the_first_tablet_had_a_wrong_clock()
    {
        var (here, there) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        var offset = 20 * 3_600_000L;
        await city.AsTablet(here.ProviderId).Send(Now, new SentFact { SessionId = here.Session, PassHash = here.People[0].PassHash, Source = "scan", DeviceTime = Now.AddMilliseconds(-offset), ClockOffsetMs = offset });
        await city.AsTablet(there.ProviderId).Send(Now, new SentFact { SessionId = there.Session, PassHash = here.People[0].PassHash, Source = "scan", DeviceTime = Now.AddMinutes(5) });
        Assert.DoesNotContain(await city.ReviewsOf(there.Session), review => review.Code == ReviewCodes.TwoPlaces);
        await Look();
        Assert.Contains(await city.ReviewsOf(here.Session), review => review.Code == ReviewCodes.TwoPlaces);

        // In the other order it shows at once.
        var third = await city.HasTaughtClass(people: 1);
        await city.AsTablet(third.ProviderId).Send(Now, new SentFact { SessionId = third.Session, PassHash = here.People[0].PassHash, Source = "scan", DeviceTime = Now.AddMinutes(6).AddMilliseconds(offset), ClockOffsetMs = -offset });
        Assert.Contains(await city.ReviewsOf(third.Session), review => review.Code == ReviewCodes.TwoPlaces);
    }

    [Fact]
    public async Task The_watch_list_shows_bursts_and_passes_in_two_places_even_when_the_provider_has_settled_them()
    {
        var taught = await city.HasTaughtClass(people: 30);
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(Now, [.. taught.People.Select((person, i) => new SentFact { SessionId = taught.Session, PassHash = person.PassHash, Source = "scan", DeviceTime = Now.AddMilliseconds(i * 600) })]);
        var other = await city.HasTaughtClass(people: 1, providerId: taught.ProviderId);
        await city.AsTablet(taught.ProviderId, "B").Send(Now, new SentFact { SessionId = other.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = Now.AddMinutes(5) });

        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var html = await (await manager.GetAsync("/provider/registers")).Content.ReadAsStringAsync();
        var burst = Assert.Single(await city.ReviewsOf(taught.Session), review => review.Code == ReviewCodes.Burst);
        Assert.Contains($"r-{burst.Id}", html, StringComparison.Ordinal);
        await manager.PostTo("/provider/registers?handler=Settle", html, ("ReviewId", burst.Id.ToString()), ("Reason", "We scanned the cards in the office"));
        Assert.Equal("We scanned the cards in the office", Assert.Single(await city.ReviewsOf(taught.Session), review => review.Code == ReviewCodes.Burst).Reason);

        var watch = await (await city.As(Roles.Administrator).GetAsync("/admin/watch")).Content.ReadAsStringAsync();
        var name = await city.InDatabase(db => db.Set<Provider>().Where(provider => provider.Id == taught.ProviderId).Select(provider => provider.Name).SingleAsync());
        Assert.Contains(name, watch, StringComparison.Ordinal);
        Assert.Contains("1 time thirty or more passes scanned within 20 seconds", watch, StringComparison.Ordinal);
        Assert.Contains("1 time one pass or one tablet was in two places at the same time", watch, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_question_can_be_settled_by_a_person_and_keeps_what_was_said()
    {
        var taught = await city.HasTaughtClass(people: 1);
        var codes = typeof(ReviewCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();
        await city.InDatabase(async db =>
        {
            db.AddRange(codes.Select(code => new Review
            {
                Key = $"{code}:{taught.Session}",
                Code = code,
                ProviderId = taught.ProviderId,
                SessionId = taught.Session,
                ParticipantId = taught.People[0].Id,
                DeviceId = null,
                Details = "5",
                At = Now,
            }));
            await db.SaveChangesAsync();
        });
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        foreach (var review in await city.ReviewsOf(taught.Session))
        {
            var html = await (await manager.GetAsync("/provider/registers")).Content.ReadAsStringAsync();
            Assert.Contains($"r-{review.Id}", html, StringComparison.Ordinal);
            var settled = await manager.PostTo("/provider/registers?handler=Settle", html, ("ReviewId", review.Id.ToString()), ("Reason", $"Looked at {review.Code}"));
            Assert.True(settled.StatusCode == System.Net.HttpStatusCode.Redirect, $"{review.Code}: {await settled.Content.ReadAsStringAsync()}");
        }

        var page = await (await manager.GetAsync("/provider/registers?tab=settled")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("attendance.review.", page, StringComparison.Ordinal);
        Assert.All(codes, code => Assert.Contains($"Looked at {code}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_list_of_questions_comes_in_pages_and_one_case_of_each_is_open()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.InDatabase(async db =>
        {
            db.AddRange(Enumerable.Range(0, 60).Select(i => new Review
            {
                Key = $"walk-in:{taught.Session}:{i}",
                Code = ReviewCodes.WalkIn,
                ProviderId = taught.ProviderId,
                SessionId = taught.Session,
                DeviceId = null,

                // Several came at the same instant.
                At = Now.AddMinutes(i / 7),
            }));
            await db.SaveChangesAsync();
        });
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        List<int> sizes = [];
        HashSet<string> seen = [];
        for (var address = "/provider/registers"; address is not null;)
        {
            var page = await Page(address);
            sizes.Add(Count(page));
            Assert.Equal(1, page.Split("name=\"ReviewId\"").Length - 1);
            Assert.All(Cases().Matches(page).Select(match => match.Groups["id"].Value), id => Assert.True(seen.Add(id), id));
            address = More().Match(page) is { Success: true } more ? more.Groups["link"].Value : null;
        }

        Assert.Equal([25, 25, 10], sizes);
        Assert.Equal(60, seen.Count);

        // Any of them can be opened, wherever it stands, and when it is settled, the next one of its page is.
        var (chosen, next) = (seen.ElementAt(30), seen.ElementAt(31));
        var second = await Page(More().Match(await Page("/provider/registers")).Groups["link"].Value);
        var link = Links().Matches(second).Select(match => match.Groups["link"].Value).Single(address => address.EndsWith(chosen, StringComparison.Ordinal));
        var opened = await Page(link);
        Assert.Contains($"name=\"ReviewId\" value=\"{chosen}\"", opened, StringComparison.Ordinal);
        Assert.Contains($"name=\"Following\" value=\"{next}\"", opened, StringComparison.Ordinal);
        var from = Hidden().Match(opened).Groups["value"].Value;
        var settled = await manager.PostTo("/provider/registers?handler=Settle", opened, ("ReviewId", chosen), ("Reason", "A guest of the house"), ("From", from), ("Following", next));
        Assert.True(settled.StatusCode == System.Net.HttpStatusCode.Redirect, await settled.Content.ReadAsStringAsync());
        var after = await Page(settled.Headers.Location!.OriginalString.Split('#')[0]);
        Assert.Contains($"name=\"ReviewId\" value=\"{next}\"", after, StringComparison.Ordinal);
        Assert.Equal(25, Count(after));

        // What is no place is no error.
        Assert.Equal(System.Net.HttpStatusCode.OK, (await manager.GetAsync("/provider/registers?from=nonsense&opened=nonsense")).StatusCode);

        async Task<string> Page(string address) => System.Net.WebUtility.HtmlDecode(await manager.GetStringAsync(address));
    }

    [Fact]
    public async Task Questions_are_filtered_by_kind_and_class_and_all_of_a_kind_are_settled_with_one_reason()
    {
        var taught = await city.HasTaughtClass(people: 1);
        var second = await city.HasTaughtClass(people: 1, providerId: taught.ProviderId);
        var elsewhere = await city.HasTaughtClass(people: 1);
        await city.InDatabase(async db =>
        {
            db.AddRange(Question(taught, ReviewCodes.WalkIn, 1), Question(taught, ReviewCodes.WalkIn, 2), Question(second, ReviewCodes.WalkIn, 3), Question(second, ReviewCodes.Burst, 4), Question(elsewhere, ReviewCodes.WalkIn, 5));
            await db.SaveChangesAsync();
        });
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var shown = new[]
        {
            Count(await manager.GetStringAsync("/provider/registers")),
            Count(await manager.GetStringAsync("/provider/registers?kind=walk-in")),
            Count(await manager.GetStringAsync("/provider/registers?kind=burst")),
            Count(await manager.GetStringAsync($"/provider/registers?class={await GroupOf(taught)}")),
            Count(await manager.GetStringAsync("/provider/registers?kind=nothing-like-it")),
        };
        Assert.Equal([4, 3, 1, 2, 4], shown);

        var page = await manager.GetStringAsync("/provider/registers?kind=walk-in");
        var seenAt = Now.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        const string Act = "/provider/registers?handler=LeaveAll";
        Assert.Contains("Settle all 3 of this kind", page, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await manager.PostTo(Act, page, ("Kind", "walk-in"), ("SeenAt", seenAt), ("Reason", " "))).StatusCode);

        // One that came after the page was looked at is not settled with the others.
        await city.InDatabase(async db =>
        {
            db.Add(Question(taught, ReviewCodes.WalkIn, -1));
            await db.SaveChangesAsync();
        });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await manager.PostTo(Act, page, ("Kind", "walk-in"), ("SeenAt", seenAt), ("Reason", "Guests of the open day"))).StatusCode);
        Assert.Equal(2, Count(await manager.GetStringAsync("/provider/registers")));
        var settled = await city.InDatabase(db => db.Set<Review>().Where(review => review.SettledAt != null && review.Reason == "Guests of the open day").ToListAsync());
        Assert.Equal(3, settled.Count);
        Assert.All(settled, review => Assert.Equal((taught.ProviderId, ReviewCodes.WalkIn, (Guid?)null), (review.ProviderId, review.Code, review.CorrectionFactId)));
        Assert.Equal(3, Count(await manager.GetStringAsync("/provider/registers?tab=settled&kind=walk-in")));
    }

    private Review Question(TaughtClass taught, string code, int minutesAgo) => new()
    {
        Key = $"{code}:{taught.Session}:{minutesAgo}",
        Code = code,
        ProviderId = taught.ProviderId,
        SessionId = taught.Session,
        DeviceId = null,
        At = Now.AddMinutes(-minutesAgo),
    };

    private Task<Guid> GroupOf(TaughtClass taught) => city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(session => session.Id == taught.Session).Select(session => session.GroupId).SingleAsync());

    [GeneratedRegex("<article class=\"card\" id=\"r-(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Cases();

    [GeneratedRegex("href=\"(?<link>[^\"]+)\" id=\"more\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex More();

    [GeneratedRegex("href=\"(?<link>[^\"]+opened=[^\"#]+)#", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();

    [GeneratedRegex("name=\"From\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    private static int Count(string html) => html.Split("<article").Length - 1;

    private async Task Scan(HttpClient tablet, TaughtClass taught, int from, int until) => await tablet.Send(Now,
        new SentFact { SessionId = taught.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = Now.AddSeconds(from - 1000) },
        new SentFact { SessionId = taught.Session, PassHash = taught.People[1].PassHash, Source = "scan", DeviceTime = Now.AddSeconds(until - 1000) });

    private async Task<TaughtClass> AnotherClass(Guid providerId, bool otherVenue)
    {
        var taught = await city.HasTaughtClass(providerId: providerId);
        if (otherVenue)
        {
            var venue = await city.InDatabase(async db =>
            {
                var added = new Venue { ProviderId = providerId, Name = "Annex", Address = "Ringstraße 9", District = "West", TimeZone = "Europe/Vienna", RoomCapacity = 30 };
                db.Add(added);
                await db.SaveChangesAsync();
                return added.Id;
            });
            await city.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.VenueId, venue)));
        }

        return taught;
    }

    private async Task<int> Look()
    {
        await using var scope = city.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FindTabletsInTwoPlaces>().Run(default);
    }
}
