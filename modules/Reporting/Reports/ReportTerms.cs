using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Contracts.Mentoring;
using Courses.Platform;
using Courses.Platform.Languages;

namespace Courses.Reporting.Reports;

/// <summary>What a kind of report shows: which of the numbers, broken down by what, hours against a plan, and figures that are no measure: answers to questionnaires, money by who pays it, what nobody counts here. The numbers are those of every report.</summary>
internal sealed record ReportTerms
{
    private const int MostTables = 12;
    private const int MostMeasures = 4;
    private const int MostParts = 20;
    private const int MostFigures = 60;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public required string Code { get; init; }

    /// <summary>By language; English is always there.</summary>
    public required Dictionary<string, string> Names { get; init; }

    /// <summary>How long a time one report is about.</summary>
    public required PeriodKind Period { get; init; }

    /// <summary>Only what belongs to this programme; null for everything.</summary>
    public string? Programme { get; init; }

    /// <summary>As in <see cref="ReportQuestion.Besides"/>.</summary>
    public bool Besides { get; init; }

    /// <summary>As in <see cref="ReportQuestion.AtCentres"/>.</summary>
    public bool AtCentres { get; init; }

    public IReadOnlyList<TermsTable> Tables { get; init; } = [];

    public IReadOnlyList<PlanPart> Plan { get; init; } = [];

    public IReadOnlyList<FigureGroup> Figures { get; init; } = [];

    public ReportQuestion QuestionOf(ReportPeriod period) => new(period, Programme) { Besides = Besides, AtCentres = AtCentres };

    public string Name => NameOf(Names);

    public static string NameOf(IReadOnlyDictionary<string, string> names) => names.GetValueOrDefault(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? names["en"];

    /// <summary>What was once good enough to be kept is read for ever, whatever is asked of new ones today.</summary>
    public static ReportTerms OfKept(string json) => JsonSerializer.Deserialize<ReportTerms>(json, Options)!;

    /// <summary>Reads it, or says what is wrong: the code of the sentence and its details.</summary>
    public static (ReportTerms? Terms, string? Problem, object[] Details) Read(string json)
    {
        ReportTerms terms;
        try
        {
            terms = JsonSerializer.Deserialize<ReportTerms>(json, Options) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            return (null, "report-template.no-json", [(error.LineNumber ?? 0) + 1, error.Path ?? ""]);
        }
        catch (InvalidOperationException)
        {
            // Half a character (\ud800) is JSON and no text.
            return (null, "report-template.no-json", [1, ""]);
        }

        return terms.Wrong() is { } problem ? (null, problem, [MostTables, MostMeasures, MostParts, MostFigures]) : (terms, null, []);
    }

    private string? Wrong()
    {
        if (Code is not { Length: > 0 and <= 60 } || !Code.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            return "report-template.code";
        }

        if (Programme is { Length: 0 or > 60 } || Programme?.Contains('\0', StringComparison.Ordinal) == true)
        {
            return "report-template.code";
        }

        if (!AreNames(Names) || Plan.Any(part => part is null || !AreNames(part.Names)) || Tables.Any(table => table?.Names is not null && !AreNames(table.Names))
            || Figures.Any(group => group?.Lines is null || !AreNames(group.Names) || group.Lines.Any(line => line is null || !AreNames(line.Names) || line.Shares.Any(share => share is null || !AreNames(share.Names)))))
        {
            return "report-template.names";
        }

        if (Tables.Count + Plan.Count + Figures.Count == 0 || Tables.Count > MostTables || Tables.Any(table => table?.Measures is not { Count: > 0 and <= MostMeasures } || table.Measures.Distinct().Count() < table.Measures.Count) || (Period == PeriodKind.Month && Tables.Any(table => table.By == Breakdown.Month)))
        {
            return "report-template.tables";
        }

        return Plan.Count > MostParts || Plan.Any(part => part.Hours is < 1 or > 100_000) ? "report-template.plan" : FigureTerms.AreRight([.. Figures.SelectMany(group => group.Lines)], MostFigures) ? null : "report-template.figures";
    }

    private static bool AreNames(Dictionary<string, string>? names) =>
        names is not null && names.ContainsKey("en") && names.All(name => Language.ForStaff.Any(language => language.Code == name.Key) && name.Value is { Length: > 0 and <= 200 } && !name.Value.Contains('\0', StringComparison.Ordinal));
}

/// <summary>One table of a kind of report.</summary>
internal sealed record TermsTable
{
    /// <summary>What stands above it; null for by what it is broken down.</summary>
    public Dictionary<string, string>? Names { get; init; }

    public required Breakdown By { get; init; }

    public required IReadOnlyList<Measure> Measures { get; init; }

    public string Title(Words words) => Names is null ? words["reports.by." + Definition.NameOf(By)] : ReportTerms.NameOf(Names);

    /// <summary>What belongs to no line is left out where there is nothing of it.</summary>
    public bool Shows(ReportLine line) => line.Key.Length > 0 || Measures.Any(measure => line[measure] != 0);
}

/// <summary>What fills a part of a plan.</summary>
internal enum PlanSource
{
    /// <summary>Lessons of language classes, in academic hours.</summary>
    Classes,

    /// <summary>Modules of orientation, in academic hours.</summary>
    Modules,

    /// <summary>Both together.</summary>
    Lessons,

    /// <summary>Meetings that both sides confirmed, in hours of the clock.</summary>
    Meetings,
}

/// <summary>Hours that are planned for something.</summary>
internal sealed record PlanPart
{
    public required Dictionary<string, string> Names { get; init; }

    public required int Hours { get; init; }

    public required PlanSource Of { get; init; }

    /// <summary>For each person who is accompanied, and not for all together.</summary>
    public bool PerPerson { get; init; }

    /// <summary>Only these topics of modules; none for all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Only these kinds of support; none for all.</summary>
    public IReadOnlyList<Support> Support { get; init; } = [];
}

/// <summary>A part of a plan as it was counted.</summary>
/// <param name="Part">Which.</param>
/// <param name="Minutes">So many were held, or confirmed.</param>
/// <param name="People">Whom the plan is for, where it is for each person.</param>
internal sealed record PlanCount(PlanPart Part, long Minutes, int People)
{
    /// <summary>Of meetings: who met somebody for it. What was kept before this was counted says nothing.</summary>
    public int? Met { get; init; }

    public long PlannedHours => Part.PerPerson ? (long)Part.Hours * People : Part.Hours;

    public decimal Hours => Part.Of == PlanSource.Meetings ? Math.Round(Minutes / 60m, 1, MidpointRounding.AwayFromZero) : Definition.AcademicHours(Minutes);

    /// <summary>Null where nothing is planned yet.</summary>
    public int? Percent => PlannedHours == 0 ? null : (int)(Hours * 100 / PlannedHours);

    /// <summary>
    /// As it leaves the house. What is planned for each person tells how many they are; hours of meetings tell of those who met. Where one part of them is hidden the others are, too: with the total they would say it.
    /// </summary>
    public static IReadOnlyList<(PlanPart Part, object Planned, object Hours)> Outside(IReadOnlyList<PlanCount> plan)
    {
        var meetings = plan.Any(one => one.Part.Of == PlanSource.Meetings && SmallCounts.IsFew(one.Met ?? one.People));
        return [.. plan.Select(one => (
            one.Part,
            one.Part.PerPerson && SmallCounts.IsFew(one.People) ? SmallCounts.Hidden : (object)one.PlannedHours,
            one.Part.Of == PlanSource.Meetings && meetings && one.Minutes > 0 ? SmallCounts.Hidden : (object)one.Hours))];
    }
}
