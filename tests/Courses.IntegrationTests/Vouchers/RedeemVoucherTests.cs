using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Vouchers;

public sealed class RedeemVoucherTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_newcomer_pays_for_a_seat_and_both_move_together()
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var (voucher, lesson) = (await city.HasVoucher(person), await city.HasClassFor(at, priceCents: 34_000));
        var answer = await Json(await Redeem(city.AsNewcomer(person), voucher, lesson));
        Assert.Equal((10_000, 24_000), (answer.GetProperty("amountCents").GetInt64(), answer.GetProperty("ownShareCents").GetInt64()));
        Assert.Equal(1, await Seats(lesson));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_coach_pays_on_behalf_of_the_person()
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var (voucher, lesson) = (await city.HasVoucher(person), await city.HasClassFor(at));
        await Json(await Redeem(city.As(Roles.Coach), voucher, lesson, api: "/api/vouchers"));
        Assert.True(await city.Ask<ITimetable, bool>(timetable => timetable.Enrolments.AnyAsync(enrolment => enrolment.GroupId == lesson && enrolment.ParticipantId == person)));
    }

    [Fact]
    public async Task Another_newcomer_is_not_told_that_the_voucher_exists()
    {
        var (voucher, lesson) = (await city.HasVoucher(Guid.NewGuid()), await city.HasClassFor(await city.HasProviderWhoTakesVouchers()));
        Assert.Equal(HttpStatusCode.NotFound, (await Redeem(city.AsNewcomer(Guid.NewGuid()), voucher, lesson)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNewcomer(Guid.NewGuid()).GetAsync($"/api/my/vouchers/{voucher}")).StatusCode);
        Assert.Equal(0, await Seats(lesson));
    }

    [Fact]
    public async Task A_full_class_holds_the_money_with_the_place_on_the_waiting_list()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var lesson = await city.HasClassFor(at, capacity: 1);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await Json(await Redeem(city.AsNewcomer(first), await city.HasVoucher(first), lesson));
        var voucher = await city.HasVoucher(second);
        var waiting = await Json(await Redeem(city.AsNewcomer(second), voucher, lesson));
        Assert.Equal(1, waiting.GetProperty("waitingPlace").GetInt32());
        Assert.Equal("voucher.on-hold", await Refused(city.AsNewcomer(second), voucher, await city.HasClassFor(at)));
        await city.Ask<IVouchers, bool>(async vouchers =>
        {
            await vouchers.GiveBack([waiting.GetProperty("enrolmentId").GetGuid()], "offer-ran-out", default);
            return true;
        });
        await Json(await Redeem(city.AsNewcomer(second), voucher, await city.HasClassFor(at)));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Every_refusal_has_its_code_and_takes_no_seat()
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var me = city.AsNewcomer(person);
        var voucher = await city.HasVoucher(person);
        var refusals = new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["voucher.level"] = await city.HasClassFor(at, level: "B2"),
            ["voucher.not-integration-course"] = await city.HasClassFor(at, integration: false),
            ["voucher.provider-not-accredited"] = await city.HasClassFor(await city.HasProviderWhoTakesVouchers(accredited: false)),
            ["voucher.course-over"] = await city.HasClassFor(at, startsInDays: -10, sessions: 3),
            ["voucher.course-too-early"] = await city.HasClassFor(at, startsInDays: -43, sessions: 60),
            ["voucher.not-needed"] = await city.HasClassFor(at, priceCents: 0),
        };
        foreach (var (code, lesson) in refusals)
        {
            Assert.Equal(code, await Refused(me, voucher, lesson));
            Assert.Equal(0, await Seats(lesson));
        }

        var asked = await Json(await me.GetAsync($"/api/my/vouchers/{voucher}/refusals?classId={refusals["voucher.course-too-early"]}"));
        Assert.Contains("2026", asked[0].GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Contains("For example", asked[0].GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    /// <summary>What a programme wants first is no further module: the voucher that waits for one more waits for another.</summary>
    [Fact]
    public async Task What_comes_before_all_unlocks_no_voucher_that_waits_for_a_module()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        await own.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(default));
        var (before, after) = (await own.HasNewcomer(), await own.HasNewcomer());
        await Finishes(before, "start-coaching");
        var vouchers = new[] { await Issue(before), await Issue(after) };
        await Finishes(after, "start-coaching");
        Assert.Equal([VoucherState.Issued, VoucherState.Issued], await States());
        await Finishes(before, "housing");
        await Finishes(after, "housing");
        Assert.Equal([VoucherState.Unlocked, VoucherState.Unlocked], await States());

        Task Finishes(Guid person, string topic) => own.Ask<IOrientation, bool>(async orientation =>
        {
            await orientation.Complete(person, topic, new(2026, 11, 10), default);
            return true;
        });

        async Task<Guid> Issue(Guid person)
        {
            var answer = await own.As(Roles.Coach).PostAsJsonAsync("/api/vouchers/", new { participantId = person, programmeCode = "start-wien" });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return await own.InDatabase(db => db.Set<Voucher>().Where(voucher => voucher.ParticipantId == person).Select(voucher => voucher.Id).SingleAsync());
        }

        async Task<VoucherState[]> States() => [await StateOf(vouchers[0]), await StateOf(vouchers[1])];

        Task<VoucherState> StateOf(Guid id) => own.InDatabase(db => db.Set<Voucher>().Where(voucher => voucher.Id == id).Select(voucher => voucher.State).SingleAsync());
    }

    [Fact]
    public async Task Locked_cancelled_and_expired_vouchers_are_refused()
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var lesson = await city.HasClassFor(at);
        var me = city.AsNewcomer(person);
        var locked = await city.HasVouchers(person, VoucherCity.Terms() with { Count = 3, Unlocks = ["start-coaching", "any-module", ""] });
        Assert.Equal("voucher.locked", await Refused(me, locked[0], lesson));
        Assert.Equal("voucher.locked-module", await Refused(me, locked[1], lesson));
        var cancelled = await city.As(Roles.Coach).PostAsJsonAsync($"/api/vouchers/{locked[2]}/cancellation", new { reason = "Issued twice" });
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.Equal("voucher.cancelled", await Refused(me, locked[2], lesson));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_replaced_voucher_stops_and_its_successor_pays()
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var old = await city.HasVoucher(person);
        var replaced = await Json(await city.As(Roles.Coach).PostAsJsonAsync($"/api/vouchers/{old}/replacement", new { reason = "Lost" }));
        Assert.Equal("voucher.cancelled", await Refused(city.AsNewcomer(person), old, await city.HasClassFor(at)));
        await Json(await Redeem(city.AsNewcomer(person), replaced.GetProperty("voucherId").GetGuid(), await city.HasClassFor(at)));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task One_module_unlocks_one_voucher()
    {
        var person = Guid.NewGuid();
        var vouchers = await city.HasVouchers(person, VoucherCity.Terms() with { Count = 3, Unlocks = ["", "any-module", "any-module"] });
        await city.InDatabase(async db =>
        {
            db.AddRange(
                new Courses.Orientation.Topic { Code = "v-housing", ProgrammeCode = "start-wien", Name = "Housing", PlannedMinutes = 90 },
                new Courses.Orientation.Topic { Code = "v-waste", ProgrammeCode = "start-wien", Name = "Waste", PlannedMinutes = 90 });
            await db.SaveChangesAsync();
        });
        async Task<VoucherState[]> After(string topic)
        {
            await city.Ask<IVouchers, bool>(async all => { await all.Unlock(person, topic, default); return true; });
            return await city.Ask<IVouchers, VoucherState[]>(async all => [.. (await all.Vouchers.Where(row => row.ParticipantId == person).ToListAsync()).OrderBy(row => vouchers.IndexOf(row.Id)).Select(row => row.State)]);
        }

        Assert.Equal([VoucherState.Unlocked, VoucherState.Unlocked, VoucherState.Issued], await After("v-housing"));
        Assert.Equal([VoucherState.Unlocked, VoucherState.Unlocked, VoucherState.Issued], await After("v-housing"));
        Assert.Equal([VoucherState.Unlocked, VoucherState.Unlocked, VoucherState.Unlocked], await After("v-waste"));
    }

    [Fact]
    public async Task The_ledger_cannot_be_changed_or_deleted()
    {
        await city.HasVoucher(Guid.NewGuid());
        await Assert.ThrowsAsync<InvalidOperationException>(() => city.InDatabase(async db =>
        {
            db.Remove(await db.Set<LedgerEntry>().FirstAsync());
            await db.SaveChangesAsync();
        }));
    }

    [Fact]
    public async Task The_database_refuses_a_balance_below_zero()
    {
        var voucher = await city.HasVoucher(Guid.NewGuid());
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => city.InDatabase(db => db.Set<Voucher>().Where(row => row.Id == voucher)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RemainingCents, -1).SetProperty(row => row.RedeemedCents, 10_001))));
    }

    [Fact]
    public async Task Nothing_is_accepted_without_its_fields_and_key()
    {
        var (person, lesson) = (Guid.NewGuid(), await city.HasClassFor(await city.HasProviderWhoTakesVouchers()));
        var voucher = await city.HasVoucher(person);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNewcomer(person).PostAsJsonAsync($"/api/my/vouchers/{voucher}/redemptions", new { classId = lesson })).StatusCode);
        foreach (var (client, address) in new[]
        {
            (city.AsNewcomer(person), $"/api/my/vouchers/{voucher}/redemptions"), (city.As(Roles.Coach), "/api/vouchers"), (city.As(Roles.Coach), "/api/vouchers/many"),
            (city.As(Roles.Coach), $"/api/vouchers/{voucher}/cancellation"), (city.As(Roles.Coach), $"/api/vouchers/{voucher}/replacement"),
        })
        {
            var answer = await client.PostAsJsonAsync(address, new { });
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest && body.Contains("\"errors\"", StringComparison.Ordinal), $"{address}: {answer.StatusCode} {body}");
        }
    }

    private async Task<int> Seats(Guid lesson) => await city.Ask<ITimetable, int>(timetable => timetable.Groups.Where(group => group.Id == lesson).Select(group => group.SeatsTaken).SingleAsync());

    internal static Task<HttpResponseMessage> Redeem(HttpClient client, Guid voucher, Guid lesson, string? key = null, string api = "/api/my/vouchers")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{api}/{voucher}/redemptions") { Content = JsonContent.Create(new { classId = lesson }) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return client.SendAsync(request);
    }

    internal static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    internal static async Task<string> Code(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        return JsonDocument.Parse(body).RootElement.TryGetProperty("code", out var code) ? code.GetString()! : $"{answer.StatusCode} {body}";
    }

    private static async Task<string> Refused(HttpClient client, Guid voucher, Guid lesson)
    {
        var answer = await Redeem(client, voucher, lesson);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return await Code(answer);
    }
}

