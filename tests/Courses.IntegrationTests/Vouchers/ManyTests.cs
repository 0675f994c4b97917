using System.Net;
using Courses.Contracts.Access;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>Vouchers for many: who is meant is chosen, and what it costs is said before.</summary>
public sealed class ManyTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Nobody_is_ticked_beforehand_and_the_sum_is_said_before_anything_is_issued()
    {
        await city.HasAllProgrammes();
        var (one, other) = (await city.HasNewcomer("Zeynep", "Yıldız"), await city.HasNewcomer("Milan", "Kovač"));
        await city.Ask<Courses.Eligibility.Recompute, int>(recompute => recompute.Everybody(default));
        var coach = city.As(Roles.Coach);
        const string Address = "/coach/vouchers?programme=start-wien";
        var page = await coach.GetStringAsync(Address);
        Assert.Contains(one.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.PostTo(Address, page)).StatusCode);

        var repeated = await coach.PostTo(Address, page, ("People", one.ToString()), ("People", other.ToString()));
        var said = WebUtility.HtmlDecode(await repeated.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.Contains("2 people get vouchers worth", said, StringComparison.Ordinal);
        Assert.Equal(0, await city.InDatabase(db => db.Set<Voucher>().CountAsync(voucher => voucher.ParticipantId == one)));

        // Fewer people than were counted are counted again.
        var cents = said.Split("name=\"RepeatedCents\" value=\"")[1].Split('"')[0];
        Assert.Contains("1 person gets vouchers", WebUtility.HtmlDecode(await (await coach.PostTo(Address, page, ("People", one.ToString()), ("RepeatedCents", cents))).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo(Address, page, ("People", one.ToString()), ("People", other.ToString()), ("RepeatedCents", cents))).StatusCode);
        Assert.Equal(cents, (await city.InDatabase(db => db.Set<Voucher>().Where(voucher => voucher.ParticipantId == one || voucher.ParticipantId == other).SumAsync(voucher => voucher.AmountCents))).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_list_is_searched_as_everywhere()
    {
        await city.HasAllProgrammes();
        var (found, other) = (await city.HasNewcomer("Оксана", "Шевчук"), await city.HasNewcomer("Bruno", "Alves"));
        await city.Ask<Courses.Eligibility.Recompute, int>(recompute => recompute.Everybody(default));
        var page = await city.As(Roles.Coach).GetStringAsync("/coach/vouchers?programme=start-wien&q=shevchuk");
        Assert.Contains(found.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain(other.ToString(), page, StringComparison.Ordinal);
    }
}
