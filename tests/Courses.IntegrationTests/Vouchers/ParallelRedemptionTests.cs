using System.Collections.Concurrent;
using System.Net;
using Courses.Contracts.Timetable;
using Courses.IntegrationTests.Engine;
using Courses.Tests.Shared;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>One voucher, a thousand taps at once: one of them pays. docs/concurrency.md.</summary>
public sealed class ParallelRedemptionTests(City city) : IClassFixture<City>
{
    private const int Taps = 1_000;
    private const int Classes = 20;

    [Fact]
    public async Task Of_a_thousand_parallel_redemptions_of_one_voucher_exactly_one_succeeds()
    {
        var (person, voucher, classes) = await Arrange();
        var answers = await Tap(city.AsNewcomer(person), voucher, classes, Taps);
        Assert.Equal(1, answers.GetValueOrDefault("200"));
        Assert.True(answers.GetValueOrDefault("voucher.already-redeemed") == Taps - 1, string.Join(", ", answers));
        await city.TheBooksBalance();
        Assert.Equal(1, await city.Ask<ITimetable, int>(timetable => timetable.Enrolments.CountAsync(enrolment => enrolment.ParticipantId == person)));
    }

    [Fact]
    public async Task Without_the_lock_the_same_taps_pay_more_than_once()
    {
        // The canary: the update that locks the voucher only reads it, and the version is not compared. The test above must notice what then happens.
        // It spoils its books, so it has a city of its own. Each tap wants another class, and the person's diary is not locked: other locks must not do what the voucher's lock is for.
        var spoilt = new City();
        await ((IAsyncLifetime)spoilt).InitializeAsync();
        var (person, voucher, classes) = await Arrange(spoilt, classes: 60);
        var client = await Unguarded(spoilt, person, "vouchers.voucher", together: 2);
        var answers = await Tap(client, voucher, classes, 60);
        Assert.True(answers.GetValueOrDefault("200") > 1, string.Join(", ", answers));
        await ((IAsyncLifetime)spoilt).DisposeAsync();
    }

    [FactOn("SqlServer")]
    public async Task The_lock_does_not_rest_on_row_versions()
    {
        // With READ_COMMITTED_SNAPSHOT on, as in every other test, readers see versions; off, they wait for writers. The voucher pays once either way.
        var apart = new City();
        await ((IAsyncLifetime)apart).InitializeAsync();
        Assert.True(await apart.InDatabase(db => db.Engine.LetReadersPass(db, default)));
        await apart.InDatabase(db => db.Database.ExecuteSqlRawAsync("alter database current set read_committed_snapshot off with rollback immediate"));
        var (person, voucher, classes) = await Arrange(apart, Classes);
        var answers = await Tap(apart.AsNewcomer(person), voucher, classes, 200);
        Assert.Equal(1, answers.GetValueOrDefault("200"));
        Assert.True(answers.GetValueOrDefault("voucher.already-redeemed") == 199, string.Join(", ", answers));
        await apart.TheBooksBalance();
        await ((IAsyncLifetime)apart).DisposeAsync();
    }

    [Fact]
    public async Task Two_phones_with_one_key_pay_once_and_hear_the_same()
    {
        var (person, voucher, classes) = await Arrange();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            (await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, classes[0], "one-key"))).ToString()));
        Assert.Single(answers.Distinct());
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task The_cap_holds_when_one_person_books_at_64_providers_at_once()
    {
        var person = Guid.NewGuid();
        var paid = await BookEverywhere(city, person, city.AsNewcomer(person), 64);
        Assert.Equal(3, paid);
        Assert.Equal(25_000, await city.InDatabase(db => db.Set<Allowance>().Where(row => row.ParticipantId == person).Select(row => row.UsedCents).SingleAsync()));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Without_the_lock_of_the_allowance_the_cap_is_broken()
    {
        // The canary of the test above.
        var spoilt = new City();
        await ((IAsyncLifetime)spoilt).InitializeAsync();
        var person = Guid.NewGuid();
        var paid = await BookEverywhere(spoilt, person, await Unguarded(spoilt, person, "vouchers.allowance", together: 4), 64);
        Assert.True(paid > 3, $"{paid} bookings were paid.");
        Assert.NotEmpty(await spoilt.InDatabase(Books.Findings));
        await ((IAsyncLifetime)spoilt).DisposeAsync();
    }

    /// <summary>As many vouchers of one allowance with a cap of EUR 250, each for a class of another provider, all at once; answers how many were paid.</summary>
    private static async Task<int> BookEverywhere(City city, Guid person, HttpClient client, int providers)
    {
        await city.HasDiary(person);
        var vouchers = await city.HasVouchers(person, VoucherCity.Terms() with { Count = providers, CapCents = 25_000 });
        var classes = new List<Guid>();
        foreach (var _ in vouchers)
        {
            // One after the other: nobody can be in two classes at the same time.
            classes.Add(await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), startsInDays: 7 + (4 * classes.Count)));
        }

        // The first request signs in; the rest start together.
        await client.GetAsync("/api/my/vouchers");
        var start = new TaskCompletionSource();
        var all = vouchers.Zip(classes).Select(async pair =>
        {
            await start.Task;
            return await RedeemVoucherTests.Redeem(client, pair.First, pair.Second);
        }).ToArray();
        start.SetResult();
        var answers = await Task.WhenAll(all);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{answer.StatusCode}"));
        return answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
    }

    private static Task<HttpClient> Unguarded(City city, Guid person, string table, int together) => city.AsNewcomerAt(person, new LocksNothing(table, together));

    private Task<(Guid Person, Guid Voucher, List<Guid> Classes)> Arrange() => Arrange(city, Classes);

    private static async Task<(Guid Person, Guid Voucher, List<Guid> Classes)> Arrange(City city, int classes)
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var made = new List<Guid>();
        await city.HasDiary(person);
        while (made.Count < classes)
        {
            made.Add(await city.HasClassFor(at, startsInDays: 7 + (4 * made.Count)));
        }

        return (person, await city.HasVoucher(person), made);
    }

    private static async Task<ConcurrentDictionary<string, int>> Tap(HttpClient client, Guid voucher, List<Guid> classes, int taps)
    {
        var answers = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var start = new TaskCompletionSource();
        var all = Enumerable.Range(0, taps).Select(async tap =>
        {
            await start.Task;
            var answer = await RedeemVoucherTests.Redeem(client, voucher, classes[tap % classes.Count]);
            answers.AddOrUpdate(answer.IsSuccessStatusCode ? "200" : await RedeemVoucherTests.Code(answer), 1, (_, count) => count + 1);
        }).ToArray();
        start.SetResult();
        await Task.WhenAll(all);
        return answers;
    }
}
