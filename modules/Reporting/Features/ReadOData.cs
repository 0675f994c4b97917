using Courses.Contracts.Access;
using Courses.OData;
using Courses.Platform.Users;
using Courses.Reporting.Sets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Reporting.Features;

/// <summary>The city's questions from Excel and Power BI: one set for each kind of row, cut to what the caller may see.</summary>
internal static class ReadOData
{
    private static readonly HashSet<string> Names =
    [
        nameof(Participant.GivenName), nameof(Participant.FamilyName), nameof(Participant.BirthDate), nameof(Participant.Email), nameof(Participant.PassNumber),
    ];

    /// <summary>A provider teaches people; their legal standing is none of its business.</summary>
    private static readonly HashSet<string> Standing = [nameof(Participant.Status), nameof(Participant.FirstPermitOn), nameof(Participant.ArrivedOn)];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapOData("/odata", Service()).For(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher);

    internal static ODataService Service() => new ODataService("Courses")
        .Add("Participants", row => row.Id, http => Rows(http).Participants, ParticipantColumns)
        .Add("Providers", row => row.Id, http => Rows(http).Providers)
        .Add("Programmes", row => row.Code, http => Rows(http).Programmes)
        .Add("Courses", row => row.Id, http => Rows(http).Courses)
        .Add("Classes", row => row.Id, http => Rows(http).Classes)
        .Add("Sessions", row => row.Id, http => Rows(http).Sessions)
        .Add("Enrolments", row => row.Id, http => Rows(http).Enrolments)
        .Add("Stays", row => row.Id, http => Rows(http).Stays)
        .Add("AttendanceMarks", row => new { row.SessionId, row.ParticipantId }, http => Rows(http).AttendanceMarks)
        .Add("AttendanceByMonth", row => new { row.Year, row.Month, row.GroupId }, http => Rows(http).AttendanceByMonth)
        .Add("OrientationRuns", row => row.Id, http => Rows(http).OrientationRuns)
        .Add("OrientationBookings", row => row.Id, http => Rows(http).OrientationBookings)
        .Add("ModuleCompletions", row => new { row.ParticipantId, row.TopicCode }, http => Rows(http).ModuleCompletions, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Vouchers", row => row.Id, http => Rows(http).Vouchers, visible: http => SeesMoney(http) || Caller(http).Is(Roles.Coach))
        .Add("Redemptions", row => row.Id, http => Rows(http).Redemptions, visible: SeesMoney)
        .Add("VoucherTransactions", row => row.Id, http => Rows(http).VoucherTransactions, visible: SeesMoney)
        .Add("Settlements", row => row.Id, http => Rows(http).Settlements, visible: SeesMoney)
        .Add("EligibilityDecisions", row => row.Id, http => Rows(http).EligibilityDecisions, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Reminders", row => row.Id, http => Rows(http).Reminders, visible: http => ReportRows.SeesTheCity(Caller(http)));

    private static ReportRows Rows(HttpContext http) => ActivatorUtilities.CreateInstance<ReportRows>(http.RequestServices);

    private static Caller Caller(HttpContext http) => http.RequestServices.GetRequiredService<Caller>();

    private static bool SeesMoney(HttpContext http) =>
        Caller(http) is var caller && (caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor) || caller.Is(Roles.ProviderManager));

    private static string[] ParticipantColumns(HttpContext http)
    {
        var caller = Caller(http);
        var names = caller.Is(Roles.Coach) || (caller.Is(Roles.Administrator) && caller.May(Permissions.CaseData));
        var standing = ReportRows.SeesTheCity(caller);
        return [.. typeof(Participant).GetProperties().Select(property => property.Name).Where(name => (names || !Names.Contains(name)) && (standing || !Standing.Contains(name)))];
    }
}
