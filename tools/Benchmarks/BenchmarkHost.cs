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
using Courses.Platform.Database;
using Courses.Questionnaires;
using Courses.Reporting;
using Courses.Services;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Benchmarks;

/// <summary>The product without its pages, on an empty migrated database.</summary>
internal static class BenchmarkHost
{
    public static async Task<WebApplication> Start(string? connection = null)
    {
        var app = Build(connection);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CoursesDb>().Database.EnsureDeletedAsync();
        await app.Services.MigrateDatabase(CancellationToken.None);
        return app;
    }

    /// <summary>The same on the database as it is; given something of the caller's to do, it runs jobs if they are wanted.</summary>
    public static WebApplication Build(string? connection, Action<IServiceCollection>? with = null, bool runsJobs = true)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Development" });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["COURSES_JOBS"] = with is null || !runsJobs ? "off" : "on";
        builder.Configuration["COURSES_THREAD_CHECKS"] = "off";
        builder.Configuration["COURSES_CONNECTION"] = connection ?? builder.Configuration["COURSES_CONNECTION"];
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
        builder.AddMentoring();
        builder.AddPlans();
        builder.AddQuestionnaires();
        builder.AddVouchers();
        builder.AddAttendance();
        builder.AddEligibility();
        builder.AddMessaging();
        builder.AddReporting();
        with?.Invoke(builder.Services);
        return builder.Build();
    }
}
