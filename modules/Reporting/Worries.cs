using System.Globalization;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Vouchers;

namespace Courses.Reporting;

/// <summary>Who is at risk today, and which vouchers are used soon or never: as questions to the engine, and as filters of the rows behind the number.</summary>
internal sealed class Worries(DateOnly today)
{
    public const int DaysToExpiry = 30;
    private static readonly string[] Worrying = [nameof(Forecast.AtRisk), nameof(Forecast.Under), nameof(Forecast.OutOfReach)];

    /// <summary>What is decided on a past month or quarter stands, and is no risk of today.</summary>
    private readonly string[] periods =
        ["", today.ToString("yyyy-MM", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{today:yyyy}-Q{((today.Month - 1) / 3) + 1}"), today.ToString("yyyy", CultureInfo.InvariantCulture)];

    public IQueryable<DecisionRow> Of(IQueryable<DecisionRow> decisions) => decisions.Where(decision => decision.SupersededAt == null && Worrying.Contains(decision.Forecast) && periods.Contains(decision.Period));

    public IQueryable<VoucherRow> Of(IQueryable<VoucherRow> vouchers)
    {
        var (first, last) = (today, today.AddDays(DaysToExpiry));
        return vouchers.Where(voucher => voucher.RemainingCents > 0 && voucher.State != VoucherState.Cancelled && voucher.State != VoucherState.Expired && voucher.ExpiresOn >= first && voucher.ExpiresOn <= last);
    }

    public string RiskFilter =>
        $"SupersededAt eq null and Forecast in ({string.Join(',', Worrying.Select(forecast => $"'{forecast}'"))}) and (Period eq '' or Period in ({string.Join(',', periods[1..].Select(period => $"'{period}'"))}))";

    public string ExpiringFilter => string.Create(
        CultureInfo.InvariantCulture, $"RemainingCents gt 0 and State ne 'Cancelled' and State ne 'Expired' and ExpiresOn ge {today:yyyy-MM-dd} and ExpiresOn le {today.AddDays(DaysToExpiry):yyyy-MM-dd}");
}
