using System.Net;
using Courses.Contracts.Access;
using Courses.Materials;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Materials;

/// <summary>Kits, and what is chosen for a session, over HTTP on the real database.</summary>
public sealed class KitTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_kit_has_an_order_is_copied_by_others_and_changed_by_its_own()
    {
        var (own, other) = (await city.HasSchool(), await city.HasSchool());
        var (first, second, secret) = (await city.HasMaterial(null, Forms.Pdf, ("Subject", "First")), await city.HasMaterial(null, Forms.Png, ("Subject", "Second")), await city.HasMaterial(own.ProviderId, Forms.Pdf, ("Subject", "Only ours")));
        var citys = await city.HasKit(null, [first, second], ("Name", "Of the city"));
        var ours = await city.HasKit(own.ProviderId, [secret, first], ("Name", "Of our own"));
        var (manager, stranger, admin) = (city.As(Roles.ProviderManager, own.ProviderId), city.As(Roles.Teacher, other.ProviderId), city.As(Roles.Administrator));
        Assert.Equal([first, second], await Order(citys));
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act($"/materials/kits/{citys}", "Down", ("MaterialId", first.ToString()))).StatusCode);
        Assert.Equal([second, first], await Order(citys));
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act($"/materials/kits/{citys}", "Up", ("MaterialId", second.ToString()))).StatusCode);
        Assert.Equal([second, first], await Order(citys));
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act($"/materials/kits/{citys}", "Put", ("MaterialId", second.ToString()))).StatusCode);
        Assert.Equal([second, first], await Order(citys));

        // Who does not keep it changes nothing; who does not see it knows nothing.
        var token = await stranger.GetStringAsync($"/materials/kits/{citys}");
        foreach (var handler in new[] { "Put", "Remove", "Up", "Down", "Withdraw", "TakeBack" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/materials/kits/{citys}?handler={handler}", token, ("MaterialId", second.ToString()))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/materials/kits/{ours}?handler={handler}", token, ("MaterialId", second.ToString()))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/materials/kits/{ours}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/materials/kits/{ours}?handler=Copy", token, ("FormId", Guid.NewGuid().ToString()), ("CopyName", "Stolen"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/materials/kits/edit/{citys}")).StatusCode);
        var mine = await city.HasKit(other.ProviderId, [first]);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.ProviderManager, other.ProviderId).Act($"/materials/kits/{mine}", "Put", ("MaterialId", secret.ToString()))).StatusCode);

        // Three taps are one copy, and it is the copier's own.
        var copy = Guid.NewGuid();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => stranger.PostTo($"/materials/kits/{citys}?handler=Copy", token, ("FormId", copy.ToString()), ("CopyName", "Mine now")))), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal([second, first], await Order(copy));
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.Act($"/materials/kits/{copy}", "Remove", ("MaterialId", first.ToString()))).StatusCode);
        Assert.Equal([second], await Order(copy));
        Assert.Equal([second, first], await Order(citys));

        var kit = await city.InDatabase(db => db.Set<Kit>().AsNoTracking().SingleAsync(row => row.Id == ours));
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Submit($"/materials/kits/edit/{ours}", ("Seen", $"{kit.Version}"), ("Name", "Renamed"), ("Ages", "Children"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Submit($"/materials/kits/edit/{ours}", ("Seen", $"{kit.Version}"), ("Name", "Late"), ("Ages", "Children"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act($"/materials/kits/{ours}", "Withdraw")).StatusCode);
        Assert.DoesNotContain("Renamed", await manager.GetStringAsync("/materials/kits"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act($"/materials/kits/{ours}", "TakeBack")).StatusCode);
        Assert.Contains("Renamed", await manager.GetStringAsync("/materials/kits"), StringComparison.Ordinal);
    }

    private Task<List<Guid>> Order(Guid kit) => city.InDatabase(db => db.Set<KitEntry>().Where(entry => entry.KitId == kit).OrderBy(entry => entry.Position).Select(entry => entry.MaterialId).ToListAsync());

    [Fact]
    public async Task A_session_shows_its_kit_first_then_what_fits_and_a_substitute_finds_what_was_chosen()
    {
        var school = await city.HasSchool();
        var (group, session, teacher) = await city.HasClassWithTeacher(school, "A1.1");
        var (fits, tooHigh, english) = (await city.HasMaterial(null, Forms.Pdf, ("Subject", "For beginners"), ("LevelUntil", "A1")), await city.HasMaterial(null, Forms.Pdf, ("Subject", "For the advanced"), ("LevelFrom", "B2")), await city.HasMaterial(null, Forms.Pdf, ("Subject", "In English"), ("Spoken", "en")));
        var inKit = await city.HasMaterial(school.ProviderId, Forms.Png, ("Subject", "Out of the kit"), ("Spoken", "de"));
        var kit = await city.HasKit(school.ProviderId, [inKit, fits], ("Name", "Our A1"), ("LevelFrom", "A1"), ("LevelUntil", "A1"));
        await city.HasKit(null, [tooHigh], ("Name", "Kit of B2"), ("LevelFrom", "B2"));
        var (me, page) = (city.AsAccount(teacher), $"/teacher/sessions/{session}/materials");
        var shown = await me.GetStringAsync(page);
        Assert.Contains("For beginners", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("For the advanced", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("In English", shown, StringComparison.Ordinal);
        Assert.Contains("Our A1", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Kit of B2", shown, StringComparison.Ordinal);
        Assert.Contains("In English", await me.GetStringAsync(page + "?everything=true&q=english"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await me.PostTo(page + "?handler=Kit", shown, ("KitId", kit.ToString()))).StatusCode);
        Assert.Contains("Out of the kit", await me.GetStringAsync($"/teacher/registers/{session}"), StringComparison.Ordinal);
        var taps = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => me.PostTo(page + "?handler=Choose", shown, ("MaterialId", english.ToString()))));
        Assert.All(taps, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, (await me.PostTo(page + "?handler=WholeKit", shown)).StatusCode);
        Assert.Equal([english, inKit, fits], await city.InDatabase(db => db.Set<MaterialUse>().Where(use => use.SessionId == session).OrderBy(use => use.ChosenAt).ThenBy(use => use.Id).Select(use => use.MaterialId).ToListAsync()));

        // Nobody else chooses there, and nobody chooses what they do not see.
        var substitute = await city.HasAccount($"{Guid.NewGuid():N}@example.org", Roles.Teacher, school.ProviderId);
        var (colleague, stranger) = (city.AsAccount(substitute), city.As(Roles.ProviderManager, (await city.HasSchool()).ProviderId));
        foreach (var other in new[] { colleague, stranger })
        {
            var token = await other.GetStringAsync("/materials/edit");
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(page)).StatusCode);
            foreach (var handler in new[] { "Choose", "Remove", "Kit", "WholeKit" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo($"{page}?handler={handler}", token, ("MaterialId", fits.ToString()), ("KitId", kit.ToString()))).StatusCode);
            }
        }

        var foreign = await city.HasMaterial((await city.HasSchool()).ProviderId, Forms.Pdf);
        foreach (var material in new[] { foreign, Guid.NewGuid(), Guid.Empty })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await me.PostTo(page + "?handler=Choose", shown, ("MaterialId", material.ToString()))).StatusCode);
        }

        // The class goes to the colleague as a substitute: what was chosen and its kit are there, and the teacher of before has it no more.
        await city.InDatabase(db => db.Set<Group>().Where(row => row.Id == group).ExecuteUpdateAsync(set => set.SetProperty(row => row.TeacherId, substitute)));
        Assert.Equal(HttpStatusCode.NotFound, (await me.GetAsync(page)).StatusCode);
        Assert.Contains("In English", await colleague.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("In English", await colleague.GetStringAsync($"/teacher/registers/{session}"), StringComparison.Ordinal);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        Assert.Contains("In English", await manager.GetStringAsync(page), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "Remove", ("MaterialId", english.ToString()))).StatusCode);
        Assert.DoesNotContain("In English", await manager.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "Kit", ("KitId", ""))).StatusCode);
        Assert.Equal(0, await city.InDatabase(db => db.Set<GroupKit>().CountAsync(row => row.GroupId == group)));
    }

    [Fact]
    public async Task A_run_of_a_module_shows_what_is_of_its_topic_and_what_was_taken_off_is_chosen_by_nobody()
    {
        var school = await city.HasSchool();
        var run = await city.HasRun("waste", "ar", school);
        var session = await city.FirstSessionOf(run);
        var (ofTopic, _, gone) = (await city.HasMaterial(null, Forms.Pdf, ("Subject", "Bins"), ("TopicCodes", "waste"), ("Spoken", "ar")), await city.HasMaterial(null, Forms.Pdf, ("Subject", "Of nothing"), ("Spoken", "ar")), await city.HasMaterial(null, Forms.Pdf, ("Subject", "Old bins"), ("TopicCodes", "waste"), ("Spoken", "ar")));
        var kit = await city.HasKit(null, [ofTopic, gone], ("Name", "Kit about waste"), ("TopicCode", "waste"));
        var admin = city.As(Roles.Administrator);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act($"/materials/{gone}", "Withdraw", ("Why", "They are blue now."))).StatusCode);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var page = $"/teacher/sessions/{session}/materials";
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "Kit", ("KitId", kit.ToString()))).StatusCode);
        var shown = await manager.GetStringAsync(page);
        Assert.Contains("Bins", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Of nothing", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Old bins", shown, StringComparison.Ordinal);
        Assert.Contains("Of nothing", await manager.GetStringAsync(page + "?everything=true"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo(page + "?handler=Choose", shown, ("MaterialId", gone.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo(page + "?handler=WholeKit", shown)).StatusCode);
        Assert.Equal([ofTopic], await city.InDatabase(db => db.Set<MaterialUse>().Where(use => use.SessionId == session).Select(use => use.MaterialId).ToListAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo(page + "?handler=WholeKit", shown)).StatusCode);
    }
}
