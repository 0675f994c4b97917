using System.Collections.Concurrent;
using Courses.Access.Devices;
using Courses.Benchmarks;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Courses.Timetable;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.ChaosTests;

/// <summary>The real host, its database, and the devices that talk to it.</summary>
internal sealed class Town : IAsyncDisposable
{
    private const int Providers = 4;
    private const int PeopleEach = 15;
    private const int SessionsEach = 40;
    private const int TabletsEach = 5;
    private const int Phones = 8;

    private readonly List<Func<CancellationToken, Task>> devices = [];
    private readonly HttpClient http;
    private readonly WebApplication product;

    private Town(Cluster? cluster, HostProcess host, WebApplication product)
    {
        (Cluster, Host, this.product) = (cluster, host, product);

        // An answer that does not come within this is no answer.
        http = new(new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(15) };
    }

    public static bool IsOnPostgreSql { get; } = Environment.GetEnvironmentVariable("COURSES_DB") is null or "PostgreSql";

    /// <summary>Null on SQL Server: its restarts are not the test's to make.</summary>
    public Cluster? Cluster { get; }

    public HostProcess Host { get; }

    public Heard Heard { get; } = new();

    /// <param name="holders">How many people have a voucher to book with.</param>
    /// <param name="guarded">Whether devices repeat under the same ids and keys.</param>
    public static async Task<Town> Built(int holders, bool guarded = true)
    {
        var cluster = IsOnPostgreSql ? new Cluster() : null;
        await (cluster?.Start() ?? Task.CompletedTask);
        var connection = cluster?.Connection ?? Cluster.GivenConnection;
        var services = await BenchmarkHost.Start(connection);
        var town = new Town(cluster, new(connection, HostProcess.FreePort(), ("COURSES_JOBS", "off"), ("ASPNETCORE_ENVIRONMENT", "Development"), ("Logging__LogLevel__Default", "None")), services);
        await using var scope = services.Services.CreateAsyncScope();
        await town.Arrange(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<CoursesDb>(), holders, guarded);
        await town.Host.Start();
        return town;
    }

    /// <summary>Lets all devices work while <paramref name="chaos"/> goes on, and until everything that they had begun is answered.</summary>
    public async Task Live(Func<Task> chaos)
    {
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(devices.Select(work => Task.Run(() => work(stop.Token))));
        var done = chaos();

        // A device that gives up is the end of the test; it must not wait for the last kill.
        await await Task.WhenAny(done, working);
        await stop.CancelAsync();
        await done;
        await working;
    }

    /// <summary>Something that the product does beside its pages, such as a job.</summary>
    public async Task<T> InProduct<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = product.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    public async Task<(Promises Promises, List<string> Broken)> Compare()
    {
        NpgsqlConnection.ClearAllPools();
        await using var scope = product.Services.CreateAsyncScope();
        var promises = new Promises(scope.ServiceProvider.GetRequiredService<CoursesDb>(), Heard);
        return (promises, await promises.Broken());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Host.DisposeAsync();
        if (Cluster is null)
        {
            await using var scope = product.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<CoursesDb>().Database.EnsureDeletedAsync();
        }

        await product.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await (Cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task Arrange(IServiceProvider services, CoursesDb db, int holders, bool guarded)
    {
        var timetable = services.GetRequiredService<ITimetable>();
        var now = TimeProvider.System.GetUtcNow();
        var classes = new List<Guid>();
        for (var i = 0; i < Providers; i++)
        {
            var at = await VoucherHolders.HasProvider(db);
            classes.AddRange(await VoucherHolders.HasClasses(services, db, at, 5, capacity: 100_000));
            var group = await timetable.CreateGroup(
                new()
                {
                    Kind = GroupKind.LanguageClass,
                    Name = "German A1, taught",
                    ProviderId = at.Provider,
                    VenueId = at.Venue,
                    Capacity = PeopleEach,
                    Sessions = [.. Enumerable.Range(0, SessionsEach + 2).Select(day => new NewSession(DateOnly.FromDateTime(now.UtcDateTime).AddDays(day - SessionsEach), new(18, 0), new(19, 30), 90))],
                },
                default);
            var people = Enumerable.Range(0, PeopleEach).Select(_ => Guid.CreateVersion7()).ToArray();
            foreach (var person in people)
            {
                await timetable.TakeSeat(group, person, null, default);
            }

            // They were there from the first session on. The last two are to come: a class that is over takes nobody, and what is said of a session that has not begun does not count.
            var first = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-SessionsEach);
            await db.Set<Stay>().Where(stay => stay.GroupId == group).ExecuteUpdateAsync(stays => stays.SetProperty(stay => stay.From, first));
            var sessions = timetable.Sessions.Where(session => session.GroupId == group && session.EndsAt < now).OrderBy(session => session.StartsAt).Take(SessionsEach).Select(session => session.Id).ToArray();
            for (var t = 0; t < TabletsEach; t++)
            {
                var (device, credential) = DeviceCode.For(at.Provider, $"Tablet {t}", "test", now).Row.Enrol(null, now);
                db.Add(device);
                await db.SaveChangesAsync();
                devices.Add(new Tablet(http, device.Id, credential, sessions, people, Heard, seed: devices.Count) { ForgetsIds = !guarded }.Work);
            }
        }

        // Everybody is asked for twice, so that two phones often book for one voucher at once.
        var everybody = await VoucherHolders.HasHolders(services, db, holders);
        var wishes = new ConcurrentQueue<Holder>(everybody.SelectMany(holder => new[] { holder, holder }));
        for (var i = 0; i < Phones; i++)
        {
            devices.Add(new Phone(http, wishes, everybody, classes, Heard, seed: devices.Count) { ForgetsKeys = !guarded }.Work);
        }
    }
}
