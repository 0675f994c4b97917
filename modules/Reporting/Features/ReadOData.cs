using Courses.Contracts.Access;
using Courses.OData;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Reporting.Sets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Reporting.Features;

/// <summary>The city's questions from Excel and Power BI: one set for each kind of row, cut to what the caller may see.</summary>
internal static class ReadOData
{
    private static readonly HashSet<string> Names =
    [
        nameof(Participant.GivenName), nameof(Participant.FamilyName), nameof(Participant.BirthDate), nameof(Participant.BirthMonth), nameof(Participant.Email), nameof(Participant.PassNumber),
    ];

    /// <summary>A provider teaches people; their legal standing is none of its business, and of their age a band is enough.</summary>
    private static readonly HashSet<string> Standing = [nameof(Participant.Status), nameof(Participant.FirstPermitOn), nameof(Participant.ArrivedOn), nameof(Participant.IsFamilyMember), nameof(Participant.IsRegisteredInCity), nameof(Participant.Works), nameof(Participant.BirthYear)];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapOData("/odata", Shared).WithMetadata(new ReadsCopyAttribute { WhateverTheMethod = true }).For(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher);

    /// <summary>What a request and the work of a file ask.</summary>
    internal static ODataService Shared => Made.Value;

    private static readonly Lazy<ODataService> Made = new(Service);

