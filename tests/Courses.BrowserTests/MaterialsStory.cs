using System.Text;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Materials: the office keeps them and makes kits, a teacher on a tablet chooses for a session, and a newcomer opens a leaflet in Arabic on a phone without scripts.
/// Pictures lie under .data/screenshots/materials.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class MaterialsStory(BrowserCity city)
{
    [Fact]
    public async Task A_teacher_on_a_tablet_takes_a_kit_and_chooses_what_fits()
    {
        var album = new Album("materials/teacher");
        var teacher = await city.SignedIn(DemoAccounts.Teacher, Screen.Tablet);
        var session = await HasSessionWithKit(teacher);
        await album.TakeClean(teacher, "what-fits-the-session");
        await teacher.SelectOptionAsync("#KitId", new SelectOptionValue { Index = 1 });
        await teacher.ClickAsync("form[action*='handler=Kit'] button");
        await Assertions.Expect(teacher.Locator("#in-kit li").First).ToBeVisibleAsync();
        var title = await teacher.InnerTextAsync("#in-kit li bdi >> nth=0");
        await teacher.Locator("#in-kit li").First.Locator("form button").ClickAsync();
        await Assertions.Expect(teacher.Locator("#chosen")).ToContainTextAsync(title);
        await album.TakeClean(teacher, "one-of-the-kit-is-chosen");

        // What is of another level is found by its name.
        await teacher.FillAsync("#q", "Meinungen");
        await teacher.CheckAsync("input[name=everything]");
        await teacher.ClickAsync("form[role=search] button");
        await teacher.Locator("#fitting li").First.Locator("form button").ClickAsync();
        await Assertions.Expect(teacher.Locator("#chosen")).ToContainTextAsync("Meinungen sagen");
        await Assertions.Expect(teacher.Locator("#q")).ToHaveValueAsync("Meinungen");

        await teacher.GotoAsync($"/teacher/registers/{session}");
        await Assertions.Expect(teacher.Locator("#materials")).ToContainTextAsync(title);
        await Assertions.Expect(teacher.Locator("#materials")).ToContainTextAsync("Meinungen sagen");
        await album.TakeClean(teacher, "beside-the-register");
        var answer = await teacher.Context.APIRequest.GetAsync(city.Address + await teacher.GetAttributeAsync("#materials a[href^='/materials/files/'] >> nth=0", "href"));
        Assert.Equal(200, answer.Status);

        await teacher.ClickAsync("#materials a[href$='/materials']");
        await teacher.Locator("#chosen li").Filter(new() { HasText = title }).Locator("form button").ClickAsync();
        await Assertions.Expect(teacher.Locator("#chosen")).Not.ToContainTextAsync(title);
        await teacher.Context.CloseAsync();
    }

    [Fact]
    public async Task The_office_makes_a_kit_for_children_out_of_one_for_adults_and_takes_a_material_off()
    {
        var album = new Album("materials/office");
        var office = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await office.GotoAsync("/materials");
        await album.TakeClean(office, "all-materials");
        await office.SelectOptionAsync("#strand", new SelectOptionValue { Label = "AOC" });
        await office.ClickAsync("form[role=search] button");
        await Assertions.Expect(office.Locator("main table")).ToContainTextAsync("Mietvertrag in leichten Sätzen");
        await Assertions.Expect(office.Locator("main table")).Not.ToContainTextAsync("Einen Mietvertrag lesen");
        await office.GotoAsync("/materials/strands");
        await album.TakeClean(office, "two-strands");

        await office.GotoAsync("/materials/kits");
        await album.TakeClean(office, "kits");
        await office.ClickAsync("main table a:has-text('Wohnen, für Erwachsene')");
        await album.TakeClean(office, "a-kit-in-its-order");
        await office.Locator("summary:has-text('kit'), summary:has-text('Copy')").First.ClickAsync();
        await office.FillAsync("#CopyName", "Wohnen, für Schulkinder");
        await office.ClickAsync("form[action*='handler=Copy'] button");
        await Assertions.Expect(office.Locator("h1")).ToContainTextAsync("Wohnen, für Schulkinder");
        await office.Locator("main table tbody tr").Filter(new() { HasText = "Einen Mietvertrag lesen" }).Locator("button[formaction*='Remove']").ClickAsync();
        await Assertions.Expect(office.Locator("main table")).Not.ToContainTextAsync("Einen Mietvertrag lesen");
        await office.Locator("main table tbody tr").First.Locator("button[formaction*='Down']").ClickAsync();
        await office.SelectOptionAsync("#MaterialId", new SelectOptionValue { Label = (await office.Locator("#MaterialId option").Filter(new() { HasText = "Memory" }).InnerTextAsync()).Trim() });
        await office.ClickAsync("form[action*='handler=Put'] button");
        await Assertions.Expect(office.Locator("main table tbody tr").Last).ToContainTextAsync("Memory");
        await office.ClickAsync("main a[href^='/materials/kits/edit/']");
        await office.SelectOptionAsync("#Ages", "Children");
        await office.ClickAsync("main form.card button");
        await album.TakeClean(office, "a-kit-for-children");

        // A page is no material; the file is chosen again, and what was typed is there.
        await office.GotoAsync("/materials/edit");
        await office.FillAsync("#Subject", "نصائح للشتاء");
        await office.SelectOptionAsync("#Kind", "leaflet");
        await office.CheckAsync("input[name=Spoken][value=ar]");
        await office.CheckAsync("input[name=ForNewcomers]");
        await office.SetInputFilesAsync("#Upload", new FilePayload { Name = "winter.png", MimeType = "image/png", Buffer = Encoding.UTF8.GetBytes("<html><script>alert(1)</script>") });
        await office.ClickAsync("main form.card button");
        await Assertions.Expect(office.Locator(".problems")).ToBeVisibleAsync();
        await Assertions.Expect(office.Locator("#Subject")).ToHaveValueAsync("نصائح للشتاء");
        await album.TakeClean(office, "no-such-file");
        await office.SetInputFilesAsync("#Upload", new FilePayload { Name = "winter.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("البس ملابس دافئة.") });
        await office.ClickAsync("main form.card button");
        await Assertions.Expect(office.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.TakeClean(office, "a-new-leaflet");
        await Assertions.Expect(await Leaflets()).ToContainTextAsync("نصائح للشتاء");

        await office.Locator("summary").Last.ClickAsync();
        await office.Locator("form[action*='handler=Withdraw']").Last.Locator("input[name=Why]").FillAsync("Der Winter ist vorbei.");
        await office.Locator("form[action*='handler=Withdraw']").Last.Locator("button").ClickAsync();
        await Assertions.Expect(office.Locator("main")).ToContainTextAsync("Der Winter ist vorbei.");
        await album.TakeClean(office, "taken-off-with-a-reason");
        await Assertions.Expect(await Leaflets()).Not.ToContainTextAsync("نصائح للشتاء");
        await office.ClickAsync("form[action*='handler=TakeBack'] button");
        await Assertions.Expect(office.Locator(".notice.good").First).ToBeVisibleAsync();

        await office.GotoAsync("/materials/report");
        await album.TakeClean(office, "report");
        await office.Context.CloseAsync();
    }

    [Fact]
    public async Task A_leaflet_is_opened_on_an_Arabic_phone_without_scripts()
    {
        var album = new Album("materials/phone");
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await phone.GotoAsync("/leaflets");
        await Assertions.Expect(phone.Locator("html[dir=rtl]")).ToHaveCountAsync(1);
        var own = phone.Locator("#own-language article");
        await Assertions.Expect(own.Filter(new() { HasText = "جدول مركز التعلم" })).ToHaveCountAsync(1);
        await album.Take(phone, "own-language-first");
        var leaflet = own.Filter(new() { HasText = "فرز النفايات" });
        var download = await phone.RunAndWaitForDownloadAsync(() => leaflet.Locator("a.button").ClickAsync());
        Assert.Equal("فرز-النفايات-1.txt", download.SuggestedFilename);
        Assert.Contains("الورق", await File.ReadAllTextAsync((await download.PathAsync())!), StringComparison.Ordinal);

        // What needs no words is a picture that opens.
        await phone.Locator("article").Filter(new() { HasText = "Notruf in Bildern" }).Locator("a.button").ClickAsync();
        await Assertions.Expect(phone.Locator("img")).ToHaveCountAsync(1);
        await album.Take(phone, "a-picture-without-words");
        await phone.Context.CloseAsync();
    }

    /// <summary>A coming session of the teacher, of a class for whose level there is a kit that nobody has taken yet; its page of materials is open.</summary>
    private static async Task<string> HasSessionWithKit(IPage teacher)
    {
        await teacher.GotoAsync("/teacher");
        var sessions = await teacher.Locator("main a[href^='/teacher/registers/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href').split('/')[3])");
        foreach (var session in sessions.Where(session => Guid.TryParse(session, out _)).Distinct())
        {
            await teacher.GotoAsync($"/teacher/sessions/{session}/materials");
            if (await teacher.Locator("#KitId option").CountAsync() > 1)
            {
                return session;
            }
        }

        throw new InvalidOperationException("The teacher has no session for which there is a kit.");
    }

    private async Task<ILocator> Leaflets()
    {
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await phone.GotoAsync("/leaflets");
        return phone.Locator("main");
    }
}
