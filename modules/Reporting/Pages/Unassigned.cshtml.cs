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
        var (first, last) = (Period.First, Period.Last);

        // What ReportFacts counts as hours of no programme; a test compares the sums.
        var marks =
            from mark in attendance.Marks
            join session in timetable.Sessions on mark.SessionId equals session.Id
            join register in attendance.Registers on session.Id equals register.SessionId
            where session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
            from stay in timetable.Stays
                .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
            where stay.ProgrammeCode == null
            select new
            {
                mark.GroupId,
                mark.ParticipantId,
                HasSeat = ((Guid?)stay.Id).HasValue,
                Held = mark.State == MarkState.Excused ? 0 : session.PlannedMinutes,
                Attended = mark.State == MarkState.Excused ? 0 : mark.PresentMinutes,
                session.PlannedMinutes,
            };
        var sums = marks.GroupBy(mark => mark.GroupId).Select(of => new
        {
            GroupId = of.Key,
            People = of.Select(mark => mark.ParticipantId).Distinct().Count(),
            WithSeat = of.Sum(mark => mark.HasSeat ? 1 : 0),
            Held = of.Sum(mark => (long)mark.Held),
            Attended = of.Sum(mark => (long)mark.Attended),
            HeldWithoutSeat = of.Sum(mark => mark.HasSeat ? 0L : mark.Held),
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
