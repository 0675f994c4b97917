using System.Data.Common;
using System.Net;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Courses.IntegrationTests.Engine;

/// <summary>What a database cannot do now, and can a little later, is tried again, and is a 503 with Retry-After when that does not help: never a 500. docs/operations.md.</summary>
public sealed class AwayTests(City city) : IClassFixture<City>
{
    /// <summary>The first try and four more.</summary>
    private const int Tries = 5;

    [Theory]
    [InlineData(1205, 13)] // a deadlock's victim
    [InlineData(1222, 16)] // waited too long for a lock
    [InlineData(3960, 16)] // a snapshot's conflict
    [InlineData(3906, 16)] // a read-only replica
    [InlineData(976, 14)] // availability groups
    [InlineData(978, 14)]
    [InlineData(983, 14)]
    [InlineData(988, 14)]
    [InlineData(596, 21)] // the session was ended
    [InlineData(4014, 20)] // the server lost the line
    [InlineData(6005, 14)] // shuts down
    [InlineData(17142, 14)] // paused
    [InlineData(17187, 16)] // starts
    [InlineData(921, 14)] // recovers
    [InlineData(952, 16)] // in transition
    [InlineData(4060, 11)] // cannot be opened
    [InlineData(18456, 14)] // the sign-in is refused
    [InlineData(9002, 17)] // the log is full
    [InlineData(1105, 17)] // the disk is full
    [InlineData(701, 17)] // memory
    [InlineData(40613, 14)] // Azure moves the database
    public async Task SQL_Server_says_that_it_cannot_now(int number, int level)
    {
        await using var server = new TdsServer { ToQuestions = new(number, (byte)level) };
        Assert.True(Engines.Named("SqlServer").IsAway(await Failure(server.Connection)));
    }

    [Theory]
    [InlineData(2627, 14)] // stored already
    [InlineData(547, 16)] // a check or a foreign key
    [InlineData(208, 16)] // no such table
    [InlineData(229, 14)] // no such right
    [InlineData(8134, 16)] // divided by zero
    [InlineData(824, 24)] // a page is damaged
    public async Task SQL_Server_says_that_it_never_will(int number, int level)
    {
        await using var server = new TdsServer { ToQuestions = new(number, (byte)level) };
        Assert.False(Engines.Named("SqlServer").IsAway(await Failure(server.Connection)));
    }

    [Fact]
    public async Task A_line_that_breaks_has_no_number()
    {
        await using var atTheQuestion = new TdsServer();
        await using var atTheSignIn = new TdsServer { ToSignIn = TdsServer.Refusal.HangUp };
        foreach (var server in new[] { atTheQuestion, atTheSignIn })
        {
            var lost = Assert.IsType<SqlException>(await Failure(server.Connection));
            Assert.Equal((0, 20), (lost.Number, lost.Class));
            Assert.True(Engines.Named("SqlServer").IsAway(lost));
        }
    }

    [Fact]
    public async Task A_pool_with_no_connection_left_is_no_fault_of_the_program()
    {
        await using var server = new TdsServer();
        var one = server.Connection + ";Max Pool Size=1;Connect Timeout=1";
        await using var taken = new SqlConnection(one);
        await taken.OpenAsync();
        Assert.True(Engines.Named("SqlServer").IsAway(await Failure(one)));
    }

    [Theory]
    [InlineData("40P01", true)] // a deadlock's victim
    [InlineData("40001", true)] // a snapshot's conflict
    [InlineData("55P03", true)] // waited too long for a lock
    [InlineData("25006", true)] // a standby
    [InlineData("57P01", true)] // shuts down
    [InlineData("57P03", true)] // starts
    [InlineData("57014", true)] // took too long
    [InlineData("53300", true)] // too many connections
    [InlineData("53100", true)] // the disk is full
    [InlineData("08006", true)] // the line broke
    [InlineData("23505", false)]
    [InlineData("23514", false)]
    [InlineData("42P01", false)]
    [InlineData("42501", false)]
    [InlineData("22012", false)]
    public void PostgreSQL_says_whether_it_cannot_now(string state, bool passes) =>
        Assert.Equal(passes, Engines.Named("PostgreSql").IsAway(new DbUpdateException("", new PostgresException("", "ERROR", "ERROR", state))));

    [Theory]
    [InlineData(1205, 13, 1)]
    [InlineData(3960, 16, 1)]
    [InlineData(3906, 16, Tries)] // what became a replica is not asked again: each try has a connection of its own
    [InlineData(596, 21, Tries)]
    [InlineData(0, 0, 0)]
    public async Task SQL_Server_is_asked_again_four_times(int number, int level, int connections)
    {
        await using var server = new TdsServer { ToQuestions = new(number, (byte)level) };
        await using var db = Over(server);
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => Work(db));
        Assert.True(Engines.Named("SqlServer").IsAway(failed));
        Assert.IsType<RetryLimitExceededException>(failed);

