using Courses.Platform.Database;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

/// <summary>
/// The whole product on a database of its own. Test classes take it as a class fixture and speak to it over HTTP;
/// intent methods (<c>city.HasVoucher(...)</c>) stand in partial files, one a module.
/// </summary>
public sealed partial class City : WebApplicationFactory<Program>, IAsyncLifetime
{
    private string? connection;
    private Func<Task>? giveBack;

    /// <summary>The city's clock: stands at a Monday noon and moves only when a test moves it.</summary>
    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 16, 12, 0, 0, TimeSpan.Zero));

    /// <summary>A city on a database that is there already, and that goes with it.</summary>
    internal static City On(string connection) => new() { connection = connection, giveBack = () => TestDatabase.Drop(connection) };

    public async Task InitializeAsync()
    {
        connection = await TestDatabase.Create(async target =>
        {
            connection = target;
            await using var template = new City { connection = target };
            await template.Services.MigrateDatabase(CancellationToken.None);
        });
        giveBack = () => TestDatabase.GiveBack(connection);
    }

    /// <summary>A city of the test's own, where what another test left would be seen.</summary>
    public static async Task<City> New()
    {
        var city = new City();
        await city.InitializeAsync();
        return city;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Interlocked.Exchange(ref giveBack, null) is { } itsDatabase)
        {
            Mail.Dispose();
            await itsDatabase();
        }
    }

    /// <summary>Looks into the database, or arranges what no endpoint can.</summary>
    public async Task<T> InDatabase<T>(Func<CoursesDb, Task<T>> look)
    {
        await using var scope = Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<CoursesDb>());
    }

    public Task InDatabase(Func<CoursesDb, Task> act) => InDatabase(async db => { await act(db); return true; });

    /// <summary>Calls a module's contract as another module would, in a scope of its own.</summary>
    public async Task<T> Ask<TContract, T>(Func<TContract, Task<T>> ask)
        where TContract : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TContract>());
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("COURSES_DB", TestDatabase.Engine);
        builder.UseSetting("COURSES_CONNECTION", connection);
        builder.UseSetting("COURSES_JOBS", "off");
        builder.UseSetting("COURSES_SMTP", Mail.Address);
        builder.UseSetting("Settlement:DebtorName", "Stadt Wien");
        builder.UseSetting("Settlement:DebtorIban", "AT483200000012345864");
        builder.UseSetting("COURSES_SMTP_TLS", "none");
        builder.UseSetting("COURSES_PDF_SANDBOX", "off");

        // A line for each of a hundred thousand requests is a fifth of their time, and nobody reads them.
        builder.UseSetting("Logging:Console:LogLevel:Default", "Warning");

        // What makes guessing passwords dear makes each sign-in dear, too: it was a tenth of the tests' processor time.
        builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(Clock).Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000));
    }
}

public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;

    public void MoveTo(DateTimeOffset to) => now = to;
}
