using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Security.Claims;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Tests.Shared.Sql;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

/// <summary>
/// The product as if on an empty SQL Server, on any machine: every query is translated to T-SQL, and caught where it would leave for the server. What has no
/// translation fails here as it would there; what the statements answer is tested where a server is.
/// </summary>
public sealed class OnSqlServer : WebApplicationFactory<Program>
{
    private readonly Lazy<Catalogue> catalogue;

    public OnSqlServer() => catalogue = new(() =>
    {
        using var scope = Services.CreateScope();
        return ScriptRun.Of(scope.ServiceProvider.GetRequiredService<CoursesDb>().Database.GenerateCreateScript()).Catalogue;
    });

    public ConcurrentQueue<string> Statements { get; } = new();

    /// <summary>Each statement finds one row of anything, so that what is asked of rows is asked.</summary>
    public bool FindsRows { get; set; }

    /// <summary>What Microsoft's parser, and a look at the tables, say to the statements so far.</summary>
    public IReadOnlyList<string> Refused =>
        [.. Statements.Distinct(StringComparer.Ordinal).SelectMany(sql => Tests.Shared.Sql.Statements.Check(catalogue.Value, sql).Select(finding => $"{finding}\n{sql}"))];

    /// <summary>The status, and what went wrong in the host when something did.</summary>
    public async Task<(int Status, string Text)> Get(string address, string? role)
    {
        var context = await Server.SendAsync(http =>
        {
            var parts = address.Split('?', 2);
            (http.Request.Method, http.Request.Path, http.Request.QueryString) = ("GET", Uri.UnescapeDataString(parts[0]), new(parts.Length > 1 ? "?" + parts[1] : ""));
            http.User = role is null ? new() : Somebody(role);
        });
        return (context.Response.StatusCode, context.Features.Get<IExceptionHandlerFeature>()?.Error.ToString() ?? await new StreamReader(context.Response.Body).ReadToEndAsync());
    }

    /// <summary>Signed in without asking any database.</summary>
    internal static ClaimsPrincipal Somebody(string role) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString()), new(ClaimTypes.Name, "Test"), new(ClaimTypes.Role, role),
            new(Caller.OrganisationClaim, Guid.NewGuid().ToString()),
        ],
        "test"));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("COURSES_DB", "SqlServer");
        builder.UseSetting("COURSES_CONNECTION", "Server=tcp:127.0.0.1,1;Database=none;User Id=none;Password=none;Encrypt=false;Connect Timeout=1");
        builder.UseSetting("COURSES_JOBS", "off");
        builder.ConfigureTestServices(services =>
        {
            services.ConfigureDbContext<CoursesDb>(options => options.AddInterceptors(new NoServer(this), new NoConnection()));

            // The keys of forms and cookies lie in the database; here they lie nowhere.
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
        });
    }

    internal sealed class NoConnection : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult.Suppress());
    }

    /// <summary>The answer of a statement that finds no rows.</summary>
    internal static DataTableReader Nothing()
    {
        const int MoreColumnsThanAnyQuery = 150;
        using var table = new DataTable();
        for (var i = 0; i < MoreColumnsThanAnyQuery; i++)
        {
            table.Columns.Add($"c{i}");
        }

        return table.CreateDataReader();
    }

    private sealed class NoServer(OnSqlServer host) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            host.Statements.Enqueue(command.CommandText);
            return new(InterceptionResult<DbDataReader>.SuppressWithResult(host.FindsRows ? new AnyRow() : Answer(command.CommandText)));
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            host.Statements.Enqueue(command.CommandText);
            return new(InterceptionResult<int>.SuppressWithResult(0));
        }

        /// <summary>No rows; one row where the statement asks for a number or for yes and no.</summary>
        private static DataTableReader Answer(string statement)
        {
            object? only = statement switch
            {
                _ when statement.StartsWith("SELECT COUNT_BIG(", StringComparison.Ordinal) => 0L,
                _ when statement.StartsWith("SELECT COUNT(", StringComparison.Ordinal) => 0,
                _ when statement.StartsWith("SELECT CASE", StringComparison.Ordinal) && statement.Contains("EXISTS", StringComparison.Ordinal) => false,
                _ when statement.StartsWith("SELECT COALESCE(SUM", StringComparison.Ordinal) => 0L,
                _ => null,
            };
            if (only is not null)
            {
                using var table = new DataTable();
                table.Columns.Add("Value", only.GetType());
                table.Rows.Add(only);
                return table.CreateDataReader();
            }

            return Nothing();
        }
    }
}
