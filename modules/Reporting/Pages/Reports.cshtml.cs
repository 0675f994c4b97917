using Courses.Contracts.Access;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Reporting.Pages;

/// <summary>The quarterly report to a funder.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class ReportsModel(IServiceProvider services) : CoursesPage
{
    public IReadOnlyList<Quarter> Choices { get; private set; } = [];

    public Quarter Shown { get; private set; } = new(2000, 1);

    public DateTimeOffset From { get; private set; }

    public DateTimeOffset Until { get; private set; }

    public IReadOnlyList<ReportLine> Lines { get; private set; } = [];

    public ReportLine Total { get; private set; } = new() { Name = "" };

    public bool IsUnknown { get; private set; }

    public async Task OnGet([FromQuery] string? quarter)
    {
        var report = ActivatorUtilities.CreateInstance<FunderReport>(services);
        List<Quarter> choices = [report.Current];
        while (choices.Count < 12)
        {
            choices.Add(choices[^1].Previous);
        }

        var wanted = Quarter.Parse(quarter);
        IsUnknown = wanted is null && !string.IsNullOrEmpty(quarter);

        // A report is about what is over: the last full quarter, unless another is asked for.
        Shown = wanted ?? report.Current.Previous;
        Choices = choices.Contains(Shown) ? choices : [.. choices, Shown];
        (From, Until) = (report.StartOf(Shown.First), report.StartOf(Shown.Last.AddDays(1)));
        (Lines, Total) = await report.Of(Shown, Cancel);
        if (IsUnknown)
        {
            Response.StatusCode = Microsoft.AspNetCore.Http.StatusCodes.Status400BadRequest;
        }
    }

    /// <summary>The rows behind a number of this quarter; for the total, without the programme.</summary>
    public string Rows(string set, string day, ReportLine line, string extra = "") => Link(
        set, $"{day} ge {Shown.First:yyyy-MM-dd} and {day} le {Shown.Last:yyyy-MM-dd}{extra}", line);

    public string RowsByInstant(string set, string instant, ReportLine line, string extra) => Link(
        set, $"{instant} ge {From:yyyy-MM-ddTHH:mm:ssZ} and {instant} lt {Until:yyyy-MM-ddTHH:mm:ssZ}{extra}", line);

    private string Link(string set, string filter, ReportLine line) => DashboardModel.Rows(
        set, ReferenceEquals(line, Total) ? filter : $"{filter} and ProgrammeCode eq {(line.Code is { } code ? $"'{code}'" : "null")}");
}
