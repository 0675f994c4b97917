using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Pages;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>A coach's numbers of the city, each opens into its rows; what of their lessons was attended, for providers and teachers.</summary>
internal sealed class StartPieces(CoursesDb db, ITimetable timetable, IVouchers vouchers, IEligibility eligibility, CityTime city, Caller caller) : IStartPieces
{
    private const int Classes = 8;
    private static readonly string[] Numbers = ["dashboard.hours-attended", "dashboard.hours-held", "dashboard.share"];

    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel)
    {
        if (!caller.Is(Roles.Coach))
        {
            return [];
        }

        var worries = new Worries(city.Today);
        var today = city.Today;
        var free = await timetable.Groups.Where(group => group.Kind == GroupKind.LanguageClass && group.CancelledAt == null && group.EndsOn >= today && group.Capacity > group.SeatsTaken).SumAsync(group => (long)(group.Capacity - group.SeatsTaken), cancel);
        var expiring = await worries.Of(vouchers.Vouchers).CountAsync(cancel);
        return
        [
            new("start.at-risk", await worries.Of(eligibility.Decisions).CountAsync(cancel), DashboardModel.Rows("EligibilityDecisions", worries.RiskFilter), "warning", Waits: false),
            new("start.expiring", expiring, DashboardModel.Rows("Vouchers", worries.ExpiringFilter), "voucher", Waits: false),
            new("start.seats", free, DashboardModel.Rows("Classes", string.Create(CultureInfo.InvariantCulture, $"CancelledAt eq null and EndsOn ge {today:yyyy-MM-dd} and SeatsFree gt 0")), "people", Waits: false),
        ];
    }

    public async Task<IReadOnlyList<StartChart>> Charts(CancellationToken cancel)
    {
        if (caller.OrganisationId is not { } provider)
        {
            return [];
        }

        return caller.Is(Roles.ProviderManager) ? [await ByWeek(provider, cancel), await ByClass(provider, null, cancel)]
            : caller.Is(Roles.Teacher) ? [await ByClass(provider, caller.Id, cancel)]
            : [];
    }

    private async Task<StartChart> ByWeek(Guid provider, CancellationToken cancel) => new(
        "dashboard.weeks", "dashboard.attendance.hint", ["dashboard.week", .. Numbers],
        [.. (await AddedUpWeek.Lines(db, city.Today, provider, cancel)).Select(week => new StartLine(week.Days, week.Bar, NumbersOf(week.Share)))],
        IsOverTime: true);

    /// <summary>What runs now and has signed registers, least attended first.</summary>
    private async Task<StartChart> ByClass(Guid provider, Guid? teacher, CancellationToken cancel)
    {
        var today = city.Today;
        var running = timetable.Groups.Where(group => group.Kind != GroupKind.Activity && group.ProviderId == provider && (teacher == null || group.TeacherId == teacher) && group.CancelledAt == null && group.StartsOn <= today && group.EndsOn >= today);
        var classes = await db.Set<AddedUpClass>().Join(running, month => month.GroupId, group => group.Id, (month, group) => new { group.Id, group.Name, month.AttendedMinutes, month.HeldMinutes })
            .GroupBy(month => new { month.Id, month.Name }).Select(group => new { group.Key.Id, group.Key.Name, Attended = group.Sum(month => month.AttendedMinutes), Held = group.Sum(month => month.HeldMinutes) }).ToListAsync(cancel);
        return new("start.classes", "start.classes.hint", ["reports.column.class", .. Numbers], [.. classes.Where(one => one.Held > 0)
            .Select(one => (one.Id, one.Name, Share: new Share(one.Attended, one.Held))).OrderBy(one => one.Share.Percent).ThenBy(one => one.Name, StringComparer.CurrentCulture).Take(Classes)
            .Select(one => new StartLine(one.Name, new(one.Name, one.Share.Percent, one.Share.Text), NumbersOf(one.Share), teacher is null ? $"/provider/classes/{one.Id}" : null))]);
    }

    private static string[] NumbersOf(Share share) => [Hours(share.Attended), Hours(share.Held), share.Text];

    private static string Hours(long minutes) => Definition.AcademicHours(minutes).ToString("N0", CultureInfo.CurrentCulture);
}
