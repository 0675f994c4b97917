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
internal sealed class ReportsModel(CoursesDb db, MakeReport make, ReportTemplates templates, IEligibility eligibility, CityTime city) : CoursesPage
{
    private const int Months = 13;
    private const int Quarters = 12;
    private const int Years = 4;
    private const int Most = 24;

    /// <summary>Lines of a page.</summary>
    private const int LinesAtOnce = 15;

    [BindProperty(SupportsGet = true, Name = "period")]
    public string? Wanted { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Programme { get; set; }

    /// <summary>As it leaves the house.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Outside { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    /// <summary>All lines on one page, to print.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    /// <summary>The rows behind one number: its measure, and <see cref="Of"/> which line.</summary>
    [BindProperty(SupportsGet = true)]
    public Measure? Behind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Of { get; set; }

    public OtherPages Pages { get; private set; } = new(null, null);

    public ReportPeriod Period { get; private set; } = new(PeriodKind.Year, 2000, 1);

    public Breakdown Breakdown { get; private set; }

    public IReadOnlyList<(PeriodKind Kind, IReadOnlyList<ReportPeriod> Periods)> Choices { get; private set; } = [];

    public IReadOnlyList<(string Code, string Name)> Programmes { get; private set; } = [];

    public Report Report { get; private set; } = null!;

    public ReportTable Table => Report[Breakdown];

    public bool IsUnknown { get; private set; }

    /// <summary>This report as it was delivered; null when it was not.</summary>
    public Handed? Delivered => Handed.FirstOrDefault(one => one.Period == Period.ToString() && one.Programme == (Report.Question.Programme ?? "") && one.Kind.Length == 0);

    /// <summary>The last that were delivered.</summary>
    public IReadOnlyList<Handed> Handed { get; private set; } = [];

    /// <summary>Names of the kinds of reports, by their codes.</summary>
    public IReadOnlyDictionary<string, string> Kinds { get; private set; } = new Dictionary<string, string>();

    public bool HasHoursWithoutProgramme => Breakdown == Breakdown.Programme && Table.Lines.Any(line => line.Key.Length == 0 && line[Measure.Held] + line[Measure.ExcusedByWord] + line[Measure.ExcusedByCertificate] > 0);

    public bool IsOver => Period.Last < city.Today;

    /// <summary>Lines with the cells that leave the house, the total last.</summary>
    public IReadOnlyList<(ReportLine Line, IReadOnlyList<object> Cells)> Lines { get; private set; } = [];

    /// <param name="quarter">As addresses were before there were months and years.</param>
    public async Task<IActionResult> OnGet(string? quarter)
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
        var question = new ReportQuestion(Period, IsUnknown ? null : Programme);
        if (!IsUnknown && Behind is { } measure)
        {
            return (Breakdown != Breakdown.Month || ReportPeriod.Parse(Of) is not null) && RowsBehind.Of(measure, question, Breakdown, new(Of ?? "", "", []), city) is { } behind ? Redirect(DashboardModel.Rows(behind.Set, behind.Filter)) : NotFound();
        }

        Report = await make.Of(question, [Breakdown], Cancel);
        LoadLines();
        var (period, only) = (Period.ToString(), Report.Question.Programme ?? "");
        Handed = await db.Set<DeliveredReport>().OrderByDescending(row => row.Period == period && row.Programme == only && row.Kind == "").ThenByDescending(row => row.DeliveredAt).Take(Most)
            .Select(row => new Handed(row.Id, row.Kind, row.Period, row.Programme, row.Recipient, row.DeliveredAt, row.DeliveredByName)).ToListAsync(Cancel);
        Kinds = Handed.Any(one => one.Kind.Length > 0) ? (await templates.Current(Cancel)).ToDictionary(template => template.Code, template => template.Terms.Name) : Kinds;
        if (IsUnknown)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    private void LoadLines()
    {
        var lines = Table.Lines.Append(Report.Total).Zip(Table.Outside(Report.Total)).ToList();
        var pages = Math.Max(1, (Table.Lines.Count + LinesAtOnce - 1) / LinesAtOnce);
        Number = Math.Clamp(Number, 1, pages);
        Lines = All || pages == 1 ? lines : [.. lines.SkipLast(1).Skip((Number - 1) * LinesAtOnce).Take(LinesAtOnce), lines[^1]];
        Pages = All || pages == 1 ? new(null, null) : new(Number > 1 ? Address() : null, Number < pages ? Address(("p", (Number + 1).ToString(CultureInfo.InvariantCulture))) : null);
    }

    /// <summary>This report, otherwise shown.</summary>
    public string Address(params (string Name, string Value)[] more) => QueryHelpers.AddQueryString(
        "/admin/reports",
        new[] { ("period", Period.ToString()), ("by", Definition.NameOf(Breakdown)), ("programme", Report.Question.Programme ?? ""), ("outside", Outside ? "true" : "") }.Concat(more)
            .Where(one => one.Item2.Length > 0).ToDictionary(one => one.Item1, one => (string?)one.Item2));

    public static string Show(Measure measure, object cell) => cell is string hidden ? hidden : Definition.UnitOf(measure) switch
    {
        Unit.People or Unit.Count => ((long)cell).ToString("N0", CultureInfo.CurrentCulture),
        Unit.Minutes or Unit.ClockMinutes or Unit.Tenths => ((decimal)cell).ToString("N1", CultureInfo.CurrentCulture),
        _ => Shown.Money((long)((decimal)cell * 100)),
    };

    public static string Show(Measure measure, ReportLine line) => Show(measure, Definition.ValueOf(measure, line[measure]));

    /// <summary>Attended of held.</summary>
    public static Bar BarOf(ReportLine line)
    {
        var share = new Share(line[Measure.Attended], line[Measure.Held]);
        return new(line.Name, share.Percent, share.Text);
    }

    /// <summary>Where a number opens into its rows; null where there can be none. A filter is longer than all else in a cell, so those of lines are written when they are opened.</summary>
    public string? Rows(Measure measure, ReportLine line)
    {
        var isTotal = ReferenceEquals(line, Report.Total);
        return RowsBehind.Of(measure, Report.Question, Breakdown, isTotal ? null : line, city) is not { } behind ? null
            : isTotal ? DashboardModel.Rows(behind.Set, behind.Filter)
            : line[measure] == 0 ? null
            : Address(("behind", measure.ToString()), ("of", line.Key));
    }

    /// <summary>The same report as a file.</summary>
    public string Download(string ending) => QueryHelpers.AddQueryString(
        $"/admin/reports/{Period}.{ending}",
        new Dictionary<string, string?> { ["by"] = ending == "csv" ? Definition.NameOf(Breakdown) : null, ["programme"] = Report.Question.Programme }.Where(option => option.Value is not null));

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public string UnsignedRows => DashboardModel.Rows(
        "Sessions", string.Create(CultureInfo.InvariantCulture, $"CancelledAt eq null and RegisterSignedAt eq null and GroupKind ne 'Activity' and Date ge {Period.First:yyyy-MM-dd} and Date le {Period.Last:yyyy-MM-dd} and EndsAt lt {city.Now:yyyy-MM-ddTHH:mm:ssZ}"));

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
internal sealed record Handed(Guid Id, string Kind, string Period, string Programme, string Recipient, DateTimeOffset DeliveredAt, string DeliveredByName);