/// <summary>These move the clock of their city.</summary>
public sealed class RedeemVoucherLaterTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_same_key_gives_the_same_answer_a_month_later_and_refuses_another_body()
    {
        var (person, at) = (Guid.NewGuid(), await city.HasProviderWhoTakesVouchers());
        var (voucher, lesson, other) = (await city.HasVoucher(person), await city.HasClassFor(at), await city.HasClassFor(at));
        var me = city.AsNewcomer(person);
        var first = (await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(me, voucher, lesson, "tap-1"))).ToString();
        city.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(first, (await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(me, voucher, lesson, "tap-1"))).ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RedeemVoucherTests.Redeem(me, voucher, other, "tap-1")).StatusCode);
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task What_is_left_goes_back_to_the_fund_after_the_last_day()
    {
        var person = Guid.NewGuid();
        var voucher = await city.HasVoucher(person, VoucherCity.Terms() with { ValidMonths = 1 });
        city.Clock.Advance(TimeSpan.FromDays(40));
        await city.Ask<ExpireVouchers, int>(vouchers => vouchers.Expire(default));
        Assert.Equal(0, await city.Ask<ExpireVouchers, int>(vouchers => vouchers.Expire(default)));
        var row = await city.Ask<IVouchers, VoucherRow>(vouchers => vouchers.Vouchers.SingleAsync(one => one.Id == voucher));
        Assert.Equal((VoucherState.Expired, 0), (row.State, row.RemainingCents));
        var lesson = await city.HasClassFor(await city.HasProviderWhoTakesVouchers());
        Assert.Equal("voucher.expired", await RedeemVoucherTests.Code(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, lesson)));
        await city.TheBooksBalance();
    }
}
