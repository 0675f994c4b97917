using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Questionnaires;
using Courses.Questionnaires.Features;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Questionnaires;

/// <summary>The pages of an administrator: comments and replies, what came of it, whom to ask, and the editor. Nothing that is typed is lost, and nobody overwrites a colleague without having seen it.</summary>
public sealed partial class QuestionnairePagesTests
{
    private const string Page = "/questionnaires/module-rating";
    private const int Limit = 60_000;

    [Fact]
    public async Task A_reply_that_is_refused_on_the_second_page_stands_there_with_its_tick_and_the_page()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("module-rating");
        await city.HasComments("module-rating", [.. Enumerable.Range(0, 14).Select(i => string.Create(CultureInfo.InvariantCulture, $"Comment {i:00}"))]);
        var administrator = city.As(Roles.Administrator);
        var first = WebUtility.HtmlDecode(await administrator.GetStringAsync($"{Page}?part=2026-11"));
        Assert.Equal(10, Comments().Count(first));
        var next = More().Match(first).Groups["link"].Value;
        var second = await administrator.GetStringAsync(next);
        Assert.Equal(4, Comments().Count(second));
        var comment = Comments().Matches(second)[2].Groups["id"].Value;
        (string, string)[] place = [("edition", second.Hidden("edition")), ("part", second.Split("name=\"Comment\"")[0].Hidden("part")), ("from", second.Hidden("from")), ("Comment", comment)];
        var refused = await administrator.PostTo($"{Page}?handler=Reply", second, [.. place, ("Reply", "My long reply " + new string('x', 1000)), ("ShowsComment", "true")]);
        var html = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var section = html.Split($"id=\"c-{comment}\"")[1].Split("</section>")[0];
        Assert.Contains("My long reply", section, StringComparison.Ordinal);
        Assert.Contains("checked", section, StringComparison.Ordinal);
        Assert.Equal(second.Hidden("from"), html.Hidden("from"));

        // A thousand letters are a thousand, whatever a browser sends for the end of a line.
        var fits = await administrator.PostTo($"{Page}?handler=Reply", html, [.. place, ("Reply", new string('y', 998) + "\r\nz"), ("ShowsComment", "true")]);
        Assert.True(fits.StatusCode == HttpStatusCode.Redirect, await fits.Content.ReadAsStringAsync());
        var back = fits.Headers.Location!.ToString();
        Assert.Contains("part=2026-11", back, StringComparison.Ordinal);
        Assert.Contains("from=0", back, StringComparison.Ordinal);

