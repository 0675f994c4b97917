using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.IntegrationTests.Access;
using Courses.IntegrationTests.Vouchers;
using Courses.Participants;
using Courses.Platform;
using Courses.Timetable;
using Courses.Vouchers.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Frauds;

/// <summary>
/// What dishonest people would try, acted over HTTP. Each scheme is refused, counts for nothing, or is found, and by which guard stands in docs/frauds.md: a scheme that comes through, and one that another guard
/// meets than the page says, fails here.
/// </summary>
public sealed class FraudTests(City city) : IClassFixture<City>
{
    private sealed record Scheme(string Who, string What, string Guard, Func<FraudTests, Task<string>> Act);

    private static readonly IReadOnlyList<Scheme> All =
    [
        new("provider", "sends scans of people who were never there, with what the roster tells of them", "review: unproven-scan", test => test.ScansFromTheRoster()),
        new("provider", "sends scans from the office's browser", "review: unproven-scan", test => test.ScansFromTheOffice()),
        new("provider", "sends confirmations that the people never gave", "review: unproven-word", test => test.WordsOfOthers()),
        new("provider", "reads passes on a phone that is no tablet of the school", "proof: Said", test => test.PassesReadAtHome()),
        new("provider", "reads a stack of passes in the office", "watch: watch.reason.bursts", test => test.AStackOfPasses()),
        new("provider", "shows one pass in two classes at once", "review: two-places", test => test.OnePassInTwoClasses()),
        new("provider", "carries no tablet to the second house and scans there all the same", "watch: watch.reason.two-places", test => test.OneTabletInTwoHouses()),
        new("provider", "goes on with a pass that was lost and replaced", "review: old-pass", test => test.AnOldPass()),
        new("provider", "enters people who do not exist", "review: unknown-person", test => test.PeopleWhoDoNotExist()),
        new("provider", "enters somebody who is not in the class", "review: not-enrolled", test => test.SomebodyOfAnotherClass()),
        new("provider", "writes into another provider's register", "review: unknown-session", test => test.AnotherProvidersRegister()),
        new("provider", "calls off a lesson to which nobody came", "refused: This session has begun", test => test.HidesAnEmptyLesson()),
        new("provider", "has the office sign for teachers who were elsewhere", "watch: watch.reason.one-hand", test => test.TheOfficeSignsForEverybody()),
        new("provider", "never reads a pass", "watch: watch.reason.no-scans", test => test.RegistersWithoutScans()),
        new("provider", "has one teacher hold three lessons at once", "watch: watch.reason.at-once", test => test.OneTeacherInThreeRooms()),
        new("provider", "has more people present than the room holds", "watch: watch.reason.too-full", test => test.MoreThanTheRoomHolds()),
        new("provider", "has nobody ever miss a lesson", "watch: watch.reason.always-full", test => test.NobodyEverMisses()),
        new("provider", "excuses a third of all marks, so that the course is paid", "watch: watch.reason.excused", test => test.EverybodyIsExcused()),
        new("provider", "makes absent people present after the signature", "watch: watch.reason.corrected", test => test.PresentByCorrection()),
        new("provider", "fills the registers in days later", "watch: watch.reason.late", test => test.SignedDaysLater()),
        new("provider", "writes in somebody who was not there, and settles the question about it", "watch: watch.reason.not-as-marked", test => test.WrittenInAndSettled()),
        new("provider", "looks into another school's class", "refused: NotFound", test => test.AnotherSchoolsClass()),
        new("teacher", "fills in the register before the lesson", "review: before-session", test => test.BeforeTheLesson()),
        new("teacher", "signs in the middle of the lesson and goes home", "refused: attendance.session-not-over", test => test.SignsAndGoesHome()),
        new("teacher", "signs in a colleague's name", "impossible: signed in the own name", test => test.SignsInAColleaguesName()),
        new("teacher", "writes people in four days later", "review: long-after", test => test.WritesInDaysLater()),
        new("teacher", "opens a colleague's register", "refused: NotFound", test => test.AColleaguesRegister()),
        new("newcomer", "checks friends in on one phone", "review: one-device", test => test.FriendsOnOnePhone()),
        new("newcomer", "sends a photo of the wall's code home", "refused: This code is too old", test => test.APhotoOfTheWall()),
        new("newcomer", "pays two courses with one voucher", "refused: voucher.already-redeemed", test => test.OneVoucherTwice()),
        new("newcomer", "pays with somebody else's voucher", "refused: not-found", test => test.SomebodyElsesVoucher()),
        new("administrator", "approves the payment that they prepared", "refused: You prepared this batch", test => test.ApprovesTheOwnBatch()),
        new("administrator", "gives themselves the right to see names", "refused: You cannot do this to your own account", test => test.GivesThemselvesNames()),
        new("administrator", "makes a friend an administrator alone", "refused: You gave this role", test => test.MakesAFriendAdministrator()),
        new("administrator", "changes a mark with SQL", "chain: marks", test => test.ChangesAMark()),
        new("administrator", "signs a register with SQL", "chain: sign-offs", test => test.SignsWithSql()),
        new("administrator", "makes a tap into a scan with SQL", "chain: facts", test => test.MakesATapAScan()),
        new("administrator", "takes their name out of the trail with SQL", "chain: audit", test => test.LeavesTheTrail()),
        new("colleague", "opens one neighbour's page day after day", "watch: Again", test => test.LooksAtANeighbour()),
        new("colleague", "opens everybody's page in one day", "watch: Many", test => test.LooksAtEverybody()),
        new("colleague", "searches for people at night", "watch: Night", test => test.LooksAtNight()),
    ];

