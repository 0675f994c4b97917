using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Participants.Features;
using Courses.Platform.Chain;
using Courses.Seed;
using Courses.Tests.Shared;
using Courses.Timetable;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Courses.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Chain;

/// <summary>Marks follow from facts and the amounts on vouchers from the ledger. They are not chained, and whoever changes one past the product is named all the same.</summary>
public sealed class DerivedTests(City shared) : IClassFixture<City>
{
    private static readonly TimeSpan UntilItIsSigned = City.ToTheEnd + TimeSpan.FromMinutes(10);

    /// <summary>Scanned, late, gone early, excused, taken back, never seen, corrected before and after the sign-off, too late, of nobody.</summary>
    [Fact]
    public async Task In_an_honest_city_everything_follows()
    {
        await using var city = await City.New();
        var taught = await IsTaught(city);
        Assert.Equal(8, await city.InDatabase(db => db.Set<Mark>().CountAsync(mark => mark.SessionId == taught.Session)));
        Assert.True(await city.InDatabase(db => db.Set<Mark>().AnyAsync(mark => mark.CorrectedAfterSignOff)));
        Assert.True(await city.InDatabase(db => db.Set<AttendanceFact>().CountAsync(fact => fact.HeldFor != null)) > 1);
        Assert.Empty(await city.Derives());
        Assert.Equal(0, await city.ChecksItsChain());
        Assert.Contains("All of them were looked at between", await city.As(Roles.Auditor).GetStringAsync("/admin/chain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_city_that_people_try_everything_follows()
    {
        await using var city = await City.New();
        await using var scope = city.Services.CreateAsyncScope();
        await new DemoCity(scope.ServiceProvider, 90, city.Today(), _ => { }).Load();
        Assert.True(await city.InDatabase(db => db.Set<Mark>().CountAsync()) > 1000);
        Assert.Empty(await city.Derives());

        // What deserves a look there was put there: a stack of passes, and one teacher for all classes of the first school. Anything else would be a false alarm (docs/frauds.md).
        var watched = await city.Ask<WatchList, IReadOnlyList<Watched>>(list => list.Of(CancellationToken.None));
        Assert.Equal(["watch.reason.at-once", "watch.reason.bursts"], watched.SelectMany(provider => provider.Reasons).Select(reason => reason.Code).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(await city.Ask<IWatch, IReadOnlyList<UnusualLook>>(watch => watch.UnusualLooks(CancellationToken.None)));
    }

    /// <summary>Two records that become one bring their marks along, and take them back.</summary>
    [Fact]
    public async Task Records_that_are_brought_together_and_taken_apart_are_no_fault()
    {
        await using var city = await City.New();
        var taught = await IsTaught(city);
        var (kept, merged) = (taught.People[0].Id, taught.People[1].Id);
        var other = await city.HasTaughtClass(people: 1);
        await city.AsTablet(other.ProviderId).Send(city.Clock.GetUtcNow(), new SentFact { SessionId = other.Session, ParticipantId = merged, Kind = "walk-in", DeviceTime = city.Clock.GetUtcNow() });
        await city.HasVoucher(merged);
        await city.InDatabase(db => db.Set<Enrolment>().Where(seat => seat.ParticipantId == merged).ExecuteUpdateAsync(set => set.SetProperty(seat => seat.State, EnrolmentState.Withdrawn)));
        var merge = await city.Ask<MergePeople, Guid>(people => people.Merge(merged, kept, "Same passport", default));
        Assert.Empty(await city.Derives());
        await city.Ask<MergePeople, bool>(async people => { await people.Undo(merge, default); return true; });
        Assert.Empty(await city.Derives());
    }

    /// <summary>People come before the bell; then the teacher does not, and the lesson is half as long tomorrow.</summary>
    [Fact]
    public async Task Who_was_seen_before_a_lesson_was_moved_has_the_minutes_of_the_lesson_that_is_held()
    {
        await using var city = await City.New();
        var taught = await city.HasTaughtClass(people: 2);
        city.Clock.Advance(TimeSpan.FromMinutes(-40));
        var now = city.Clock.GetUtcNow();
        await city.AsTablet(taught.ProviderId).Send(now, new() { SessionId = taught.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = now }, new() { SessionId = taught.Session, ParticipantId = taught.People[1].Id, Kind = "late", Minutes = 10, DeviceTime = now });
        Assert.Equal([80, 90], (await city.MarksOf(taught.Session)).Select(mark => mark.PresentMinutes).Order());
        var moved = await city.As(Roles.ProviderManager, taught.ProviderId).Submit(
            $"/provider/classes/{taught.GroupId}/sessions/{taught.Session}?handler=Move",
            ("On", city.Today().AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("From", "08:00"), ("Until", "08:45"), ("PlannedMinutes", "45"), ("Reason", "The teacher is ill"), ("IsMeant", "true"));
        Assert.True(moved.StatusCode == HttpStatusCode.Redirect, await moved.Content.ReadAsStringAsync());
        Assert.Equal([35, 45], (await city.MarksOf(taught.Session)).Select(mark => mark.PresentMinutes).Order());
        Assert.Empty(await city.Derives());
    }

    public static TheoryData<string> Edits =>
    [
        "minutes", "state", "scanned", "proof", "excuse", "no excuse", "fact", "no fact", "corrected", "another person", "another class", "deleted", "added", "present by silence", "fewer cents", "paid cents",
    ];

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Whoever_changes_one_past_the_product_is_named(string what)
    {
        var taught = await IsTaught(shared);
        var (named, undo) = await Edit(what, taught);
        Assert.Equal([named], await shared.Derives());
        await undo();
        Assert.Empty(await shared.Derives());
        shared.Clock.Advance(-UntilItIsSigned);
    }

    /// <summary>A signature pays: one that nobody gave, that somebody else gave or that is gone is named. Those of before the trail told of them are left alone.</summary>
    [Fact]
    public async Task A_register_that_was_signed_past_the_product_is_named()
    {
        await using var city = await City.New();
        var before = await city.HasTaughtClass(people: 1);
        await Sign(before.Session);
        await IsTaught(city);
        city.Clock.Advance(TimeSpan.FromDays(2));
        var (forged, other, gone) = (await city.HasTaughtClass(people: 1), await IsTaught(city), await IsTaught(city));
        Assert.Empty(await city.Derives());

        await Sign(forged.Session);
        await city.InDatabase(db => db.Set<Register>().Where(row => row.Id == other.Session).ExecuteUpdateAsync(set => set.SetProperty(row => row.SignedOffById, Guid.NewGuid())));
        await city.InDatabase(db => db.Set<Register>().Where(row => row.Id == gone.Session).ExecuteUpdateAsync(set => set.SetProperty(row => row.SignedOffAt, (DateTimeOffset?)null)));
        Assert.Equal(
            new[] { forged.Session, other.Session, gone.Session }.Select(session => Line("sign-offs", session)).Order(StringComparer.Ordinal),
            (await city.Derives()).Where(line => line.Contains("sign-offs", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        Task Sign(Guid session) => city.InDatabase(async db =>
        {
            var register = new Register { Id = session };
            db.Add(register);
            db.Entry(register).Property(row => row.SignedOffAt).CurrentValue = city.Clock.GetUtcNow();
            await db.SaveChangesAsync();
        });
    }

    /// <summary>No program of ours wrote it, and what is read of the other sessions is not the worse for it.</summary>
    [FactOn("PostgreSql")]
    public async Task What_is_beyond_reading_is_named_and_keeps_nothing_else_from_being_looked_at()
    {
        await using var city = await City.New();
        var (one, other) = (await IsTaught(city), await city.HasTaughtClass(people: 1));
        await city.AsTablet(other.ProviderId).Send(city.Clock.GetUtcNow(), new SentFact { SessionId = other.Session, ParticipantId = other.People[0].Id, DeviceTime = city.Clock.GetUtcNow() });
        var mark = (await city.MarksOf(other.Session))[0].Id;
        await Set(city, mark, set => set.SetProperty(row => row.PresentMinutes, 1));
        await city.InDatabase(db => db.Database.ExecuteSqlAsync($"update attendance.register set signed_off_at = '20000-01-01' where id = {one.Session}"));
        Assert.Equal(new[] { Line("marks", one.Session), Line("sign-offs", one.Session), Line("marks", mark) }.Order(StringComparer.Ordinal), (await city.Derives()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_named_within_the_hour_once_and_until_it_is_put_right()
    {
        await using var city = await City.New();
        await city.HasAccount("first@administrators.example", Roles.Administrator);
        var taught = await IsTaught(city);
        await city.ChainsItsRows();
        Assert.Equal(0, await city.ChecksItsChain());
        var mark = (await city.MarksOf(taught.Session)).Find(mark => mark.State == MarkState.Late)!;
        await Set(city, mark.Id, set => set.SetProperty(row => row.PresentMinutes, 90));

        // Half a year later it is no session of the last days; what was named stays under the eye of each hour.
        for (var hour = 0; hour < 2; hour++)
        {
            Assert.Equal(1, await city.ChecksItsChain());
            city.Clock.Advance(TimeSpan.FromDays(180));
        }

        var page = await city.As(Roles.Auditor).GetStringAsync("/admin/chain");
        Assert.Contains("The row is not what follows from the chained rows", page, StringComparison.Ordinal);
        Assert.Contains(mark.Id.ToString(), page, StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<ChainFinding>().CountAsync()));
        await city.Runs("send-messages");
        Assert.Contains(mark.Id.ToString(), Assert.Single(city.Mail.To("first@administrators.example")), StringComparison.Ordinal);

        using var said = new StringWriter();
        Assert.Equal(1, await city.Services.VerifyChain([], said));
        Assert.Contains($"RowDoesNotFollow stream marks row {mark.Id}", said.ToString(), StringComparison.Ordinal);

        await Set(city, mark.Id, set => set.SetProperty(row => row.PresentMinutes, mark.PresentMinutes));
        Assert.Equal(0, await city.ChecksItsChain());
        Assert.Contains("Everything is as it was written", await city.As(Roles.Auditor).GetStringAsync("/admin/chain"), StringComparison.Ordinal);
    }

    /// <summary>Sessions of long ago come a piece an hour, each look goes on where the last one ended, and a day is enough for all.</summary>
    [Fact]
    public async Task What_is_old_is_looked_at_within_a_day()
    {
        await using var city = await City.New();
        var at = await city.HasProviderWhoTakesVouchers();
        for (var i = 0; i < 3; i++)
        {
            await city.HasClassFor(at, sessions: DerivedWalk.UnitsAtOnce - 20);
        }

        city.Clock.Advance(TimeSpan.FromDays(400));
        var wrong = await city.InDatabase(async db =>
        {
            var sessions = await db.Set<Session>().OrderBy(session => session.Id).Select(session => new { session.Id, session.GroupId }).ToListAsync();
            var marks = new[] { sessions[0], sessions[sessions.Count / 2], sessions[^1] }.Select(session => new Mark { SessionId = session.Id, GroupId = session.GroupId, ParticipantId = Guid.NewGuid() }).ToList();
            marks.ForEach(mark => mark.Set(null, city.Clock.GetUtcNow()));
            db.AddRange(marks);
            await db.SaveChangesAsync();
            return marks.ConvertAll(mark => (Guid?)mark.Id);
        });

        var named = new List<int>();
        for (var hour = 0; hour < 24; hour++)
        {
            named.Add(await city.ChecksItsChain());
            city.Clock.Advance(TimeSpan.FromHours(1));
        }

        // The first piece has one of them, and later ones the others: what was found stays found.
        Assert.Equal(1, named[0]);
        Assert.Equal(named.Order(), named);
        Assert.Equal(wrong.Order(), (await city.InDatabase(db => db.Set<ChainFinding>().Where(finding => finding.Stream == "marks").Select(finding => finding.Row).ToListAsync())).Order());
    }

    private static async Task<TaughtClass> IsTaught(City city)
    {
        var taught = await city.HasTaughtClass(people: 8);
        var (now, tablet) = (city.Clock.GetUtcNow(), city.AsTablet(taught.ProviderId));
        var mistake = Of(4, "present");
        await tablet.Send(
            now, new() { SessionId = taught.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = now }, Of(0, "present"), Of(1, "late", 20), Of(2, "left-early", 15), Of(3, "excused"), mistake,
            Of(5, "absent"), new() { SessionId = taught.Session, PassHash = new('a', 64), DeviceTime = now });
        await tablet.Send(now, new SentFact { SessionId = taught.Session, Kind = "withdraw", Withdraws = mistake.Id, DeviceTime = now });
        var (manager, page) = (city.As(Roles.ProviderManager, taught.ProviderId), $"/teacher/registers/{taught.Session}");
        await Correct(5, "present");
        await city.HasVoucher(taught.People[0].Id);
        city.Clock.Advance(City.ToTheEnd);
        await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" });
        city.Clock.Advance(UntilItIsSigned - City.ToTheEnd);
        await tablet.Send(city.Clock.GetUtcNow(), Of(4, "present"));
        await Correct(6, "excused");
        return taught;

        SentFact Of(int person, string kind, int? minutes = null) => new() { SessionId = taught.Session, ParticipantId = taught.People[person].Id, Kind = kind, Minutes = minutes, DeviceTime = city.Clock.GetUtcNow() };

        async Task Correct(int person, string state)
        {
            var html = await manager.GetStringAsync($"{page}?person={taught.People[person].Id}");
            var answer = await manager.PostTo(page + "?handler=Correct", html, ("Person", taught.People[person].Id.ToString()), ("State", state), ("Reason", "Said so"));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Answers the line that must be named, and how it is put right again.</summary>
    private async Task<(string Named, Func<Task> Undo)> Edit(string what, TaughtClass taught)
    {
        var marks = await shared.MarksOf(taught.Session);
        var (scanned, late, excused, silent) = (Of(0), Of(1), Of(3), Of(7));
        switch (what)
        {
            case "minutes":
                return await Change(late, set => set.SetProperty(row => row.PresentMinutes, 90));
            case "state":
                return await Change(late, set => set.SetProperty(row => row.State, MarkState.Present));
            case "scanned":
                return await Change(late, set => set.SetProperty(row => row.Scanned, true));
            case "proof":
                return await Change(late, set => set.SetProperty(row => row.Proof, ProofGrade.Shown));
            case "excuse":
                return await Change(excused, set => set.SetProperty(row => row.Excuse, ExcuseProof.Certificate));
            case "no excuse":
                return await Change(excused, set => set.SetProperty(row => row.State, MarkState.Absent));
            case "fact":
                return await Change(late, set => set.SetProperty(row => row.FactId, scanned.FactId));
            case "no fact":
                return await Change(late, set => set.SetProperty(row => row.FactId, (Guid?)null));
            case "corrected":
                return await Change(scanned, set => set.SetProperty(row => row.CorrectedAfterSignOff, true));
            case "another class":
                return await Change(late, set => set.SetProperty(row => row.GroupId, Guid.NewGuid()));
            case "present by silence":
                return await Change(silent, set => set.SetProperty(row => row.State, MarkState.Present).SetProperty(row => row.PresentMinutes, 90));
            case "another person":
                // The mark says something of somebody of whom nobody said anything; taken from somebody who was silent, no fact is left without a mark.
                return await Change(silent, set => set.SetProperty(row => row.ParticipantId, Guid.NewGuid()).SetProperty(row => row.FactId, late.FactId));
            case "deleted":
                var fact = await shared.InDatabase(db => db.Set<AttendanceFact>().Where(row => row.FactId == late.FactId).Select(row => row.Id).SingleAsync());
                await shared.InDatabase(db => db.Set<Mark>().Where(row => row.Id == late.Id).ExecuteDeleteAsync());
                return (Line("marks", fact), () => Add(late));
            case "added":
                var added = new Mark { SessionId = taught.Session, GroupId = taught.GroupId, ParticipantId = Guid.NewGuid() };
                added.Set(new(MarkState.Present, 90, false, Guid.NewGuid(), false) { Grade = ProofGrade.Shown }, shared.Clock.GetUtcNow());
                await Add(added);
                return (Line("marks", added.Id), () => shared.InDatabase(db => db.Set<Mark>().Where(row => row.Id == added.Id).ExecuteDeleteAsync()));
            default:
                var voucher = await shared.InDatabase(db => db.Set<Voucher>().Where(row => row.ParticipantId == taught.People[0].Id).Select(row => row.Id).SingleAsync());
                await Move(what, 100, voucher);
                return (Line("balances", voucher), () => Move(what, -100, voucher));
        }

        Mark Of(int person) => marks.Single(mark => mark.ParticipantId == taught.People[person].Id);

        async Task<(string, Func<Task>)> Change(Mark mark, Action<UpdateSettersBuilder<Mark>> edit)
        {
            await Set(shared, mark.Id, edit);
            return (Line("marks", mark.Id), async () =>
            {
                await shared.InDatabase(db => db.Set<Mark>().Where(row => row.Id == mark.Id).ExecuteDeleteAsync());
                await Add(mark);
            }
            );
        }

        Task Add(Mark mark) => shared.InDatabase(async db =>
        {
            db.Add(mark);
            await db.SaveChangesAsync();
        });
    }

    private static string Line(string stream, Guid row) => new ChainFaultAt(ChainFault.RowDoesNotFollow, stream, Row: row).ToLine();

    private static Task<int> Set(City city, Guid mark, Action<UpdateSettersBuilder<Mark>> edit) => city.InDatabase(db => db.Set<Mark>().Where(row => row.Id == mark).ExecuteUpdateAsync(edit));

    /// <summary>The four amounts add up as before: the table's own check says nothing.</summary>
    private Task<int> Move(string what, long cents, Guid voucher) => shared.InDatabase(db => what == "fewer cents"
        ? db.Set<Voucher>().Where(row => row.Id == voucher).ExecuteUpdateAsync(set => set.SetProperty(row => row.RemainingCents, row => row.RemainingCents - cents).SetProperty(row => row.LapsedCents, row => row.LapsedCents + cents))
        : db.Set<Voucher>().Where(row => row.Id == voucher).ExecuteUpdateAsync(set => set.SetProperty(row => row.RemainingCents, row => row.RemainingCents - cents).SetProperty(row => row.RedeemedCents, row => row.RedeemedCents + cents)));
}
