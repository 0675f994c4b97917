using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// The main job from end to end, as five people do it: a coach registers Layla, Layla books on her phone in Arabic, the teacher takes the register, the job recomputes
/// and writes letters, the manager and the administrator read what it comes to.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class MainStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Tour tour = new(city.Pictures);

    [Fact]
    public async Task From_the_desk_to_the_report()
    {
        var (pass, pin) = await TheCoachRegistersLayla();
        await LaylaBooksOnHerPhone(pass, pin);
        await TheTeacherTakesTheRegister();
        await TheJobWritesLetters();
        await TheManagerSeesWhatIsPayable();
        await TheAdministratorReads();
        tour.Write();
    }

    private async Task<(string Address, string Pin)> TheCoachRegistersLayla()
    {
        tour.Chapter("The coach registers a newcomer");
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await tour.Picture(page, "coach", "The coach's desk: search in any script, who was referred and has not come, who came last.");
        await page.GotoAsync("/coach/new");
        await page.Locator("#Person_GivenName").FillAsync("ليلى");
        await page.Locator("#Person_FamilyName").FillAsync("درويش");
        await page.FillDate("Birth date", new(1994, 5, 12));
        await page.GetByLabel("Language for letters").SelectOptionAsync("ar");
        await page.GetByLabel("E-mail").FillAsync("layla@newcomer.example");
        var permit = city.Today.AddDays(-70);
        await page.FillDate("First residence permit on", permit);
        await page.Locator("select[name=Status]").SelectOptionAsync("ThirdCountryNational");
        await page.FillDate("Held since", permit);
        await page.Locator("select[name='Level[SpokenInteraction]']").SelectOptionAsync("A1");
        await tour.Picture(page, "registration", "Name in its own script, status with its dates, level by skill, needs.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("ليلى");

        var startWien = page.Locator(".card", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Start Wien" }) }).First;
        await Assertions.Expect(startWien.Locator(".badge.good")).ToBeVisibleAsync();
        await Finish(page, "start-coaching");
        await page.Locator("form[action*='handler=Vouchers'] button").ClickAsync();
        await Finish(page, "housing");
        await Assertions.Expect(page.GetByText("Can be used")).ToBeVisibleAsync();
        await tour.Picture(page, "person", "What every programme says of her, and why; the voucher is issued, and unlocked by the first information module.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send by mail" }).ClickAsync();
        await page.Locator("main a[href$='/pass']").ClickAsync();
        await tour.Picture(page, "letter", "Her pass as a letter in Arabic, with a card to cut out.");
        var address = await Stage.Decode(page.Locator(".paper .qr svg").First);
        var pin = (await page.Locator(".paper .pin").TextContentAsync())!.Trim();
        await page.Locator("main a[href*='/coach/passes']").First.ClickAsync();
        await Assertions.Expect(page.Locator(".qr svg").First).ToBeVisibleAsync();
        Assert.Equal(address, await Stage.Decode(page.Locator(".qr svg").First));
        await page.Context.CloseAsync();
        Assert.StartsWith(city.Address + "/p/", address, StringComparison.Ordinal);
        return (address, pin);
    }

    private async Task LaylaBooksOnHerPhone(string pass, string pin)
    {
        tour.Chapter("On her phone, in Arabic");
        var page = await city.Open(Screen.Phone, "ar");
        await page.GotoAsync(pass);
        await tour.Picture(page, "open", "The pass asks for one thing that only she knows.");
        await page.FillAsync("input[name=Answer]", pin);
        await page.ClickAsync("main button");
        await page.WaitForURLAsync("**/my");
        Assert.Equal("rtl", await page.GetAttributeAsync("html", "dir"));
        await tour.Picture(page, "home", "What she can do now, one thing at a time.", whole: false);
        await page.GotoAsync("/my/pass");
        Assert.Equal(pass, await Stage.Decode(page.Locator(".qr svg").First));
        await tour.Picture(page, "pass", "The same code as on paper.", whole: false);
        await page.GotoAsync("/my/rights");
        await tour.Picture(page, "rights", "What she may have, and why, in her language.", whole: false);
        await page.GotoAsync("/my/vouchers");
        await tour.Picture(page, "voucher", "Her voucher: what is left, until when, for what.", whole: false);
        await page.GotoAsync("/my/find?Level=A1");
        await tour.Picture(page, "find", "Courses by level, time and district.", whole: false);

        // The first class that takes vouchers and has a seat.
        await page.Locator(".card", new() { HasText = "تُقبل القسائم" }).Locator("a[href*='/my/book/']").First.ClickAsync();
        await Assertions.Expect(page.Locator("input[name=With]:checked")).ToHaveCountAsync(1);
        await tour.Picture(page, "book", "She pays with the voucher. The seat and the money move together.");
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/done*");
        await tour.Picture(page, "booked", "Booked.", whole: false);
        await page.GotoAsync("/my/vouchers");
        Assert.Equal(1, await stage.Count("select count(*) as \"Value\" from vouchers.redemption r join participants.participant p on p.id = r.participant_id where p.email = 'layla@newcomer.example' and r.state = 'Redeemed'"));
        Assert.Equal(1, await stage.Count("select count(*) as \"Value\" from timetable.enrolment e join participants.participant p on p.id = e.participant_id where p.email = 'layla@newcomer.example' and e.state = 'Enrolled'"));
        await page.Context.CloseAsync();
    }

    private async Task TheTeacherTakesTheRegister()
    {
        tour.Chapter("The teacher takes the register");
        var (token, seen) = Tablet.NewPass();
        await using var tablet = await Tablet.SwitchedOn(city, seen);
        var page = await tablet.SignIn();
        var near = await stage.PersonWithMail(DemoAccounts.NearTheLine);
        var under = await stage.PersonWithMail(DemoAccounts.UnderTheLine);
        var session = await stage.HasSessionNow(page, near);
        var scanned = session.People.First(person => person != near && person != under);
        await stage.HasPass(scanned, token);
        await page.GotoAsync("/teacher");
        await tour.Picture(page, "teacher", "The teacher's day.", whole: false);
        await tablet.Open(session);
        await page.ClickAsync("#scan");
        await Assertions.Expect(page.Locator(".result.good")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await tour.Picture(page, "scan", "The camera reads a pass.", whole: false);
        await Assertions.Expect(page.Locator($"li.present[data-person='{scanned}']")).ToBeVisibleAsync();
        await page.ClickAsync($"li[data-person='{near}'] button.absent");
        await page.ClickAsync($"li[data-person='{under}'] button.absent");
        await tour.Picture(page, "register", "Big buttons for the rest, and always visible what has not been sent yet. It works without a network.", whole: false);
        await tablet.SignOff();
        await tour.Picture(page, "signed", "All the others are here; signed off.", whole: false);
        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.Equal(session.People.Count, await stage.Marks(session));
    }

    private async Task TheJobWritesLetters()
    {
        tour.Chapter("The job recomputes, and writes to whom it concerns");
        var page = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await page.GotoAsync("/admin/jobs");
        await tour.Picture(page, "jobs", "Every job: when it ran, when it runs next, what it did.");
        await page.Locator("#recompute-stale button").ClickAsync();
        await page.Locator("#send-messages button").ClickAsync();

        // Over real SMTP: the pass in Arabic; and to her who is near the line, in Farsi, the hours that she may still miss: 12 of 24 attended are 40 % of 30.
        Assert.Contains(await LetterTo("layla@newcomer.example"), character => character is >= 'ء' and <= 'ي');
        // She may also be reminded of her next session.
        var warning = await LetterTo(DemoAccounts.NearTheLine, about: "InLT");
        Assert.Contains("فقط 6 ساعت", warning.Replace('۶', '6'), StringComparison.Ordinal);
        await page.GotoAsync("/admin/messages");
        await tour.Picture(page, "messages", "Every letter ends as sent, failed, cancelled or unknown.");
        await page.Context.CloseAsync();

        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync("/coach/proposals");
        await Assertions.Expect(coach.Locator("section.card", new() { HasText = "قاسم" })).ToBeVisibleAsync();
        await tour.Picture(coach, "proposals", "Who fell under the line: the proposal waits for a person.");
        await coach.Context.CloseAsync();
    }

    private async Task TheManagerSeesWhatIsPayable()
    {
        tour.Chapter("The provider sees what will be paid");
        var page = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        await page.GotoAsync("/provider/settlement");
        await tour.Picture(page, "settlement", "What is payable from signed registers, class by class.");
        await page.Locator("main table a[href^='?class=']").First.ClickAsync();
        var payable = page.Locator("a[href^='/settlements/proof/']");
        await Assertions.Expect(payable).Not.ToHaveCountAsync(0);
        await payable.First.ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).Not.ToHaveCountAsync(0);
        await tour.Picture(page, "proof", "Every amount opens into the sessions and marks that it rests on.", whole: false);
        await page.Context.CloseAsync();
    }

    private async Task TheAdministratorReads()
    {
        tour.Chapter("The administrator asks");
        var page = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await page.GotoAsync("/admin");
        await tour.Picture(page, "dashboard", "The city at a glance; every number opens into its rows.");

        using var nobody = new HttpClient { BaseAddress = new(city.Address) };
        var refused = await nobody.GetAsync("/odata/Classes");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);

        foreach (var (address, expected) in new[]
        {
            ("/odata/$metadata", "EntityType Name=\"Class\""),
            ("/odata/Classes?$filter=Capacity ge 10&$orderby=Name desc&$select=Name,Capacity&$top=3&$count=true", "@odata.count"),
            ("/odata/AttendanceMarks?$filter=PresentMinutes gt 0&$top=5", "PresentMinutes"),
            ("/odata/Vouchers?$filter=State eq 'Redeemed'&$top=5&$orderby=IssuedOn", "IssuedOn"),
        })
        {
            var answer = await page.EvaluateAsync<string>("address => fetch(address).then(answer => answer.text())", address);
            Assert.Contains(expected, answer, StringComparison.Ordinal);
        }

        await page.Context.CloseAsync();
    }

    private async Task<string> LetterTo(string address, string about = "")
    {
        using var mail = new HttpClient();
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(5))
        {
            var letters = JsonDocument.Parse(await mail.GetStringAsync($"http://127.0.0.1:{city.MailPort}/api/mails")).RootElement.EnumerateArray();
            if (letters.FirstOrDefault(letter => letter.GetProperty("to").GetString() == address && letter.GetProperty("text").GetString()!.Contains(about, StringComparison.Ordinal)) is { ValueKind: JsonValueKind.Object } letter)
            {
                return letter.GetProperty("text").GetString()!;
            }

            await Task.Delay(1000);
        }

        throw new Xunit.Sdk.XunitException($"No letter came to {address} about '{about}'. {await stage.WhatBecameOf(address)}");
    }

    private static async Task Finish(IPage page, string topic)
    {
        var form = page.Locator("form[action*='handler=Module']");
        await form.Locator("select").SelectOptionAsync(topic);
        await form.Locator("button").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
    }
}