        // What nobody has read comes first.
        var all = Comments().Matches(await administrator.GetStringAsync($"{Page}?all=true")).Select(match => match.Groups["id"].Value).ToArray();
        Assert.Equal(14, all.Length);
        Assert.Equal(comment, all[^1]);
    }

    [Fact]
    public async Task Two_administrators_do_not_overwrite_each_other()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("module-rating");
        await city.HasComments("module-rating", "One", "Two", "Three", "Four", "Five");
        var (one, other) = (city.As(Roles.Administrator), city.AsAccount(await city.HasAccount("another.administrator@example.org", Roles.Administrator)));
        var (mine, theirs) = (await one.GetStringAsync(Page), await other.GetStringAsync(Page));
        Assert.Equal(HttpStatusCode.Redirect, (await other.PostTo($"{Page}?handler=Publish", theirs, ("Texts[en]", "Theirs"), ("Had[en]", ""), ("Texts[de]", ""), ("Had[de]", ""))).StatusCode);

        // An empty field that was empty is left alone.
        Assert.Equal(HttpStatusCode.Redirect, (await one.PostTo($"{Page}?handler=Publish", mine, ("Texts[en]", ""), ("Had[en]", ""), ("Texts[de]", "Meines"), ("Had[de]", ""))).StatusCode);
        Assert.Equal(["Meines", "Theirs"], await Outcomes());
        var late = await one.PostTo($"{Page}?handler=Publish", mine, ("Texts[en]", "Mine"), ("Had[en]", ""));
        var html = await late.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains(">Mine</textarea>", html, StringComparison.Ordinal);
        Assert.Contains("Somebody else changed it meanwhile", html, StringComparison.Ordinal);
        Assert.Equal(["Meines", "Theirs"], await Outcomes());

        // Having seen it, it is meant.
        Assert.Equal(HttpStatusCode.Redirect, (await one.PostTo($"{Page}?handler=Publish", html, ("Texts[en]", "Mine"), ("Had[en]", html.Hidden("Had[en]")))).StatusCode);
        Assert.Equal(["Meines", "Mine"], await Outcomes());

        var comment = Comments().Match(mine).Groups["id"].Value;
        Assert.Equal(HttpStatusCode.Redirect, (await other.PostTo($"{Page}?handler=Reply", theirs, ("Comment", comment), ("Seen", ""), ("Reply", "Their reply"))).StatusCode);
        var note = await Note();
        Assert.Equal(HttpStatusCode.Redirect, (await one.PostTo($"{Page}?handler=Read", mine, ("Comment", comment))).StatusCode);
        Assert.Equal(note, await Note());
        var second = await one.PostTo($"{Page}?handler=Reply", mine, ("Comment", comment), ("Seen", ""), ("Reply", "My reply"));
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains(">My reply</textarea>", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(note, await Note());

        Task<List<string>> Outcomes() => city.InDatabase(db => db.Set<Outcome>().OrderBy(row => row.Language).Select(row => row.Content).ToListAsync());

        Task<(string, Guid, DateTimeOffset)> Note() => city.InDatabase(async db =>
        {
            var row = await db.Set<CommentNote>().AsNoTracking().SingleAsync();
            return (row.Reply, row.DoneBy, row.At);
        });
    }

    [Fact]
    public async Task A_comment_that_names_somebody_is_emptied_and_the_trail_says_that_and_not_what_it_was()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("module-rating");
        await city.HasComments("module-rating", "Mr Miller is rude", "Two", "Three", "Four", "Five");
        var administrator = city.As(Roles.Administrator);
        var comment = await city.InDatabase(db => db.Set<SheetAnswer>().Where(answer => answer.Written == "Mr Miller is rude").Select(answer => answer.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Act(Page, "Reply", ("Comment", comment.ToString()), ("Reply", "Thank you."), ("ShowsComment", "true"))).StatusCode);
        var emptied = await administrator.Act(Page, "Empty", ("Comment", comment.ToString()));
        Assert.True(emptied.StatusCode == HttpStatusCode.Redirect, await emptied.Content.ReadAsStringAsync());
        Assert.DoesNotContain("Miller", await administrator.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Contains("data-sheets=\"5\"", await administrator.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.False(await city.InDatabase(db => db.Set<SheetAnswer>().AnyAsync(answer => answer.Written!.Contains("Miller"))));
        Assert.Equal([""], await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Act == "questionnaire.comment-emptied").Select(row => row.Details).ToListAsync()));
        var read = await city.AsNewcomer(await city.HasPerson()).GetStringAsync("/my/questionnaires");
        Assert.Contains("Thank you.", read, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.Act(Page, "Reply", ("Comment", comment.ToString()), ("Reply", "Again"))).StatusCode);
    }

    [Fact]
    public async Task Of_a_programme_those_are_asked_whose_class_runs_or_is_to_begin_after_their_number_was_said()
    {
        await using var city = await City.New();
        var survey = await city.HasQuestionnaire("service-quality");
        var today = DateOnly.FromDateTime(city.Clock.GetUtcNow().UtcDateTime);
        var over = await city.HasClass(first: today.AddDays(1), sessions: 1);
        var gone = await city.HasSeats(over, 2, "inlt");
        city.Clock.Advance(TimeSpan.FromDays(30));
        today = today.AddDays(30);
        var running = await city.HasSeats(await city.HasClass(first: today.AddDays(1)), 3, "inlt");
        await city.HasSeats(await city.HasClass(first: today.AddDays(2)), 1, "other");
        var administrator = city.As(Roles.Administrator);
        var said = await administrator.Act("/questionnaires/service-quality", "Ask", ("Whom", "programme:inlt"));
        var html = await said.Content.ReadAsStringAsync();
        Assert.True(said.StatusCode == HttpStatusCode.OK, html);
        Assert.Contains("3 people get a letter", html, StringComparison.Ordinal);
        Assert.Equal((0, 0), (await Asked(), await Trail()));

        // What was said of others does not count for these.
        var others = await administrator.PostTo("/questionnaires/service-quality?handler=Ask", html, ("Whom", "programme:other"), ("Repeated", html.Hidden("Repeated")));
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        Assert.Equal(0, await Asked());
        var asked = await administrator.PostTo("/questionnaires/service-quality?handler=Ask", html, ("Whom", "programme:inlt"), ("Repeated", html.Hidden("Repeated")));
        Assert.True(asked.StatusCode == HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        Assert.Contains("3 people were asked", await administrator.GetStringAsync(asked.Headers.Location), StringComparison.Ordinal);
        Assert.Equal((3, 1), (await Asked(), await Trail()));
        Assert.Equal(running.Order(), (await city.InDatabase(db => db.Set<Invitation>().Select(row => row.ParticipantId).ToListAsync())).Order());
        Assert.DoesNotContain(gone[0], running);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Act("/questionnaires/service-quality", "Ask", ("Whom", "programme:inlt"))).StatusCode);

        // Helpers have no pass: theirs is printed, and no newcomer is asked.
        await city.HasQuestionnaire("mentor-pairs-helpers");
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Act("/questionnaires/mentor-pairs-helpers", "Ask", ("Whom", "programme:inlt"))).StatusCode);

        Task<int> Asked() => city.InDatabase(db => db.Set<Invitation>().CountAsync(row => row.QuestionnaireId == survey));

        Task<int> Trail() => city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == "questionnaire.asked"));
    }

    [Fact]
    public async Task One_that_cannot_be_read_holds_up_no_other()
    {
        await using var city = await City.New();
        var ids = new[] { await city.HasQuestionnaire("needs-assessment"), await city.HasQuestionnaire("young-people") };
        await city.HasPerson();
        var first = await city.InDatabase(db => db.Set<Questionnaire>().Where(row => ids.Contains(row.Id)).OrderBy(row => row.Id).Select(row => new { row.Id, row.Code }).FirstAsync());
        var broken = await city.InDatabase(db => db.Set<Edition>().Where(row => row.QuestionnaireId == first.Id).Select(row => row.Json).SingleAsync());
        await Writes("{");
        foreach (var other in ids.Where(id => id != first.Id))
        {
            await city.InDatabase(async db =>
            {
                var row = await db.Set<Edition>().SingleAsync(edition => edition.QuestionnaireId == other);
                row.Json = QuestionnaireTerms.Write(row.Terms with { Occasion = Occasion.Registration });
                await db.SaveChangesAsync();
            });
        }

        await Assert.ThrowsAnyAsync<Exception>(() => city.Runs(Invite.Name));
        Assert.True(await city.InDatabase(db => db.Set<Invitation>().AnyAsync(row => row.QuestionnaireId != first.Id)));
        await Writes(broken);

        Task Writes(string json) => city.InDatabase(db => db.Set<Edition>().Where(row => row.QuestionnaireId == first.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Json, json)));
    }

    [Fact]
    public async Task Paper_of_an_earlier_edition_is_typed_into_that_edition()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("self-assessment");
        var (administrator, coach) = (city.As(Roles.Administrator), city.As(Roles.Coach));
        var paper = await coach.GetStringAsync("/questionnaires/self-assessment/paper");
        Assert.Contains("/questionnaires/self-assessment/type-in?edition=1", paper, StringComparison.Ordinal);
        var editor = await administrator.GetStringAsync("/admin/questionnaires/self-assessment");
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo("/admin/questionnaires/self-assessment?handler=Move", editor, ("Seen", editor.Hidden("Seen")), ("Key", "access"), ("Way", "remove"))).StatusCode);
        Assert.Contains("type-in?edition=2", await coach.GetStringAsync("/questionnaires/self-assessment/paper"), StringComparison.Ordinal);
        var typed = await coach.TypesIn("/questionnaires/self-assessment/type-in?edition=1", ("edition", "1"), ("q-access", "4"), ("q-needs", "3"), ("q-participation", "2"), ("q-cooperation", "5"), ("q-results", "1"));
        Assert.True(typed.StatusCode == HttpStatusCode.Redirect, await typed.Content.ReadAsStringAsync());
        Assert.Contains("edition=1", typed.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal([1], await city.InDatabase(db => (from sheet in db.Set<Sheet>() join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id select edition.Number).ToListAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync("/questionnaires/self-assessment/type-in?edition=9")).StatusCode);

        // A class that is not to be chosen is said, and not left out silently.
        var wrong = await coach.TypesIn("/questionnaires/self-assessment/type-in", ("Subject", Guid.NewGuid().ToString()), ("q-needs", "3"), ("q-participation", "2"), ("q-cooperation", "5"), ("q-results", "1"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("cannot be chosen here", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_opened_is_seen_by_the_city_alone()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("self-assessment");
        foreach (var reader in new[] { city.As(Roles.ProviderManager, (await city.HasSchool()).ProviderId), city.As(Roles.Coach) })
        {
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/questionnaires/self-assessment/paper")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/questionnaires/lecturers/paper")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.ProviderManager, (await city.HasSchool()).ProviderId).GetAsync("/questionnaires/lecturers")).StatusCode);
        foreach (var reader in new[] { city.As(Roles.Administrator), city.As(Roles.Auditor) })
        {
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/questionnaires/lecturers")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/questionnaires/lecturers/paper")).StatusCode);
        }
    }

    [Fact]
    public async Task What_an_administrator_writes_is_not_lost_when_a_colleague_was_faster()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("self-assessment");
        var administrator = city.As(Roles.Administrator);
        const string editor = "/admin/questionnaires/self-assessment";
        var (before, question) = (await administrator.GetStringAsync(editor), await administrator.GetStringAsync($"{editor}/needs"));
        var days = await administrator.PostTo($"{editor}?handler=Head", before, ("Seen", before.Hidden("Seen")), ("Days", "abc"), ("Names[en]", "A new name"));
        var html = await days.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, days.StatusCode);
        Assert.Contains("value=\"abc\"", html, StringComparison.Ordinal);
        Assert.Contains("A new name", html, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo($"{editor}?handler=Move", before, ("Seen", before.Hidden("Seen")), ("Key", "needs"), ("Way", "remove"))).StatusCode);
        var head = await administrator.PostTo($"{editor}?handler=Head", before, ("Seen", before.Hidden("Seen")), ("Days", "20"), ("Names[en]", "Mine"));
        var again = await head.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Conflict, head.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo($"{editor}?handler=Head", again, ("Seen", again.Hidden("Seen")), ("Days", "20"), ("Names[en]", "Mine"))).StatusCode);

        // The question is gone: its text is not.
        var gone = await administrator.PostTo($"{editor}/needs", question, ("Seen", question.Hidden("Seen")), ("Kind", "Text"), ("Said[en]", "What do you need?"));
        var kept = await gone.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Conflict, gone.StatusCode);
        Assert.Contains("What do you need?", kept, StringComparison.Ordinal);
        Assert.Equal("needs", kept.Split("id=\"NewKey\"")[1].Split("value=\"")[1].Split('"')[0]);
        var added = await administrator.PostTo($"{editor}/new", kept, ("Seen", kept.Hidden("Seen")), ("NewKey", "needs"), ("Kind", "Text"), ("Said[en]", "What do you need?"));
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_code_that_is_known_is_asked_about_and_one_that_no_address_can_have_is_refused()
    {
        await using var city = await City.New();
        var administrator = city.As(Roles.Administrator);
        var id = await city.HasQuestionnaire("self-assessment");
        var json = await city.InDatabase(db => db.Set<Edition>().Where(row => row.QuestionnaireId == id).Select(row => row.Json).SingleAsync());
        var asks = await administrator.Submit("/admin/questionnaires", ("Json", json));
        Assert.Equal(HttpStatusCode.BadRequest, asks.StatusCode);
        Assert.Contains("name=\"Replaces\"", await asks.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Edition>().CountAsync(row => row.QuestionnaireId == id)));
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit("/admin/questionnaires", ("Json", json), ("Replaces", "true"))).StatusCode);
        Assert.Equal(2, await city.InDatabase(db => db.Set<Edition>().CountAsync(row => row.QuestionnaireId == id)));

        var terms = QuestionnaireTerms.Read(json).Terms!;
        Assert.Null(QuestionnaireTerms.Read(QuestionnaireTerms.Write(terms with { Code = "line-end\n" })).Terms);
        Assert.Null(QuestionnaireTerms.Read(QuestionnaireTerms.Write(terms with { Questions = [terms.Questions[0] with { Key = "new" }] })).Terms);

        // What follows from it is not written into it, and what was written so before can still be read.
        Assert.DoesNotContain("\"name\"", QuestionnaireTerms.Write(terms), StringComparison.Ordinal);
        Assert.NotNull(QuestionnaireTerms.Read(json.Replace("\"code\": \"self-assessment\",", "\"code\": \"self-assessment\", \"name\": \"Old\",", StringComparison.Ordinal)).Terms);
    }

    [Fact]
    public async Task Pages_of_questionnaires_stay_light_however_much_is_written()
    {
        await using var city = await City.New();
        var questionnaire = await city.HasQuestionnaire("module-rating");
        var person = await city.HasPerson();
        await city.HasComments("module-rating", [.. Enumerable.Range(0, 40).Select(_ => string.Concat(Enumerable.Repeat("Слова ", 160)))]);
        await city.InDatabase(async db =>
        {
            foreach (var answer in await db.Set<SheetAnswer>().Where(row => row.Written != null).ToListAsync())
            {
                db.Add(new CommentNote { AnswerId = answer.Id, QuestionnaireId = questionnaire, Reply = string.Concat(Enumerable.Repeat("Ответ ", 100)), ShowsComment = true, At = city.Clock.GetUtcNow(), DoneBy = Guid.NewGuid(), DoneByName = "Somebody" });
            }

            await db.SaveChangesAsync();
        });
        for (var i = 0; i < 12; i++)
        {
            await city.HasAnswersOf("young-people", person, ("goal", null, new string('x', 900)));
        }

        // Every comment is a few light pages away, and stands on one of them.
        var (administrator, found, next) = (city.As(Roles.Administrator), new List<string>(), (string?)Page);
        while (next is not null)
        {
            var html = WebUtility.HtmlDecode(await Light(administrator, next));
            found.AddRange(Comments().Matches(html).Select(match => match.Groups["id"].Value));
            next = More().Match(html) is { Success: true } more ? more.Groups["link"].Value : null;
            Assert.True(found.Count <= 40, "The pages go round.");
        }

        Assert.Equal(40, found.Distinct().Count());
        var phone = await Light(city.AsNewcomer(person), "/my/questionnaires");
        Assert.Contains("/my/questionnaires?all=true", phone, StringComparison.Ordinal);
        Assert.Equal(5, phone.Split("<details class=\"card more\"").Length - 1);
        Assert.Equal(12, (await city.AsNewcomer(person).GetStringAsync("/my/questionnaires?all=true")).Split("<details class=\"card more\"").Length - 1);
    }

    private static async Task<string> Light(HttpClient reader, string address)
    {
        var html = await reader.GetStringAsync(address);
        Assert.True(Encoding.UTF8.GetByteCount(html) <= Limit, $"{address}: {Encoding.UTF8.GetByteCount(html)}");
        return html;
    }

    [GeneratedRegex("id=\"c-(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex("href=\"(?<link>[^\"]*from=[^\"]*)\" id=\"more\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex More();
}
