using System.Globalization;
using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform.Kept;
using Courses.Questionnaires;
using Courses.Questionnaires.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Questionnaires;

/// <summary>Questionnaires over HTTP on the real database: asked, answered, mixed, added up and answered back; and what of it nobody can know.</summary>
public sealed class QuestionnaireTests(City city) : IClassFixture<City>
{
    private static readonly (string, string)[] Fine = [("q-useful", "very"), ("q-recommend", "yes"), ("q-lecturer-respect", "5")];

    [Fact]
    public async Task From_the_letter_to_what_came_of_it()
    {
        var (run, people) = await city.HasAskedRun(6);
        Assert.Equal(6, people.Count);
        Assert.Single(await Letters(people[0].Person));

        // Asked again nobody gets a second one.
        Assert.Equal(6, (await city.Asks("module-rating", run)).Count);

        var list = WebUtility.HtmlDecode(await city.AsNewcomer(people[0].Person, "ar").GetStringAsync("/my/questionnaires"));
        Assert.Contains("كيف كانت الوحدة؟", list, StringComparison.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            var answered = await city.Answers(people[i].Person, people[i].Invitation, [.. Fine, ("q-suggestions", $"More of chapter {i}")]);
            Assert.True(answered.StatusCode == HttpStatusCode.Redirect, await answered.Content.ReadAsStringAsync());
        }

        Assert.DoesNotContain($"/my/questionnaires/{people[0].Invitation}\"", await city.AsNewcomer(people[0].Person).GetStringAsync("/my/questionnaires"), StringComparison.Ordinal);
        var administrator = city.As(Roles.Administrator);
        Assert.DoesNotContain("More of chapter", await administrator.GetStringAsync("/questionnaires/module-rating"), StringComparison.Ordinal);

        await city.Runs(MixSheets.Name);
        var page = await administrator.GetStringAsync($"/questionnaires/module-rating?part={run}");
        Assert.Contains("data-sheets=\"6\"", page, StringComparison.Ordinal);
        Assert.Contains("More of chapter 3", page, StringComparison.Ordinal);
        var comment = await city.InDatabase(db => db.Set<SheetAnswer>().Where(answer => answer.Written == "More of chapter 3").Select(answer => answer.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Act("/questionnaires/module-rating", "Read", ("Comment", comment.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Act("/questionnaires/module-rating", "Reply", ("Comment", comment.ToString()), ("Reply", "There will be more of it."), ("ShowsComment", "true"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Act("/questionnaires/module-rating", "Publish", ("Texts[en]", "The module has a second day now."))).StatusCode);
        var read = WebUtility.HtmlDecode(await city.AsNewcomer(people[5].Person, "tr").GetStringAsync("/my/questionnaires"));
        Assert.Contains("The module has a second day now.", read, StringComparison.Ordinal);
        Assert.Contains("There will be more of it.", read, StringComparison.Ordinal);
        Assert.Contains("More of chapter 3", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anonymous_answers_are_added_up_for_who_sees_the_city_once_they_are_mixed_and_answers_by_name_are_not()
    {
        await using var own = await City.New();
        var (_, people) = await own.HasAskedRun(6);
        foreach (var (person, invitation) in people.Take(5))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await own.Answers(person, invitation, [.. Fine, ("q-suggestions", "Longer breaks")])).StatusCode);
        }

        await own.HasQuestionnaire("needs-assessment");
        await own.HasAnswersOf("needs-assessment", people[0].Person, ("work", "yes", null));
        var auditor = own.As(Roles.Auditor);
        Assert.Equal("0", (await auditor.GetStringAsync("/odata/AnswerCounts/$count")).TrimStart('\uFEFF'));

        await own.Runs(MixSheets.Name);
        var answer = await auditor.GetStringAsync("/odata/AnswerCounts?$orderby=Question,Choice");
        var rows = System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("value").EnumerateArray().ToArray();
        var given = await own.InDatabase(db => db.Set<SheetAnswer>().Where(row => row.Choice != null).Select(row => new { row.Question, row.Choice }).Distinct().ToListAsync());
        Assert.NotEmpty(rows);
        Assert.Equal(given.Select(row => $"{row.Question} {row.Choice}").Order(StringComparer.Ordinal), rows.Select(row => $"{row.GetProperty("Question")} {row.GetProperty("Choice")}").Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(("module-rating", 1, 5), (row.GetProperty("Questionnaire").GetString(), row.GetProperty("Edition").GetInt32(), row.GetProperty("Sheets").GetInt32())));
        Assert.DoesNotContain("Longer breaks", answer, StringComparison.Ordinal);
        Assert.Contains("\"N\":5", await auditor.GetStringAsync("/odata/AnswerCounts?$apply=filter(Sheets gt 4)/groupby((Question),aggregate(Sheets with max as N))&$top=1"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await own.As(Roles.ProviderManager, Guid.NewGuid()).GetAsync("/odata/AnswerCounts")).StatusCode);
    }

    [Fact]
    public async Task A_question_that_depends_on_an_answer_is_asked_by_the_server_and_what_it_hides_is_not_kept()
    {
        var (_, people) = await city.HasAskedRun(5);
        var (person, invitation) = people[0];
        var phone = city.AsNewcomer(person);
        var form = await phone.GetStringAsync($"/my/questionnaires/{invitation}");
        var more = await phone.PostTo($"/my/questionnaires/{invitation}", form, ("Shown", City.Shown(form)), ("q-useful", "not"), ("q-recommend", "no"), ("q-suggestions", "Shorter, please"));
        var html = WebUtility.HtmlDecode(await more.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, more.StatusCode);
        Assert.Contains("What was missing?", html, StringComparison.Ordinal);
        Assert.Contains("Shorter, please", html, StringComparison.Ordinal);
        Assert.Contains("why-not", City.Shown(html), StringComparison.Ordinal);

        var sent = await phone.PostTo($"/my/questionnaires/{invitation}", html, ("Shown", City.Shown(html)), ("q-useful", "very"), ("q-why-not", "It hides this"), ("q-recommend", "yes"));
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        Assert.False(await city.InDatabase(db => db.Set<SheetAnswer>().AnyAsync(answer => answer.Written == "It hides this")));
    }

    [Fact]
    public async Task What_is_missing_or_makes_no_sense_is_said_with_nothing_lost_and_a_second_tap_counts_once()
    {
        var (_, people) = await city.HasAskedRun(5);
        var (person, invitation) = people[0];
        var questionnaire = await city.HasQuestionnaire("module-rating");
        var before = await Sheets();
        var missing = await city.Answers(person, invitation, ("q-suggestions", "Kept <b>as it is</b>"), ("q-lecturer-respect", "9"));
        var html = WebUtility.HtmlDecode(await missing.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, missing.StatusCode);
        Assert.Contains("Kept <b>as it is</b>", html, StringComparison.Ordinal);
        Assert.Contains("q-useful", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.Answers(person, invitation, [.. Fine, ("q-suggestions", new string('x', 1001))])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.Answers(person, invitation, ("q-useful", "very"), ("q-useful", "not"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.Answers(person, invitation)).StatusCode);
        Assert.Equal(before, await Sheets());

        var phone = city.AsNewcomer(person);
        var shown = await phone.GetStringAsync($"/my/questionnaires/{invitation}");
        var taps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => phone.PostTo($"/my/questionnaires/{invitation}", shown, [("Shown", City.Shown(shown)), .. Fine, ("q-suggestions", "Once")])));
        foreach (var tap in taps)
        {
            Assert.True(tap.StatusCode == HttpStatusCode.Redirect, await tap.Content.ReadAsStringAsync());
        }

        Assert.Equal(before + 1, await Sheets());
        Assert.Contains("your answers have arrived", await phone.GetStringAsync($"/my/questionnaires/{invitation}"), StringComparison.Ordinal);

        Task<int> Sheets() => city.InDatabase(db => db.Set<Sheet>().CountAsync(sheet => db.Set<Edition>().Any(edition => edition.Id == sheet.EditionId && edition.QuestionnaireId == questionnaire)));
    }

    [Fact]
    public async Task Another_persons_invitation_another_role_and_a_closed_questionnaire_are_refused()
    {
        var (_, people) = await city.HasAskedRun(5);
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNewcomer(people[1].Person).GetAsync($"/my/questionnaires/{people[0].Invitation}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNewcomer(people[1].Person).GetAsync($"/my/questionnaires/{Guid.NewGuid()}")).StatusCode);
        var auditor = city.As(Roles.Auditor);
        var page = await auditor.GetStringAsync("/questionnaires/module-rating");
        Assert.DoesNotContain("handler=Publish", page, StringComparison.Ordinal);
        foreach (var handler in new[] { "Publish", "Ask", "Close", "Reply", "Read", "Empty" })
        {
            var refused = await auditor.PostTo($"/questionnaires/module-rating?handler={handler}", await auditor.GetStringAsync("/questionnaires"), ("Comment", Guid.NewGuid().ToString()), ("Texts[en]", "Mine"));
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{handler}: {refused.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Teacher, Guid.NewGuid()).GetAsync("/questionnaires/needs-assessment/type-in")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Administrator).GetAsync("/questionnaires/no-such-one")).StatusCode);

        // Closed while somebody has the form before them: nothing is taken in, and what they wrote is not lost.
        await using var own = await City.New();
        var (_, asked) = await own.HasAskedRun(5);
        var (phone, address) = (own.AsNewcomer(asked[0].Person), $"/my/questionnaires/{asked[0].Invitation}");
        var form = await phone.GetStringAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, (await own.As(Roles.Administrator).Act("/questionnaires/module-rating", "Close")).StatusCode);
        var late = await phone.PostTo(address, form, [("Shown", City.Shown(form)), .. Fine, ("q-suggestions", "Two evenings of work")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("Two evenings of work", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await own.InDatabase(db => db.Set<Sheet>().AnyAsync()));

        // Whoever had it before them on the last day may send it on the next, and not a day later.
        Assert.Equal(HttpStatusCode.Redirect, (await own.As(Roles.Administrator).Act("/questionnaires/module-rating", "Open")).StatusCode);
        var today = DateOnly.FromDateTime(own.Clock.GetUtcNow().UtcDateTime);
        await WasDue(2);
        Assert.Equal(HttpStatusCode.Conflict, (await phone.PostTo(address, form, [("Shown", City.Shown(form)), .. Fine])).StatusCode);
        await WasDue(1);
        Assert.DoesNotContain("name=\"Shown\"", await phone.GetStringAsync(address), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo(address, form, [("Shown", City.Shown(form)), .. Fine])).StatusCode);
        Assert.Equal(1, await own.InDatabase(db => db.Set<Sheet>().CountAsync()));

        Task WasDue(int daysAgo)
        {
            var day = today.AddDays(-daysAgo);
            return own.InDatabase(db => db.Set<Invitation>().ExecuteUpdateAsync(set => set.SetProperty(row => row.AnswerUntil, day)));
        }
    }

    [Fact]
    public async Task What_is_asked_by_name_stands_in_the_record_is_typed_in_at_the_desk_and_goes_with_the_person()
    {
        await city.HasQuestionnaire("needs-assessment");
        var person = await city.HasPersonWithPass("Samira", "Haddad");
        var coach = city.As(Roles.Coach);
        Assert.True(await city.Runs(Invite.Name) > 0);
        Assert.Equal(0, await city.Runs(Invite.Name));
        var number = await city.InScope(services => services.GetRequiredService<IParticipants>().People.Where(row => row.Id == person.Id).Select(row => row.PassNumber!).SingleAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.Act("/questionnaires/needs-assessment/type-in", "Whose", ("PassNumber", "0000"))).StatusCode);
        var whose = await coach.Act("/questionnaires/needs-assessment/type-in", "Whose", ("PassNumber", number.ToLowerInvariant()));
        Assert.Equal(HttpStatusCode.Redirect, whose.StatusCode);

        // The name stands there before anything is written, and the number of the pass in no address.
        var address = whose.Headers.Location!.ToString();
        Assert.DoesNotContain(number, address, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Samira Haddad", await coach.GetStringAsync(address), StringComparison.Ordinal);
        var typed = await coach.TypesIn(address, ("q-needs", "work"), ("q-needs", "housing"), ("q-work", "no"), ("q-children", "2"), ("q-goal", "A flat of my own"));
        Assert.True(typed.StatusCode == HttpStatusCode.Redirect, await typed.Content.ReadAsStringAsync());
        Assert.Contains("A flat of my own", await coach.GetStringAsync($"/coach/people/{person.Id}/questionnaires"), StringComparison.Ordinal);
        Assert.Contains("A flat of my own", await city.AsNewcomer(person.Id).GetStringAsync("/my/questionnaires"), StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Invitation>().CountAsync(row => row.ParticipantId == person.Id && row.AnsweredOn != null)));

        await city.InScope(async services =>
        {
            foreach (var rows in services.GetServices<IKeepsAboutPeople>().SelectMany(module => module.Erasing([person.Id])).Where(rows => rows.Kind.StartsWith("questionnaire", StringComparison.Ordinal)))
            {
                await rows.Erase(CancellationToken.None);
            }

            return true;
        });
        Assert.Equal((0, 0), await city.InDatabase(async db => (await db.Set<PersonSheet>().CountAsync(row => row.ParticipantId == person.Id), await db.Set<Invitation>().CountAsync(row => row.ParticipantId == person.Id))));
    }

