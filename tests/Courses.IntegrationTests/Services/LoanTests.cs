using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Participants.Features;
using Courses.Platform.Kept;
using Courses.Services;
using Courses.Services.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Services;

/// <summary>Tablets that are lent, late and back, over HTTP on the real database.</summary>
public sealed class LoanTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task One_tablet_is_with_one_person_however_many_lend_it_at_once()
    {
        var school = await city.HasSchool();
        var tablet = await city.HasTablet(school.ProviderId, "T-1");
        var people = new[] { await city.HasPerson(), await city.HasPerson(), await city.HasPerson(), await city.HasPerson() };
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var shown = await manager.GetStringAsync("/loans?show=here");
        var passes = new List<string>();
        foreach (var person in people)
        {
            passes.Add(await city.PassNumberOf(person));
        }

        var answers = await Task.WhenAll(passes.Select(pass => manager.PostTo("/loans?show=here&handler=Lend", shown, Lend(tablet, pass))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        var loan = Assert.Single(await LoansOf(tablet));

        // The same tap once more is no refusal, and no second loan.
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo("/loans?show=here&handler=Lend", shown, Lend(tablet, await city.PassNumberOf(loan.ParticipantId)))).StatusCode);
        Assert.Single(await LoansOf(tablet));
        var phone = await city.AsNewcomer(loan.ParticipantId).GetStringAsync("/my/loans");
        Assert.Contains("T-1", phone, StringComparison.Ordinal);
        Assert.Contains("30 November 2026", phone, StringComparison.Ordinal);
        Assert.Contains("borrowed nothing", await city.AsNewcomer(people.First(person => person != loan.ParticipantId)).GetStringAsync("/my/loans"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo("/loans?handler=Withdraw", shown, ("ThingId", tablet.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Undo", loan.Id)).StatusCode);
        Assert.Empty(await LoansOf(tablet));
    }

    [Fact]
    public async Task It_comes_back_once_and_the_same_day_that_can_be_undone()
    {
        var school = await city.HasSchool();
        var tablet = await city.HasTablet(school.ProviderId, "T-2");
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var loan = await Lends(city, manager, tablet, await city.HasPerson());
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Return", loan)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(manager, "Return", loan)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(manager, "Extend", loan, Day(2026, 12, 20))).StatusCode);
        Assert.Contains("It came back today", await manager.GetStringAsync("/loans?show=here"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "UndoReturn", loan)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Extend", loan, Day(2026, 12, 20))).StatusCode);
        Assert.Equal(new DateOnly(2026, 12, 20), Assert.Single(await LoansOf(tablet)).DueOn);
        foreach (var wrong in new[] { Day(2026, 11, 1), Day(2029, 1, 1) })
        {
            Assert.Equal(HttpStatusCode.Conflict, (await Press(manager, "Extend", loan, wrong)).StatusCode);
        }

        // It came back and went to somebody else: undoing the return would have it twice.
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Return", loan)).StatusCode);
        var next = await Lends(city, manager, tablet, await city.HasPerson());
        Assert.Equal(HttpStatusCode.Conflict, (await Press(manager, "UndoReturn", loan)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Return", next)).StatusCode);

        var shown = await manager.GetStringAsync("/loans?show=here");
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo("/loans?handler=Withdraw", shown, ("ThingId", tablet.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo("/loans?handler=Lend", shown, Lend(tablet, await city.PassNumberOf(await city.HasPerson())))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo("/loans?handler=TakeBack", shown, ("ThingId", tablet.ToString()))).StatusCode);
    }

    [Fact]
    public async Task What_is_typed_wrongly_is_said_at_the_field_and_kept_and_another_organisation_finds_nothing()
    {
        var (school, other) = (await city.HasSchool(), await city.HasSchool());
        var tablet = await city.HasTablet(school.ProviderId, "T-3");
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var shown = await manager.GetStringAsync("/loans?show=here");
        var answer = await manager.PostTo("/loans?show=here&handler=Lend", shown, Lend(tablet, "NO-SUCH-PASS"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Nobody has this pass number", html, StringComparison.Ordinal);
        Assert.Contains("value=\"NO-SUCH-PASS\"", html, StringComparison.Ordinal);
        foreach (var fields in new (string, string)[][] { [], [("ThingId", tablet.ToString())], [("ThingId", tablet.ToString()), ("PassNumber", new string('9', 100_000))], [("ThingId", tablet.ToString()), ("PassNumber", "X"), ("Until.Day", "31"), ("Until.Month", "2"), ("Until.Year", "2027")] })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostTo("/loans?show=here&handler=Lend", shown, fields)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo("/loans?show=here&handler=Add", shown, ("Kind", "tablet"), ("Label", "T-3"))).StatusCode);
        foreach (var fields in new (string, string)[][] { [], [("Kind", "castle"), ("Label", "X")], [("Kind", "tablet"), ("Label", " ")], [("Kind", "tablet"), ("Label", new string('x', 200))] })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostTo("/loans?show=here&handler=Add", shown, fields)).StatusCode);
        }

        var loan = await Lends(city, manager, tablet, await city.HasPerson("Zora"));
        var stranger = city.As(Roles.ProviderManager, other.ProviderId);
        var theirs = await stranger.GetStringAsync("/loans?show=here");
        Assert.DoesNotContain("T-3", theirs + await stranger.GetStringAsync("/loans"), StringComparison.Ordinal);
        foreach (var handler in new[] { "Return", "Undo", "UndoReturn" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/loans?handler={handler}", theirs, ("LoanId", loan.ToString()))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo("/loans?handler=Lend", theirs, Lend(tablet, await city.PassNumberOf(await city.HasPerson())))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo("/loans?handler=Withdraw", theirs, ("ThingId", tablet.ToString()))).StatusCode);

        // An administrator sees the pass, and the name only with the right to it; a coach both.
        Assert.DoesNotContain("Zora", await city.As(Roles.Administrator).GetStringAsync("/loans"), StringComparison.Ordinal);
        Assert.Contains("Zora", await city.As(Roles.Administrator, caseData: true).GetStringAsync("/loans"), StringComparison.Ordinal);
        Assert.Contains("Zora", await city.As(Roles.Coach).GetStringAsync("/loans"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_days_before_and_when_it_is_late_there_is_one_letter_each_and_anew_after_it_was_extended()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var (tablet, second) = (await own.HasTablet(school.ProviderId, "T-4"), await own.HasTablet(school.ProviderId, "T-5"));
        var manager = own.As(Roles.ProviderManager, school.ProviderId);
        var (person, other) = (await own.HasPerson(language: "ar"), await own.HasPerson());
        var loan = await Lends(own, manager, tablet, person);
        var back = await Lends(own, manager, second, other);
        own.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(0, await own.Runs(RemindOfLoans.Name));
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await own.Runs(RemindOfLoans.Name));
        Assert.Equal(0, await own.Runs(RemindOfLoans.Name));
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await own.Runs(RemindOfLoans.Name));
        Assert.Equal([RemindOfLoans.DueLetter], await Letters(own, person));
        Assert.Contains("جهاز لوحي", WebUtility.HtmlDecode(await own.AsNewcomer(person, "ar").GetStringAsync("/my/letters")), StringComparison.Ordinal);

        // The other one is back before the last day.
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Return", back)).StatusCode);
        own.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await own.Runs(RemindOfLoans.Name));
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await own.Runs(RemindOfLoans.Name));
        Assert.Equal([RemindOfLoans.DueLetter, RemindOfLoans.OverdueLetter], await Letters(own, person));
        Assert.Equal([RemindOfLoans.DueLetter], await Letters(own, other));
        Assert.Contains("badge bad", await manager.GetStringAsync("/loans"), StringComparison.Ordinal);

        var until = own.Clock.GetUtcNow().AddDays(10);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Extend", loan, Day(until.Year, until.Month, until.Day))).StatusCode);
        own.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await own.Runs(RemindOfLoans.Name));
        Assert.Equal(3, (await Letters(own, person)).Count);

        // A letter that waits is not sent when the thing is back: whoever sends asks once more.
        var message = new MessageToCheck(Guid.NewGuid(), person, loan);
        Assert.Empty(await NoLongerTrue(own, message));
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Return", loan)).StatusCode);
        Assert.Equal([message], await NoLongerTrue(own, message));
    }

    [Fact]
    public async Task What_somebody_borrowed_comes_over_with_a_merged_record_is_shown_erased_and_forgotten_after_a_year()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var tablet = await own.HasTablet(school.ProviderId, "T-6");
        var manager = own.As(Roles.ProviderManager, school.ProviderId);
        var (kept, closed) = (await own.HasPerson(), await own.HasPerson());
        var loan = await Lends(own, manager, tablet, closed);
        Task<List<Guid>> Owners() => own.InDatabase(db => db.Set<Loan>().Select(row => row.ParticipantId).ToListAsync());
        var merge = await own.InScope(services => services.GetRequiredService<MergePeople>().Merge(closed, kept, "Same passport", default));
        Assert.Equal([kept], await Owners());
        await own.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        Assert.Equal([closed], await Owners());

        Assert.Contains("What you borrowed", await own.AsNewcomer(closed).GetStringAsync("/my/data"), StringComparison.Ordinal);
        await own.InScope(async services =>
        {
            var module = services.GetServices<IKeepsAboutPeople>().Single(one => one.Kinds.Any(kind => kind.Code == "loans"));
            Assert.Equal("T-6", Assert.Single(await module.RowsOf([closed])[0].Read(default)).Says);
            Assert.Equal("erasure.hold.loan", Assert.Single(await module.Holds([closed], default)).Code);
            return true;
        });
        Assert.Equal(HttpStatusCode.Redirect, (await Press(manager, "Return", loan)).StatusCode);
        await own.InScope(async services =>
        {
            var module = services.GetServices<IKeepsAboutPeople>().Single(one => one.Kinds.Any(kind => kind.Code == "loans"));
            Assert.Empty(await module.Holds([closed], default));
            Assert.Equal(0, await Assert.Single(module.Erasing([kept])).Erase(default));
            return true;
        });
        own.Clock.Advance(TimeSpan.FromDays(300));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Single(await Owners());
        own.Clock.Advance(TimeSpan.FromDays(100));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Empty(await Owners());
    }

    private static (string, string)[] Lend(Guid tablet, string pass) => [("ThingId", tablet.ToString()), ("PassNumber", pass), .. Day(2026, 11, 30)];

    private static (string Name, string Value)[] Day(int year, int month, int day) => [("Until.Day", $"{day}"), ("Until.Month", $"{month}"), ("Until.Year", $"{year}")];

    private static async Task<Guid> Lends(City of, HttpClient manager, Guid tablet, Guid person)
    {
        var lent = await manager.PostTo("/loans?show=here&handler=Lend", await manager.GetStringAsync("/loans?show=here"), Lend(tablet, await of.PassNumberOf(person)));
        Assert.True(lent.StatusCode == HttpStatusCode.Redirect, await lent.Content.ReadAsStringAsync());
        return await of.InDatabase(db => db.Set<Loan>().Where(row => row.LendableId == tablet && row.ParticipantId == person && row.ReturnedOn == null).Select(row => row.Id).SingleAsync());
    }

    private static async Task<HttpResponseMessage> Press(HttpClient manager, string handler, Guid loan, params (string Name, string Value)[] fields) =>
        await manager.PostTo($"/loans?handler={handler}", await manager.GetStringAsync("/loans?show=here"), [("LoanId", loan.ToString()), .. fields]);

    private Task<List<Loan>> LoansOf(Guid tablet) => city.InDatabase(db => db.Set<Loan>().AsNoTracking().Where(row => row.LendableId == tablet).ToListAsync());

    private static Task<List<string>> Letters(City of, Guid person) =>
        of.Ask<IMessages, List<string>>(messages => messages.Reminders.Where(message => message.ParticipantId == person).OrderBy(message => message.QueuedAt).Select(message => message.Kind).ToListAsync());

    private static Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(City of, MessageToCheck message) =>
        of.InScope(services => services.GetServices<IMessageCheck>().Single(check => check.Kind == RemindOfLoans.DueLetter).NoLongerTrue([message], default));
}
