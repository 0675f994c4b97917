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
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Questionnaires;
using Courses.Reporting;
using Courses.Services;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Tests.Database;

/// <summary>The product's tables for one engine: model, migrations and the statements about them, without a server.</summary>
public sealed class Tables : IDisposable
{
    private readonly Dictionary<string, (WebApplication App, IServiceScope Scope)> engines = new(StringComparer.Ordinal);

    public CoursesDb SqlServer => On("SqlServer", "Server=none");

    public CoursesDb PostgreSql => On("PostgreSql", "Host=none");

    /// <summary>What of them is chained.</summary>
    public IReadOnlyList<ChainedTable> Chained => [.. PostgreSql is not null ? engines["PostgreSql"].App.Services.GetServices<ChainedTable>() : []];

    public void Dispose()
    {
        foreach (var (app, scope) in engines.Values)
        {
            scope.Dispose();
            ((IDisposable)app).Dispose();
        }
    }

    private CoursesDb On(string engine, string connection)
    {
        lock (engines)
        {
            if (!engines.TryGetValue(engine, out var known))
            {
                var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Development" });
                builder.Configuration["COURSES_DB"] = engine;
                builder.Configuration["COURSES_CONNECTION"] = connection;
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
                var app = builder.Build();
                engines[engine] = known = (app, app.Services.CreateScope());
            }

            return known.Scope.ServiceProvider.GetRequiredService<CoursesDb>();
        }
    }
}
