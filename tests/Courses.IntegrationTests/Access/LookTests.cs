using System.Net;
using Courses.Access;
using Courses.Access.Looks;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Access;

/// <summary>Who was shown whom. That no page forgets it is in <see cref="OtherPeoplesDataTests"/>.</summary>
public sealed class LookTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_person_reads_who_looked_by_role_and_office_and_not_by_name()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var (me, other) = (taught.People[0].Id, taught.People[1].Id);
        var (coach, manager) = (city.As(Roles.Coach), city.As(Roles.ProviderManager, taught.ProviderId));
        await coach.GetStringAsync($"/coach/people/{me}");
        await coach.GetStringAsync($"/coach/people/{me}");
        await coach.GetStringAsync("/coach?Q=Haddad");
        await manager.GetStringAsync($"/provider/classes/{taught.GroupId}");
        await city.As(Roles.Teacher, taught.ProviderId).GetStringAsync("/teacher");
        await city.Looked();

        var page = WebUtility.HtmlDecode(await city.AsNewcomer(me).GetStringAsync("/my/looks"));
        Assert.Matches(@"Coach, \u2068[^<]+\u2069: your own page\s*<span dir=""ltr"">\(2×\)", page);
        Assert.Contains("found you in a search", page, StringComparison.Ordinal);
        var school = await city.Ask<IProviders, string>(providers => providers.Providers.Where(row => row.Id == taught.ProviderId).Select(row => row.Name).SingleAsync());
        Assert.Contains($"School manager, \u2068{school}\u2069: your name in a list", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Test coach", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Teacher,", page, StringComparison.Ordinal);
        var others = WebUtility.HtmlDecode(await city.AsNewcomer(other).GetStringAsync("/my/looks"));
        Assert.Contains("your name in a list", others, StringComparison.Ordinal);
        Assert.DoesNotContain("your own page", others, StringComparison.Ordinal);
        Assert.Contains("ваша сторінка", WebUtility.HtmlDecode(await city.AsNewcomer(me, "uk").GetStringAsync("/my/looks")), StringComparison.Ordinal);
    }

    /// <summary>What is only led on, or fails, showed nobody.</summary>
    [Fact]
    public async Task What_shows_nobody_leaves_nothing()
    {
        var person = await city.HasPersonWithPass("Nadim", "Unseen");
        var number = await city.Ask<IParticipants, string?>(participants => participants.People.Where(row => row.Id == person.Id).Select(row => row.PassNumber).SingleAsync());
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.GetAsync($"/coach?Q={number}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/people/{Guid.NewGuid()}")).StatusCode);
        await city.Looked();
        Assert.False(await city.InDatabase(db => db.Set<LookedAt>().AnyAsync(looked => looked.ParticipantId == person.Id)));
        Assert.Contains("Nobody has opened a page with your name", await city.AsNewcomer(person.Id).GetStringAsync("/my/looks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrators_read_who_looked_and_only_with_case_data_what_was_typed()
    {
        var person = await city.HasPersonWithPass("Ferhat", "Sucukcu");
        var coach = await city.AccountOf(Roles.Coach);
        await city.As(Roles.Coach).GetStringAsync("/coach?Q=Ferhat Sucukcu");
        Assert.Contains(person.Id, await city.LooksOf(coach, "/coach"));
        var number = await city.Ask<IParticipants, string?>(participants => participants.People.Where(row => row.Id == person.Id).Select(row => row.PassNumber).SingleAsync());
        var page = $"/admin/looks?Number={number}&Who=test coach";
        Assert.Contains("<td>Ferhat Sucukcu</td>", await city.As(Roles.Administrator, caseData: true).GetStringAsync(page), StringComparison.Ordinal);
        var without = await city.As(Roles.Administrator).GetStringAsync(page);
        Assert.Contains("Test coach", without, StringComparison.Ordinal);
        Assert.DoesNotContain("Ferhat Sucukcu", without, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_two_records_reads_of_both()
    {
        var (kept, merged) = (await city.HasPersonWithPass("Rana", "Once"), await city.HasPersonWithPass("Rana", "Once"));
        await city.As(Roles.Coach).GetStringAsync($"/coach/people/{merged.Id}");
        await city.Looked();
        Assert.Contains("Nobody has opened", await city.AsNewcomer(kept.Id).GetStringAsync("/my/looks"), StringComparison.Ordinal);
        await city.Ask<MergePeople, Guid>(people => people.Merge(merged.Id, kept.Id, "Same passport", default));
        Assert.Contains("your own page", await city.AsNewcomer(kept.Id).GetStringAsync("/my/looks"), StringComparison.Ordinal);
    }

    /// <summary>Three managers who open five pages a day, and three who do what the others do not: everybody's page on one day, one person's on four days for nothing, and at night.</summary>
    [Fact]
    public async Task What_colleagues_do_not_do_is_on_the_watch_list_with_what_was_done_about_it()
    {
        var person = await city.HasPersonWithPass("Watched", "Often");
        var (today, time) = (city.Today(), city.Services.GetRequiredService<CityTime>());
        var accounts = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            accounts.Add(await city.HasAccount($"looks.{i}.{Guid.NewGuid():N}@example.org", Roles.ProviderManager));
        }

        var (curious, again, busy, night) = (accounts[3], accounts[4], accounts[5], accounts[6]);
        await city.InDatabase(async db =>
        {
            foreach (var usual in accounts.Take(3))
            {
                Opens(db, usual, -2, 5);
            }

            Opens(db, curious, -2, 61);
            for (var day = -5; day <= -2; day++)
            {
                Look(db, again, time.At(today.AddDays(day), new(11, 0)), person.Id);
                Look(db, busy, time.At(today.AddDays(day), new(11, 0)), person.Id);
                db.Add(new AuditEntry { At = time.At(today.AddDays(day), new(11, 10)), CallerId = busy, CallerName = "Busy", CallerRole = Roles.ProviderManager, OrganisationId = null, Act = "illness.accepted", Subject = Guid.NewGuid(), Details = "" });
            }

            for (var minute = 0; minute < 5; minute++)
            {
                Look(db, night, time.At(today.AddDays(-3), new(23, 50 + minute)), Guid.NewGuid());
            }

            await db.SaveChangesAsync();
        });

        var found = (await city.Ask<IWatch, IReadOnlyList<UnusualLook>>(watch => watch.UnusualLooks(default))).Where(look => accounts.Contains(look.AccountId)).ToArray();
        Assert.Equal(
            new[] { (curious, LookSign.Many, 61), (again, LookSign.Again, 4), (night, LookSign.Night, 5) }.Order(),
            found.Select(look => (look.AccountId, look.Kind, look.Count)).Order());
        Assert.Equal(5, found.Single(look => look.Kind == LookSign.Many).Usual);

        // With the rows, and a place for what was done; whoever only looks cannot write there.
        const string Page = "/admin/watch";
        var (admin, auditor) = (city.As(Roles.Administrator), city.As(Roles.Auditor));
        var html = await admin.GetStringAsync(Page);
        var sign = found.Single(look => look.Kind == LookSign.Many).Sign;
        Assert.Contains($"On={today.AddDays(-2):yyyy-MM-dd}", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">1</td>", await admin.GetStringAsync($"/admin/looks?Who=test&On={today.AddDays(-2):yyyy-MM-dd}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostTo(Page + "?handler=Answer", html, ("Subject", curious.ToString()), ("Sign", sign), ("What", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.PostTo(Page + "?handler=Answer", html, ("Subject", curious.ToString()), ("Sign", sign), ("What", "Asked: she printed all passes"))).StatusCode);
        var seen = await auditor.GetStringAsync(Page);
        Assert.Contains("Asked: she printed all passes", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Write down what was done", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.PostTo(Page + "?handler=Answer", seen, ("Subject", curious.ToString()), ("Sign", sign), ("What", "Nothing"))).StatusCode);
        Assert.Contains("Wrote down what was done about a sign", await auditor.GetStringAsync($"/admin/audit?subject={curious}"), StringComparison.Ordinal);

        void Opens(CoursesDb db, Guid account, int day, int people)
        {
            for (var i = 0; i < people; i++)
            {
                Look(db, account, time.At(today.AddDays(day), new TimeOnly(9, 0).AddMinutes(i)), Guid.NewGuid(), Roles.ProviderManager);
            }
        }

        void Look(CoursesDb db, Guid account, DateTimeOffset at, Guid whom, string role = Roles.Coach)
        {
            var look = new Look { Id = Guid.NewGuid(), At = at, On = time.DayOf(at), AccountId = account, Role = role, OrganisationId = null, Page = "/provider/people", Kind = LookKind.Record, Typed = "" };
            look.People.Add(new() { LookId = look.Id, ParticipantId = whom });
            db.Add(look);
        }
    }

    [Fact]
    public async Task After_a_year_it_is_not_shown_and_a_month_later_it_is_gone()
    {
        await using var own = await City.New();
        var person = await own.HasPersonWithPass("Samira", "Late");
        await own.As(Roles.Coach).GetStringAsync($"/coach/people/{person.Id}");
        await own.Looked();
        var first = own.Today();
        foreach (var (day, isShown, isKept) in new[] { (first.AddMonths(12), true, true), (first.AddMonths(12).AddDays(1), false, true), (first.AddMonths(13), false, true), (first.AddMonths(13).AddDays(1), false, false) })
        {
            own.Clock.Advance(TimeSpan.FromDays(day.DayNumber - own.Today().DayNumber));
            Assert.Equal(day, own.Today());
            await own.Forgets("looks");
            Assert.Equal((day, isShown), (day, (await own.AsNewcomer(person.Id).GetStringAsync("/my/looks")).Contains("your own page", StringComparison.Ordinal)));
            Assert.Equal((day, isKept), (day, await own.InDatabase(db => db.Set<LookedAt>().AnyAsync())));
        }
    }
}

internal static class LookCity
{
    /// <summary>Looks are written after the answer.</summary>
    public static Task Looked(this City city) => city.Services.GetRequiredService<LookBook>().Settled();

    /// <summary>Whom this account was shown on this page.</summary>
    public static async Task<HashSet<Guid>> LooksOf(this City city, Guid account, string page)
    {
        await city.Looked();
        return await city.InDatabase(db => (
            from look in db.Set<Look>()
            where look.AccountId == account && look.Page == page
            from looked in look.People
            select looked.ParticipantId).ToHashSetAsync());
    }
}