    private DateTimeOffset Now => city.Clock.GetUtcNow();

    public static TheoryData<string> Schemes => [.. All.Select(scheme => scheme.What)];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task No_scheme_comes_through(string what)
    {
        var (scheme, began) = (All.Single(scheme => scheme.What == what), Now);
        try
        {
            Assert.Equal(scheme.Guard, await scheme.Act(this));
        }
        finally
        {
            city.Clock.MoveTo(began);
        }
    }

    [Fact]
    public async Task The_page_says_which_guard_meets_which_scheme()
    {
        Assert.InRange(All.Count, 30, 100);
        var table = (await File.ReadAllLinesAsync(Path.Combine(Path.GetDirectoryName(MatrixTests.TableFile)!, "frauds.md"))).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal)).ToArray();
        var lines = All.Select(scheme => $"| {scheme.Who} | {scheme.What} | `{scheme.Guard}` |").ToArray();
        Assert.True(table.SequenceEqual(lines), $"docs/frauds.md should say:\n{string.Join('\n', lines)}");
    }

    private async Task<string> ScansFromTheRoster()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var tablet = city.AsTablet(taught.ProviderId);
        var check = (await tablet.Json("/api/attendance/roster")).GetProperty("people").EnumerateArray().First(person => person.GetProperty("id").GetGuid() == taught.People[0].Id).GetProperty("passCheck").GetString();
        await tablet.Send(Now, Here(taught, 0) with { Source = "scan", PassHash = check }, Here(taught, 1) with { Source = "scan" });
        Assert.All(await city.MarksOf(taught.Session), mark => Assert.NotEqual(ProofGrade.Shown, mark.Grade));
        return await Reviewed(taught.Session);
    }

    private async Task<string> ScansFromTheOffice()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.As(Roles.ProviderManager, taught.ProviderId).Send(Now, Here(taught, 0) with { Source = "scan" });
        return await Reviewed(taught.Session);
    }

    private async Task<string> WordsOfOthers()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.AsTablet(taught.ProviderId).Send(Now, Here(taught, 0) with { Source = "person" });
        return await Reviewed(taught.Session);
    }

    private async Task<string> PassesReadAtHome()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.As(Roles.Teacher, taught.ProviderId).Send(Now, Here(taught, 0) with { Source = "scan", PassHash = taught.People[0].PassHash });
        return $"proof: {Assert.Single(await city.MarksOf(taught.Session)).Grade}";
    }

    private async Task<string> AStackOfPasses()
    {
        var taught = await city.HasTaughtClass(people: 30);
        await city.AsTablet(taught.ProviderId).Send(Now, [.. taught.People.Select((person, i) => Scan(taught, i) with { DeviceTime = Now.AddMilliseconds(i * 600) })]);
        return await Watched(taught.ProviderId, "watch.reason.bursts");
    }

    private async Task<string> OnePassInTwoClasses()
    {
        var (here, there) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        await city.AsTablet(here.ProviderId).Send(Now, Scan(here, 0));
        await city.AsTablet(there.ProviderId).Send(Now, new SentFact { SessionId = there.Session, PassHash = here.People[0].PassHash, Source = "scan", DeviceTime = Now.AddMinutes(5) });
        return await Reviewed(there.Session, ReviewCodes.TwoPlaces);
    }

    private async Task<string> OneTabletInTwoHouses()
    {
        var here = await city.HasTaughtClass(people: 2);
        var there = await city.HasTaughtClass(people: 2, providerId: here.ProviderId);
        await city.InDatabase(async db =>
        {
            var annex = new Venue { ProviderId = here.ProviderId, Name = "Annex", Address = "Ringstraße 9", District = "West", TimeZone = "Europe/Vienna", RoomCapacity = 30 };
            db.Add(annex);
            await db.SaveChangesAsync();
            await db.Set<Group>().Where(group => group.Id == there.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.VenueId, annex.Id));
        });
        var tablet = city.AsTablet(here.ProviderId);
        foreach (var (taught, from, until) in new[] { (here, 0, 120), (there, 60, 180) })
        {
            await tablet.Send(Now, Scan(taught, 0) with { DeviceTime = Now.AddSeconds(from - 1000) }, Scan(taught, 1) with { DeviceTime = Now.AddSeconds(until - 1000) });
        }

        await city.Runs("tablets-in-two-places");
        return await Watched(here.ProviderId, "watch.reason.two-places");
    }

    private async Task<string> AnOldPass()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.LosesPass(taught.People[0].Id);
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        await city.AsTablet(taught.ProviderId).Send(Now, Scan(taught, 0));
        Assert.Empty(await city.MarksOf(taught.Session));
        return await Reviewed(taught.Session);
    }

    private async Task<string> PeopleWhoDoNotExist()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.AsTablet(taught.ProviderId).Send(Now, Here(taught, 0) with { ParticipantId = Guid.NewGuid() });
        Assert.Empty(await city.MarksOf(taught.Session));
        return await Reviewed(taught.Session);
    }

    private async Task<string> SomebodyOfAnotherClass()
    {
        var (taught, other) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        await city.AsTablet(taught.ProviderId).Send(Now, Here(taught, 0) with { ParticipantId = other.People[0].Id });
        return await Reviewed(taught.Session);
    }

    private async Task<string> AnotherProvidersRegister()
    {
        var (mine, theirs) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        await city.AsTablet(mine.ProviderId).Send(Now, Here(theirs, 0));
        Assert.Empty(await city.MarksOf(theirs.Session));
        return $"review: {Assert.Single(await city.InDatabase(db => db.Set<Review>().Where(review => review.ProviderId == mine.ProviderId).ToListAsync())).Code}";
    }

    private async Task<string> HidesAnEmptyLesson()
    {
        var taught = await city.HasTaughtClass(people: 1);
        var (manager, address) = (city.As(Roles.ProviderManager, taught.ProviderId), $"/provider/classes/{taught.GroupId}/sessions/{taught.Session}");
        return await Refused(await manager.PostTo($"{address}?handler=Cancel", await manager.GetStringAsync(address), ("Reason", "Nobody came")), "This session has begun");
    }

    private async Task<string> TheOfficeSignsForEverybody()
    {
        var classes = await Five();
        foreach (var taught in classes)
        {
            var teacher = await city.HasAccount($"teacher.{Guid.NewGuid():N}@example.org", Roles.Teacher, taught.ProviderId);
            await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, teacher)));
        }

        await TakesAndSigns(city.As(Roles.ProviderManager, classes[0].ProviderId), classes);
        return await Watched(classes[0].ProviderId, "watch.reason.one-hand");
    }

    private async Task<string> RegistersWithoutScans()
    {
        var classes = await Five();
        await TakesAndSigns(city.As(Roles.Teacher, classes[0].ProviderId), classes);
        return await Watched(classes[0].ProviderId, "watch.reason.no-scans");
    }

    private async Task<string> OneTeacherInThreeRooms()
    {
        var classes = await Five();
        await TakesAndSigns(city.As(Roles.Teacher, classes[0].ProviderId), classes);
        return await Watched(classes[0].ProviderId, "watch.reason.at-once");
    }

    private async Task<string> MoreThanTheRoomHolds()
    {
        var taught = await city.HasTaughtClass(people: 3);
        await city.InDatabase(db => db.Set<Venue>().Where(venue => EF.Property<Guid>(venue, "ProviderId") == taught.ProviderId).ExecuteUpdateAsync(set => set.SetProperty(venue => venue.RoomCapacity, 2)));
        await TakesAndSigns(city.As(Roles.Teacher, taught.ProviderId), [taught]);
        return await Watched(taught.ProviderId, "watch.reason.too-full");
    }

    private async Task<string> NobodyEverMisses()
    {
        var taught = await city.HasTaughtClass(people: 5, sessions: 10);
        foreach (var session in taught.Sessions)
        {
            city.Clock.MoveTo((await city.Ask<ITimetable, DateTimeOffset>(timetable => timetable.Sessions.Where(row => row.Id == session).Select(row => row.StartsAt).SingleAsync())).AddMinutes(30));
            await TakesAndSigns(city.As(Roles.Teacher, taught.ProviderId), [taught with { Sessions = [session] }]);
        }

        return await Watched(taught.ProviderId, "watch.reason.always-full");
    }

    private async Task<string> EverybodyIsExcused()
    {
        var taught = await city.HasTaughtClass(people: 40);
        await TakesAndSigns(city.As(Roles.Teacher, taught.ProviderId), [taught], person => person < 13 ? "excused" : "present");
        return await Watched(taught.ProviderId, "watch.reason.excused");
    }

    private async Task<string> PresentByCorrection()
    {
        var taught = await city.HasTaughtClass(people: 40);
        var (teacher, page) = (city.As(Roles.Teacher, taught.ProviderId), $"/teacher/registers/{taught.Session}");
        await TakesAndSigns(teacher, [taught], person => person < 4 ? "absent" : "present");
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var person in taught.People.Take(4))
        {
            var html = await teacher.GetStringAsync($"{page}?person={person.Id}");
            Assert.Equal(HttpStatusCode.Redirect, (await teacher.PostTo(page + "?handler=Correct", html, ("Person", person.Id.ToString()), ("State", "present"), ("Reason", "Was there"))).StatusCode);
        }

        return await Watched(taught.ProviderId, "watch.reason.corrected");
    }

    private async Task<string> SignedDaysLater()
    {
        var classes = await Five();
        city.Clock.Advance(TimeSpan.FromDays(3));
        await TakesAndSigns(city.As(Roles.ProviderManager, classes[0].ProviderId), classes);
        return await Watched(classes[0].ProviderId, "watch.reason.late");
    }

    private async Task<string> WrittenInAndSettled()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await TakesAndSigns(city.As(Roles.Teacher, taught.ProviderId), [taught]);
        city.Clock.Advance(TimeSpan.FromMinutes(10));
        var person = city.AsNewcomer(taught.People[0].Id);
        Assert.Equal(HttpStatusCode.Redirect, (await person.PostTo("/my/attendance?handler=No", await person.GetStringAsync("/my/attendance"), ("Lesson", taught.Session.ToString()), ("Minutes", "0"))).StatusCode);
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var review = Assert.Single(await city.ReviewsOf(taught.Session));
        await manager.PostTo("/provider/registers?handler=Settle", await manager.GetStringAsync("/provider/registers"), ("ReviewId", review.Id.ToString()), ("Reason", "A mistake"));
        Assert.NotNull(Assert.Single(await city.ReviewsOf(taught.Session)).SettledAt);
        return await Watched(taught.ProviderId, "watch.reason.not-as-marked");
    }

    private async Task<string> AnotherSchoolsClass()
    {
        var (mine, theirs) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        return Refused(await city.As(Roles.ProviderManager, mine.ProviderId).GetAsync($"/provider/classes/{theirs.GroupId}"));
    }

    private async Task<string> BeforeTheLesson()
    {
        var taught = await city.HasTaughtClass(people: 1, sessions: 2);
        await city.As(Roles.Teacher, taught.ProviderId).Send(Now, Here(taught, 0) with { SessionId = taught.Sessions[1] });
        Assert.Empty(await city.MarksOf(taught.Sessions[1]));
        return await Reviewed(taught.Sessions[1]);
    }

    private async Task<string> SignsAndGoesHome()
    {
        var taught = await city.HasTaughtClass(people: 1);
        return await Refused(await Sign(city.As(Roles.Teacher, taught.ProviderId), taught.Session), "attendance.session-not-over");
    }

    private async Task<string> SignsInAColleaguesName()
    {
        var taught = await city.HasTaughtClass(people: 1);
        city.Clock.Advance(City.ToTheEnd);
        Assert.Equal(HttpStatusCode.OK, (await Sign(city.As(Roles.Teacher, taught.ProviderId), taught.Session)).StatusCode);
        var register = await city.Ask<IAttendance, RegisterRow>(attendance => attendance.Registers.SingleAsync(row => row.SessionId == taught.Session));
        return register.SignedOffById == taught.TeacherId && !register.SignedOffBy.Contains("Colleague", StringComparison.Ordinal) ? "impossible: signed in the own name" : $"signed as {register.SignedOffBy}";
    }

    private async Task<string> WritesInDaysLater()
    {
        var taught = await city.HasTaughtClass(people: 1);
        city.Clock.Advance(TimeSpan.FromDays(4));
        await city.As(Roles.Teacher, taught.ProviderId).Send(Now, Here(taught, 0) with { DeviceTime = Now.AddDays(-4) });
        return await Reviewed(taught.Session);
    }

    private async Task<string> AColleaguesRegister()
    {
        var taught = await city.HasTaughtClass(people: 1);
        var colleague = await city.HasAccount($"colleague.{Guid.NewGuid():N}@example.org", Roles.Teacher, taught.ProviderId);
        return Refused(await city.AsAccount(colleague).GetAsync($"/teacher/registers/{taught.Session}"));
    }

    private async Task<string> FriendsOnOnePhone()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var address = await TheWallOf(taught);
        foreach (var person in taught.People)
        {
            var phone = city.AsNewcomer(person.Id);
            var html = await phone.GetStringAsync(address);
            await phone.PostTo("/my/check-in", html, ("Ticket", html.Split("name=\"Ticket\" value=\"")[1].Split('"')[0]));
        }

        return await Reviewed(taught.Session);
    }

    private async Task<string> APhotoOfTheWall()
    {
        var taught = await city.HasTaughtClass(people: 1);
        var address = await TheWallOf(taught);
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        var page = await city.AsNewcomer(taught.People[0].Id).GetStringAsync(address);
        Assert.DoesNotContain("name=\"Ticket\" value=\"C", page, StringComparison.Ordinal);
        Assert.Empty(await city.MarksOf(taught.Session));
        return page.Contains("This code is too old", StringComparison.Ordinal) ? "refused: This code is too old" : page;
    }

    private async Task<string> OneVoucherTwice()
    {
        var (at, person) = (await city.HasProviderWhoTakesVouchers(), Guid.NewGuid());
        var (voucher, morning, evening) = (await city.HasVoucher(person), await city.HasClassFor(at, from: new(9, 0)), await city.HasClassFor(at));
        await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, morning));
        return $"refused: {await RedeemVoucherTests.Code(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, evening))}";
    }

    private async Task<string> SomebodyElsesVoucher()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (voucher, lesson) = (await city.HasVoucher(Guid.NewGuid()), await city.HasClassFor(at));
        return $"refused: {await RedeemVoucherTests.Code(await RedeemVoucherTests.Redeem(city.AsNewcomer(Guid.NewGuid()), voucher, lesson))}";
    }

    private async Task<string> ApprovesTheOwnBatch()
    {
        var (at, person) = (await city.HasProviderWhoTakesVouchers(), Guid.NewGuid());
        var (voucher, lesson) = (await city.HasVoucher(person), await city.HasClassFor(at, startsInDays: 1));
        await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, lesson));
        city.Clock.Advance(TimeSpan.FromDays(7));
        await city.HasSignedRegisters(lesson, person, "PPPP");
        var admin = city.As(Roles.Administrator);
        var batch = (await admin.Submit("/admin/settlements")).Headers.Location!.ToString();
        var shown = await admin.GetStringAsync(batch);
        return await Refused(await admin.PostTo($"{batch}?handler=Approve", shown, ("Seen", shown.Split("name=\"Seen\" value=\"") is [_, var rest] ? rest[..64] : "")), "You prepared this batch");
    }

    private async Task<string> GivesThemselvesNames() => await Refused(
        await city.As(Roles.Administrator).Submit($"/admin/staff/{await city.AccountOf(Roles.Administrator)}?handler=Give", ("Role", Roles.Administrator), ("CaseData", "true")), "You cannot do this to your own account");

    private async Task<string> MakesAFriendAdministrator()
    {
        var (admin, page) = (city.As(Roles.Administrator), $"/admin/staff/{await city.HasAccount($"friend.{Guid.NewGuid():N}@example.org", Roles.Auditor)}");
        await city.AccountOf(Roles.Administrator, caseData: true);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit($"{page}?handler=Give", ("Role", Roles.Administrator))).StatusCode);
        return await Refused(await admin.Submit($"{page}?handler=Confirm", ("Role", Roles.Administrator)), "You gave this role");
    }

    private async Task<string> ChangesAMark()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await TakesAndSigns(city.As(Roles.Teacher, taught.ProviderId), [taught], _ => "absent");
        var mark = Assert.Single(await city.MarksOf(taught.Session));
        await city.InDatabase(db => db.Set<Mark>().Where(row => row.Id == mark.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.PresentMinutes, 90).SetProperty(row => row.State, MarkState.Present)));
        return await Named("marks", mark.Id, city.Derives());
    }

    private async Task<string> SignsWithSql()
    {
        var (honest, taught) = (await city.HasTaughtClass(people: 1), await city.HasTaughtClass(people: 1));
        await TakesAndSigns(city.As(Roles.Teacher, honest.ProviderId), [honest]);
        city.Clock.Advance(TimeSpan.FromDays(2));
        await city.InDatabase(async db =>
        {
            var register = new Register { Id = taught.Session };
            db.Add(register);
            db.Entry(register).Property(row => row.SignedOffAt).CurrentValue = Now;
            await db.SaveChangesAsync();
        });
        return await Named("sign-offs", taught.Session, city.Derives());
    }

    private async Task<string> MakesATapAScan()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.AsTablet(taught.ProviderId).Send(Now, Here(taught, 0));
        await city.ChainsItsRows();
        var fact = await city.InDatabase(db => db.Set<AttendanceFact>().Where(row => row.SessionId == taught.Session).Select(row => row.Id).SingleAsync());
        await city.InDatabase(db => db.Set<AttendanceFact>().Where(row => row.Id == fact).ExecuteUpdateAsync(set => set.SetProperty(row => row.Source, FactSource.Scan).SetProperty(row => row.Proof, ProofGrade.Shown)));
        return await Named("facts", fact, city.Faults());
    }

    private async Task<string> LeavesTheTrail()
    {
        var taught = await city.HasTaughtClass(people: 1);
        city.Clock.Advance(City.ToTheEnd);
        await Sign(city.As(Roles.Teacher, taught.ProviderId), taught.Session);
        await city.ChainsItsRows();
        var entry = await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Subject == taught.Session).Select(row => row.Id).SingleAsync());
        await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Id == entry).ExecuteUpdateAsync(set => set.SetProperty(row => row.CallerId, Guid.NewGuid())));
        return await Named("audit", entry, city.Faults());
    }

    private async Task<string> LooksAtANeighbour()
    {
        var (coach, neighbour) = (await city.HasAccount($"coach.{Guid.NewGuid():N}@example.org", Roles.Coach), await city.HasLearner());
        for (var day = 0; day < 4; day++)
        {
            await city.AsAccount(coach).GetStringAsync($"/coach/people/{neighbour}");
            city.Clock.Advance(TimeSpan.FromDays(1));
        }

        return await Seen(coach);
    }

    private async Task<string> LooksAtEverybody()
    {
        var coach = await city.HasAccount($"coach.{Guid.NewGuid():N}@example.org", Roles.Coach);
        var page = city.AsAccount(coach);
        for (var i = 0; i <= 60; i++)
        {
            await page.GetStringAsync($"/coach/people/{await city.HasLearner()}");
        }

        return await Seen(coach);
    }

    private async Task<string> LooksAtNight()
    {
        var (coach, person) = (await city.HasAccount($"coach.{Guid.NewGuid():N}@example.org", Roles.Coach), await city.HasLearner(givenName: "Nightingale"));
        var time = city.Services.GetRequiredService<CityTime>();
        city.Clock.MoveTo(time.At(time.Today, new(23, 30)));
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains(person.ToString(), await city.AsAccount(coach).GetStringAsync("/coach?Q=Nightingale Haddad"), StringComparison.Ordinal);
        }

        city.Clock.Advance(TimeSpan.FromDays(1));
        return await Seen(coach);
    }

    private SentFact Here(TaughtClass taught, int person, string kind = "present") => new() { SessionId = taught.Session, ParticipantId = taught.People[person].Id, Kind = kind, DeviceTime = Now };

    private SentFact Scan(TaughtClass taught, int person) => new() { SessionId = taught.Session, PassHash = taught.People[person].PassHash, Source = "scan", DeviceTime = Now };

    private async Task<string> TheWallOf(TaughtClass taught) =>
        new Uri((await city.AsTablet(taught.ProviderId).Json($"/api/attendance/sessions/{taught.Session}/room-code")).GetProperty("address").GetString()!).PathAndQuery;

    /// <summary>Five classes of one school, with one person each.</summary>
    private async Task<TaughtClass[]> Five()
    {
        var provider = await city.HasProvider();
        var classes = new TaughtClass[5];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = await city.HasTaughtClass(people: 1, providerId: provider);
        }

        return classes;
    }

    /// <summary>Everybody is marked by hand and the registers are signed, in the last minutes or whenever it is.</summary>
    private async Task TakesAndSigns(HttpClient hand, TaughtClass[] classes, Func<int, string>? kindOf = null)
    {
        foreach (var taught in classes)
        {
            await hand.Send(Now, [.. taught.People.Select((_, person) => Here(taught, person, kindOf?.Invoke(person) ?? "present"))]);
        }

        city.Clock.Advance(City.ToTheEnd);
        foreach (var taught in classes)
        {
            var signed = await Sign(hand, taught.Session);
            Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        }
    }

    private static Task<HttpResponseMessage> Sign(HttpClient hand, Guid session) => hand.PostAsJsonAsync($"/api/attendance/sessions/{session}/sign-off", new { signedBy = "Colleague" });

    private async Task<string> Reviewed(Guid session, string? code = null)
    {
        var codes = (await city.ReviewsOf(session)).Select(review => review.Code).Distinct().Order(StringComparer.Ordinal).ToArray();
        return $"review: {(code is not null && codes.Contains(code) ? code : string.Join(", ", codes))}";
    }

    /// <summary>The sign that is looked for, or all that were found.</summary>
    private async Task<string> Watched(Guid provider, string sign)
    {
        var codes = (await city.Ask<WatchList, IReadOnlyList<Watched>>(list => list.Of(default))).Where(watched => watched.ProviderId == provider).SelectMany(watched => watched.Reasons).Select(reason => reason.Code).ToArray();
        return $"watch: {(codes.Contains(sign) ? sign : string.Join(", ", codes))}";
    }

    private async Task<string> Seen(Guid account)
    {
        await city.Looked();
        return $"watch: {string.Join(", ", (await city.Ask<IWatch, IReadOnlyList<UnusualLook>>(watch => watch.UnusualLooks(default))).Where(look => look.AccountId == account).Select(look => look.Kind))}";
    }

    private static async Task<string> Named(string stream, Guid row, Task<IReadOnlyList<string>> faults)
    {
        var named = (await faults).Where(line => line.Contains(row.ToString(), StringComparison.Ordinal)).ToArray();
        return named.Any(line => line.Contains($"stream {stream}", StringComparison.Ordinal)) ? $"chain: {stream}" : $"chain: {string.Join("; ", named)}";
    }

    private static async Task<string> Refused(HttpResponseMessage answer, string sentence)
    {
        var body = await answer.Content.ReadAsStringAsync();
        return !answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.Redirect && body.Contains(sentence, StringComparison.Ordinal) ? $"refused: {sentence}" : string.Create(CultureInfo.InvariantCulture, $"{answer.StatusCode}: {body}");
    }

    private static string Refused(HttpResponseMessage answer) => $"refused: {answer.StatusCode}";
}
