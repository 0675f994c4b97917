using System.Net;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Eligibility;
using Courses.IntegrationTests.Vouchers;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Timetable;

/// <summary>A person's time in a class is a set of stays: what was attended and paid is never lost by leaving, and waiting is no stay.</summary>
public sealed class StayTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Who_leaves_and_books_again_keeps_the_hours_attended_and_held()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        var group = await GroupOf((await city.HasAttended(person, "inlt", "ppapappa"))[0]);
        city.Clock.Advance(TimeSpan.FromDays(2));
        await Leaves(person, group);
        city.Clock.Advance(TimeSpan.FromDays(3));
        await Books(person, group, "inlt");
        await city.Runs("recompute-stale");
        Assert.Equal((5 * 90, 8 * 90), await HoursOf(person));

        // The three days between the stays belong to nobody; so many sessions are left after them.
        var stays = await StaysOf(person);
        Assert.Equal(2, stays.Count);
        Assert.True(stays[0].Until < stays[1].From);
        Assert.Equal(8, System.Text.RegularExpressions.Regex.Count(await city.AsNewcomer(person).GetStringAsync("/my/attendance"), "badge (good|bad) push"));
    }

    [Fact]
    public async Task Two_taps_do_not_settle_a_proposal()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        var group = await GroupOf((await city.HasAttended(person, "inlt", "ppaaaaaaaa"))[0]);
        await city.Runs("recompute-stale");
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.Runs("recompute-all");
        await Leaves(person, group);
        await city.Runs("recompute-stale");
        Assert.Equal(ProposalState.Open, await ProposalOf(person));
        await Books(person, group, "inlt");
        await city.Runs("recompute-stale");
        Assert.Equal(ProposalState.Open, await ProposalOf(person));
        Assert.Equal((2 * 90, 10 * 90), await HoursOf(person));
    }

    [Fact]
    public async Task The_proof_of_a_redeemed_voucher_outlives_leaving_and_coming_again()
    {
        var classId = await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), sessions: 28, startsInDays: 1);
        var person = await city.HasLearner();
        var voucher = await city.HasVoucher(person);
        Assert.True((await RedeemVoucherTests.Redeem(city.As(Roles.Coach), voucher, classId, api: "/api/vouchers")).IsSuccessStatusCode);
        city.Clock.Advance(TimeSpan.FromDays(25));
        await city.HasSignedRegisters(classId, person, new string('P', 24));
        await Leaves(person, classId);
        Assert.Equal(24, await city.InScope(async services => (await services.GetRequiredService<Payables>().ProofOf(await RedemptionOf(person), default)).SessionsAttended));

        // It is too late for the money to come back, so it pays for coming again too, and counts for the same programme.
        var client = city.AsNewcomer(person);
        var page = await client.GetStringAsync($"/my/book/{classId}");
        Assert.Contains("The money of your voucher is kept for this course", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostTo($"/my/book/{classId}", page, ("Key", "again"))).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(5));
        await city.HasSignedRegisters(classId, person, new string('P', 28));
        var proof = await city.InScope(async services => await services.GetRequiredService<Payables>().ProofOf(await RedemptionOf(person), default));
        Assert.Equal((28, 28), (proof.SessionsAttended, proof.SessionsHeld));
        Assert.All(await StaysOf(person), stay => Assert.Equal("start-wien", stay.ProgrammeCode));
        await city.TheBooksBalance();
    }

    [Theory]
    [InlineData("leaves")]
    [InlineData("offer runs out")]
    [InlineData("class cancelled")]
    public async Task Who_only_waited_is_absent_from_nothing(string how)
    {
        await city.HasAllProgrammes();
        var school = await city.HasSchool();
        var classId = await city.HasClass(school, capacity: 1, first: city.Today().AddDays(1));
        var (holder, waiting) = (await city.HasLearner(), await city.HasLearner());
        await Books(holder, classId, "inlt");
        await Books(waiting, classId, "inlt");
        city.Clock.Advance(TimeSpan.FromDays(40));
        await SignsOff(classId);
        switch (how)
        {
            case "leaves":
                await Leaves(waiting, classId);
                break;
            case "offer runs out":
                await Leaves(holder, classId);
                city.Clock.Advance(TimeSpan.FromHours(25));
                await city.Runs("waiting-lists");
                break;
            default:
                Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.ProviderManager, school.ProviderId).Submit($"/provider/classes/{classId}/cancel", ("Reason", "No teacher"))).StatusCode);
                break;
        }

        await SignsOff(classId);
        await city.Runs("recompute-stale");
        await city.Runs("recompute-all");
        Assert.Empty(await StaysOf(waiting));
        Assert.False(await city.InDatabase(db => db.Set<Mark>().AnyAsync(mark => mark.ParticipantId == waiting)));
        Assert.False(await city.InDatabase(db => db.Set<Decision>().AnyAsync(row => row.ParticipantId == waiting && row.Subject == Decision.Benefit)));
        Assert.Equal(6 * 120, (await HoursOf(holder)).Held);
        Assert.DoesNotContain("card\"", (await city.AsNewcomer(waiting).GetStringAsync("/my/attendance")).Replace("card empty", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_in_the_morning_is_no_absence_in_the_evening_and_leaving_at_night_is()
    {
        await city.HasAllProgrammes();
        city.Clock.MoveTo(new(city.Today().AddDays(1).ToDateTime(new(12, 0)), TimeSpan.Zero));
        var classId = await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), startsInDays: 0);
        var (early, late) = (await city.HasLearner(), await city.HasLearner());
        await Books(early, classId, "inlt");
        await Books(late, classId, "inlt");
        await Leaves(early, classId);
        city.Clock.Advance(TimeSpan.FromHours(8));
        await Leaves(late, classId);
        await SignsOff(classId);
        Assert.Equal([late], await city.InDatabase(db => db.Set<Mark>().Where(mark => mark.GroupId == classId).Select(mark => mark.ParticipantId).ToListAsync()));
    }

    [Fact]
    public async Task Leaving_by_mistake_is_undone_the_same_day_with_the_vouchers_money()
    {
        var classId = await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), startsInDays: 5);
        var person = await city.HasLearner();
        var voucher = await city.HasVoucher(person);
        Assert.True((await RedeemVoucherTests.Redeem(city.As(Roles.Coach), voucher, classId, api: "/api/vouchers")).IsSuccessStatusCode);
        var before = (await Seats(classId), await MoneyOf(voucher), await city.InDatabase(db => db.Set<Redemption>().Where(row => row.VoucherId == voucher).Select(row => new { row.Id, row.State, row.AmountCents }).SingleAsync()));
        await Leaves(person, classId);
        Assert.Equal(10_000, (await MoneyOf(voucher)).Left);

        await ComesBack(person, classId);
        Assert.Equal(before, (await Seats(classId), await MoneyOf(voucher), await city.InDatabase(db => db.Set<Redemption>().Where(row => row.VoucherId == voucher).Select(row => new { row.Id, row.State, row.AmountCents }).SingleAsync())));
        Assert.Equal([(city.Today(), (DateOnly?)null)], (await StaysOf(person)).Select(stay => (stay.From, stay.Until)));
        await city.TheBooksBalance();

        // Not on the next day, and there is no button any more.
        await Leaves(person, classId);
        city.Clock.Advance(TimeSpan.FromDays(1));
        var client = city.AsNewcomer(person);
        var page = await client.GetStringAsync("/my/courses");
        Assert.DoesNotContain("That was a mistake", page, StringComparison.Ordinal);
        var refused = await client.PostTo($"/my/courses?id={classId}&handler=ComeBack", await client.GetStringAsync("/my/help"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("only on the same day", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoing_is_refused_when_the_seat_or_the_money_is_gone_and_gives_the_place_in_line_back()
    {
        var classId = await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), capacity: 1, startsInDays: 5);
        var (holder, first, second) = (await city.HasLearner(), await city.HasLearner(), await city.HasLearner());
        await Books(holder, classId, null);
        await Books(first, classId, null);
        await Books(second, classId, null);
        await Leaves(first, classId);
        await ComesBack(first, classId);
        Assert.Equal([first, second], await city.InDatabase(db => db.Set<Enrolment>().Where(row => row.GroupId == classId && row.State == EnrolmentState.Waiting).OrderBy(row => row.WaitingNumber).Select(row => row.ParticipantId).ToListAsync()));

        await Leaves(holder, classId);
        Assert.Contains("given to another person", await ComesBack(holder, classId, HttpStatusCode.Conflict), StringComparison.Ordinal);

        var (payer, voucher) = (await city.HasLearner(), Guid.Empty);
        voucher = await city.HasVoucher(payer);
        var (one, other) = (await city.HasClassFor(await city.HasProviderWhoTakesVouchers()), await city.HasClassFor(await city.HasProviderWhoTakesVouchers(), startsInDays: 20));
        Assert.True((await RedeemVoucherTests.Redeem(city.As(Roles.Coach), voucher, one, api: "/api/vouchers")).IsSuccessStatusCode);
        await Leaves(payer, one);
        Assert.True((await RedeemVoucherTests.Redeem(city.As(Roles.Coach), voucher, other, api: "/api/vouchers")).IsSuccessStatusCode);
        Assert.Contains("used for something else", await ComesBack(payer, one, HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(0, (await Seats(one)).Taken);
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Moving_somebody_to_another_class_keeps_what_was_attended_and_what_was_paid()
    {
        await city.HasAllProgrammes();
        var at = await city.HasProviderWhoTakesVouchers();
        var (from, to, elsewhere) = (await city.HasClassFor(at, sessions: 20, startsInDays: 1), await city.HasClassFor(at, sessions: 20, startsInDays: 1), await city.HasClassFor(await city.HasProviderWhoTakesVouchers()));
        var person = await city.HasLearner();
        Assert.True((await RedeemVoucherTests.Redeem(city.As(Roles.Coach), await city.HasVoucher(person), from, api: "/api/vouchers")).IsSuccessStatusCode);
        city.Clock.Advance(TimeSpan.FromDays(10));
        await city.HasSignedRegisters(from, person, new string('P', 9));
        var manager = city.As(Roles.ProviderManager, at.Provider);
        var page = $"/provider/classes/{from}/people/{person}/move";
        Assert.Contains(to.ToString(), await manager.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo(page, await manager.GetStringAsync(page), ("To", elsewhere.ToString()), ("Reason", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await city.As(Roles.Coach).Submit(page, ("To", elsewhere.ToString()), ("Reason", "Moved house"))).StatusCode);
        var moved = await manager.Submit(page, ("To", to.ToString()), ("Reason", "Works in the evening now"));
        Assert.True(moved.StatusCode == HttpStatusCode.Redirect, await moved.Content.ReadAsStringAsync());
        Assert.Equal((0, 1), ((await Seats(from)).Taken, (await Seats(to)).Taken));

        city.Clock.Advance(TimeSpan.FromDays(12));
        await city.HasSignedRegisters(to, person, new string('A', 8) + new string('P', 12));
        await city.HasSignedRegisters(from, person, new string('P', 9) + new string('A', 11));
        var proof = await city.InScope(async services => await services.GetRequiredService<Payables>().ProofOf(await RedemptionOf(person), default));
        Assert.Equal((9 + 11, 20), (proof.SessionsAttended, proof.SessionsHeld));
        Assert.Equal([(from, "start-wien"), (to, "start-wien")], (await StaysOf(person)).Select(stay => (stay.GroupId, stay.ProgrammeCode)));
        Assert.Equal(to, await city.InDatabase(db => db.Set<Redemption>().Where(row => row.ParticipantId == person).Select(row => row.GroupId).SingleAsync()));

        // Leaving the new class is too late for the money: sessions were held for it in the old one.
        Assert.Contains("too late", await city.AsNewcomer(person).GetStringAsync($"/my/courses/{to}/leave"), StringComparison.Ordinal);
        await city.TheBooksBalance();
    }

    private async Task Leaves(Guid person, Guid group)
    {
        var left = await city.AsNewcomer(person).Submit($"/my/courses/{group}/leave");
        Assert.True(left.StatusCode == HttpStatusCode.Redirect, await left.Content.ReadAsStringAsync());
    }

    private async Task<string> ComesBack(Guid person, Guid group, HttpStatusCode expected = HttpStatusCode.Redirect)
    {
        var client = city.AsNewcomer(person);
        var page = await client.GetStringAsync("/my/courses");
        Assert.Contains("That was a mistake", page, StringComparison.Ordinal);
        var answer = await client.PostTo($"/my/courses?id={group}&handler=ComeBack", page);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, body);
        return body;
    }

    private Task<Seat> Books(Guid person, Guid group, string? programme) => city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, programme, default));

    /// <summary>Signs every register of the class that is over, as a teacher does; whom it expects and nobody mentioned is absent.</summary>
    private Task<bool> SignsOff(Guid group) => city.InScope(async services =>
    {
        var now = city.Clock.GetUtcNow();
        var sessions = await SessionInfos.Of(services.GetRequiredService<ITimetable>()).Where(session => session.GroupId == group && session.StartsAt <= now && session.CancelledAt == null).OrderBy(session => session.StartsAt).ToListAsync();
        foreach (var session in sessions)
        {
            await services.GetRequiredService<RegisterBook>().SignOff(session, "Nina", Guid.NewGuid(), default);
        }

        return true;
    });

    private Task<Guid> GroupOf(Guid session) => city.InDatabase(db => db.Set<Session>().Where(row => row.Id == session).Select(row => row.GroupId).SingleAsync());

    private Task<List<StayRow>> StaysOf(Guid person) => city.Ask<ITimetable, List<StayRow>>(timetable => timetable.Stays.Where(stay => stay.ParticipantId == person).OrderBy(stay => stay.From).ToListAsync());

    private Task<(int Attended, int Held)> HoursOf(Guid person) => city.InDatabase(async db =>
    {
        var decision = await db.Set<Decision>().SingleAsync(row => row.ParticipantId == person && row.Subject == Decision.Benefit && row.SupersededAt == null);
        return (decision.AttendedMinutes, decision.HeldMinutes);
    });

    private Task<ProposalState> ProposalOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().Where(row => row.ParticipantId == person).Select(row => row.State).SingleAsync());

    private Task<Guid> RedemptionOf(Guid person) => city.InDatabase(db => db.Set<Redemption>().Where(row => row.ParticipantId == person).Select(row => row.Id).SingleAsync());

    private Task<(long Left, VoucherState State)> MoneyOf(Guid voucher) => city.InDatabase(async db =>
    {
        var row = await db.Set<Voucher>().AsNoTracking().SingleAsync(row => row.Id == voucher);
        return (row.RemainingCents, row.State);
    });

    private Task<(int Taken, int Offered, int InLine)> Seats(Guid id) => city.InDatabase(async db =>
    {
        var group = await db.Set<Group>().AsNoTracking().SingleAsync(row => row.Id == id);
        return (group.SeatsTaken, group.SeatsOffered, group.InLine);
    });
}
