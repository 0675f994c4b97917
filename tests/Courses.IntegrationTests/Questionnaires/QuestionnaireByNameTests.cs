using System.Net;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Questionnaires;
using Courses.Questionnaires.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Questionnaires;

/// <summary>What is answered by name: sums that give nobody away, and the desk where a colleague writes it down.</summary>
public sealed class QuestionnaireByNameTests
{
    private const string Page = "/questionnaires/needs-assessment";

    [Fact]
    public async Task Where_the_sum_of_hidden_cells_would_tell_them_nothing_of_the_question_is_shown()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("needs-assessment");
        for (var i = 0; i < 8; i++)
        {
            await city.HasAnswersOf("needs-assessment", await city.HasPerson(), ("needs", "work", null), ("work", i < 4 ? "yes" : "looking", null), ("children", "2", null));
        }

        // Four and four of eight: less than five twice is four each.
        var administrator = city.As(Roles.Administrator);
        var page = await administrator.GetStringAsync(Page);
        Assert.Contains("data-sheets=\"8\"", page, StringComparison.Ordinal);
        Assert.Contains("8 people", page, StringComparison.Ordinal);
        foreach (var hidden in new[] { "work", "job" })
        {
            var section = Section(page, hidden);
            Assert.DoesNotContain("data-choice", section, StringComparison.Ordinal);
            Assert.DoesNotContain("Answered:", section, StringComparison.Ordinal);
            Assert.DoesNotContain('%', section);
        }

        // A mean of numbers tells each new one.
        Assert.DoesNotContain("average", Section(page, "children"), StringComparison.Ordinal);
        Assert.Contains("Answered: 8", Section(page, "children"), StringComparison.Ordinal);

        // With more of them cells stand there again; what depends on an open one too, and what on a hidden one not.
        for (var i = 0; i < 4; i++)
        {
            await city.HasAnswersOf("needs-assessment", await city.HasPerson(), ("needs", "work", null), ("work", i < 2 ? "yes" : "looking", null), ("job", null, "Cook"));
        }

