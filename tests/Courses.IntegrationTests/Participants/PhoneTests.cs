using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Newcomers;

public sealed class PhoneTests(City city) : IClassFixture<City>
{
    public static TheoryData<string> Languages => ["en", "de", "lv", "uk", "ru", "ar", "fa", "tr"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_page_opens_in_every_language_with_no_key_left_over(string language)
    {
        var id = await city.HasNewcomer("Amira", "Haddad", language);
        var phone = city.AsNewcomer(id, language);
        foreach (var path in new[] { "/my", "/my/pass", "/my/rights", "/my/help" })
        {
            var answer = await phone.GetAsync(path);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {html}");
            Assert.Contains($"<html lang=\"{language}\" dir=\"{(language is "ar" or "fa" ? "rtl" : "ltr")}\">", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(new Regex(">\\s*(?:my|nav|pass|shell|error)\\.[a-z.-]+", RegexOptions.None, TimeSpan.FromSeconds(5)), html);
        }
    }

    [Fact]
    public async Task The_code_on_the_phone_is_the_one_on_paper()
    {
        var id = await city.HasNewcomer();
        var onPhone = await QrReader.ReadAll(await city.AsNewcomer(id).GetStringAsync("/my/pass"));
        var onPaper = await QrReader.ReadAll(await city.As(Roles.Coach).GetStringAsync($"/coach/people/{id}/pass"));
        Assert.Equal(onPaper[0], Assert.Single(onPhone));
    }

    [Fact]
    public async Task A_question_is_answered_and_the_answer_comes_back()
    {
        var id = await city.HasNewcomer("Oksana", "Bondar", "uk");
        var phone = city.AsNewcomer(id, "uk");
        var sent = await phone.Submit("/my/help", ("Kind", "Question"), ("Text", "Коли мій курс?"), ("Key", Guid.NewGuid().ToString()));
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());

        var coach = city.As(Roles.Coach);
        var list = await coach.GetStringAsync("/admin/complaints");
        Assert.Contains("Oksana Bondar", list, StringComparison.Ordinal);
        var row = await city.InDatabase(db => db.Set<Complaint>().SingleAsync(complaint => complaint.ParticipantId == id));
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo("/admin/complaints", list, ("Id", row.Id.ToString()), ("Outcome", "У понеділок."))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.PostTo("/admin/complaints", list, ("Id", row.Id.ToString()), ("Outcome", "Again."))).StatusCode);
        Assert.Contains("У понеділок.", WebUtility.HtmlDecode(await phone.GetStringAsync("/my/help")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anonymous_complaint_leads_back_to_nobody()
    {
        var id = await city.HasNewcomer("Hidden", "Writer");
        var sent = await city.AsNewcomer(id).Submit("/my/help", ("Kind", "Complaint"), ("Text", "The teacher is often late."), ("Anonymous", "true"), ("Key", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var row = await city.InDatabase(db => db.Set<Complaint>().SingleAsync(complaint => complaint.Text == "The teacher is often late."));
        Assert.Null(row.ParticipantId);
        Assert.DoesNotContain("Hidden Writer", await city.As(Roles.Coach).GetStringAsync("/admin/complaints"), StringComparison.Ordinal);
        Assert.DoesNotContain("often late", await city.AsNewcomer(id).GetStringAsync("/my/help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_from_a_drop_box_is_typed_in_once_and_answered_like_any_other()
    {
        var coach = city.As(Roles.Coach);
        (string, string)[] sheet = [("Key", Guid.NewGuid().ToString()), ("Kind", "Complaint"), ("SheetLanguage", "ar"), ("FoundOn", "2026-11-14"), ("Text", "الغرفة باردة")];
        var list = await coach.GetStringAsync("/admin/complaints");
        Assert.All(await Task.WhenAll(coach.PostTo("/admin/complaints?handler=TypeIn", list, sheet), coach.PostTo("/admin/complaints?handler=TypeIn", list, sheet)), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var row = await city.InDatabase(db => db.Set<Complaint>().SingleAsync(complaint => complaint.Text == "الغرفة باردة"));
        Assert.Equal((null, "ar", new DateOnly(2026, 11, 14)), (row.ParticipantId, row.Language, row.SentOn));
        Assert.NotNull(row.TypedInByName);
        Assert.Contains("From a drop box", await coach.GetStringAsync("/admin/complaints"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo("/admin/complaints", list, ("Id", row.Id.ToString()), ("Outcome", "Geheizt wird ab sieben."), ("OutcomeLanguage", "de"))).StatusCode);
        Assert.Contains("Geheizt wird ab sieben.", await coach.GetStringAsync("/admin/complaints?handled=true"), StringComparison.Ordinal);

        foreach (var (name, value) in new[] { ("Text", " "), ("Text", new string('x', 4001)), ("SheetLanguage", "xx"), ("FoundOn", "2027-01-01"), ("FoundOn", "2020-01-01"), ("Kind", "Gossip"), ("Key", "") })
        {
            var refused = await coach.Act("/admin/complaints", "TypeIn", [.. sheet.Where(field => field.Item1 != name), (name, value)]);
            Assert.True(refused.StatusCode == HttpStatusCode.BadRequest, $"{name}: {refused.StatusCode}");
        }

        // Another text under the same key is no second tap.
        var other = await coach.Act("/admin/complaints", "TypeIn", [.. sheet.Where(field => field.Item1 != "Text"), ("Text", "Something else")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    [Fact]
    public async Task An_administrator_reads_complaints_without_names()
    {
        var id = await city.HasNewcomer("Nameless", "Sender");
        await city.AsNewcomer(id).Submit("/my/help", ("Kind", "Praise"), ("Text", "Good course!"), ("Key", Guid.NewGuid().ToString()));
        var list = await city.As(Roles.Administrator).GetStringAsync("/admin/complaints");
        Assert.Contains("Good course!", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Nameless", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_without_words_is_sent_back_with_the_field_named()
    {
        var answer = await city.AsNewcomer(await city.HasNewcomer()).Submit("/my/help", ("Kind", "Question"), ("Key", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("data-valmsg-for=\"Text\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_do_not_open_the_phone_and_newcomers_do_not_open_the_desk()
    {
        var id = await city.HasNewcomer();
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Coach).GetAsync("/my")).StatusCode);
        foreach (var path in new[] { "/coach", $"/coach/people/{id}", "/admin/providers", "/admin/complaints" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await city.AsNewcomer(id).GetAsync(path)).StatusCode);
        }
    }
}
