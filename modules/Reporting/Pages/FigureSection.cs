using System.Globalization;
using System.Text.Json;
using Courses.Platform.Languages;
using Courses.Reporting.Reports;

namespace Courses.Reporting.Pages;

/// <summary>Figures under one heading as they are read.</summary>
internal sealed record FigureSection(string Heading, IReadOnlyList<FigureLine> Lines)
{
    /// <param name="groups">As the kind asks for them.</param>
    /// <param name="figures">Those that were counted, with what is shown.</param>
    /// <param name="words">Of the reader.</param>
    /// <param name="rows">Where a figure opens into its rows.</param>
    public static IReadOnlyList<FigureSection> Of(IReadOnlyList<FigureGroup> groups, IReadOnlyList<FigureOutside> figures, Words words, Func<FigureCount, string?> rows) =>
    [
        .. groups.Select((group, number) => new FigureSection(
            ReportTerms.NameOf(group.Names),
            [.. figures.Where(one => one.Figure.Group == number).Select(one => FigureLine.Of(one.Figure.Name, FigureCount.UnitOf(one.Figure.Terms.Of), one.Value, one.Of, rows(one.Figure), words))])),
    ];

    public static IReadOnlyList<FigureSection> Of(IReadOnlyList<PublicFigures> groups, Words words) =>
    [
        .. groups.Select(group => new FigureSection(
            ReportTerms.NameOf(group.Names),
            [.. group.Lines.Select(line => FigureLine.Of(line.Name, line.Unit, Value(line.Number), Value(line.Of), null, words))])),
    ];

    private static object? Value(JsonElement? value) => value is not { } known ? null : known.ValueKind == JsonValueKind.String ? known.GetString() : known.GetDecimal();
}

/// <summary>One figure as it is read.</summary>
internal sealed record FigureLine(string Name, string Number, string All, string Share, string? Rows)
{
    public static FigureLine Of(string name, string unit, object? number, object? of, string? rows, Words words)
    {
        if (unit.Length == 0)
        {
            return new(name, words["indicators.counted.nothere"], "", "", null);
        }

        var (share, none) = ("", number is null);
        if (unit != FigureCount.UnitOf(FigureSource.Mean) && number is not (null or string) && of is not (null or string) && Convert.ToDecimal(of, CultureInfo.InvariantCulture) is not 0 and var all)
        {
            share = (100 * Convert.ToDecimal(number, CultureInfo.InvariantCulture) / all).ToString("0.#", CultureInfo.CurrentCulture) + " %";
        }

        return new(name, none ? "–" : Show(unit, number!), of is null ? "" : Show(unit == FigureCount.UnitOf(FigureSource.Mean) ? FigureCount.UnitOf(FigureSource.Answers) : unit, of), share, rows);
    }

    private static string Show(string unit, object value) => value as string ?? (Convert.ToDecimal(value, CultureInfo.InvariantCulture), unit) switch
    {
        (var euros, "euros") => Shown.Money((long)(euros * 100)),
        (var mean, "mean") => mean.ToString("0.00", CultureInfo.CurrentCulture),
        (var sheets, _) => sheets.ToString("#,0", CultureInfo.CurrentCulture),
    };
}
