using Courses.Access;
using Courses.Activities;
using Courses.Attendance;
using Courses.Eligibility;
using Courses.Exams;
using Courses.LanguageCourses;
using Courses.Materials;
using Courses.Mentoring;
using Courses.Messaging;
using Courses.Orientation;
using Courses.Participants;
using Courses.Plans;
using Courses.Platform;
using Courses.Platform.Languages;
using Courses.Questionnaires;
using Courses.Reporting;
using Courses.Services;
using Courses.Timetable;
using Courses.Vouchers;
using Courses.Web;

var builder = WebApplication.CreateBuilder(args);

builder.AddPlatform();
builder.AddAccess();
builder.AddParticipants();
builder.AddTimetable();
builder.AddLanguageCourses();
builder.AddOrientation();
builder.AddExams();
builder.AddActivities();
builder.AddServices();
builder.AddMaterials();
builder.AddVouchers();
builder.AddAttendance();
builder.AddEligibility();
builder.AddMentoring();
builder.AddPlans();
builder.AddQuestionnaires();
builder.AddMessaging();
builder.AddReporting();
builder.AddShell();

var app = builder.Build();

if (args is ["migrate"])
{
    await app.MigrateDatabase();
    return;
}

if (args is ["verify", .. var asked])
{
    Environment.ExitCode = await app.Services.VerifyChain(asked, Console.Out);
    return;
}

if (args is ["words", var translation])
{
    Environment.ExitCode = await app.Services.GetRequiredService<Words>().WriteTranslation(translation, Console.Out);
    return;
}

app.UseShell();

app.MapAccess();
app.MapParticipants();
app.MapTimetable();
app.MapLanguageCourses();
app.MapOrientation();
app.MapVouchers();
app.MapAttendance();
app.MapEligibility();
app.MapMaterials();
app.MapMentoring();
app.MapMessaging();
app.MapReporting();
app.MapShell();

app.Run();