    /// <summary>The star: from a mark to its session, class, provider and programme, from a voucher to what was paid with it, and back.</summary>
    internal static ODataService Service() => Sets()
        .Link<Course, Provider>("Provider", row => row.ProviderId, other => other.Id, "Courses")
        .Link<Class, Course>("Course", row => row.CourseId, other => other.Id, "Classes")
        .Link<Class, Provider>("Provider", row => row.ProviderId, other => other.Id, "Classes")
        .Link<Class, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Classes")
        .Link<Session, Class>("Class", row => row.GroupId, other => other.Id, "Sessions")
        .Link<Session, OrientationRun>("Run", row => row.GroupId, other => other.Id, "Sessions")
        .Link<Session, Activity>("Activity", row => row.GroupId, other => other.Id, "Sessions")
        .Link<Session, Provider>("Provider", row => row.ProviderId, other => other.Id, "Sessions")
        .Link<AttendanceMark, Session>("Session", row => row.SessionId, other => other.Id, "Marks")
        .Link<AttendanceMark, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Marks")
        .Link<AttendanceMark, Provider>("Provider", row => row.ProviderId, other => other.Id, "Marks")
        .Link<AttendanceMark, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Marks")
        .Link<AttendanceMonth, Class>("Class", row => row.GroupId, other => other.Id, "Months")
        .Link<AttendanceMonth, Provider>("Provider", row => row.ProviderId, other => other.Id, "Months")
        .Link<AttendanceSum, Provider>("Provider", row => row.ProviderId, other => other.Id, "Sums")
        .Link<AttendanceSum, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Sums")
        .Link<Enrolment, Class>("Class", row => row.GroupId, other => other.Id, "Enrolments")
        .Link<Enrolment, OrientationRun>("Run", row => row.GroupId, other => other.Id, "Enrolments")
        .Link<Enrolment, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Enrolments")
        .Link<Enrolment, Provider>("Provider", row => row.ProviderId, other => other.Id, "Enrolments")
        .Link<Enrolment, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Enrolments")
        .Link<Stay, Enrolment>("Enrolment", row => row.EnrolmentId, other => other.Id, "Stays")
        .Link<Stay, Class>("Class", row => row.GroupId, other => other.Id, "Stays")
        .Link<Stay, OrientationRun>("Run", row => row.GroupId, other => other.Id, "Stays")
        .Link<Stay, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Stays")
        .Link<Stay, Provider>("Provider", row => row.ProviderId, other => other.Id, "Stays")
        .Link<Stay, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Stays")
        .Link<OrientationRun, Provider>("Provider", row => row.ProviderId, other => other.Id, "Runs")
        .Link<OrientationRun, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Runs")
        .Link<Activity, Provider>("Provider", row => row.ProviderId, other => other.Id, "Activities")
        .Link<Enrolment, Activity>("Activity", row => row.GroupId, other => other.Id, "Enrolments")
        .Link<GuestCount, Session>("Session", row => row.SessionId, other => other.Id, "GuestCounts")
        .Link<GuestCount, Provider>("Provider", row => row.ProviderId, other => other.Id, "GuestCounts")
        .Link<Service, Provider>("Provider", row => row.ProviderId, other => other.Id, "Services")
        .Link<Loan, Provider>("Provider", row => row.ProviderId, other => other.Id, "Loans")
        .Link<Loan, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Loans")
        .Link<Material, Provider>("Provider", row => row.ProviderId, other => other.Id, "Materials")
        .Link<MaterialUse, Material>("Material", row => row.MaterialId, other => other.Id, "Uses")
        .Link<MaterialUse, Session>("Session", row => row.SessionId, other => other.Id, "MaterialUses")
        .Link<MaterialUse, Class>("Class", row => row.GroupId, other => other.Id, "MaterialUses")
        .Link<MaterialUse, OrientationRun>("Run", row => row.GroupId, other => other.Id, "MaterialUses")
        .Link<MaterialUse, Provider>("Provider", row => row.ProviderId, other => other.Id, "MaterialUses")
        .Link<OrientationBooking, OrientationRun>("Run", row => row.RunId, other => other.Id, "Bookings")
        .Link<OrientationBooking, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Bookings")
        .Link<ModuleCompletion, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Completions")
        .Link<ModuleCompletion, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Completions")
        .Link<Certificate, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Certificates")
        .Link<Exam, Provider>("Provider", row => row.ProviderId, other => other.Id, "Exams")
        .Link<ExamSitting, Exam>("Exam", row => row.ExamId, other => other.Id, "Sittings")
        .Link<ExamSitting, Provider>("Provider", row => row.ProviderId, other => other.Id, "Sittings")
        .Link<ExamSitting, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Sittings")
        .Link<ExamPass, Exam>("Exam", row => row.ExamId, other => other.Id, "Passes")
        .Link<ExamPass, Provider>("Provider", row => row.ProviderId, other => other.Id, "Passes")
        .Link<ExamPass, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Passes")
        .Link<ExamResult, Exam>("Exam", row => row.ExamId, other => other.Id, "Results")
        .Link<ExamResult, Participant>("Participant", row => row.ParticipantId, other => other.Id, "ExamResults")
        .Link<Voucher, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Vouchers")
        .Link<Voucher, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Vouchers")
        .Link<Redemption, Voucher>("Voucher", row => row.VoucherId, other => other.Id, "Redemptions")
        .Link<Redemption, Enrolment>("Enrolment", row => row.EnrolmentId, other => other.Id, "Redemptions")
        .Link<Redemption, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Redemptions")
        .Link<Redemption, Class>("Class", row => row.GroupId, other => other.Id, "Redemptions")
        .Link<Redemption, Provider>("Provider", row => row.ProviderId, other => other.Id, "Redemptions")
        .Link<VoucherTransaction, Voucher>("Voucher", row => row.VoucherId, other => other.Id, "Transactions")
        .Link<VoucherTransaction, Provider>("Provider", row => row.ProviderId, other => other.Id, "Transactions")
        .Link<Settlement, Voucher>("Voucher", row => row.VoucherId, other => other.Id, "Settlements")
        .Link<Settlement, Class>("Class", row => row.GroupId, other => other.Id, "Settlements")
        .Link<Settlement, Provider>("Provider", row => row.ProviderId, other => other.Id, "Settlements")
        .Link<EligibilityDecision, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Decisions")
        .Link<EligibilityDecision, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Decisions")
        .Link<Proposal, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Proposals")
        .Link<Reminder, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Reminders")
        .Link<ExamRegistration, Exam>("Exam", row => row.ExamId, other => other.Id, "Registrations")
        .Link<ExamRegistration, Provider>("Provider", row => row.ProviderId, other => other.Id, "Registrations")
        .Link<ExamRegistration, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Registrations")
        .Link<HelperLesson, Helper>("Helper", row => row.HelperId, other => other.Id, "Lessons")
        .Link<HelperLesson, Class>("Class", row => row.GroupId, other => other.Id, "HelperLessons")
        .Link<HelperLesson, Provider>("Provider", row => row.ProviderId, other => other.Id, "HelperLessons")
        .Link<Pair, Helper>("Helper", row => row.HelperId, other => other.Id, "Pairs")
        .Link<Meeting, Helper>("Helper", row => row.HelperId, other => other.Id, "Meetings")
        .Link<Pair, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Pairs")
        .Link<Pair, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Pairs")
        .Link<Meeting, Pair>("Pair", row => row.PairId, other => other.Id, "Meetings")
        .Link<Meeting, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Meetings")
        .Link<Meeting, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Meetings")
        .Link<Plan, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Plans")
        .Link<Plan, Programme>("Programme", row => row.ProgrammeCode, other => other.Code, "Plans")
        .Link<PlanAim, Plan>("Plan", row => row.PlanId, other => other.Id, "Aims")
        .Link<PlanAim, Participant>("Participant", row => row.ParticipantId, other => other.Id, "PlanAims")
        .Link<PlanStep, Plan>("Plan", row => row.PlanId, other => other.Id, "Steps")
        .Link<PlanStep, Participant>("Participant", row => row.ParticipantId, other => other.Id, "PlanSteps")
        .Link<PlanReview, Plan>("Plan", row => row.PlanId, other => other.Id, "Reviews")
        .Link<PlanReview, Participant>("Participant", row => row.ParticipantId, other => other.Id, "PlanReviews")
        .Link<PlanHandover, Plan>("Plan", row => row.PlanId, other => other.Id, "Handovers")
        .Link<PlanHandover, Participant>("Participant", row => row.ParticipantId, other => other.Id, "PlanHandovers")
        .Link<PlanHandover, Provider>("Provider", row => row.ProviderId, other => other.Id, "PlanHandovers")
        .Link<PlanHandover, Consent>("Consent", row => row.ConsentId, other => other.Id, "PlanHandovers")
        .Link<Consent, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Consents")
        .Link<Confirmation, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Confirmations")
        .Link<Confirmation, Class>("Class", row => row.GroupId, other => other.Id, "Confirmations")
        .Link<Confirmation, Provider>("Provider", row => row.ProviderId, other => other.Id, "Confirmations")
        .Link<CertifiedPaper, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Papers")
        .Link<CertifiedPaper, Helper>("Helper", row => row.HelperId, other => other.Id, "Papers")
        .Link<HelperLesson, OrientationRun>("Run", row => row.GroupId, other => other.Id, "HelperLessons")
        .Link<Referral, Participant>("Participant", row => row.ParticipantId, other => other.Id, "Referrals");