        // Where the server hangs up, the pool may not know it yet: that try breaks before its question.
        Assert.InRange(server.Questions, number == 0 ? 1 : Tries, Tries);
        Assert.Equal(number == 0 ? server.Questions : connections, server.SignIns);
    }

    [Theory]
    [InlineData(1205, 13)]
    [InlineData(3960, 16)]
    [InlineData(3906, 16)]
    [InlineData(596, 21)]
    [InlineData(0, 0)]
    public async Task What_passes_on_SQL_Server_is_not_seen_by_anybody(int number, int level)
    {
        await using var server = new TdsServer { ToQuestions = new(number, (byte)level), Refuses = 1 };
        await using var db = Over(server);
        await Work(db);
        Assert.Equal(2, server.Questions);
    }

    [Fact]
    public async Task What_took_too_long_is_not_begun_again()
    {
        await using var server = new TdsServer { ToQuestions = new(-2, 11) };
        await using var db = Over(server);
        await Assert.ThrowsAnyAsync<Exception>(() => Work(db));
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task After_a_refused_sign_in_the_pool_does_not_repeat_its_error_without_trying()
    {
        await using var server = new TdsServer { ToSignIn = new(983, 14) };
        await using var db = Over(server);
        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.GetDbConnection().OpenAsync());
        await Assert.ThrowsAnyAsync<Exception>(() => db.Database.GetDbConnection().OpenAsync());
        Assert.Equal(2, server.SignIns);
    }

    [Fact]
    public async Task Nor_does_the_pool_of_the_jobs()
    {
        await using var server = new TdsServer { ToSignIn = new(983, 14) };
        var jobs = Engines.Named("SqlServer").JobStore(server.Connection).GetMonitoringApi();
        Assert.ThrowsAny<DbException>(() => jobs.Servers());
        Assert.ThrowsAny<DbException>(() => jobs.Servers());
        Assert.Equal(2, server.SignIns);
    }

    [Theory]
    [InlineData("Server=one", 5)]
    [InlineData("Server=one;Connect Timeout=30", 30)]
    [InlineData("Server=one;Connection Timeout=15", 15)]
    public void A_try_to_connect_ends_soon_unless_the_city_says_otherwise(string connection, int seconds)
    {
        using var session = Engines.Named("SqlServer").LockSession(connection);
        Assert.Equal(seconds, session.ConnectionTimeout);
    }

    [Fact]
    public async Task A_deadlock_that_outlasts_the_retries_is_a_503_on_SQL_Server()
    {
        await using var server = new TdsServer { ToQuestions = new(1205, 13) };
        await IsAway(On(server));
    }

    [Fact]
    public async Task A_line_that_breaks_each_time_is_a_503()
    {
        await using var server = new TdsServer();
        await IsAway(On(server));
    }

    /// <summary>Numbers under 1,000 are mostly faults of a query; these are not.</summary>
    [Theory]
    [InlineData(596, 21)]
    [InlineData(701, 17)]
    [InlineData(922, 14)]
    [InlineData(976, 14)]
    [InlineData(0, 0)]
    public async Task A_report_is_told_that_the_database_is_away(int number, int level)
    {
        await using var server = new TdsServer { ToQuestions = new(number, (byte)level) };
        await using var served = On(server).WithWebHostBuilder(builder => builder.ConfigureTestServices(AsksNothingAtItsStart));
        var (answer, told) = await Ask(served, "/odata/Classes", Roles.Administrator);
        Assert.True(answer.StatusCode == StatusCodes.Status503ServiceUnavailable, told);
        Assert.False(string.IsNullOrEmpty(answer.Headers.RetryAfter));
        Assert.Contains("""
            {"error":{"code":"database-away"
            """, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(144, 15, 501)]
    [InlineData(8134, 16, 400)]
    [InlineData(-2, 11, 400)]
    public async Task A_report_is_told_that_it_is_the_query(int number, int level, int status)
    {
        await using var server = new TdsServer { ToQuestions = new(number, (byte)level) };
        await using var served = On(server).WithWebHostBuilder(builder => builder.ConfigureTestServices(AsksNothingAtItsStart));
        var (answer, told) = await Ask(served, "/odata/Classes", Roles.Administrator);
        Assert.True(answer.StatusCode == status, told);
    }

    [Theory]
    [InlineData("40P01")]
    [InlineData("25006")]
    [InlineData("57P01")]
    public async Task What_passes_on_PostgreSQL_is_not_seen_by_anybody(string state)
    {
        var failing = new Fails(state, times: 1);
        await using var served = On(failing);
        await IsAnswered(served);
        Assert.Equal(2, failing.Questions);
    }

    [Fact]
    public async Task A_deadlock_that_outlasts_the_retries_is_a_503_on_PostgreSQL()
    {
        var failing = new Fails("40P01", int.MaxValue);
        await IsAway(On(failing));
        Assert.Equal(Tries, failing.Questions);
    }

    [FactOn("PostgreSql")]
    public async Task A_read_only_database_is_not_ready()
    {
        Assert.Equal(HttpStatusCode.OK, (await city.CreateClient().GetAsync("/health/ready")).StatusCode);
        await using var closed = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_DB", "PostgreSql").UseSetting("COURSES_CONNECTION", city.ConnectionThrough(city.DatabaseServer.Port) + ";Options='-c default_transaction_read_only=on'"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await closed.CreateClient().GetAsync("/health/ready")).StatusCode);
    }

    private WebApplicationFactory<Program> On(TdsServer server) =>
        city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_DB", "SqlServer").UseSetting("COURSES_CONNECTION", server.Connection));

    private static Task<int> Work(DbContext db) => db.Database.CreateExecutionStrategy().ExecuteAsync(() => db.Database.ExecuteSqlRawAsync("select 1"));

    private static DbContext Over(TdsServer server)
    {
        var options = new DbContextOptionsBuilder();
        Engines.Named("SqlServer").Configure(options, server.Connection);
        return new(options.Options);
    }

    private WebApplicationFactory<Program> On(Fails failing) =>
        city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_DB", "PostgreSql").UseSetting("COURSES_CONNECTION", "Host=127.0.0.1;Port=1;Database=none;Username=none")
            .ConfigureTestServices(AsksNothingAtItsStart)
            .ConfigureTestServices(services => services.ConfigureDbContext<CoursesDb>(options => options.AddInterceptors(failing, new OnSqlServer.NoConnection()))));

    /// <summary>A host looks for the keys of its forms and cookies in the database, and for what was left undone; here nobody asks but the test.</summary>
    private static void AsksNothingAtItsStart(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var ours in services.Where(service => service.ServiceType == typeof(IHostedService)
            && (service.ImplementationType?.Assembly ?? service.ImplementationFactory?.Method.Module.Assembly)?.GetName().Name!.StartsWith("Courses.", StringComparison.Ordinal) == true).ToList())
        {
            services.Remove(ours);
        }
    }

    /// <summary>A program that asks, who it is when nothing else is said; with what went wrong in the host, when something did.</summary>
    private static async Task<(HttpResponse Answer, string Told)> Ask(WebApplicationFactory<Program> served, string path = "/api/devices/me", string? role = null)
    {
        var context = await served.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path) = ("GET", path);
            if (role is null)
            {
                http.Request.Headers.Authorization = "Bearer of-no-tablet";
            }
            else
            {
                http.User = OnSqlServer.Somebody(role);
            }
        });
        return (context.Response, $"{await new StreamReader(context.Response.Body).ReadToEndAsync()} {context.Features.Get<IExceptionHandlerFeature>()?.Error}");
    }

    private static async Task IsAnswered(WebApplicationFactory<Program> served)
    {
        var (answer, told) = await Ask(served);
        Assert.True(answer.StatusCode == StatusCodes.Status401Unauthorized, told);
    }

    private static async Task IsAway(WebApplicationFactory<Program> served)
    {
        await using (served)
        {
            var (answer, told) = await Ask(served);
            Assert.True(answer.StatusCode == StatusCodes.Status503ServiceUnavailable, told);
            Assert.False(string.IsNullOrEmpty(answer.Headers.RetryAfter));
            Assert.Contains("database-away", told, StringComparison.Ordinal);
        }
    }

    private static async Task<Exception> Failure(string connection)
    {
        await using var line = new SqlConnection(connection);
        return await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await line.OpenAsync();
            await using var question = line.CreateCommand();
            question.CommandText = "select 1";
            await question.ExecuteScalarAsync();
        });
    }

    /// <summary>Fails so many times in the way of the server, and then answers that there is nothing.</summary>
    private sealed class Fails(string state, int times) : DbCommandInterceptor
    {
        private int questions;

        public int Questions => questions;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref questions) <= times)
            {
                throw new PostgresException("It cannot be done.", "ERROR", "ERROR", state);
            }

            return new(InterceptionResult<DbDataReader>.SuppressWithResult(OnSqlServer.Nothing()));
        }
    }
}
