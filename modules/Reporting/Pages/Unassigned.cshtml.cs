using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The hours of a report that no programme counts, class by class, and the way to give them to one.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class UnassignedModel(ITimetable timetable, IAttendance attendance, IProviders providers) : CoursesPage
{
    private const int AtOnce = 50;

    [BindProperty(SupportsGet = true, Name = "from")]
    public int From { get; set; }

    [BindProperty(SupportsGet = true, Name = "period")]
    public string? Wanted { get; set; }

    public ReportPeriod Period => ReportPeriod.Parse(Wanted) ?? throw new NotFound("The period");

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<ClassWithout> Classes { get; private set; } = [];

    public async Task OnGet()
    {
        // What ReportFacts counts as hours of no programme; a test compares the sums.
        var (first, last) = (MonthRow.NumberOf(Period.First), MonthRow.NumberOf(Period.Last));
        var sums = (await attendance.Months(Cancel)).Where(month => month.ProgrammeCode == null && month.Month >= first && month.Month <= last).GroupBy(month => month.GroupId).Select(of => new
        {
            GroupId = of.Key,
            People = of.Select(month => month.ParticipantId).Distinct().Count(),
            WithSeat = of.Sum(month => month.StayId != null ? 1 : 0),
            Held = of.Sum(month => (long)month.HeldMinutes),
            Attended = of.Sum(month => (long)month.AttendedMinutes),
            HeldWithoutSeat = of.Sum(month => month.StayId != null ? 0L : month.HeldMinutes),
        });
        var rows = await (
            from sum in sums
            join @group in timetable.Groups on sum.GroupId equals @group.Id
            join provider in providers.Providers on @group.ProviderId equals provider.Id
            where @group.Kind != GroupKind.Activity
            orderby sum.Held descending, sum.GroupId
            select new ClassWithout(sum.GroupId, @group.Name, provider.Name, sum.People, sum.WithSeat > 0, sum.Held, sum.Attended, sum.HeldWithoutSeat)).Skip(Math.Max(0, From)).Take(AtOnce + 1).ToListAsync(Cancel);
        var list = $"/admin/reports/unassigned?period={Period}";
        Pages = new(From > 0 ? list : null, rows.Count > AtOnce ? string.Create(CultureInfo.InvariantCulture, $"{list}&from={Math.Max(0, From) + AtOnce}") : null);
        Classes = [.. rows.Take(AtOnce)];
    }
}

/// <summary>One class or module whose hours, or some of them, no programme counts: minutes of signed registers.</summary>
internal sealed record ClassWithout(Guid GroupId, string Name, string Provider, int People, bool HasSeats, long HeldMinutes, long AttendedMinutes, long HeldWithoutSeatMinutes);
