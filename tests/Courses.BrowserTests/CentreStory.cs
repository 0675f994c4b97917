using System.Globalization;
using Courses.Questionnaires.Features;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// What a centre does beside its courses, practice by practice: docs/practices.md says which is which. Newcomers have Arabic or Farsi on a phone without scripts. Pictures lie under .data/screenshots/centre.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class CentreStory(BrowserCity city)
{
    private static readonly string[] QualityIndicators = ["attitude", "information", "explanation", "advocacy", "psychosocial", "other-support", "satisfaction"];
    private static readonly string[] ScoredCriteria = ["access", "needs", "participation", "cooperation", "results"];
    private readonly Stage stage = new(city);

    [Fact]
    public async Task A_start_coaching_booked_on_the_phone_a_booklet_and_a_module_in_Albanian()
    {
        var album = new Album("centre/start-wien");
        await stage.MidnightIsNotNear();

        // A module in a language that the pages do not have.
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await PlansRun(coach, "housing", "sq", city.Today.AddDays(2), "07:00", "09:00");
        await PlansRun(coach, "racism-workshop", "ar", city.Today.AddDays(3), "07:00", "10:00");
        await coach.GotoAsync("/orientation");
        await Assertions.Expect(coach.Locator("td[lang=sq]")).ToHaveCountAsync(1);
        await Assertions.Expect(coach.Locator("td[data-finished]").Filter(new() { HasText = "%" }).First).ToBeVisibleAsync();
        await album.TakeClean(coach, "modules-and-who-finished");

        var person = await stage.HasFreeNewcomer("start-wien", "ar", 0);
        await stage.Execute($"delete from orientation.completion where participant_id = '{person.Id}' and topic_code = 'racism-workshop'");
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/activities?kind=first-appointment");
        var coaching = phone.Locator("section.card").Filter(new() { HasText = "Start-Coaching" });
        await album.Take(phone, "choose-a-time-in-arabic");
        await coaching.Locator("form[action*='handler=SignUp'] button").ClickAsync();
        await Assertions.Expect(phone.Locator("html[dir=rtl] .notice.good").First).ToBeVisibleAsync();
        await album.Take(phone, "coaching-booked");

        await phone.GotoAsync("/my");
        await phone.ClickAsync("main a[href='/my/booklet']");
        await Assertions.Expect(phone.Locator("html[dir=rtl] section[data-booklet]").First).ToBeVisibleAsync();
        Assert.True(await phone.Locator("section[data-booklet] ul.lines li").CountAsync() > 5);
        await Assertions.Expect(phone.Locator("section[data-booklet] a[href^='/my/book/']").First).ToBeVisibleAsync();
        await album.Take(phone, "education-booklet-in-arabic");
        await phone.Locator("section[data-booklet] a[href^='/my/book/']").First.ClickAsync();
        await phone.ClickAsync("main form button.wide");
        await phone.WaitForURLAsync("**/done");
        await album.Take(phone, "module-booked");
        await Close(coach, phone);
    }

    [Fact]
    public async Task A_consultation_in_Farsi_is_booked_signed_and_counted()
    {
        var album = new Album("centre/inlt");
        await stage.MidnightIsNotNear();
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var activity = await Makes(manager, "consultation", "Rechtsberatung", city.Today.AddDays(1), "08:00", "09:00", async form =>
        {
            await form.CheckAsync("input[name=Admission][value=Appointment]");
            await form.Locator("summary", new() { HasText = "Languages" }).ClickAsync();
            await form.CheckAsync("input[name=Spoken][value=fa]");
        });
        var person = await stage.HasFreeNewcomer("inlt", "fa", 0);
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/activities?kind=consultation&spoken=fa&days=7");
        await album.Take(phone, "times-in-farsi");
        await phone.Locator("section.card").Filter(new() { HasText = "Rechtsberatung" }).Locator("form[action*='handler=SignUp'] button").ClickAsync();
        await Assertions.Expect(phone.Locator("html[dir=rtl] .notice.good").First).ToBeVisibleAsync();
        await album.Take(phone, "booked");

        var session = await stage.MeetsNow(activity);
        await manager.GotoAsync($"/teacher/registers/{session}");
        await manager.ClickAsync("button[formaction*=AllPresent]");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.TakeClean(manager, "register-of-one");
        await manager.ClickAsync("button[formaction*=SignOff]");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync("/activities/report");
        await Assertions.Expect(coach.Locator($"tr[data-kind=consultation][data-month='{city.Today.Month.ToString(CultureInfo.InvariantCulture)}']")).ToHaveCountAsync(1);
        await album.TakeClean(coach, "services-counted");
        await Close(manager, phone, coach);
    }

    [Fact]
    public async Task A_base_module_topic_days_one_a_day_three_days_of_protection_and_one_for_children()
    {
        var album = new Album("centre/estonia");
        await stage.MidnightIsNotNear();
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        var saturday = city.Today.AddDays(8);
        while (saturday.DayOfWeek != DayOfWeek.Saturday)
        {
            saturday = saturday.AddDays(1);
        }

        var protection = await PlansRun(coach, "protection", "fa", saturday.AddDays(6), "09:00", "15:00", days: 3);
        await Assertions.Expect(coach.Locator("main a[href*='/sessions/']")).ToHaveCountAsync(3);
        await album.TakeClean(coach, "three-days-of-protection");
        var children = await PlansRun(coach, "children", "fa", saturday.AddDays(14), "09:00", "15:00");
        var family = await PlansRun(coach, "family", "fa", saturday.AddDays(1), "09:30", "15:30");
        var work = await PlansRun(coach, "work", "fa", saturday.AddDays(1), "09:00", "15:00");
        var first = await PlansRun(coach, "base", "fa", saturday, "09:00", "15:00");

        var person = await stage.HasFreeNewcomer("welcoming-estonia", "fa", 1);
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/find?kind=orientation&day=weekend&help=fa");
        await album.Take(phone, "modules-at-weekends-in-farsi");
        foreach (var run in new[] { first, work, protection, children })
        {
            await phone.GotoAsync($"/my/book/{run}");
            await phone.ClickAsync("main form button.wide");
            await phone.WaitForURLAsync("**/done");
        }

        // One topic a day: the second of the same Sunday is refused, in words.
        await phone.GotoAsync($"/my/book/{family}");
        await Assertions.Expect(phone.Locator("html[dir=rtl] .notice.warn[role=alert]")).ToBeVisibleAsync();
        await phone.ClickAsync("main form button.wide");
        await Assertions.Expect(phone.Locator(".problems")).ToBeVisibleAsync();
        await album.Take(phone, "one-topic-a-day");
        await phone.GotoAsync("/my/courses");
        await album.Take(phone, "what-is-booked");
        await Close(coach, phone);
    }

    [Fact]
    public async Task Its_people_vote_for_the_topic_an_interpreter_comes_and_another_day_is_told_once()
    {
        var album = new Album("centre/bread-house");
        await stage.MidnightIsNotNear();
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var activity = await Makes(manager, "event", "Gemeinsam Brot backen", city.Today.AddDays(10), "15:00", "18:00", async form =>
        {
            await form.CheckAsync("input[name=OpenToLocals]");
            await form.Locator("summary", new() { HasText = "Languages" }).ClickAsync();
            await form.CheckAsync("input[name=Interpreted][value=fa]");
        });
        await manager.ClickAsync("#vote > summary");
        foreach (var (german, farsi) in new[] { ("Brot aus der Heimat", "نان وطن"), ("Salzteig für Kinder", "خمیر نمکی برای کودکان"), ("Gewürze der Welt", "ادویه‌های جهان") })
        {
            await manager.FillAsync("#topic-de", german);
            await manager.FillAsync("#topic-fa", farsi);
            await manager.ClickAsync("form[action*='handler=AddTopic'] button");
            await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        }

        await manager.FillDate("Last day to vote", city.Today.AddDays(5));
        await album.TakeClean(manager, "topics-to-choose");
        await manager.ClickAsync("form[action*='handler=OpenVote'] button");
        await Assertions.Expect(manager.Locator("form[action*='handler=EndVote']")).ToHaveCountAsync(1);

        // By open call: whoever signs up has a vote, and changes it.
        var person = await stage.HasFreeNewcomer("inlt", "fa", 2);
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/activities?kind=event");
        await phone.Locator("section.card").Filter(new() { HasText = "Gemeinsam Brot backen" }).Locator("form[action*='handler=SignUp'] button").ClickAsync();
        var vote = phone.Locator("section[data-vote]").Filter(new() { HasText = "Gemeinsam Brot backen" });
        await Assertions.Expect(vote.Locator("input[name=TopicId]")).ToHaveCountAsync(3);
        await vote.GetByLabel("ادویه‌های جهان").CheckAsync();
        await vote.Locator("button").ClickAsync();
        await Assertions.Expect(phone.Locator(".notice.good").First).ToBeVisibleAsync();
        await vote.GetByLabel("نان وطن").CheckAsync();
        await vote.Locator("button").ClickAsync();
        await Assertions.Expect(vote.GetByLabel("نان وطن")).ToBeCheckedAsync();
        await album.Take(phone, "vote-in-farsi");

        await manager.ReloadAsync();
        await Assertions.Expect(manager.Locator("[data-votes]")).ToHaveCountAsync(0);
        await album.TakeClean(manager, "vote-goes-on");
        await manager.ClickAsync("form[action*='handler=EndVote'] button");
        await Assertions.Expect(manager.Locator("li[data-topic='1'] [data-votes='1']")).ToHaveCountAsync(1);
        await album.TakeClean(manager, "counts");
        await manager.ClickAsync("li[data-topic='1'] form[action*='handler=ChooseTopic'] button");
        await Assertions.Expect(manager.Locator("li[data-topic='1'] .badge.good")).ToHaveCountAsync(1);
        Assert.Equal(0, await stage.Count($"select count(*) as \"Value\" from activities.vote where activity_id = '{activity}'"));
        await phone.GotoAsync("/my/activities");
        await Assertions.Expect(phone.Locator("[data-chosen]").Filter(new() { HasText = "نان وطن" })).ToHaveCountAsync(1);
        await album.Take(phone, "topic-in-farsi");

        // Another day and hour: the phone hears of it in one letter.
        await manager.ClickAsync($"a[href='/activities/edit/{activity}']");
        await manager.CheckAsync("#ChangesDays");
        await manager.FillDate("First day", city.Today.AddDays(17));
        await manager.FillAsync("#From", "16:00");
        await manager.FillAsync("#Until", "19:00");
        await album.TakeClean(manager, "another-day");
        await manager.ClickAsync("main form[method=post] button:not([type=button])");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from messaging.message where participant_id = '{person.Id}' and kind = 'activity-changed' and language = 'fa'"));
        await phone.GotoAsync("/my/letters");
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("زمان یا مکان");
        await album.Take(phone, "one-letter-in-farsi");

        // By invitation of a partner: who lives in its centre chooses before they sign up.
        var resident = await stage.HasResident("ar");
        var other = await city.Open(Screen.Phone, "ar", javaScript: false);
        await resident.OpenPass(other);
        await other.GotoAsync("/my/activities");
        var songs = other.Locator("html[dir=rtl] section[data-vote]").Filter(new() { HasText = "Abend mit dem Chor" });
        await songs.GetByLabel("أغانٍ من الوطن").CheckAsync();
        await songs.Locator("button").ClickAsync();
        await Assertions.Expect(songs.GetByLabel("أغانٍ من الوطن")).ToBeCheckedAsync();
        await album.Take(other, "invited-in-arabic");
        await Close(manager, phone, other);
    }

    [Fact]
    public async Task A_walk_in_desk_and_seven_indicators_answered_in_Arabic()
    {
        var album = new Album("centre/mihub");
        await stage.MidnightIsNotNear();
        var person = await stage.HasNewcomerAskedAbout(Guid.Empty);
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/language?to=ar&back=/my");
        await phone.GotoAsync("/my/activities?kind=walk-in-hour");
        await Assertions.Expect(phone.Locator("html[dir=rtl] section.card").Filter(new() { HasText = "Offene Beratung" }).First).ToBeVisibleAsync();
        await album.Take(phone, "just-come-in-arabic");
        await phone.GotoAsync("/my/questionnaires");
        await phone.Locator("section.card", new() { HasText = "كيف ساعدناك؟" }).Locator("a.button").First.ClickAsync();
        foreach (var (indicator, number) in QualityIndicators.Select((indicator, number) => (indicator, number)))
        {
            await phone.CheckAsync($"input[name=q-{indicator}][value='{(number % 3) + 3}']");
        }

        await phone.FillAsync("#q-suggestions", "افتحوا في المساء أيضاً");
        await album.Take(phone, "seven-indicators");
        await phone.ClickAsync("main form button");
        await Assertions.Expect(phone.Locator(".notice.good").First).ToBeVisibleAsync();

        // Who has no papers fills it in at the desk, on paper.
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await TypesIn(coach, "service-quality", QualityIndicators, 5);
        var admin = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await Mixes(admin, "service-quality");
        await Assertions.Expect(admin.Locator("section[data-question]").Nth(QualityIndicators.Length - 1)).ToBeVisibleAsync();
        await album.TakeClean(admin, "quality-of-service");
        await Close(phone, coach, admin);
    }

    [Fact]
    public async Task Many_kinds_of_activity_in_one_centre_stand_on_one_leaflet()
    {
        var album = new Album("centre/my-place");
        await stage.MidnightIsNotNear();
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        foreach (var (kind, title, day) in new[] { ("workshop", "Fotografieren", 1), ("leisure", "Yoga", 2), ("event", "Filmabend", 3), ("excursion", "Fahrt an den See", 4) })
        {
            await Makes(manager, kind, title, city.Today.AddDays(day), "19:00", "20:30", _ => Task.CompletedTask);
        }

        var place = await manager.Locator("main dl.facts dd").First.InnerTextAsync();
        await manager.GotoAsync("/activities/leaflet");
        var option = manager.Locator("#venue option").Filter(new() { HasText = place.Split(',')[0] }).First;
        await manager.GotoAsync($"/activities/leaflet?venue={await option.GetAttributeAsync("value")}&weeks=1&first=ar&second=de");
        foreach (var title in new[] { "Fotografieren", "Yoga", "Filmabend", "Fahrt an den See" })
        {
            await Assertions.Expect(manager.Locator(".leaflet-line").Filter(new() { HasText = title })).ToHaveCountAsync(1);
        }

        await album.TakeClean(manager, "one-week-in-arabic-and-german");
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await (await stage.HasFreeNewcomer("inlt", "ar", 3)).OpenPass(phone);
        await phone.GotoAsync("/my/activities?days=7");
        await Assertions.Expect(phone.Locator("html[dir=rtl] section.card").Filter(new() { HasText = "Filmabend" })).ToHaveCountAsync(1);
        await album.Take(phone, "what-there-is-in-arabic");
        await Close(manager, phone);
    }

    [Fact]
    public async Task A_needs_assessment_by_questionnaire_and_interview_comes_before_all_else()
    {
        var album = new Album("centre/prime");
        await stage.MidnightIsNotNear();
        var person = await stage.HasFreeNewcomer("inlt", "ar", 4);
        await stage.IsOfAge(person.Id, 24);
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/rights");
        var prime = phone.Locator("section.card").Filter(new() { HasText = "PRIME" });
        await Assertions.Expect(prime.Locator(".badge.good")).ToHaveCountAsync(0);
        await album.Take(phone, "not-before-somebody-asked");

        // At the desk: the questionnaire in the interview, and then the module that it is.
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync($"/coach/people/{person.Id}/questionnaires");
        await coach.ClickAsync("a[href^='/questionnaires/needs-assessment/type-in']");
        await coach.CheckAsync("input[name=q-needs][value=work]");
        await coach.CheckAsync("input[name=q-needs][value=recognition]");
        await coach.CheckAsync("input[name=q-work][value=looking]");
        await coach.ClickAsync("main form.card button:not([type=button])");
        if (await coach.Locator("#q-job").CountAsync() > 0)
        {
            await coach.FillAsync("#q-job", "Schweißer");
            await coach.ClickAsync("main form.card button:not([type=button])");
        }

        await coach.GotoAsync($"/coach/people/{person.Id}/questionnaires");
        await Assertions.Expect(coach.Locator("main section.card").Filter(new() { HasText = city.Today.Year.ToString(CultureInfo.InvariantCulture) }).First).ToBeVisibleAsync();
        await album.TakeClean(coach, "what-they-need");
        await coach.GotoAsync($"/coach/people/{person.Id}");
        var module = coach.Locator("form[action*='handler=Module']");
        await module.Locator("select").SelectOptionAsync("needs-assessment");
        await module.Locator("button").ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();

        await phone.GotoAsync("/my/rights");
        await Assertions.Expect(prime.Locator(".badge.good")).ToHaveCountAsync(1);
        await album.Take(phone, "then-everything-in-arabic");
        await Close(phone, coach);
    }

    [Fact]
    public async Task A_sheet_from_the_drop_box_costs_paid_back_and_a_self_assessment_with_scores()
    {
        var album = new Album("centre/unhcr");
        await stage.MidnightIsNotNear();
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync("/admin/complaints");
        await coach.ClickAsync("#type-in > summary");
        await coach.SelectOptionAsync("#Kind", "Complaint");
        await coach.SelectOptionAsync("#SheetLanguage", "ar");
        await coach.FillAsync("#Text", "لا يوجد مكان لعربة الأطفال في الممر");
        await album.TakeClean(coach, "type-in-a-sheet");
        await coach.ClickAsync("#type-in form button:not([type=button])");
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        var sheet = coach.Locator("article").Filter(new() { HasText = "لا يوجد مكان لعربة الأطفال" });
        await Assertions.Expect(sheet.Locator(".badge")).ToHaveCountAsync(2);
        await album.TakeClean(coach, "in-the-list");

        // The way to the course is paid back.
        var person = await stage.HasNewcomerWhoCame("ar");
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);
        await phone.ClickAsync("main a[href='/my/costs']");
        await phone.CheckAsync("input[name=Kind][value=Childcare]");
        await phone.FillAsync("#Amount", "18.40");
        await album.Take(phone, "what-it-cost-in-arabic");
        await phone.ClickAsync("main form.card button");
        await Assertions.Expect(phone.Locator("html[dir=rtl] .notice.good").First).ToBeVisibleAsync();
        await coach.GotoAsync("/costs");
        var claim = coach.Locator("article").Filter(new() { HasText = "18.40" });
        await album.TakeClean(coach, "beside-the-register");
        await claim.Locator("form[action*='handler=Approve'] button").ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        var admin = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await admin.GotoAsync("/costs");
        await album.TakeClean(admin, "to-pay");
        await admin.Locator("article").Filter(new() { HasText = "18.40" }).Locator("form[action*='handler=Pay'] button").ClickAsync();
        await Assertions.Expect(admin.Locator(".notice.good").First).ToBeVisibleAsync();
        await phone.GotoAsync("/my/costs");
        await Assertions.Expect(phone.Locator("section[data-claim] .notice.good")).ToHaveCountAsync(1);
        await album.Take(phone, "paid-in-arabic");

        // Five colleagues say how good it is, by five criteria.
        await TypesIn(coach, "self-assessment", ScoredCriteria, 5);
        await Mixes(admin, "self-assessment");
        await Assertions.Expect(admin.Locator("section[data-question=access]")).ToContainTextAsync("average");
        await album.TakeClean(admin, "self-assessment-with-scores");
        await Close(coach, phone, admin);
    }

    /// <summary>A run of a module; a room that is taken at that time is meant all the same.</summary>
    private static async Task<Guid> PlansRun(IPage coach, string topic, string language, DateOnly on, string from, string until, int days = 1)
    {
        await coach.GotoAsync("/orientation/new");
        await coach.SelectOptionAsync("#TopicCode", topic);
        await coach.FillAsync("#RunLanguage", language);
        await coach.SelectOptionAsync("#VenueId", new SelectOptionValue { Index = 1 });
        await coach.FillDate("First day", on);
        await coach.FillAsync("#From", from);
        await coach.FillAsync("#Until", until);
        await coach.FillAsync("#Days", days.ToString(CultureInfo.InvariantCulture));
        await coach.ClickAsync("main form button:not([type=button])");
        if (await coach.Locator("input[name=IsMeant]").CountAsync() > 0)
        {
            await coach.CheckAsync("input[name=IsMeant]");
            await coach.ClickAsync("main form button:not([type=button])");
        }

        await coach.WaitForURLAsync("**/provider/classes/*");
        return Guid.Parse(new Uri(coach.Url).Segments[^1]);
    }

    private static async Task<Guid> Makes(IPage manager, string kind, string title, DateOnly on, string from, string until, Func<IPage, Task> otherwise)
    {
        await manager.GotoAsync("/activities/edit");
        await manager.SelectOptionAsync("#Kind", kind);
        await manager.FillAsync("#Subject", title);
        await manager.SelectOptionAsync("#VenueId", new SelectOptionValue { Index = 1 });
        await manager.FillDate("First day", on);
        await manager.FillAsync("#From", from);
        await manager.FillAsync("#Until", until);
        await otherwise(manager);
        await manager.ClickAsync("main form[method=post] button:not([type=button])");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        return Guid.Parse(new Uri(manager.Url).Segments[^1]);
    }

    private static async Task TypesIn(IPage coach, string questionnaire, string[] scales, int sheets)
    {
        await coach.GotoAsync($"/questionnaires/{questionnaire}/type-in");
        for (var sheet = 0; sheet < sheets; sheet++)
        {
            foreach (var (scale, number) in scales.Select((scale, number) => (scale, number)))
            {
                await coach.CheckAsync($"input[name=q-{scale}][value='{((sheet + number) % 3) + 3}']");
            }

            await coach.ClickAsync("main form button:not([type=button])");
            await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        }
    }

    /// <summary>The night mixes the sheets; until then nobody reads them.</summary>
    private static async Task Mixes(IPage admin, string questionnaire)
    {
        await admin.GotoAsync("/admin/jobs");
        await admin.Locator($"#{MixSheets.Name} button").ClickAsync();
        var deadline = TimeProvider.System.GetUtcNow().AddMinutes(1);
        do
        {
            await admin.GotoAsync($"/questionnaires/{questionnaire}");
        }
        while (await admin.Locator("[data-sheets]").CountAsync() == 0 && TimeProvider.System.GetUtcNow() < deadline);
        await Assertions.Expect(admin.Locator("[data-sheets]")).ToHaveCountAsync(1);
    }

    private static async Task Close(params IPage[] pages)
    {
        foreach (var page in pages)
        {
            await page.Context.CloseAsync();
        }
    }
}