    /// <summary>The schema has no way from an anonymous sheet to a person, and nothing of it says when it came.</summary>
    [Fact]
    public async Task No_column_of_an_anonymous_sheet_leads_to_a_person_or_to_a_moment()
    {
        await city.InDatabase(db =>
        {
            Type[] anonymous = [typeof(Sheet), typeof(SheetAnswer), typeof(UsedTicket)];
            foreach (var entity in anonymous.Select(type => db.Model.FindEntityType(type)!))
            {
                Assert.All(entity.GetForeignKeys(), key => Assert.Contains(key.PrincipalEntityType.ClrType, new[] { typeof(Edition), typeof(Sheet) }));
                Assert.DoesNotContain(entity.GetProperties(), column => column.ClrType == typeof(DateTimeOffset) || column.ClrType == typeof(DateTimeOffset?) || column.ClrType == typeof(DateTime) || column.ClrType == typeof(long));
            }

            // Any other column is a known one: who adds one answers here whether it tells of somebody.
            Assert.Equal(["EditionId", "Id", "IsMixed", "IsTyped", "Month", "ProviderId", "SubjectId"], ColumnsOf<Sheet>());
            Assert.Equal(["Choice", "Id", "Question", "SheetId", "Written"], ColumnsOf<SheetAnswer>());
            Assert.Equal(["Hash", "IsMixed", "QuestionnaireId"], ColumnsOf<UsedTicket>());
            return Task.CompletedTask;

            IEnumerable<string> ColumnsOf<T>() => db.Model.FindEntityType(typeof(T))!.GetProperties().Select(column => column.Name).Order(StringComparer.Ordinal);
        });
    }

