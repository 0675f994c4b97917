using System.Net;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Eligibility;
using Courses.IntegrationTests.Vouchers;
using Courses.Reporting.Reports;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Timetable;

/// <summary>Hours that belong to no programme: from the report's line to the programme that they belong to, and back.</summary>
public sealed class AssignProgrammeTests
{
    private const string InLT = "inlt";
    private const string Report = "/admin/reports?period=2026-Q4";

    [Fact]
    public async Task Hours_of_no_programme_are_assigned_from_the_reports_line_count_for_the_programme_and_can_be_taken_back()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var taught = await city.HasReportedClass(people: 3, signed: true);

        // Two have a seat since the beginning; the third came eight times before there was one.
        var seated = taught.Participants.Take(2).ToArray();
        await city.InDatabase(db => db.Set<Stay>().Where(stay => seated.Contains(stay.ParticipantId)).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1))));
        var (administrator, auditor) = (city.As(Roles.Administrator), city.As(Roles.Auditor));
        Assert.Equal((24 * 90, 0), await Held(city));
        Assert.Contains("href=\"/admin/reports/unassigned?period=2026-Q4\"", await auditor.GetStringAsync(Report), StringComparison.Ordinal);
        var list = await administrator.GetStringAsync("/admin/reports/unassigned?period=2026-Q4");
        var page = $"/admin/classes/{taught.GroupId}/programme";
        Assert.Contains($"href=\"{page}\"", list, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">48</td>", list, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">16</td>", list, StringComparison.Ordinal);
        Assert.DoesNotContain(page, await auditor.GetStringAsync("/admin/reports/unassigned?period=2026-Q4"), StringComparison.Ordinal);
        Assert.Contains("whole time shown here", await administrator.GetStringAsync(page), StringComparison.Ordinal);

        // Nothing of it is lost when something is missing.
        var unclear = await administrator.Submit(page, [.. People(taught.Participants), ("Reason", "Agreed with the house.")]);
        Assert.Equal(HttpStatusCode.BadRequest, unclear.StatusCode);
        Assert.Contains("value=\"Agreed with the house.\"", await unclear.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.Submit(page, [.. People(seated), ("Programme", InLT)])).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit(page, ("Programme", InLT), ("Reason", "Nobody."))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit(page, [.. People(seated), ("Programme", "nobody-has-it"), ("Reason", "Which?")])).StatusCode);

        await Assigned(administrator, page, taught.Participants);
        Assert.Equal((8 * 90, 16 * 90), await Held(city));
        Assert.Equal(8 * 90, await Used(city, seated[0]));
        Assert.Equal([InLT, InLT, InLT], await city.Ask<ITimetable, List<string?>>(timetable => timetable.Enrolments.Where(row => row.GroupId == taught.GroupId).Select(row => row.ProgrammeCode).ToListAsync()));
        Assert.Equal(taught.Participants.Order(), await city.InDatabase(db => db.Set<Stale>().Where(row => taught.Participants.Contains(row.ParticipantId)).Select(row => row.ParticipantId).Distinct().OrderBy(id => id).ToListAsync()));
        Assert.Contains("nobody of them", (await administrator.GetStringAsync("/admin/reports/unassigned?period=2026-Q4")).ToLowerInvariant(), StringComparison.Ordinal);
        var after = await administrator.GetStringAsync(page);
        Assert.Contains("All time in this class belongs to a programme", after, StringComparison.Ordinal);
        Assert.Contains("Agreed with the house.", after, StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "hours.assigned" && entry.Subject == taught.GroupId)));

        var assignment = await city.InDatabase(db => db.Set<ProgrammeAssignment>().Select(row => row.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo(page + "?handler=Undo", after, ("assignment", assignment.ToString()))).StatusCode);
        Assert.Equal((24 * 90, 0), await Held(city));
        Assert.Equal(0, await Used(city, seated[0]));
        Assert.DoesNotContain(InLT, await city.Ask<ITimetable, List<string?>>(timetable => timetable.Enrolments.Where(row => row.GroupId == taught.GroupId).Select(row => row.ProgrammeCode).ToListAsync()));
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.PostTo(page + "?handler=Undo", after, ("assignment", assignment.ToString()))).StatusCode);
        Assert.Contains("Taken back", await administrator.GetStringAsync(page), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Coach).GetAsync(page)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await auditor.GetAsync(page)).StatusCode);
    }

    /// <summary>A programme gives its hours once: who has used them up is left out, and the others are not stopped by it.</summary>
    [Fact]
    public async Task Nobody_gets_more_hours_of_a_programme_by_assignment_than_it_gives()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var taught = await city.HasReportedClass(people: 2, signed: true);
        await city.InDatabase(db => db.Set<Stay>().ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1))));

        // InLT gives 200 hours of 45 minutes: 70 times 120 minutes of them are booked ahead.
        var (busy, free) = (taught.Participants[0], taught.Participants[1]);
        var ahead = await city.HasClass(from: new(8, 0), sessions: 70, everyDays: 1, programme: InLT);
        await city.InOneCommit(services => services.GetRequiredService<ITimetable>().TakeSeat(ahead, busy, InLT, default));
        var (administrator, page) = (city.As(Roles.Administrator), $"/admin/classes/{taught.GroupId}/programme");
        await Assigned(administrator, page, [busy, free]);
        Assert.Equal([free], await city.Ask<ITimetable, List<Guid>>(timetable => timetable.Stays.Where(stay => stay.GroupId == taught.GroupId && stay.ProgrammeCode == InLT).Select(stay => stay.ParticipantId).ToListAsync()));
        Assert.Equal(1, await city.InDatabase(db => db.Set<AssignedStay>().CountAsync()));
        Assert.Null(await city.Ask<ITimetable, string?>(timetable => timetable.Enrolments.Where(row => row.GroupId == taught.GroupId && row.ParticipantId == busy).Select(row => row.ProgrammeCode).SingleAsync()));
        var refused = await administrator.Submit(page, [.. People([busy]), ("Programme", InLT), ("Reason", "Once more.")]);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("none of these people so many hours", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activity_is_given_to_no_programme()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var taught = await city.HasReportedClass(people: 2, signed: true);
        var activity = await city.CameToAnActivity(taught.ProviderId, taught.Participants);
        var (administrator, page) = (city.As(Roles.Administrator), $"/admin/classes/{activity}/programme");
        Assert.DoesNotContain(page, await administrator.GetStringAsync("/admin/reports/unassigned?period=2026-Q4"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit(page, [.. People(taught.Participants), ("Programme", InLT), ("Reason", "An excursion.")])).StatusCode);
        Assert.Equal(0, await city.InDatabase(db => db.Set<ProgrammeAssignment>().CountAsync()));
    }

    /// <summary>Money that moved in between rests on the seat being the programme's: taking back goes round it, and no cent moves either way.</summary>
    [Fact]
    public async Task What_a_voucher_has_paid_since_is_not_taken_back_and_no_money_moves()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var (payer, other) = (await city.HasPerson(), await city.HasPerson());
        var lesson = await city.HasClassFor(await city.HasProviderWhoTakesVouchers());
        foreach (var person in new[] { payer, other })
        {
            await city.InOneCommit(services => services.GetRequiredService<ITimetable>().TakeSeat(lesson, person, null, default));
        }

        var (administrator, page) = (city.As(Roles.Administrator), $"/admin/classes/{lesson}/programme");
        await Assigned(administrator, page, [payer, other], "start-wien");
        await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(payer), await city.HasVoucher(payer), lesson));
        var paid = await Paid(city);
        Assert.Equal([(payer, 10_000L)], paid);
        var assignment = await city.InDatabase(db => db.Set<ProgrammeAssignment>().Select(row => row.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo(page + "?handler=Undo", await administrator.GetStringAsync(page), ("assignment", assignment.ToString()))).StatusCode);
        Assert.Equal([payer], await city.Ask<ITimetable, List<Guid>>(timetable => timetable.Stays.Where(stay => stay.GroupId == lesson && stay.ProgrammeCode == "start-wien").Select(stay => stay.ParticipantId).ToListAsync()));
        Assert.Equal(paid, await Paid(city));
        await city.TheBooksBalance();
    }

    private static async Task Assigned(HttpClient administrator, string page, IReadOnlyList<Guid> people, string programme = InLT)
    {
        var answer = await administrator.Submit(page, [.. People(people), ("Programme", programme), ("Reason", "Agreed with the house.")]);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private static IEnumerable<(string, string)> People(IEnumerable<Guid> people) => people.Select(person => ("People", person.ToString()));

    /// <summary>Minutes held of no programme, and of InLT, as the report of the quarter has them.</summary>
    private static async Task<(long None, long InLT)> Held(City city)
    {
        var report = await city.InScope(services => services.GetRequiredService<MakeReport>().Of(new(new(PeriodKind.Quarter, 2026, 4)), [Breakdown.Programme], default));
        long Of(string key) => report[Breakdown.Programme].Lines.SingleOrDefault(line => line.Key == key)?[Measure.Held] ?? 0;
        return (Of(""), Of(InLT));
    }

    /// <summary>Minutes of InLT's hours that the person has used, as rules and bookings count them.</summary>
    private static Task<int> Used(City city, Guid person) =>
        city.Ask<IEligibility, int>(async eligibility => (await eligibility.HoursOf([person], [InLT], default))[(person, InLT)].UsedMinutes);

    private static Task<List<(Guid, long)>> Paid(City city) =>
        city.Ask<IVouchers, List<(Guid, long)>>(async vouchers => [.. (await vouchers.Redemptions.Where(row => row.ClosedAt == null).Select(row => new { row.ParticipantId, row.AmountCents }).ToListAsync()).Select(row => (row.ParticipantId, row.AmountCents))]);
}