        var later = await administrator.GetStringAsync(Page);
        Assert.Contains("Answered: 12", Section(later, "work"), StringComparison.Ordinal);
        Assert.Contains(">6</td>", Section(later, "work"), StringComparison.Ordinal);
        Assert.DoesNotContain("Answered:", Section(later, "job"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_counted_and_not_sheets()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("needs-assessment");
        var person = await city.HasPerson();
        foreach (var choice in new[] { "yes", "yes", "yes", "yes", "yes", "looking" })
        {
            await city.HasAnswersOf("needs-assessment", person, ("needs", "work", null), ("work", choice, null));
        }

        var administrator = city.As(Roles.Administrator);
        Assert.DoesNotContain("data-sheets", await administrator.GetStringAsync(Page), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            await city.HasAnswersOf("needs-assessment", await city.HasPerson(), ("needs", "work", null), ("work", "looking", null));
        }

        // Of each the last sheet.
        var page = await administrator.GetStringAsync(Page);
        Assert.Contains("data-sheets=\"6\"", page, StringComparison.Ordinal);
        Assert.Contains(">6</td>", Section(page, "work").Split("data-choice=\"looking\"")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_tap_at_the_desk_is_one_sheet_on_paper_and_by_name()
    {
        await using var city = await City.New();
        await city.HasQuestionnaire("self-assessment");
        await city.HasQuestionnaire("needs-assessment");
        var (person, coach) = (await city.HasPerson(), city.As(Roles.Coach));
        foreach (var (address, answers) in new (string, (string, string)[])[]
        {
            ("/questionnaires/self-assessment/type-in", [("q-access", "4"), ("q-needs", "3"), ("q-participation", "2"), ("q-cooperation", "5"), ("q-results", "1")]),
            ($"{Page}/type-in?person={person}", [("q-needs", "work"), ("q-work", "no")]),
        })
        {
            var html = await coach.GetStringAsync(address);
            (string, string)[] fields = [("Shown", City.Shown(html)), ("FormId", html.Hidden("FormId")), .. answers];
            var taps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => coach.PostTo(address, html, fields)));
            foreach (var tap in taps.Append(await coach.PostTo(address, html, fields)))
            {
                Assert.True(tap.StatusCode == HttpStatusCode.Redirect, await tap.Content.ReadAsStringAsync());
            }

            Assert.NotEqual(html.Hidden("FormId"), (await coach.GetStringAsync(address)).Hidden("FormId"));
        }

        Assert.Equal((1, 1, 1), await city.InDatabase(async db => (await db.Set<Sheet>().CountAsync(), await db.Set<UsedTicket>().CountAsync(), await db.Set<PersonSheet>().CountAsync())));
    }

    [Fact]
    public async Task Whoever_answers_on_the_phone_meanwhile_costs_the_colleague_nothing_that_is_written()
    {
        await using var city = await City.New();
        var (person, coach) = (await city.HasPerson(), city.As(Roles.Coach));
        var invitation = await city.HasInvitation("needs-assessment", person);
        var address = $"{Page}/type-in?person={person}";
        var html = await coach.GetStringAsync(address);
        (string, string)[] fields = [("Shown", City.Shown(html)), ("FormId", html.Hidden("FormId")), ("q-needs", "work"), ("q-work", "no"), ("q-goal", "A shop of my own")];

        // As the phone leaves it at the moment in which the desk has looked already.
        await city.InDatabase(async db =>
        {
            var asked = await db.Set<Invitation>().SingleAsync(row => row.Id == invitation);
            db.Add(new PersonSheet { ParticipantId = person, EditionId = asked.EditionId, InvitationId = invitation, AnsweredOn = asked.MadeOn, TypedBy = null, TypedByName = "" });
            await db.SaveChangesAsync();
        });
        var refused = await coach.PostTo(address, html, fields);
        var shown = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("A shop of my own", shown, StringComparison.Ordinal);
        Assert.Contains("just answered it on the phone", shown, StringComparison.Ordinal);
        await city.InDatabase(db => db.Set<Invitation>().Where(row => row.Id == invitation).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnsweredOn, row => row.MadeOn)));
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo(address, shown, fields)).StatusCode);
        Assert.Equal(2, await city.InDatabase(db => db.Set<PersonSheet>().CountAsync()));

        // Both at once, and never more than one sheet for what was asked.
        var other = await city.HasPerson();
        var asks = await city.HasInvitation("needs-assessment", other);
        var (desk, phone) = ($"{Page}/type-in?person={other}", city.AsNewcomer(other));
        var (form, mine) = (await coach.GetStringAsync(desk), await phone.GetStringAsync($"/my/questionnaires/{asks}"));
        var both = await Task.WhenAll(
            coach.PostTo(desk, form, ("Shown", City.Shown(form)), ("FormId", form.Hidden("FormId")), ("q-needs", "work"), ("q-work", "no")),
            phone.PostTo($"/my/questionnaires/{asks}", mine, ("Shown", City.Shown(mine)), ("q-needs", "work"), ("q-work", "no")));
        Assert.All(both, answer => Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Conflict, answer.StatusCode.ToString()));
        Assert.Equal(1, await city.InDatabase(db => db.Set<PersonSheet>().CountAsync(row => row.InvitationId == asks)));
    }

    [Fact]
    public async Task What_was_written_down_for_the_wrong_person_is_taken_back_the_same_day_by_whoever_wrote_it()
    {
        await using var city = await City.New();
        var (person, coach) = (await city.HasPerson(), city.As(Roles.Coach));
        var invitation = await city.HasInvitation("needs-assessment", person);
        var anonymous = await city.HasInvitation("service-quality", person);
        var record = $"/coach/people/{person}/questionnaires";
        var waits = await coach.GetStringAsync(record);
        Assert.Contains("id=\"waiting\"", waits, StringComparison.Ordinal);

        // What is anonymous stands on no page of the staff, not even that somebody was asked.
        Assert.DoesNotContain("ervice", MainOf(waits), StringComparison.Ordinal);
        Assert.NotEqual(Guid.Empty, anonymous);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.TypesIn($"{Page}/type-in?person={person}", ("q-needs", "work"), ("q-work", "no"))).StatusCode);
        var html = await coach.GetStringAsync(record);
        Assert.DoesNotContain("id=\"waiting\"", html, StringComparison.Ordinal);
        var sheet = html.Hidden("Sheet");

        // Somebody else's they may not take back, nor what is older.
        var colleague = city.AsAccount(await city.HasAccount("another.coach@example.org", Roles.Coach));
        Assert.DoesNotContain("name=\"Sheet\"", await colleague.GetStringAsync(record), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.PostTo($"{record}?handler=Remove", await colleague.GetStringAsync(record), ("Sheet", sheet))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo($"{record}?handler=Remove", html, ("Sheet", sheet))).StatusCode);
        Assert.Equal((0, 0, null), await city.InDatabase(async db => (await db.Set<PersonSheet>().CountAsync(), await db.Set<PersonAnswer>().CountAsync(), await db.Set<Invitation>().Where(row => row.Id == invitation).Select(row => row.AnsweredOn).SingleAsync())));
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == "questionnaire.sheet-removed")));
        Assert.Equal(HttpStatusCode.Redirect, (await coach.TypesIn($"{Page}/type-in?person={person}", ("q-needs", "work"), ("q-work", "no"))).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain("name=\"Sheet\"", await coach.GetStringAsync(record), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_other_record_has_answered_is_not_asked_once_more_and_undone_it_is()
    {
        await using var city = await City.New();
        var (kept, merged) = (await city.HasPerson(), await city.HasPerson());
        var (mine, theirs) = (await city.HasInvitation("needs-assessment", kept), await city.HasInvitation("needs-assessment", merged));
        Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(merged, theirs, ("q-needs", "work"), ("q-work", "no"))).StatusCode);
        IReadOnlyCollection<BroughtRow> rows = [];
        await Follows(async follows => rows = await follows.BringOver(merged, kept, false, CancellationToken.None));
        Assert.NotNull(await AnsweredOn());
        await Follows(follows => follows.TakeBack(rows, merged, kept, CancellationToken.None));
        Assert.Null(await AnsweredOn());

        Task<DateOnly?> AnsweredOn() => city.InDatabase(db => db.Set<Invitation>().Where(row => row.Id == mine).Select(row => row.AnsweredOn).SingleAsync());

        Task<bool> Follows(Func<IFollowsPerson, Task> act) => city.InScope(async services =>
        {
            await act(services.GetServices<IFollowsPerson>().OfType<FollowPerson>().Single());
            return true;
        });
    }

    [Fact]
    public async Task A_letter_goes_out_only_while_it_can_be_answered_and_tells_nobody_that_somebody_has()
    {
        await using var city = await City.New();
        var person = await city.HasPerson();
        var (byName, anonymous) = (await city.HasInvitation("needs-assessment", person), await city.HasInvitation("self-assessment", person));
        var other = await city.HasInvitation("service-quality", person);
        Assert.Empty(await Stale());
        Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(person, anonymous, ("q-access", "4"), ("q-needs", "3"), ("q-participation", "2"), ("q-cooperation", "5"), ("q-results", "1"))).StatusCode);
        Assert.Empty(await Stale());
        Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(person, byName, ("q-needs", "work"), ("q-work", "no"))).StatusCode);
        Assert.Equal([byName], await Stale());
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Administrator).Act("/questionnaires/service-quality", "Close")).StatusCode);
        Assert.Equal(new[] { byName, other }.Order(), (await Stale()).Order());

        // Those that are asked carry what they are about.
        await city.Runs(Invite.Name);
        Assert.True(await city.InDatabase(async db => await db.Set<Courses.Messaging.Message>().Where(row => row.Kind == Invite.Letter).AllAsync(row => row.About != null)));

        Task<Guid[]> Stale() => city.InScope(async services =>
        {
            var check = services.GetServices<IMessageCheck>().Single(one => one.Kind == Invite.Letter);
            return (await check.NoLongerTrue([.. new[] { byName, anonymous, other }.Select(about => new MessageToCheck(about, person, about))], CancellationToken.None)).Select(stale => stale.About).ToArray();
        });
    }

    [Fact]
    public async Task Who_was_asked_is_forgotten_a_year_after_the_answer_was_due_and_what_was_answered_later()
    {
        await using var city = await City.New();
        var person = await city.HasPerson();
        var invitation = await city.HasInvitation("needs-assessment", person);
        var until = DateOnly.FromDateTime(city.Clock.GetUtcNow().UtcDateTime).AddDays(366);
        await city.InDatabase(db => db.Set<Invitation>().Where(row => row.Id == invitation).ExecuteUpdateAsync(set => set.SetProperty(row => row.AnswerUntil, until)));
        Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(person, invitation, ("q-needs", "work"), ("q-work", "no"))).StatusCode);
        var begun = city.Clock.GetUtcNow();

        // While it may be answered it is there, however long that is.
        city.Clock.MoveTo(begun.AddMonths(14));
        Assert.Equal(0, await city.Forgets("questionnaire-invitations"));
        city.Clock.MoveTo(begun.AddMonths(26));
        Assert.Equal(1, await city.Forgets("questionnaire-invitations"));
        Assert.Equal(0, await city.Forgets("questionnaires"));
        city.Clock.MoveTo(begun.AddMonths(38));
        Assert.Equal(1, await city.Forgets("questionnaires"));
        Assert.Equal((0, 0), await city.InDatabase(async db => (await db.Set<PersonSheet>().CountAsync(), await db.Set<PersonAnswer>().CountAsync())));
    }

    private static string Section(string page, string question) => page.Split($"data-question=\"{question}\"")[1].Split("</section>")[0];

    private static string MainOf(string page) => page.Split("<main")[1].Split("</main>")[0];
}
