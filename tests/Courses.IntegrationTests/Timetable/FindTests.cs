using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;

namespace Courses.IntegrationTests.Timetable;

public sealed partial class FindTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Filters_stand_in_the_address_and_narrow_the_list()
    {
        var near = await city.HasSchool("Near", district: "Favoriten", wheelchair: true);
        var evening = await city.HasClass(near, level: "A1.2", childcare: true, help: "ar");
        var morning = await city.HasClass(near, level: "B1", from: new(9, 0), first: new(2026, 11, 21), capacity: 1);
        var client = city.AsNewcomer(await city.HasPerson());

        async Task Finds(string query, params Guid[] expected)
        {
            var html = await client.GetStringAsync("/my/find?" + query);
            Assert.Equal(expected.Order(), Booking().Matches(html).Select(match => Guid.Parse(match.Groups["id"].Value)).Distinct().Order());
        }

        await Finds("district=Favoriten", evening, morning);
        await Finds("district=Favoriten&level=A1", evening);
        await Finds("district=Favoriten&level=B1", morning);
        await Finds("district=Favoriten&time=evening", evening);
        await Finds("district=Favoriten&day=weekend", morning);
        await Finds("district=Favoriten&day=2&time=evening", evening);
        await Finds("district=Favoriten&day=2&time=morning");
        await Finds("district=Favoriten&childcare=true", evening);
        await Finds("district=Favoriten&help=ar", evening);
        await Finds("district=Favoriten&wheelchair=true&free=true", evening, morning);
        await Finds("level=nonsense&district=Favoriten&p=99", evening, morning);

        var empty = await client.GetStringAsync("/my/find?district=Favoriten&level=C2&day=weekend");
        Assert.Contains("We found no course like this", empty, StringComparison.Ordinal);
        Assert.Contains("/my/find?level=C2&amp;day=weekend", empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "https://www.openstreetmap.org/?mlat=48.21&mlon=16.31#map=17/48.21/16.31")]
    [InlineData(false, "https://www.openstreetmap.org/search?query=Hauptstra%C3%9Fe%201%2C%201160%20Wien")]
    public async Task A_place_of_which_nobody_said_where_it_is_has_no_distance_and_is_looked_for_by_its_address(bool isOnMap, string map)
    {
        var district = $"Mapped {isOnMap}";
        var taught = await city.HasClass(await city.HasSchool(district: district, isOnMap: isOnMap));
        var person = await city.HasPerson();
        var client = city.AsNewcomer(person);
        Assert.Equal(isOnMap, (await client.GetStringAsync("/my/find?district=" + Uri.EscapeDataString(district))).Contains("data-latitude=\"48.21\"", StringComparison.Ordinal));
        Assert.Contains(map, WebUtility.HtmlDecode(await client.GetStringAsync($"/my/book/{taught}")), StringComparison.Ordinal);
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(taught, person, null, default));
        Assert.Contains(map, WebUtility.HtmlDecode(await client.GetStringAsync("/my/courses")), StringComparison.Ordinal);
        Assert.Contains(map, WebUtility.HtmlDecode(await client.GetStringAsync("/my")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_of_the_own_level_come_first_and_all_of_them_on_demand()
    {
        var school = await city.HasSchool();
        var (own, other) = (await city.HasClass(school, level: "B1.2"), await city.HasClass(school, level: "A2"));
        var person = await city.HasPerson();
        var client = city.AsNewcomer(person);
        Assert.Equal((true, true), await Shown("/my/find?teaches=de"));
        await city.Ask<IParticipants, bool>(async participants =>
        {
            await participants.SetLevel(person, Skill.SpokenInteraction, "B1", default);
            await participants.SetLevel(person, Skill.SpokenProduction, "B1", default);
            return true;
        });
        Assert.Equal((true, false), await Shown("/my/find?teaches=de"));
        Assert.Equal((true, true), await Shown("/my/find?teaches=de&level=all"));

        // Where there is nothing of the own level, there is something.
        await city.Ask<IParticipants, bool>(async participants =>
        {
            await participants.SetLevel(person, Skill.SpokenInteraction, "C2", default);
            await participants.SetLevel(person, Skill.SpokenProduction, "C2", default);
            return true;
        });
        Assert.Equal((true, true), await Shown("/my/find?teaches=de"));

        async Task<(bool Own, bool Other)> Shown(string address)
        {
            var seen = "";
            for (var page = 1; page <= 20; page++)
            {
                seen += await client.GetStringAsync($"{address}&p={page}");
            }

            return (seen.Contains($"/my/book/{own}", StringComparison.Ordinal), seen.Contains($"/my/book/{other}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_fits_ones_time_and_voucher_comes_first_and_the_rest_on_demand()
    {
        var (takes, other) = (await city.HasProviderWhoTakesVouchers(), await city.HasProviderWhoTakesVouchers(accredited: false));
        var paid = await city.HasClassFor(takes, from: new(9, 0));
        var clashing = await city.HasClassFor(takes, from: new(18, 0));
        var unpaid = await city.HasClassFor(other, from: new(9, 0));
        var free = await city.HasClass(from: new(6, 0));
        var person = await city.HasPerson();
        await city.HasVoucher(person);
        await city.Ask<ITimetable, Seat>(async timetable => await timetable.TakeSeat(await city.HasClass(), person, null, default));
        var client = city.AsNewcomer(person);

        Assert.Equal([paid, free], await Found(client, "/my/find?teaches=de", paid, clashing, unpaid, free));
        Assert.Equal([paid, clashing, free], await Found(client, "/my/find?teaches=de&fits=false", paid, clashing, unpaid, free));
        Assert.Equal([paid, unpaid, free], await Found(client, "/my/find?teaches=de&paid=false", paid, clashing, unpaid, free));
        Assert.Equal([paid, clashing, unpaid, free], await Found(client, "/my/find?teaches=de&fits=false&paid=false", paid, clashing, unpaid, free));

        // Nobody who has neither a voucher nor a course is asked about them.
        var stranger = city.AsNewcomer(await city.HasPerson());
        Assert.Equal([paid, clashing, unpaid, free], await Found(stranger, "/my/find?teaches=de", paid, clashing, unpaid, free));
        Assert.DoesNotContain("name=\"paid\"", await stranger.GetStringAsync("/my/find"), StringComparison.Ordinal);

        // Where nothing fits there is something, and it is said; the next page goes on with the same list.
        var nowhere = await city.HasClassFor(other, level: "C2", from: new(9, 0));
        var page = await client.GetStringAsync("/my/find?level=C2");
        Assert.Contains($"/my/book/{nowhere}", page, StringComparison.Ordinal);
        Assert.Contains("No course fits your level, your time and your voucher.", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/my/book/{nowhere}", await client.GetStringAsync("/my/find?level=C2&paid=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_phone_remembers_where_and_when_for_its_owner_alone()
    {
        var school = await city.HasSchool("Where", district: "Simmering");
        var (evening, morning) = (await city.HasClass(school, from: new(18, 0)), await city.HasClass(school, from: new(9, 0)));
        var client = city.AsNewcomer(await city.HasPerson());
        Assert.Equal([evening], await Found(client, "/my/find?district=Simmering&time=evening", evening, morning));
        var again = await client.GetStringAsync("/my/find");
        Assert.Contains($"/my/book/{evening}", again, StringComparison.Ordinal);
        Assert.DoesNotContain($"/my/book/{morning}", again, StringComparison.Ordinal);
        Assert.Contains("<option value=\"Simmering\" selected", again, StringComparison.Ordinal);

        // What is taken away stays away, also when nothing else is chosen.
        Assert.Equal([evening, morning], await Found(client, "/my/find?district=Simmering", evening, morning));
        Assert.Equal([evening, morning], await Found(client, "/my/find?day=any", evening, morning));
        Assert.DoesNotContain("<option value=\"Simmering\" selected", await client.GetStringAsync("/my/find"), StringComparison.Ordinal);

        // The phone is lent: what one person chose is nothing to the next.
        var answer = await client.GetAsync("/my/find?district=Simmering");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("courses.find=", StringComparison.Ordinal));
        using var lent = new HttpRequestMessage(HttpMethod.Get, "/my/find");
        lent.Headers.Add("Cookie", cookie.Split(';')[0]);
        Assert.DoesNotContain("<option value=\"Simmering\" selected", await (await city.AsNewcomer(await city.HasPerson()).SendAsync(lent)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Which of these classes the search shows, over all its pages.</summary>
    private static async Task<IReadOnlyList<Guid>> Found(HttpClient client, string address, params Guid[] classes)
    {
        var seen = new System.Text.StringBuilder();
        for (string? next = address; next is not null;)
        {
            var html = await client.GetStringAsync(next);
            seen.Append(html);
            next = NextPage().Match(html) is { Success: true } link ? WebUtility.HtmlDecode(link.Groups["address"].Value) : null;
        }

        return [.. classes.Where(one => seen.ToString().Contains($"/my/book/{one}", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Every_page_of_the_phone_opens_in_every_language_and_for_newcomers_only()
    {
        var classId = await city.HasClass(priceCents: 9900);
        var runId = await city.HasRun();
        foreach (var language in new[] { "en", "de", "lv", "uk", "ru", "ar", "fa", "tr" })
        {
            var client = city.AsNewcomer(await city.HasPerson(language: language), language);
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            foreach (var page in new[] { "/my/find", "/my/find?kind=orientation", "/my/find/level", $"/my/book/{classId}", $"/my/book/{runId}", "/my/courses", "/my/calendar" })
            {
                var response = await client.GetAsync(page);
                var html = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{page} {language}: {response.StatusCode} {html}");
                Assert.DoesNotMatch(UnknownKey(), html);
            }
        }

        foreach (var page in new[] { "/my/find", $"/my/book/{classId}", "/my/courses", "/my/calendar" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await city.AsNobody().GetAsync(page)).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await city.As(Courses.Contracts.Access.Roles.Coach).GetAsync(page)).StatusCode);
        }
    }

    [Fact]
    public async Task The_calendar_opens_by_its_secret_address_until_it_is_revoked()
    {
        var classId = await city.HasClass(sessions: 3);
        var person = await city.HasPerson("Zlatomira");
        var client = city.AsNewcomer(person);
        await city.Ask<Courses.Contracts.Timetable.ITimetable, bool>(async timetable => { await timetable.TakeSeat(classId, person, null, default); return true; });
        var page = await client.GetStringAsync("/my/calendar");
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostTo("/my/calendar?handler=New", page)).StatusCode);
        var shown = await client.GetStringAsync("/my/calendar");
        var path = "/calendar/" + Address().Match(shown).Groups["token"].Value + ".ics";
        Assert.DoesNotContain(path, await client.GetStringAsync("/my/calendar"), StringComparison.Ordinal);

        var response = await city.AsNobody().GetAsync(path);
        Assert.Equal("text/calendar", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(3, text.Split("BEGIN:VEVENT").Length - 1);
        Assert.Contains("DTSTART:20261117T170000Z", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zlatomira", text, StringComparison.Ordinal);

        // Calendar programs ask with HEAD whether something changed.
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        var asked = await city.AsNobody().SendAsync(head);
        Assert.Equal((HttpStatusCode.OK, response.Content.Headers.ContentType, response.Headers.CacheControl), (asked.StatusCode, asked.Content.Headers.ContentType, asked.Headers.CacheControl));
        Assert.Empty(await asked.Content.ReadAsByteArrayAsync());

        await client.PostTo("/my/calendar?handler=Revoke", shown);
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNobody().GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNobody().GetAsync("/calendar/guess.ics")).StatusCode);
    }

    [GeneratedRegex("href=\"/my/book/(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Booking();

    [GeneratedRegex("rel=\"next\" href=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NextPage();

    [GeneratedRegex("/calendar/(?<token>[A-Za-z0-9_-]+)\\.ics", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    /// <summary>A key that nobody wrote is shown as it is.</summary>
    [GeneratedRegex(">\\s*(find|book|booked|level|my\\.courses|calendar|bring|nav)\\.[a-z.-]+\\s*<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnknownKey();
}
