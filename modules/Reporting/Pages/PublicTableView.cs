using System.Text.Json;
using Courses.Platform.Languages;
using Courses.Reporting.Reports;

namespace Courses.Reporting.Pages;

/// <summary>Some columns of a public table, and how they are read.</summary>
/// <param name="Report">Whose.</param>
/// <param name="Table">Which.</param>
/// <param name="Measures">The columns.</param>
/// <param name="Label">What the table is called.</param>
internal sealed record PublicTableView(PublicReport Report, PublicTable Table, IReadOnlyList<Measure> Measures, string Label)
{
    public static string Say(JsonElement value, Measure measure) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : ReportsModel.Show(measure, Definition.UnitOf(measure) is Unit.People or Unit.Count ? value.GetInt64() : (object)value.GetDecimal());

    public string NameOf(PublicLine line, Words words) => (Table.By, line.Key) switch
    {
        (_, "") when Table.By != "gender" => words["reports.without." + Table.By],
        ("gender", var gender) => words["person.gender." + gender],
        ("status", var status) => words["legal-status." + status],
        ("support", var support) => words["support." + support],
        ("difficulty", var difficulty) => words["difficulty." + difficulty],
        ("ageandgender", var both) when both.Split('|') is [var age, var gender] => $"{age}, {words[gender.Length > 0 ? "person.gender." + gender : "reports.without.gender"]}",
        ("helperkind", var kind) => words["helper.kind." + kind],
        ("forages", var ages) => words.Say("reports.for-ages", ages),
        ("month", var month) => ReportPeriod.Parse(month)!.Name(words),
        _ => line.Name,
    };
}
