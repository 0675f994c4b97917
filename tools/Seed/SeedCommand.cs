using System.Diagnostics;
using System.Globalization;
using Courses.Access;
using Courses.Activities;
using Courses.Attendance;
using Courses.Contracts.Participants;
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
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Seed;

/// <summary>Courses.Seed [--people N] [--fresh] [--sign-ins FILE]: migrates the database and loads the demo city, seen from today, where there is none yet; writes down who may sign in.</summary>
internal static class SeedCommand
{
    private static async Task<int> Main(string[] args)
    {
        var people = int.Parse(Option(args, "--people") ?? "3000", CultureInfo.InvariantCulture);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Development" });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore.Database.Connection", LogLevel.None);
        builder.Configuration["COURSES_JOBS"] = "off";
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
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        if (args.Contains("--fresh"))
        {
            await db.Database.EnsureDeletedAsync();
        }

        await app.Services.MigrateDatabase(CancellationToken.None);
        if (await DemoCity.IsLoaded(db))
        {
            Console.WriteLine("  The demo city is there already.");
        }
        else
        {
            var watch = Stopwatch.StartNew();
            var today = scope.ServiceProvider.GetRequiredService<CityTime>().Today;
            await new DemoCity(scope.ServiceProvider, people, today, step => Console.WriteLine($"  [{watch.Elapsed.TotalSeconds,5:0.0} s] {step}")).Load();
        }

        if (Option(args, "--sign-ins") is { } file)
        {
            await File.WriteAllLinesAsync(file, [.. DemoAccounts.Lines(), "", .. await DemoPhones.Lines(db, scope.ServiceProvider.GetRequiredService<IPassLinks>(), builder.Configuration["COURSES_PUBLIC_URL"])]);
        }

        return 0;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
