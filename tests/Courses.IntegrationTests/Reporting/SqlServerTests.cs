using System.Data;
using System.Data.Common;
using System.Security.Claims;
using System.Text;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Eligibility;
using Courses.LanguageCourses;
using Courses.Messaging;
using Courses.OData;
using Courses.Orientation;
using Courses.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Reporting;
using Courses.Reporting.Features;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

/// <summary>Every advertised query becomes T-SQL. No server is needed: the commands are caught on their way and answered with no rows.</summary>
public sealed class SqlServerTests
{
    [Fact]
    public async Task Everything_that_metadata_advertises_can_be_said_in_T_SQL()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration["COURSES_DB"] = "SqlServer";
        builder.Configuration["COURSES_CONNECTION"] = "Server=nowhere;Database=courses;User Id=nobody;Password=nothing;Connect Timeout=1";
        builder.Configuration["COURSES_JOBS"] = "off";
        builder.AddPlatform();
        builder.AddAccess();
        builder.AddParticipants();
        builder.AddTimetable();
        builder.AddLanguageCourses();
        builder.AddOrientation();
        builder.AddVouchers();
        builder.AddAttendance();
        builder.AddEligibility();
        builder.AddMessaging();
        builder.AddReporting();
        builder.Services.ConfigureDbContext<CoursesDb>(options => options.AddInterceptors(new NoServer(), new NoConnection()));
        await using var app = builder.Build();

        foreach (var (set, queries) in Advertised.In((await Get(app, "/$metadata", "")).Body))
        {
            foreach (var query in queries)
            {
                var (status, body) = await Get(app, $"/{set}", "?" + query);
                Assert.True(status == StatusCodes.Status200OK, $"{set} {Uri.UnescapeDataString(query)}: {status} {body}");
            }
        }
    }

    private static async Task<(int Status, string Body)> Get(WebApplication app, string path, string query)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        http.User = new(new ClaimsIdentity([new(ClaimTypes.Role, Roles.Administrator), new(Caller.PermissionClaim, Permissions.CaseData)], "test"));
        http.Request.Method = "GET";
        http.Request.Scheme = "http";
        http.Request.Host = new("city.test");
        http.Request.Path = "/odata" + path;
        http.Request.QueryString = new(query);
        var body = new MemoryStream();
        http.Response.Body = body;
        await new ODataRequest(ReadOData.Service(), "/odata", http).Answer();
        await http.Response.BodyWriter.FlushAsync();
        return (http.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());
    }

    private sealed class NoServer : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            // As many columns as any query reads, and no rows.
            using var nothing = new DataTable();
            for (var i = 0; i < 100; i++)
            {
                nothing.Columns.Add();
            }

            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(nothing.CreateDataReader()));
        }
    }
}
