using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Reporting;

/// <summary>One letter to all people behind a number, each in their own language.</summary>
public sealed partial class WriteToAllTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Everybody_behind_the_number_gets_one_letter_in_their_language_after_the_count_was_said()
    {
        var school = await city.HasSchool();
        var (first, second, other) = (await city.HasClass(school), await city.HasClass(school, from: new(8, 0)), await city.HasClass(school));
        var (german, arabic, stranger) = (await city.HasPerson(language: "de"), await city.HasPerson(language: "ar"), await city.HasPerson());
        foreach (var (group, person) in new[] { (first, german), (second, german), (first, arabic), (other, stranger) })
        {
            await city.Ask<Courses.Contracts.Timetable.ITimetable, bool>(async timetable => { await timetable.TakeSeat(group, person, null, default); return true; });
        }

        var client = city.As(Roles.Administrator, caseData: true);
        var filter = "?$filter=" + Uri.EscapeDataString($"GroupId eq {first} or GroupId eq {second}");
        var table = WebUtility.HtmlDecode(await client.GetStringAsync("/admin/rows/Enrolments" + filter));
        var link = Way().Match(table).Groups["link"].Value;
        Assert.Contains("/admin/rows/Enrolments/write?", link, StringComparison.Ordinal);

        // Three rows, two people. Nothing goes out before the count was said.
        var form = await client.GetStringAsync(link);
        Assert.Contains("2 people behind this number", form, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostTo(link, form)).StatusCode);
        (string, string)[] letter = [("ReasonCode", "reason.to-all.bring-papers"), ("Reason", "Bis Freitag, bitte.\nZimmer 4"), ("ReasonLanguage", "de")];
        var asks = await client.PostTo(link, form, letter);
        var question = await asks.Content.ReadAsStringAsync();
        Assert.True(asks.StatusCode == HttpStatusCode.OK, question);
        Assert.Contains("This goes to 2 people", question, StringComparison.Ordinal);
        Assert.Contains("name=\"Repeated\" value=\"2\"", question, StringComparison.Ordinal);
        Assert.Contains("Please bring your papers to our office", question, StringComparison.Ordinal);
        Assert.Equal(0, await city.InDatabase(db => db.Set<Message>().CountAsync(row => row.Kind == "to-all")));

        var sent = await client.PostTo(link, question, [.. letter, ("Repeated", "2")]);
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        Assert.Contains("2 letters are on the way", WebUtility.HtmlDecode(await client.GetStringAsync(sent.Headers.Location)), StringComparison.Ordinal);
        var queued = await city.InDatabase(db => db.Set<Message>().Where(row => row.Kind == "to-all").ToListAsync());
        Assert.Equal(new[] { (german, "de"), (arabic, "ar") }.Order(), queued.Select(row => (row.ParticipantId!.Value, row.Language)).Order());
        Assert.Contains("Bitte bringen Sie Ihre Papiere in unser Büro", WebUtility.HtmlDecode(await city.AsNewcomer(german, "de").GetStringAsync("/my/letters")), StringComparison.Ordinal);
        var inArabic = WebUtility.HtmlDecode(await city.AsNewcomer(arabic, "ar").GetStringAsync("/my/letters"));
        Assert.Contains("من فضلك أحضر أوراقك إلى مكتبنا", inArabic, StringComparison.Ordinal);
        Assert.Contains("Deutsch: Bis Freitag, bitte.", inArabic, StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().CountAsync(row => row.Act == "letter.to-all")));
    }

    [Fact]
    public async Task Whoever_is_there_meanwhile_is_counted_again_and_who_may_not_see_names_writes_to_nobody()
    {
        var (one, two) = (await city.HasClass(), await city.HasPerson());
        await city.Ask<Courses.Contracts.Timetable.ITimetable, bool>(async timetable => { await timetable.TakeSeat(one, two, null, default); return true; });
        var link = "/admin/rows/Enrolments/write?$filter=" + Uri.EscapeDataString($"GroupId eq {one}");
        var client = city.As(Roles.Administrator, caseData: true);
        var form = await client.GetStringAsync(link);
        await city.Ask<Courses.Contracts.Timetable.ITimetable, bool>(async timetable => { await timetable.TakeSeat(one, await city.HasPerson(), null, default); return true; });
        var again = await (await client.PostTo(link, form, ("ReasonCode", "reason.to-all.call-us"), ("Repeated", "1"))).Content.ReadAsStringAsync();
        Assert.Contains("name=\"Repeated\" value=\"2\"", again, StringComparison.Ordinal);

        foreach (var reader in new[] { city.As(Roles.Administrator), city.As(Roles.Auditor), city.As(Roles.Coach) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(link)).StatusCode);
        }

        Assert.DoesNotContain("/write", await city.As(Roles.Administrator).GetStringAsync("/admin/rows/Enrolments"), StringComparison.Ordinal);

        // Rows that name nobody have nobody to write to.
        Assert.DoesNotContain("/write", await client.GetStringAsync("/admin/rows/Providers"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/admin/rows/Providers/write")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/admin/rows/Nothing/write")).StatusCode);
        Assert.Contains("people behind this number", await client.GetStringAsync("/admin/rows/Participants/write"), StringComparison.Ordinal);
    }

    [GeneratedRegex("href=\"(?<link>/admin/rows/[^\"]*/write[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Way();
}