    /// <summary>The canary stands in it: before the job ran the same looks tell the order, and after it they do not.</summary>
    [Fact]
    public async Task Neither_keys_nor_places_nor_transactions_tell_which_sheet_came_when_and_answering_writes_nowhere_else()
    {
        await using var own = await City.New();
        var (_, people) = await own.HasAskedRun(12);

        // Opening the pass leaves a row, with its time; so everybody has the form before them first.
        var open = new List<(HttpClient Phone, string Address, string Html)>();
        foreach (var (person, invitation) in people)
        {
            var (phone, address) = (own.AsNewcomer(person), $"/my/questionnaires/{invitation}");
            open.Add((phone, address, await phone.GetStringAsync(address)));
        }

        var counts = await own.RowCounts();
        foreach (var ((phone, address, html), i) in open.Select((one, i) => (one, i)))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo(address, html, [("Shown", City.Shown(html)), .. Fine, ("q-suggestions", i.ToString("00", CultureInfo.InvariantCulture))])).StatusCode);
        }

        var after = await own.RowCounts();
        Assert.Equal(["questionnaires.sheet", "questionnaires.sheet_answer", "questionnaires.used_ticket"], after.Where(table => table.Value != counts[table.Key]).Select(table => table.Key).Order(StringComparer.Ordinal));
        Assert.All(await own.InDatabase(db => db.Set<Invitation>().ToListAsync()), invitation => Assert.Null(invitation.AnsweredOn));
        Assert.All(await own.InDatabase(db => db.Set<Sheet>().ToListAsync()), sheet => Assert.Equal(1, sheet.Month.Day));
        Assert.All(await own.InDatabase(db => db.Set<Sheet>().Select(sheet => sheet.Id).ToListAsync()), id => Assert.Equal('4', id.ToString()[14]));

        var said = Enumerable.Range(0, 12).Select(i => i.ToString("00", CultureInfo.InvariantCulture)).ToArray();
        var before = await own.InDatabase(db => db.Set<Sheet>().Select(sheet => sheet.Id).ToListAsync());
        Assert.NotEqual(said, await InKeyOrder());
        if (TestDatabase.Engine == "PostgreSql")
        {
            Assert.Equal(said, await Physical());
            Assert.Equal(12, await Transactions());
        }

        Assert.Equal(12, await own.Runs(MixSheets.Name));
        Assert.Empty(before.Intersect(await own.InDatabase(db => db.Set<Sheet>().Select(sheet => sheet.Id).ToListAsync())));
        Assert.NotEqual(said, await InKeyOrder());
        if (TestDatabase.Engine == "PostgreSql")
        {
            Assert.NotEqual(said, await Physical());
            Assert.Equal(1, await Transactions());
        }

        Assert.Equal(0, await own.Runs(MixSheets.Name));

        // Who answered is still known to the server alone, by the key that is not in the database.
        Assert.DoesNotContain($"/my/questionnaires/{people[0].Invitation}\"", await own.AsNewcomer(people[0].Person).GetStringAsync("/my/questionnaires"), StringComparison.Ordinal);

        Task<List<string>> InKeyOrder() => own.InDatabase(db => db.Set<SheetAnswer>().Where(answer => answer.Written != null).OrderBy(answer => answer.SheetId).Select(answer => answer.Written!).ToListAsync());

        Task<List<string>> Physical() => own.InDatabase(db => db.Database.SqlQueryRaw<string>("select written as \"Value\" from questionnaires.sheet_answer where written is not null order by ctid").ToListAsync());

        Task<int> Transactions() => own.InDatabase(db => db.Database.SqlQueryRaw<int>("select count(distinct txid)::int as \"Value\" from (select xmin::text txid from questionnaires.sheet union all select xmin::text from questionnaires.used_ticket) rows").SingleAsync());
    }

    [Fact]
    public async Task Fewer_than_five_are_never_shown_not_by_subtraction_either_and_a_provider_sees_its_own_only()
    {
        await using var own = await City.New();
        var school = await own.HasSchool();
        var other = await own.HasSchool();
        var (large, many) = await own.HasAskedRun(8, school);
        var (small, few) = await own.HasAskedRun(4, school);
        foreach (var (person, invitation) in many.Take(7).Concat(few))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await own.Answers(person, invitation, Fine)).StatusCode);
        }

        // Of four who were asked about a run a sheet does not even say which run it was.
        Assert.False(await own.InDatabase(db => db.Set<Sheet>().AnyAsync(sheet => sheet.SubjectId == small)));
        Assert.Equal(7, await own.Runs(MixSheets.Name));
        var administrator = own.As(Roles.Administrator);
        Assert.Contains("data-sheets=\"7\"", await administrator.GetStringAsync("/questionnaires/module-rating"), StringComparison.Ordinal);

        // An eighth answer changes nothing that anybody sees until four more came with it.
        Assert.Equal(HttpStatusCode.Redirect, (await own.Answers(many[7].Person, many[7].Invitation, Fine)).StatusCode);
        Assert.Equal(0, await own.Runs(MixSheets.Name));
        Assert.Contains("data-sheets=\"7\"", await administrator.GetStringAsync($"/questionnaires/module-rating?part={large}"), StringComparison.Ordinal);
        Assert.Contains("data-sheets=\"7\"", await own.As(Roles.ProviderManager, school.ProviderId).GetStringAsync("/questionnaires/module-rating"), StringComparison.Ordinal);
        var stranger = await own.As(Roles.ProviderManager, other.ProviderId).GetStringAsync($"/questionnaires/module-rating?part={large}");
        Assert.DoesNotContain("data-sheets", stranger, StringComparison.Ordinal);

        // After two months the one that waits counts without its run, with those that have none.
        own.Clock.Advance(TimeSpan.FromDays(80));
        Assert.Equal(5, await own.Runs(MixSheets.Name));
        Assert.Contains("data-sheets=\"12\"", await administrator.GetStringAsync("/questionnaires/module-rating"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_results_are_what_a_query_by_hand_says()
    {
        await using var own = await City.New();
        var (_, people) = await own.HasAskedRun(11);
        string[] useful = ["very", "partly", "not"];
        for (var i = 0; i < people.Count; i++)
        {
            List<(string, string)> answers = [("q-useful", useful[i % 3]), ("q-recommend", i % 2 == 0 ? "yes" : "no"), ("q-topics", "work"), ("Shown2", "")];
            if (i % 4 == 0)
            {
                answers.Add(("q-topics", "health"));
            }

            var phone = own.AsNewcomer(people[i].Person);
            var html = await phone.GetStringAsync($"/my/questionnaires/{people[i].Invitation}");
            Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo($"/my/questionnaires/{people[i].Invitation}", html, [("Shown", City.Shown(html) + ",why-not"), .. answers])).StatusCode);
        }

        await own.Runs(MixSheets.Name);
        var page = await own.As(Roles.Auditor).GetStringAsync("/questionnaires/module-rating");
        var byHand = await own.InDatabase(db => db.Database.SqlQueryRaw<CountOf>(
            "select a.question, a.choice, cast(count(*) as int) as number from questionnaires.sheet_answer a join questionnaires.sheet s on s.id = a.sheet_id where a.choice is not null group by a.question, a.choice").ToListAsync());
        Assert.Equal(4, byHand.Count(row => row.Question is "useful" && row.Choice is "very" or "partly") + byHand.Count(row => row.Question == "topics"));
        Assert.Equal(4, byHand.Single(row => row is { Question: "useful", Choice: "very" }).Number);
        foreach (var row in byHand)
        {
            var section = page.Split($"data-question=\"{row.Question}\"")[1].Split("</section>")[0];
            Assert.Contains($"<tr data-choice=\"{row.Choice}\">", section, StringComparison.Ordinal);
            Assert.Contains($">{row.Number.ToString(CultureInfo.InvariantCulture)}</td>", section.Split($"<tr data-choice=\"{row.Choice}\">")[1].Split("</tr>")[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Paper_is_typed_in_one_sheet_after_the_other_and_what_is_changed_while_people_are_asked_is_another_edition()
    {
        await using var own = await City.New();
        var questionnaire = await own.HasQuestionnaire("self-assessment");
        var teacher = own.As(Roles.Teacher, (await own.HasSchool()).ProviderId);
        Assert.Contains("<svg", await teacher.GetStringAsync("/questionnaires/self-assessment/paper?in=lv"), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            var typed = await teacher.TypesIn("/questionnaires/self-assessment/type-in", ("q-access", "4"), ("q-needs", "3"), ("q-participation", "2"), ("q-cooperation", "5"), ("q-results", "1"));
            Assert.True(typed.StatusCode == HttpStatusCode.Redirect, await typed.Content.ReadAsStringAsync());
        }

        await own.Runs(MixSheets.Name);
        var administrator = own.As(Roles.Administrator);
        Assert.Contains("data-sheets=\"5\"", await administrator.GetStringAsync("/questionnaires/self-assessment"), StringComparison.Ordinal);

        var editor = await administrator.GetStringAsync("/admin/questionnaires/self-assessment");
        var seen = editor.Split("name=\"Seen\" value=\"")[1].Split('"')[0];
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo("/admin/questionnaires/self-assessment?handler=Move", editor, ("Seen", seen), ("Key", "results"), ("Way", "up"))).StatusCode);
        var late = await administrator.PostTo("/admin/questionnaires/self-assessment?handler=Move", editor, ("Seen", seen), ("Key", "needs"), ("Way", "remove"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var question = await administrator.Submit("/admin/questionnaires/self-assessment/new", ("Seen", await SeenNow()), ("NewKey", "why"), ("Kind", "Text"), ("If", "access=1"), ("Said[en]", "Why not?"), ("Said[de]", "Warum nicht?"));
        Assert.True(question.StatusCode == HttpStatusCode.Redirect, await question.Content.ReadAsStringAsync());
        var before = await administrator.Submit("/admin/questionnaires/self-assessment/needs", ("Seen", await SeenNow()), ("Kind", "Choice"), ("Said[en]", ""));
        Assert.Equal(HttpStatusCode.BadRequest, before.StatusCode);
        var editions = await own.InDatabase(db => db.Set<Edition>().Where(row => row.QuestionnaireId == questionnaire).OrderBy(row => row.Number).ToListAsync());
        Assert.Equal([6, 6, 7], editions.Select(edition => edition.Terms.Questions.Count));
        Assert.Equal("results", editions[1].Terms.Questions[3].Key);
        Assert.Contains("data-sheets=\"5\"", await administrator.GetStringAsync("/questionnaires/self-assessment?edition=1"), StringComparison.Ordinal);

        async Task<string> SeenNow() => (await administrator.GetStringAsync("/admin/questionnaires/self-assessment")).Split("name=\"Seen\" value=\"")[1].Split('"')[0];
    }

    [Fact]
    public async Task Whoever_was_there_is_asked_after_a_module_and_a_template_that_makes_no_sense_is_said_with_its_place()
    {
        await using var own = await City.New();
        await own.HasQuestionnaire("module-rating");
        var run = await own.HasRun(first: new(2026, 11, 17));
        var people = await own.HasSeats(run, 2);
        await own.InDatabase(async db =>
        {
            var session = await db.Set<Courses.Timetable.Session>().Where(row => row.GroupId == run).SingleAsync();
            var mark = new Courses.Attendance.Mark { SessionId = session.Id, GroupId = run, ParticipantId = people[0] };
            mark.Set(new(Courses.Contracts.Attendance.MarkState.Present, 90, true, Guid.NewGuid(), false), own.Clock.GetUtcNow());
            db.Add(mark);
            await db.SaveChangesAsync();
        });
        Assert.Equal(0, await own.Runs(Invite.Name));
        own.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await own.Runs(Invite.Name));
        Assert.Equal(people[0], await own.InDatabase(db => db.Set<Invitation>().Select(row => row.ParticipantId).SingleAsync()));

        var administrator = own.As(Roles.Administrator);
        foreach (var json in new[] { "", "{", "null", "[]", "{\"code\":\"x\"}", "{\"code\":\"x\",\"names\":null}", "{\"code\":\"x\",\"names\":{\"en\":\"X\"},\"questions\":[{\"key\":\"a\",\"kind\":\"Text\",\"text\":{\"en\":\"?\"},\"if\":{\"question\":\"b\",\"is\":\"1\"}}]}", "{\"code\":\"x\",\"names\":{\"en\":\"\\ud800\"}}", new string('x', 300_000) })
        {
            var answer = await administrator.Submit("/admin/questionnaires", ("Json", json));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{(json.Length > 100 ? "long" : json)}: {answer.StatusCode}");
        }
    }

    private Task<List<string>> Letters(Guid person) => city.InScope(services => services.GetRequiredService<IMessages>().Reminders.Where(row => row.ParticipantId == person && row.Kind == Invite.Letter).Select(row => row.Kind).ToListAsync());

    internal sealed record CountOf(string Question, string Choice, int Number);
}
