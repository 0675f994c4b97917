using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Pages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>A coach's numbers of the city; each opens into its rows.</summary>
internal sealed class StartPieces(ITimetable timetable, IVouchers vouchers, IEligibility eligibility, CityTime city, Caller caller) : IStartPieces
{
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
}