    private static ODataService Sets() => new ODataService("Courses") { IsAway = IsAway, Open = Open }
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
        .Add("AttendanceSums", row => row.Id, http => Rows(http).AttendanceSums)
        .Add("OrientationRuns", row => row.Id, http => Rows(http).OrientationRuns)
        .Add("Activities", row => row.Id, http => Rows(http).Activities)
        .Add("GuestCounts", row => new { row.SessionId, row.AgeBand, row.Gender }, http => Rows(http).GuestCounts)
        .Add("Services", row => row.Id, http => Rows(http).Services)
        .Add("Loans", row => row.Id, http => Rows(http).Loans, visible: http => ReportRows.SeesTheCity(Caller(http)) || Caller(http).Is(Roles.ProviderManager))
        .Add("Materials", row => row.Id, http => Rows(http).Materials)
        .Add("MaterialUses", row => row.Id, http => Rows(http).MaterialUses)
        .Add("OrientationBookings", row => row.Id, http => Rows(http).OrientationBookings)
        .Add("ModuleCompletions", row => new { row.ParticipantId, row.TopicCode }, http => Rows(http).ModuleCompletions, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Certificates", row => new { row.ParticipantId, row.Language, row.Level }, http => Rows(http).Certificates, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Exams", row => row.Id, http => Rows(http).Exams)
        .Add("ExamSittings", row => new { row.ExamId, row.ParticipantId }, http => Rows(http).ExamSittings)
        .Add("ExamPasses", row => new { row.ParticipantId, row.Language, row.Level }, http => Rows(http).ExamPasses, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("ExamResults", row => row.Id, http => Rows(http).ExamResults)
        .Add("Vouchers", row => row.Id, http => Rows(http).Vouchers, visible: http => SeesMoney(http) || Caller(http).Is(Roles.Coach))
        .Add("Redemptions", row => row.Id, http => Rows(http).Redemptions, visible: SeesMoney)
        .Add("VoucherTransactions", row => row.Id, http => Rows(http).VoucherTransactions, visible: SeesMoney)
        .Add("Settlements", row => row.Id, http => Rows(http).Settlements, visible: SeesMoney)
        .Add("EligibilityDecisions", row => row.Id, http => Rows(http).EligibilityDecisions, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Proposals", row => row.Id, http => Rows(http).Proposals, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Reminders", row => row.Id, http => Rows(http).Reminders, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Pairs", row => row.Id, http => Rows(http).Pairs, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Meetings", row => row.Id, http => Rows(http).Meetings, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Helpers", row => row.Id, http => Rows(http).Helpers, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("HelperLessons", row => row.SessionId, http => Rows(http).HelperLessons, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("ExamRegistrations", row => new { row.ExamId, row.ParticipantId }, http => Rows(http).ExamRegistrations)
        .Add("AnswerCounts", row => new { row.Questionnaire, row.Edition, row.Month, row.Question, row.Choice }, http => Rows(http).AnswerCounts, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Plans", row => row.Id, http => Rows(http).Plans, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("PlanAims", row => row.Id, http => Rows(http).PlanAims, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("PlanSteps", row => row.Id, http => Rows(http).PlanSteps, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("PlanReviews", row => row.Id, http => Rows(http).PlanReviews, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("PlanHandovers", row => row.Id, http => Rows(http).PlanHandovers, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Consents", row => row.Id, http => Rows(http).Consents, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Confirmations", row => row.Id, http => Rows(http).Confirmations)
        .Add("Papers", row => row.Id, http => Rows(http).Papers, visible: http => ReportRows.SeesTheCity(Caller(http)))
        .Add("Referrals", row => row.Id, http => Rows(http).Referrals, visible: http => ReportRows.SeesTheCity(Caller(http)));

    internal static Task Open(HttpContext http, Func<Task> open) => http.RequestServices.GetRequiredService<CoursesDb>().Open(open);

    /// <summary>When the time was up, was it the query, or a database that was tried again all the while? One question tells.</summary>
    private static async Task<bool> IsAway(HttpContext http, Exception error)
    {
        if (error is not OperationCanceledException)
        {
            return http.RequestServices.GetRequiredService<IEngine>().IsAway(error);
        }

        await using var db = http.RequestServices.GetRequiredService<ReadingPlace>().Open();
        return !await db.Answers(http.RequestAborted);
    }

    private static ReportRows Rows(HttpContext http) => http.RequestServices.GetRequiredService<ReportRows>();

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
