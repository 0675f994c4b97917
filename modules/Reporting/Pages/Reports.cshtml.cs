using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The report of a month, a quarter or a year, by whatever it is broken down: each number opens into its rows. As it leaves the house it has no links and tells of no fewer than five people.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
[ReadsCopy]
internal sealed class ReportsModel(CoursesDb db, MakeReport make, IEligibility eligibility, CityTime city) : CoursesPage
{
    private const int Months = 13;
    private const int Quarters = 12;
    private const int Years = 4;
    private const int Most = 24;

    [BindProperty(SupportsGet = true, Name = "period")]
    public string? Wanted { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Programme { get; set; }

    /// <summary>As it leaves the house.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Outside { get; set; }

    public ReportPeriod Period { get; private set; } = new(PeriodKind.Year, 2000, 1);

    public Breakdown Breakdown { get; private set; }

    public IReadOnlyList<(PeriodKind Kind, IReadOnlyList<ReportPeriod> Periods)> Choices { get; private set; } = [];

    public IReadOnlyList<(string Code, string Name)> Programmes { get; private set; } = [];

    public Report Report { get; private set; } = null!;

    public ReportTable Table => Report[Breakdown];

    public bool IsUnknown { get; private set; }

    /// <summary>This report as it was delivered; null when it was not.</summary>
    public Handed? Delivered => All.FirstOrDefault(one => one.Period == Period.ToString() && one.Programme == (Report.Question.Programme ?? ""));

    /// <summary>The last that were delivered.</summary>
    public IReadOnlyList<Handed> All { get; private set; } = [];

    public bool HasHoursWithoutProgramme => Breakdown == Breakdown.Programme && Table.Lines.Any(line => line.Key.Length == 0 && line[Measure.Held] + line[Measure.ExcusedByWord] + line[Measure.ExcusedByCertificate] > 0);

    public bool IsOver => Period.Last < city.Today;

    /// <summary>Lines with the cells that leave the house, the total last.</summary>
    public IEnumerable<(ReportLine Line, IReadOnlyList<object> Cells)> Lines => Table.Lines.Append(Report.Total).Zip(Table.Outside(Report.Total));

    /// <param name="quarter">As addresses were before there were months and years.</param>
    public async Task OnGet(string? quarter)
    {
        Wanted ??= quarter;
        var (wanted, current) = (ReportPeriod.Parse(Wanted), ReportPeriod.Of(PeriodKind.Quarter, city.Today));

        // A report is about what is over: the last full quarter, unless another is asked for.
        Period = wanted ?? current.Previous;
        Choices = [(PeriodKind.Quarter, WithShown(PeriodKind.Quarter, Quarters)), (PeriodKind.Month, WithShown(PeriodKind.Month, Months)), (PeriodKind.Year, WithShown(PeriodKind.Year, Years))];
        Programmes = [.. (await eligibility.Programmes.Select(programme => new { programme.Code, programme.Name }).ToListAsync(Cancel)).InReadersOrder(programme => programme.Name).Select(programme => (programme.Code, programme.Name))];
        var by = string.IsNullOrEmpty(By) ? Breakdown.Programme : Enum.GetValues<Breakdown>().Cast<Breakdown?>().FirstOrDefault(one => Definition.NameOf(one!.Value) == By);
        Breakdown = by ?? Breakdown.Programme;
        Programme = string.IsNullOrEmpty(Programme) ? null : Programme;
        IsUnknown = (wanted is null && !string.IsNullOrEmpty(Wanted)) || by is null || (Programme is not null && Programmes.All(programme => programme.Code != Programme));
        Report = await make.Of(new(Period, IsUnknown ? null : Programme), [Breakdown], Cancel);
        var (period, only) = (Period.ToString(), Report.Question.Programme ?? "");
        All = await db.Set<DeliveredReport>().OrderByDescending(row => row.Period == period && row.Programme == only).ThenByDescending(row => row.DeliveredAt).Take(Most)
            .Select(row => new Handed(row.Id, row.Period, row.Programme, row.Recipient, row.DeliveredAt, row.DeliveredByName)).ToListAsync(Cancel);
        if (IsUnknown)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    public static string Show(Measure measure, object cell) => cell is string hidden ? hidden : Definition.UnitOf(measure) switch
    {
        Unit.People => ((long)cell).ToString("N0", CultureInfo.CurrentCulture),
        Unit.Minutes => ((decimal)cell).ToString("N1", CultureInfo.CurrentCulture),
        _ => Shown.Money((long)((decimal)cell * 100)),
    };

    public static string Show(Measure measure, ReportLine line) => Show(measure, Definition.ValueOf(measure, line[measure]));

    /// <summary>Attended of held.</summary>
    public static Bar BarOf(ReportLine line)
    {
        var share = new Share(line[Measure.Attended], line[Measure.Held]);
        return new(line.Name, share.Percent, share.Text);
    }

    /// <summary>Where a number opens into its rows; null where there can be none.</summary>
    public string? Rows(Measure measure, ReportLine line) =>
        RowsBehind.Of(measure, Report.Question, Breakdown, ReferenceEquals(line, Report.Total) ? null : line, city) is { } behind ? DashboardModel.Rows(behind.Set, behind.Filter) : null;

    /// <summary>The same report as a file.</summary>
    public string Download(string ending) => QueryHelpers.AddQueryString(
        $"/admin/reports/{Period}.{ending}",
        new Dictionary<string, string?> { ["by"] = ending == "csv" ? Definition.NameOf(Breakdown) : null, ["programme"] = Report.Question.Programme }.Where(option => option.Value is not null));

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public string UnsignedRows => DashboardModel.Rows(
        "Sessions", string.Create(CultureInfo.InvariantCulture, $"CancelledAt eq null and RegisterSignedAt eq null and Date ge {Period.First:yyyy-MM-dd} and Date le {Period.Last:yyyy-MM-dd} and EndsAt lt {city.Now:yyyy-MM-ddTHH:mm:ssZ}"));

    /// <summary>The last so many, and the one that is shown.</summary>
    private List<ReportPeriod> WithShown(PeriodKind kind, int many)
    {
        List<ReportPeriod> periods = [ReportPeriod.Of(kind, city.Today)];
        while (periods.Count < many)
        {
            periods.Add(periods[^1].Previous);
        }

        return kind == Period.Kind && !periods.Contains(Period) ? [.. periods, Period] : periods;
    }
}

/// <summary>A report that was delivered, without its content.</summary>
internal sealed record Handed(Guid Id, string Period, string Programme, string Recipient, DateTimeOffset DeliveredAt, string DeliveredByName);
