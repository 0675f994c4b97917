using System.Net;
using Courses.Access.Looks;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants.Features;
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
        Assert.Matches(@"Coach, <bdi>[^<]+</bdi>: your own page\s*<span dir=""ltr"">\(2×\)", page);
        Assert.Contains("found you in a search", page, StringComparison.Ordinal);
        var school = await city.Ask<IProviders, string>(providers => providers.Providers.Where(row => row.Id == taught.ProviderId).Select(row => row.Name).SingleAsync());
        Assert.Contains($"School manager, <bdi>{school}</bdi>: your name in a list", page, StringComparison.Ordinal);
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
            await own.Runs("looks");
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
