using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Validation;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance;

public static class AttendanceModule
{
    public static WebApplicationBuilder AddAttendance(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(AttendanceTables.Configure)
            .AddChain()
            .AddWords(typeof(AttendanceModule))
            .AddKept<KeptAboutPeople>()
            .AddSingleton(new MessageKind("register-missing") { ForStaff = true, Example = ["German A1.2", "2027-02-01"] })
            .AddSingleton(new MessageKind(DecideIllness.AcceptedLetter) { Example = ["2027-02-01", "2027-02-03", "2", "2", "word:illness.by.Word", ""] })
            .AddSingleton(new MessageKind(DecideIllness.RefusedLetter) { Example = ["2027-02-01", "2027-02-03", "word:reason.illness.too-late", new GivenReason(null, "Bitte rufen Sie mich an.", "de").AsDetail()] })
            .AddSingleton(new MessageKind(ConfirmAttendance.WithdrawnLetter) { Example = ["German A1.2", "2027-02-01", new GivenReason("reason.confirmation.register-corrected", null, null).AsDetail()] })
            .AddImportKind<ImportRegisters>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<IAttendance, AttendanceAnswers>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<MissingRegisters>()
            .AddScoped<RareGuests>()
            .AddScoped<ConfirmationPaper>()
            .AddScoped<IPaperSource>(services => services.GetRequiredService<ConfirmationPaper>())
            .AddScoped<RegisterBook>()
            .AddScoped<IDerivedRows, MarksFollow>()
            .AddScoped<IDerivedRows, SignOffsFollow>()
            .AddScoped<JudgeFacts>()
            .AddScoped<DeriveMarks>()
            .AddScoped<Months>()
            .AddSingleton<FactIntake>()
            .AddScoped<Recorders>()
            .AddScoped<RoomKeys>()
            .AddJob<ChaseMissingRegisters>("missing-registers", JobSchedule.Every(TimeSpan.FromMinutes(15)))
            .AddJob<FindTabletsInTwoPlaces>("tablets-in-two-places", JobSchedule.Every(TimeSpan.FromHours(1)))
            .AddJob<CountRegisters>("register-counts", JobSchedule.Every(TimeSpan.FromHours(1)))
            .AddJob<CheckMonths>("months-check", JobSchedule.Daily(new(4, 40)))
            .AddRetentions()
            .AddNavigation(
                new NavigationItem("/my/attendance", "nav.my-attendance", "check", 50, Roles.Newcomer),
                new NavigationItem("/teacher/registers", "nav.registers", "register", 20, Roles.Teacher),
                new NavigationItem("/provider/registers", "nav.registers", "register", 20, Roles.ProviderManager))
            .AddScoped<ReceiveFacts>()
            .AddScoped<GetRoster>()
            .AddScoped<SignOffRegister>()
            .AddScoped<RegisterSheets>()
            .AddScoped<GetMarks>()
            .AddScoped<ShowRoomCode>()
            .AddScoped<CheckInByRoomCode>()
            .AddScoped<ConfirmDay>()
            .AddScoped<SettleReview>()
            .AddScoped<TouchedLessons>()
            .AddScoped<ReportIllness>()
            .AddScoped<DecideIllness>()
            .AddScoped<FollowMovedLesson>()
            .AddScoped<ShowNote>()
            .AddScoped<PhotographSheet>()
            .AddScoped<ConfirmAttendance>();
        return builder;
    }

    public static IEndpointRouteBuilder MapAttendance(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/attendance").AddEndpointFilterFactory(RequestValidation.Filter);
        ReceiveFacts.Map(api);
        GetRoster.Map(api);
        SignOffRegister.Map(api);
        GetMarks.Map(api);
        ShowRoomCode.Map(api);
        OpenRegisterApp.Map(app);
        ShowNote.Map(app);
        PhotographSheet.Map(app);
        return app;
    }
}
