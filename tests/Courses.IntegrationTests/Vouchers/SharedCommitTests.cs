using System.Globalization;
using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Requests;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>Several people pay in one commit: docs/concurrency.md.</summary>
public sealed class SharedCommitTests(City city) : IClassFixture<City>
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Fact]
    public async Task Who_is_refused_among_many_changes_nothing_for_the_others()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (lesson, last, tooHigh) = (await city.HasClassFor(at), await city.HasClassFor(at, capacity: 1), await city.HasClassFor(at, level: "B2"));
        var people = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToArray();
        var vouchers = new List<Guid>();
        foreach (var person in people)
        {
            vouchers.Add(await city.HasVoucher(person));
        }

        var granted = await Redeem(
            Wish(people[0], vouchers[0], lesson),
            Wish(people[1], vouchers[1], tooHigh),
            Wish(people[2], vouchers[2], last),
            Wish(people[3], vouchers[3], last),
            Wish(people[0], vouchers[0], last),
            Wish(people[4], vouchers[5], lesson),
            Wish(people[6], Guid.NewGuid(), lesson),
            Wish(people[6], vouchers[6], Guid.NewGuid()),
            Wish(people[7], vouchers[7], lesson));

        Assert.Equal(
            ["seat", "voucher.level", "seat", "place 1", "voucher.already-redeemed", "NotFound", "NotFound", "NotFound", "seat"],
            granted.Select(one => one switch
            {
                { Done.WaitingPlace: { } place } => $"place {place}",
                { Done: not null } => "seat",
                { Refusal: RuleBroken broken } => broken.Code,
                _ => one.Refusal!.GetType().Name,
            }));
        Assert.Equal((2, 1, 0), (await Seats(lesson), await Seats(last), await Seats(tooHigh)));
        Assert.Equal(4, await city.Ask<IVouchers, int>(all => all.Redemptions.CountAsync(redemption => people.Contains(redemption.ParticipantId))));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task One_person_in_two_classes_and_one_class_twice_stay_within_the_cap()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (one, other) = (await city.HasClassFor(at), await city.HasClassFor(at, startsInDays: 20));
        var person = Guid.NewGuid();
        var vouchers = await city.HasVouchers(person, VoucherCity.Terms() with { Count = 4, CapCents = 15_000, Unlocks = ["", "", "", ""] });
        var granted = await Redeem(Wish(person, vouchers[0], one), Wish(person, vouchers[1], one), Wish(person, vouchers[2], other), Wish(person, vouchers[3], other));
        Assert.Equal((10_000L, 5_000L), (granted[0].Done!.AmountCents, granted[2].Done!.AmountCents));
        Assert.Equal(["voucher.class-already-paid", "voucher.cap-reached"], granted.Select(each => each.Refusal).OfType<RuleBroken>().Select(broken => broken.Code));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_refusal_is_said_in_the_language_of_whoever_asked()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var over = await city.HasClassFor(at, startsInDays: -10, sessions: 3);
        var (anna, berta) = (Guid.NewGuid(), Guid.NewGuid());
        var granted = await Redeem(
            Wish(anna, await city.HasVoucher(anna), over) with { By = new(anna, "", CultureInfo.GetCultureInfo("de")) },
            Wish(berta, await city.HasVoucher(berta), over));
        var days = granted.Select(one => $"{((RuleBroken)one.Refusal!).Details[0]}").ToArray();
        Assert.NotEqual(days[0], days[1]);
        Assert.Matches(@"^\d+\. ", days[0]);
    }

    [Fact]
    public async Task Whose_key_spoils_the_commit_is_alone_with_it()
    {
        // 24 phones at once, every third with a key that it used for another class before: whoever shares a commit with them must not notice.
        var at = await city.HasProviderWhoTakesVouchers();
        var (lesson, earlier) = (await city.HasClassFor(at, capacity: 100), await city.HasClassFor(at, capacity: 100, startsInDays: 20));
        var phones = new List<(HttpClient Client, Guid Voucher)>();
        for (var i = 0; i < 24; i++)
        {
            var person = Guid.NewGuid();
            var vouchers = await city.HasVouchers(person, VoucherCity.Terms() with { Count = 2, Unlocks = ["", ""] });
            phones.Add((city.AsNewcomer(person), vouchers[1]));
            Assert.True((i % 3 == 0 ? await RedeemVoucherTests.Redeem(phones[i].Client, vouchers[0], earlier, "key") : await phones[i].Client.GetAsync("/api/my/vouchers")).IsSuccessStatusCode);
        }

        var answers = await Task.WhenAll(phones.Select(phone => RedeemVoucherTests.Redeem(phone.Client, phone.Voucher, lesson, "key")));
        Assert.Equal(Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK), answers.Select(answer => answer.StatusCode));
        Assert.Equal(16, await Seats(lesson));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_class_is_cancelled_while_its_people_book_another_one()
    {
        // Both lock the allowances of the same people, many at once.
        var at = await city.HasProviderWhoTakesVouchers();
        var (cancelled, other) = (await city.HasClassFor(at, capacity: 100), await city.HasClassFor(at, capacity: 100, startsInDays: 20));
        var phones = new List<(HttpClient Client, Guid Voucher)>();
        for (var i = 0; i < 24; i++)
        {
            var person = Guid.NewGuid();
            var vouchers = await city.HasVouchers(person, VoucherCity.Terms() with { Count = 2, CapCents = 20_000, Unlocks = ["", ""] });
            phones.Add((city.AsNewcomer(person), vouchers[1]));
            Assert.True((await RedeemVoucherTests.Redeem(phones[i].Client, vouchers[0], cancelled)).IsSuccessStatusCode);
        }

        var booking = Task.WhenAll(phones.Select(phone => RedeemVoucherTests.Redeem(phone.Client, phone.Voucher, other)));
        var cancelling = city.As(Roles.ProviderManager, at.Provider).Submit($"/provider/classes/{cancelled}/cancel", ("Reason", "The teacher is ill"));
        Assert.Equal(HttpStatusCode.Redirect, (await cancelling).StatusCode);
        Assert.All(await booking, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal((0, 24), (await Seats(cancelled), await Seats(other)));
        await city.TheBooksBalance();
    }

    private static Wish Wish(Guid person, Guid voucher, Guid lesson)
    {
        var wanted = new NewRedemption { VoucherId = voucher, ClassId = lesson, HolderId = person, KeyScope = "shared", Key = Guid.NewGuid().ToString() };
        return new(wanted, ClientKey.Of(wanted.KeyScope, wanted.Key, new { voucher, lesson }), new(person, "", English));
    }

    private async Task<IReadOnlyList<Granted>> Redeem(params Wish[] wishes)
    {
        await using var scope = city.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Redemptions>().Redeem(wishes, default);
    }

    private Task<int> Seats(Guid lesson) => city.Ask<ITimetable, int>(timetable => timetable.Groups.Where(group => group.Id == lesson).Select(group => group.SeatsTaken).SingleAsync());
}
