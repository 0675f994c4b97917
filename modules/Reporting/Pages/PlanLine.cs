using System.Globalization;
using System.Text.Json;
using Courses.Reporting.Reports;

namespace Courses.Reporting.Pages;

/// <summary>A part of a plan as it is read where few are hidden.</summary>
internal sealed record PlanLine(string Name, string Done, string Planned)
{
    public static IReadOnlyList<PlanLine> Of(IReadOnlyList<PlanCount> plan) =>
        [.. PlanCount.Outside(plan).Select(part => new PlanLine(ReportTerms.NameOf(part.Part.Names), Show(part.Hours as string, part.Hours as decimal?), Show(part.Planned as string, part.Planned as long?)))];

    public static IReadOnlyList<PlanLine> Of(IReadOnlyList<PublicPlan> plan) => [.. plan.Select(part => new PlanLine(ReportTerms.NameOf(part.Names), Show(part.Hours), Show(part.Planned)))];

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : Show(null, value.GetDecimal());

    private static string Show(string? hidden, decimal? hours) => hidden ?? hours!.Value.ToString("#,0.#", CultureInfo.CurrentCulture);
}
