using System.Globalization;
using System.Runtime.InteropServices;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The city at a glance: each number leads to the rows behind it.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
[ReadsCopy]
internal sealed class DashboardModel(
    CoursesDb db,
    ITimetable timetable,
    IAttendance attendance,
    IProviders providers,
    IVouchers vouchers,
    IEligibility eligibility,
    CityTime city,
    TimeProvider clock) : CoursesPage
{
    /// <summary>Lines of a table; the others come when they are asked for.</summary>
    private const int LinesShown = 12;

    public DateOnly Today { get; private set; }

    /// <summary>Registers are called missing 48 hours after the session.</summary>
    public DateTimeOffset MissingBefore { get; private set; }

    /// <summary>To when attendance is true: it is added up ahead. Null before the first time.</summary>
    public DateTimeOffset? TrueAt { get; private set; }

    public int ActiveNewcomers { get; private set; }

    public int ClassesRunning { get; private set; }

    public int SeatsFree { get; private set; }

    public int AtRisk { get; private set; }

    public int RegistersMissing { get; private set; }

    public long IssuedCents { get; private set; }

    public long RedeemedCents { get; private set; }

    /// <summary>Vouchers with money left that can be used for no more than <see cref="Worries.DaysToExpiry"/> days, and that money.</summary>
    public int Expiring { get; private set; }

    public long ExpiringCents { get; private set; }

    public IReadOnlyList<WeekLine> Weeks { get; private set; } = [];

    public IReadOnlyList<UptakeLine> ByLanguage { get; private set; } = [];

    public IReadOnlyList<UptakeLine> ByStatus { get; private set; } = [];

    public IReadOnlyList<MonthLine> Months { get; private set; } = [];

    public IReadOnlyList<ProgrammeLine> Programmes { get; private set; } = [];

    public IReadOnlyList<ProviderLine> Providers { get; private set; } = [];

    /// <summary>All lines of all tables, to print.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>How many lines the longest table has; null where all are shown.</summary>
    public int? Left => !All && new[] { ByLanguage.Count, ByStatus.Count, Programmes.Count, Providers.Count }.Max() is > LinesShown and var longest ? longest : null;

    public IEnumerable<T> First<T>(IReadOnlyList<T> lines) => All ? lines : lines.Take(LinesShown);

    public async Task OnGet()
    {
        var now = clock.GetUtcNow();
        Today = city.Today;
        MissingBefore = now.AddHours(-48);
        var since = new DateOnly(Today.Year, Today.Month, 1).AddMonths(-11);

        var running = timetable.Groups.Where(group => group.Kind != GroupKind.Activity && group.CancelledAt == null && group.StartsOn <= Today && group.EndsOn >= Today);
        var enrolled =
            from enrolment in timetable.Enrolments
            join @group in running on enrolment.GroupId equals @group.Id
            where enrolment.State == EnrolmentState.Enrolled
            select new { enrolment.ParticipantId, enrolment.ProgrammeCode, @group.ProviderId };
        ActiveNewcomers = await enrolled.Select(one => one.ParticipantId).Distinct().CountAsync(Cancel);

        var classes = await running.Where(group => group.Kind == GroupKind.LanguageClass).GroupBy(group => group.ProviderId)
            .Select(group => new { Provider = group.Key, Count = group.Count(), Free = group.Sum(one => one.Capacity > one.SeatsTaken ? one.Capacity - one.SeatsTaken : 0) }).ToListAsync(Cancel);
        ClassesRunning = classes.Sum(line => line.Count);
        SeatsFree = classes.Sum(line => line.Free);

        AtRisk = await Worries.Of(eligibility.Decisions).CountAsync(Cancel);
        var missing = await attendance.MissingRegisters(MissingBefore).GroupBy(register => register.ProviderId).Select(group => new { Provider = group.Key, Count = group.Count() }).ToListAsync(Cancel);
        RegistersMissing = missing.Sum(line => line.Count);

        var issued = await vouchers.Vouchers.Where(voucher => voucher.State != VoucherState.Cancelled).GroupBy(voucher => voucher.ProgrammeCode)
            .Select(group => new { Programme = group.Key, Cents = group.Sum(voucher => voucher.AmountCents) }).ToListAsync(Cancel);
        var redeemed = await
            (from redemption in vouchers.Redemptions
             join voucher in vouchers.Vouchers on redemption.VoucherId equals voucher.Id
             where redemption.ClosedAt == null && !redemption.IsHeld
             group redemption.AmountCents by voucher.ProgrammeCode into programme
             select new { Programme = programme.Key, Cents = programme.Sum() }).ToListAsync(Cancel);
        IssuedCents = issued.Sum(line => line.Cents);
        RedeemedCents = redeemed.Sum(line => line.Cents);

        var expiring = await Worries.Of(vouchers.Vouchers)
            .GroupBy(voucher => 1).Select(all => new { Count = all.Count(), Cents = all.Sum(voucher => voucher.RemainingCents) }).SingleOrDefaultAsync(Cancel);
        (Expiring, ExpiringCents) = (expiring?.Count ?? 0, expiring?.Cents ?? 0);
        Weeks = await AddedUpWeek.Lines(db, Today, null, Cancel);
        await LoadUptake();

        TrueAt = await db.Set<AddedUpAt>().Select(at => (DateTimeOffset?)at.TrueAt).SingleOrDefaultAsync(Cancel);
        var (from, many) = ((since.Year * 12) + since.Month, 12);
        var sums = await db.Set<AddedUp>().Where(sum => (sum.Year * many) + sum.Month >= from).GroupBy(sum => new { sum.Year, sum.Month, sum.ProviderId, sum.ProgrammeCode }).Select(group => new
        {
            group.Key.Year,
            group.Key.Month,
            group.Key.ProviderId,
            group.Key.ProgrammeCode,
            Attended = group.Sum(sum => sum.AttendedMinutes),
            Held = group.Sum(sum => sum.HeldMinutes),
        }).Where(line => line.Held > 0).ToListAsync(Cancel);
        Months = [.. sums.GroupBy(line => new DateOnly(line.Year, line.Month, 1)).OrderBy(month => month.Key)
            .Select(month => new MonthLine(month.Key, new(month.Sum(line => line.Attended), month.Sum(line => line.Held))))];
        var peopleByProgramme = await enrolled.Where(one => one.ProgrammeCode != null).Select(one => new { one.ProgrammeCode, one.ParticipantId }).Distinct()
            .GroupBy(one => one.ProgrammeCode).Select(group => new { Code = group.Key, Count = group.Count() }).ToListAsync(Cancel);
        Programmes = [.. (await eligibility.Programmes.ToListAsync(Cancel)).InReadersOrder(programme => programme.Name).Select(programme => new ProgrammeLine(
            programme.Code,
            programme.Name,
            peopleByProgramme.FirstOrDefault(line => line.Code == programme.Code)?.Count ?? 0,
            ShareOf(programme.Code),
            issued.FirstOrDefault(line => line.Programme == programme.Code)?.Cents ?? 0,
            redeemed.FirstOrDefault(line => line.Programme == programme.Code)?.Cents ?? 0))];

        var peopleByProvider = await enrolled.Select(one => new { one.ProviderId, one.ParticipantId }).Distinct()
            .GroupBy(one => one.ProviderId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(Cancel);
        Providers = [.. (await providers.Providers.ToListAsync(Cancel)).InReadersOrder(provider => provider.Name).Select(provider => new ProviderLine(
            provider.Id,
            provider.Name,
            classes.FirstOrDefault(line => line.Provider == provider.Id)?.Count ?? 0,
            classes.FirstOrDefault(line => line.Provider == provider.Id)?.Free ?? 0,
            peopleByProvider.FirstOrDefault(line => line.Key == provider.Id)?.Count ?? 0,
            new(sums.Where(line => line.ProviderId == provider.Id).Sum(line => line.Attended), sums.Where(line => line.ProviderId == provider.Id).Sum(line => line.Held)),
            missing.FirstOrDefault(line => line.Provider == provider.Id)?.Count ?? 0))];

        Share ShareOf(string programme) => new(sums.Where(line => line.ProgrammeCode == programme).Sum(line => line.Attended), sums.Where(line => line.ProgrammeCode == programme).Sum(line => line.Held));
    }

    private async Task LoadUptake()
    {
        var people = await db.Set<AddedUpPeople>().ToListAsync(Cancel);
        ByLanguage = Lines(people.GroupBy(row => row.Language), Shown.LanguageName, code => $"Language eq '{code}'");
        ByStatus = Lines(people.GroupBy(row => row.Status ?? ""), status => status.Length == 0 ? Words["dashboard.uptake.unknown"] : Words["legal-status." + status], status => status.Length == 0 ? "Status eq null" : $"Status eq '{status}'");

        static UptakeLine[] Lines(IEnumerable<IGrouping<string, AddedUpPeople>> groups, Func<string, string> name, Func<string, string> filter) =>
            [.. groups.Select(group => new UptakeLine(name(group.Key), filter(group.Key), group.Sum(row => row.Registered), group.Sum(row => row.TookPart))).OrderByDescending(line => line.Registered).ThenBy(line => line.Name, StringComparer.CurrentCulture)];
    }

    public Worries Worries => new(Today);

    public string Local(DateTimeOffset instant) => city.Show(instant);

    /// <summary>The address of the rows behind a number.</summary>
    public static string Rows(string set, string filter) => $"/admin/rows/{set}?$filter={Uri.EscapeDataString(filter)}";

    /// <summary>The month; with its year where one begins.</summary>
    public static string Name(DateOnly month, bool isFirst) => month.ToDateTime(TimeOnly.MinValue).ToString(isFirst || month.Month == 1 ? "MMM\nyyyy" : "MMM", CultureInfo.CurrentCulture);

    public const string Redeemed = "ClosedAt eq null and IsHeld eq false";

    /// <summary>Seats in classes and modules that are running. A person may have two; the dashboard counts people.</summary>
    public string Learning => string.Create(CultureInfo.InvariantCulture, $"State eq 'Enrolled' and GroupKind ne 'Activity' and GroupCancelledAt eq null and GroupStartsOn le {Today:yyyy-MM-dd} and GroupEndsOn ge {Today:yyyy-MM-dd}");

    public string Running => string.Create(CultureInfo.InvariantCulture, $"CancelledAt eq null and StartsOn le {Today:yyyy-MM-dd} and EndsOn ge {Today:yyyy-MM-dd}");

    public string Missing => string.Create(CultureInfo.InvariantCulture, $"CancelledAt eq null and RegisterSignedAt eq null and (Expected gt 0 or Marks/any()) and EndsAt lt {MissingBefore:yyyy-MM-ddTHH:mm:ssZ}");

    /// <summary>The marks of a week: those that count as held.</summary>
    public static string MarksOf(WeekLine week) => string.Create(
        CultureInfo.InvariantCulture,
        $"Date ge {week.Monday:yyyy-MM-dd} and Date le {week.Monday.AddDays(6):yyyy-MM-dd} and State ne 'Excused' and SessionCancelledAt eq null and Session/RegisterSignedAt ne null and Session/GroupKind ne 'Activity'");
}

/// <summary>Attended of held, in minutes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Share(long Attended, long Held)
{
    public bool IsKnown => Held > 0;

    public double Percent => Held == 0 ? 0 : 100.0 * Attended / Held;

    public string Text => IsKnown ? Percent.ToString("0.0", CultureInfo.CurrentCulture) + " %" : "–";
}

internal sealed record WeekLine(DateOnly Monday, Share Share)
{
    public string Days => $"{Shown.Date(Monday)} – {Shown.Date(Monday.AddDays(6))}";

    /// <summary>As the chart has it.</summary>
    public Bar Bar => new(Monday.ToString("d.M.", CultureInfo.InvariantCulture), Share.Percent, Share.Percent.ToString("0", CultureInfo.CurrentCulture) + " %");
}

/// <summary>Of so many people who are registered, how many ever had a seat.</summary>
internal sealed record UptakeLine(string Name, string Filter, int Registered, int TookPart)
{
    public Share Share => new(TookPart, Registered);

    public string TookPartFilter => Filter + " and Stays/any(s:s/GroupKind ne 'Activity')";
}

internal sealed record MonthLine(DateOnly Month, Share Share);

internal sealed record ProgrammeLine(string Code, string Name, int People, Share Share, long IssuedCents, long RedeemedCents);

internal sealed record ProviderLine(Guid Id, string Name, int Classes, int SeatsFree, int People, Share Share, int RegistersMissing);
