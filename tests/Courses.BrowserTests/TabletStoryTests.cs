using System.Security.Cryptography;
using Courses.Seed;
using Courses.Tests.Shared;
using Microsoft.Playwright;
using QRCoder;

namespace Courses.BrowserTests;

/// <summary>
/// Tablets as a provider has them: set up by a one-time code, two of them on one session, the code on the wall, a tablet that is taken away,
/// and what the provider and the teacher do afterwards. Each screen is clean before axe.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class TabletStoryTests(BrowserCity city)
{
    private const string Pin = "2468";
    private static readonly string Pictures = Path.Combine(HostProcess.Root, ".data/screenshots/register");
    private readonly Stage stage = new(city);

    [Fact]
    public async Task Two_tablets_on_one_session_lose_nothing_and_the_provider_settles_what_they_contradict()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 4);
        var (first, second) = (await SetUp(manager, "Tablet A"), await SetUp(manager, "Tablet B"));
        await Axe.FindsNothing(first);
        await Open(first, session, "Nina K.");
        await Open(second, session, "Omar S.");
        await Axe.FindsNothing(first);
        await Mark(first, session.People[0], "present");
        await Mark(first, session.People[1], "present");
        await Mark(second, session.People[2], "present");
        await Mark(second, session.People[0], "absent");
        await AllSent(first);
        await AllSent(second);
        Assert.Equal(4, await stage.Facts(session));
        Assert.Equal(3, await stage.Marks(session));

        // Each sees what the other has said.
        await Assertions.Expect(first.Locator($"li.present[data-person='{session.People[2]}']")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Look(first, "two-tablets");

        await manager.GotoAsync($"/provider/registers?opened={await stage.QuestionAbout(session)}");
        await Axe.FindsNothing(manager);
        var review = manager.Locator("article", new() { HasText = "Nina K." }).Filter(new() { HasText = "Omar S." });
        await Assertions.Expect(review).ToHaveCountAsync(1);
        await Look(manager, "provider-review");
        await review.Locator("select[name=State]").SelectOptionAsync("present");
        await review.Locator("input[name=Reason]").FillAsync("She signed the paper list");
        await review.Locator("button").ClickAsync();
        await Assertions.Expect(manager.Locator("article", new() { HasText = "Nina K." }).Filter(new() { HasText = "Omar S." })).ToHaveCountAsync(0);

        // Both versions and the correction stay.
        await manager.GotoAsync("/provider/registers?tab=settled");
        var settled = manager.Locator("article", new() { HasText = "She signed the paper list" });
        await Assertions.Expect(settled).ToContainTextAsync("Nina K.");
        await Assertions.Expect(settled).ToContainTextAsync("Omar S.");
        await Axe.FindsNothing(manager);
        await Look(manager, "provider-settled");
        Assert.Equal(5, await stage.Facts(session));
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and participant_id = '{session.People[0]}' and state = 'Present'"));
        await manager.GotoAsync("/provider/registers?tab=missing");
        await Axe.FindsNothing(manager);
        await Close(first, second, manager);
    }

    [Fact]
    public async Task A_newcomer_checks_in_with_the_code_on_the_wall_and_the_list_fills()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 5);
        var person = session.People[1];
        var pass = await HasOwnPass(person);
        var tablet = await SetUp(manager, "Tablet wall");
        await Open(tablet, session, "Nina K.");
        await tablet.ClickAsync("#room");
        var code = tablet.Locator(".room .code svg");
        await Assertions.Expect(code).ToBeVisibleAsync();
        await Assertions.Expect(tablet.Locator("#room-names")).ToContainTextAsync("0 checked in");
        await Axe.FindsNothing(tablet);
        await Look(tablet, "room-code");
        var picture = await code.InnerHTMLAsync();

        var phone = await city.Open(Screen.Phone, "ar");
        await phone.GotoAsync($"/p/{pass}");
        await phone.FillAsync("input[name=Answer]", await stage.PinOf(person));
        await phone.ClickAsync("main button");
        await phone.WaitForURLAsync("**/my");
        await phone.GotoAsync(await Stage.Decode(code));
        await Axe.FindsNothing(phone);
        await Look(phone, "check-in-ar");
        await phone.ClickAsync("main form button");
        await phone.WaitForURLAsync("**/my/attendance*");
        await Look(phone, "checked-in-ar");

        // Without a touch, the tablet shows who is there, and the code on the wall has turned.
        await Assertions.Expect(tablet.Locator("#room-names")).ToContainTextAsync("1 checked in", new() { Timeout = 20_000 });
        await Assertions.Expect(tablet.Locator("#room-names .badge")).ToHaveCountAsync(1);
        await tablet.WaitForFunctionAsync("before => document.querySelector('.room .code svg')?.innerHTML !== before", picture, new() { Timeout = 30_000 });
        await Look(tablet, "room-code-filled");
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.fact where session_id = '{session.Id}' and participant_id = '{person}' and source = 'RoomCode'"));
        await Close(phone, tablet, manager);
    }

    [Fact]
    public async Task A_tablet_that_is_taken_away_stops_while_it_is_on_and_forgets_the_names()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 6);
        var tablet = await SetUp(manager, "Tablet lost");
        await Open(tablet, session, "Nina K.");
        await Mark(tablet, session.People[0], "present");
        await AllSent(tablet);

        await manager.GotoAsync("/provider/devices");
        await Axe.FindsNothing(manager);
        var row = manager.Locator("tr", new() { HasText = "Tablet lost" });
        await row.Locator("summary").ClickAsync();
        await row.Locator("button.danger").ClickAsync();
        await Assertions.Expect(manager.Locator("tr", new() { HasText = "Tablet lost" }).Locator(".badge.bad")).ToBeVisibleAsync();
        await Look(manager, "devices-revoked");

        // Nobody touches the tablet: it asks by itself, and at most a minute may pass.
        await Assertions.Expect(tablet.Locator("#access .notice.bad")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(tablet.Locator("[data-session]")).ToHaveCountAsync(0);
        await Assertions.Expect(tablet.Locator("li[data-person]")).ToHaveCountAsync(0);
        Assert.Equal(0, await tablet.EvaluateAsync<int>(
            "() => new Promise(done => { const open = indexedDB.open('register'); open.onsuccess = () => { const rows = open.result.transaction('people').objectStore('people').count(); rows.onsuccess = () => done(rows.result); }; })"));
        await Axe.FindsNothing(tablet);
        await Look(tablet, "revoked");
        await Close(tablet, manager);
    }

    [Fact]
    public async Task After_the_sign_off_a_mark_changes_only_with_a_name_and_a_reason()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 0);
        var tablet = await SetUp(manager, "Tablet signs");
        await Open(tablet, session, "Nina K.");
        await Mark(tablet, session.People[0], "present");
        await tablet.ClickAsync("#sign-off");
        await Axe.FindsNothing(tablet);
        await Look(tablet, "sign-off-question");
        await tablet.ClickAsync("dialog form button >> nth=0");
        await Assertions.Expect(tablet.Locator("#foot .notice.good")).ToContainTextAsync("Nina K.");
        await AllSent(tablet);
        await Assertions.Expect(tablet.Locator("li[data-person] button.present:not([disabled])")).ToHaveCountAsync(0);
        await Look(tablet, "signed");

        var wrong = session.People[1];
        await manager.GotoAsync($"/teacher/registers/{session.Id}");
        await Axe.FindsNothing(manager);
        await manager.ClickAsync($"#p-{wrong} a.button");
        await manager.SelectOptionAsync("#state", "excused");
        Assert.False(await manager.EvaluateAsync<bool>("document.querySelector('#reason').checkValidity()"));
        await manager.FillAsync("#reason", "Brought a doctor's note");
        await Axe.FindsNothing(manager);
        await Look(manager, "correction");
        await manager.ClickAsync("#correct button");
        await Assertions.Expect(manager.Locator($"#p-{wrong}")).ToContainTextAsync("Brought a doctor's note");
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and participant_id = '{wrong}' and state = 'Excused'"));
        Assert.Equal(session.People.Count, await stage.Marks(session));

        await manager.GotoAsync($"/teacher/registers/{session.Id}/print");
        await Axe.FindsNothing(manager);
        var line = await Stage.Decode(manager.Locator("main svg:not(.icon)").First);
        Assert.Contains(session.People, person => line.EndsWith($"/register/#row={session.Id:N}.{person:N}", StringComparison.Ordinal));
        await Look(manager, "paper-list");
        await Close(tablet, manager);
    }

    [Fact]
    public async Task What_a_tablet_cannot_send_leaves_it_in_an_encrypted_file_and_counts_once_from_another()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 1);
        var (stranded, other) = (await SetUp(manager, "Tablet cellar"), await SetUp(manager, "Tablet office"));
        await Open(stranded, session, "Nina K.");
        await stranded.Context.SetOfflineAsync(true);
        await Mark(stranded, session.People[0], "present");
        await Mark(stranded, session.People[1], "absent");
        await Assertions.Expect(stranded.Locator(Tablet.NotSent)).ToContainTextAsync("2");
        await stranded.ClickAsync("#status");
        await Axe.FindsNothing(stranded);
        await Look(stranded, "details");
        await stranded.GetByRole(AriaRole.Button, new() { Name = "Save unsent marks as a file" }).ClickAsync();
        await stranded.FillAsync("dialog input[type=password]", "correct horse");
        var download = await stranded.RunAndWaitForDownloadAsync(() => stranded.ClickAsync("dialog form button"));
        var file = Path.Combine(Path.GetTempPath(), $"unsent-{Guid.NewGuid():N}.json");
        await download.SaveAsAsync(file);
        await stranded.ClickAsync("dialog button");

        // Nothing of it can be read without the password.
        var content = await File.ReadAllTextAsync(file);
        Assert.Contains("courses-register-1", content, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Id.ToString(), content, StringComparison.Ordinal);
        Assert.DoesNotContain("Nina", content, StringComparison.Ordinal);

        await Load(other, file, "wrong password");
        await Assertions.Expect(other.Locator("dialog p").First).ToContainTextAsync("password or the file is wrong");
        await other.ClickAsync("dialog button");
        await Load(other, file, "correct horse");
        await Assertions.Expect(other.Locator("dialog p").First).ToContainTextAsync("2 marks");
        await other.ClickAsync("dialog button");
        await AllSent(other);
        Assert.Equal(2, await stage.Facts(session));

        // The tablet comes back after all: its facts are known already.
        await stranded.Context.SetOfflineAsync(false);
        await AllSent(stranded);
        Assert.Equal(2, await stage.Facts(session));
        Assert.Equal(2, await stage.Marks(session));
        File.Delete(file);
        await Close(stranded, other, manager);
    }

    [Fact]
    public async Task The_register_is_locked_by_its_PIN_and_waits_longer_after_each_wrong_one()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var tablet = await SetUp(manager, "Tablet locked");
        await tablet.ReloadAsync();
        await Axe.FindsNothing(tablet);
        await Look(tablet, "locked");
        for (var tries = 0; tries < 5; tries++)
        {
            await tablet.FillAsync("input.pin", "0000");
            await tablet.ClickAsync("main form button");
            await Assertions.Expect(tablet.Locator(".notice.bad")).ToContainTextAsync("Wrong PIN");
            await Assertions.Expect(tablet.Locator("input.pin")).ToHaveValueAsync("");
        }

        await tablet.FillAsync("input.pin", Pin);
        await tablet.ClickAsync("main form button");
        await Assertions.Expect(tablet.Locator(".notice.bad")).ToContainTextAsync("Too many tries");
        await Assertions.Expect(tablet.Locator("[data-session]")).ToHaveCountAsync(0);
        await Close(tablet, manager);
    }

    [Fact]
    public async Task Somebody_is_ill_in_Arabic_the_tablet_knows_it_without_a_network_too_and_the_provider_decides()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 3);
        var person = await WhoSaidNothing(session);
        var pass = await HasOwnPass(person);
        var tablet = await SetUp(manager, "Tablet ill");
        await Open(tablet, session, "Nina K.");
        await tablet.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");

        var phone = await city.Open(Screen.Phone, "ar");
        await phone.GotoAsync($"/p/{pass}");
        await phone.FillAsync("input[name=Answer]", await stage.PinOf(person));
        await phone.ClickAsync("main button");
        await phone.WaitForURLAsync("**/my");
        await phone.ClickAsync("main a[href='/my/ill']");
        Assert.Equal("rtl", await phone.GetAttributeAsync("html", "dir"));
        await Assertions.Expect(phone.Locator("#lessons li")).Not.ToHaveCountAsync(0);
        Assert.Empty(await Looks.Wrong(phone));
        await Axe.FindsNothing(phone);
        await Look(phone, "ill-ar");
        await phone.SetInputFilesAsync("#Note", new FilePayload { Name = "note.png", MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") });
        await phone.ClickAsync("main form > button.wide");
        await Assertions.Expect(phone.Locator(".notice.good").First).ToBeVisibleAsync();
        Assert.Empty(await Looks.Wrong(phone));
        await Axe.FindsNothing(phone);
        await Look(phone, "ill-told-ar");

        // At once, and from then on without a network, through a fresh start of the app.
        var away = tablet.Locator($"li[data-person='{person}'] .away");
        await Assertions.Expect(away).ToContainTextAsync("says: ill", new() { Timeout = 30_000 });
        await tablet.Context.SetOfflineAsync(true);
        await tablet.ReloadAsync();
        await tablet.FillAsync("input.pin", Pin);
        await tablet.ClickAsync("main form button");
        await tablet.ClickAsync($"[data-session='{session.Id}']");
        await Assertions.Expect(away).ToContainTextAsync("says: ill");
        await Axe.FindsNothing(tablet);
        await Look(tablet, "says-ill");

        await manager.GotoAsync("/provider/illness");
        await Axe.FindsNothing(manager);
        var one = manager.Locator("article", new() { Has = manager.Locator($"a[href='/teacher/registers/{session.Id}']") }).Filter(new() { HasNot = manager.Locator(".badge.good, .badge.bad") });
        await Assertions.Expect(one.Locator("a[href$='/note']")).ToBeVisibleAsync();
        await Look(manager, "illness-to-decide");
        await one.GetByLabel("Certificate seen").CheckAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and participant_id = '{person}' and state = 'Excused' and excuse = 'Certificate'"));

        await phone.GotoAsync("/my/ill");
        await Assertions.Expect(phone.Locator("main section .notice.good").First).ToContainTextAsync("بشهادة طبيب");
        Assert.Empty(await Looks.Wrong(phone));
        await Axe.FindsNothing(phone);
        await Look(phone, "ill-accepted-ar");
        await tablet.Context.SetOfflineAsync(false);
        await Assertions.Expect(away).ToContainTextAsync("accepted", new() { Timeout = 60_000 });
        await Close(phone, tablet, manager);
    }

    [Fact]
    public async Task At_the_end_newcomers_show_the_pass_and_say_how_long_it_was_also_without_a_network()
    {
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        var session = await stage.HasSessionNow(manager, 5);
        var passes = new[] { Tablet.NewPass(), Tablet.NewPass() };
        await stage.HasPass(session.People[0], passes[0].Token);
        await stage.HasPass(session.People[1], passes[1].Token);
        var (arrivals, door) = (await SetUp(manager, "Tablet arrivals"), await SetUp(manager, "Tablet door"));
        await Open(arrivals, session, "Nina K.");
        await Mark(arrivals, session.People[0], "present");
        await Mark(arrivals, session.People[1], "present");
        await AllSent(arrivals);
        await Open(door, session, "Nina K.");
        await Assertions.Expect(door.Locator($"li.present[data-person='{session.People[1]}']")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await Shows(door, passes[0].Seen);
        await Assertions.Expect(door.Locator("dialog p.word")).ToBeVisibleAsync();
        await Axe.FindsNothing(door);
        await Look(door, "own-word-asked");
        await door.Locator("dialog button").First.ClickAsync();
        await Assertions.Expect(door.Locator($"li.present[data-person='{session.People[0]}'] .word")).ToContainTextAsync("says:");

        await door.Context.SetOfflineAsync(true);
        await Shows(door, passes[1].Seen);
        await door.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();
        await Axe.FindsNothing(door);
        await Look(door, "own-word-how-long");
        await door.GetByRole(AriaRole.Button, new() { Name = "30 min", Exact = true }).ClickAsync();
        await Assertions.Expect(door.Locator($"li.present[data-person='{session.People[1]}'] .word")).ToContainTextAsync("says: 30 min");
        await Look(door, "own-word-kept");

        // A second time it is known.
        await Shows(door, passes[1].Seen);
        await Assertions.Expect(door.Locator(".result.already")).ToBeVisibleAsync();
        await door.Context.SetOfflineAsync(false);
        await AllSent(door);
        Assert.Equal(2, await stage.Count($"select count(*) as \"Value\" from attendance.fact where session_id = '{session.Id}' and source = 'Person' and held_for is null"));
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.review where session_id = '{session.Id}' and participant_id = '{session.People[1]}' and code = 'not-as-marked'"));
        Assert.Equal(2, await stage.Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and state = 'Present' and proof = 'Seen'"));
        await manager.GotoAsync($"/teacher/registers/{session.Id}");
        await Assertions.Expect(manager.Locator("main")).ToContainTextAsync("The person says");
        await Look(manager, "own-word-in-the-register");
        await Close(arrivals, door, manager);
    }

    /// <summary>A picture of the pass, as a tablet takes it whose camera does not run.</summary>
    private static async Task Shows(IPage tablet, string seen)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(seen, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        await tablet.SetInputFilesAsync("#picture", new FilePayload { Name = "pass.png", MimeType = "image/png", Buffer = picture.GetGraphic(8) });
    }

    /// <summary>A few people of the demo city are ill already.</summary>
    private async Task<Guid> WhoSaidNothing(Session session)
    {
        foreach (var person in session.People)
        {
            if (await stage.Count($"select count(*) as \"Value\" from attendance.illness_report where participant_id = '{person}'") == 0)
            {
                return person;
            }
        }

        throw new InvalidOperationException("Everybody in this class is ill.");
    }

    private async Task<IPage> SetUp(IPage manager, string name)
    {
        await manager.GotoAsync("/provider/devices");
        await manager.FillAsync("#Name", name);
        await manager.ClickAsync("form.card button");
        var code = await manager.Locator("#code").InnerTextAsync();
        var tablet = await city.Open(Screen.Tablet);
        await tablet.GotoAsync($"/register/#code={code}");
        await tablet.WaitForSelectorAsync("input[name=pin]");
        await Axe.FindsNothing(tablet);
        await tablet.FillAsync("input[name=pin]", Pin);
        await tablet.ClickAsync("main form button >> nth=0");
        await tablet.WaitForSelectorAsync("[data-session]");
        return tablet;
    }

    private static async Task Open(IPage tablet, Session session, string teacher)
    {
        await tablet.ClickAsync($"[data-session='{session.Id}']");
        await tablet.FillAsync("dialog input", teacher);
        await tablet.ClickAsync("dialog form button");
        await tablet.WaitForSelectorAsync("li[data-person]");
    }

    private static Task Mark(IPage tablet, Guid person, string mark) => tablet.ClickAsync($"li[data-person='{person}'] button.{mark}");

    private static async Task AllSent(IPage tablet) => await Assertions.Expect(tablet.Locator(Tablet.NotSent)).ToHaveCountAsync(0, new() { Timeout = 60_000 });

    private static async Task Load(IPage tablet, string file, string password)
    {
        await tablet.ClickAsync("#status");
        await tablet.GetByRole(AriaRole.Button, new() { Name = "Load a file from another tablet" }).ClickAsync();
        await tablet.SetInputFilesAsync("dialog input[type=file]", file);
        await tablet.FillAsync("dialog input[type=password]", password);
        await tablet.ClickAsync("dialog form button");
    }

    /// <summary>A pass whose code the test knows, of somebody born in that year.</summary>
    private async Task<string> HasOwnPass(Guid person)
    {
        Span<byte> bytes = stackalloc byte[21];
        bytes[0] = 1;
        RandomNumberGenerator.Fill(bytes[1..17]);
        SHA256.HashData(bytes[..17]).AsSpan(0, 4).CopyTo(bytes[17..]);
        var token = System.Buffers.Text.Base64Url.EncodeToString(bytes);
        await stage.HasPass(person, token);
        await stage.Execute($"update participants.participant set language = 'ar' where id = '{person}'");
        return token;
    }

    /// <summary>Pictures for whoever wants to look, in the three sizes that people use.</summary>
    private static async Task Look(IPage page, string name)
    {
        Directory.CreateDirectory(Pictures);
        var size = page.ViewportSize!;
        foreach (var (screen, suffix) in new[] { (Screen.Phone, "phone"), (Screen.Tablet, "tablet"), (Screen.Desktop, "desktop") })
        {
            await page.SetViewportSizeAsync(screen.Width, screen.Height);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}-{suffix}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private static async Task Close(params IPage[] pages)
    {
        foreach (var page in pages)
        {
            await page.Context.CloseAsync();
        }
    }
}
