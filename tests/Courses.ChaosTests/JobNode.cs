using System.Diagnostics;
using System.Globalization;
using Courses.Benchmarks;
using Courses.Messaging.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Work;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Courses.ChaosTests;

/// <summary>A process that runs the product's jobs and the test's own, and may be killed and started again. It is this assembly, started with a connection.</summary>
internal sealed class JobNode : IAsyncDisposable
{
    public const string Piece = "chaos-piece";
    public const string Tick = "chaos-tick";

    /// <summary>Work and a recurring job that end only with their node.</summary>
    public const string Hold = "chaos-hold";
    public const string Long = "chaos-long";

    private const string Witnessed = "witnessed";
    private const string Reminding = "reminding";

    private readonly string[] arguments;
    private readonly List<(string Name, string Value)> settings = [];
    private Process process = null!;

    private JobNode(string[] arguments) => this.arguments = arguments;

    /// <summary>Witnessed is a node that tells a witness, by <see cref="Piece"/> and <see cref="Tick"/>.</summary>
    public static async Task<JobNode> Started(string connection, bool witnessed = false)
    {
        var node = new JobNode([typeof(JobNode).Assembly.Location, connection, .. witnessed ? [Witnessed] : Array.Empty<string>()]);
        await node.Start();
        return node;
    }

    /// <summary>A node that does nothing but remind of sessions and send mail, again and again, without waiting for another: no lock of a job keeps two of them apart.</summary>
    public static async Task<JobNode> StartedReminding(string connection, string relay, TimeSpan clockAhead)
    {
        var node = new JobNode([typeof(JobNode).Assembly.Location, connection, Reminding]);
        node.settings.AddRange([("COURSES_SMTP", relay), ("COURSES_SMTP_TLS", "none"), ("COURSES_QUIET", "off")]);
        node.SetClock(clockAhead);
        await node.Start();
        return node;
    }

    /// <summary>From the next start on.</summary>
    public void SetClock(TimeSpan ahead)
    {
        settings.RemoveAll(setting => setting.Name == "COURSES_CLOCK_AHEAD");
        settings.Add(("COURSES_CLOCK_AHEAD", ahead.ToString("c", CultureInfo.InvariantCulture)));
    }

    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task KilledAndStartedAgain()
    {
        await DisposeAsync();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process.Dispose();
    }

    /// <summary>The node itself.</summary>
    public static async Task Main(string[] args)
    {
        if (args is [_, Reminding])
        {
            await Remind(args[0]);
            return;
        }

        await using var app = BenchmarkHost.Build(args[0], services =>
        {
            services.AddJob<Holds>(Long, JobSchedule.Every(TimeSpan.FromHours(12))).AddWork<Holds>(Hold);
            if (args is [_, Witnessed])
            {
                services.AddJob<Ticks>(Tick, JobSchedule.Every(TimeSpan.FromSeconds(5))).AddWork<Pieces>(Piece);
            }
        });
        await app.StartAsync();
        Console.WriteLine("started");
        await app.WaitForShutdownAsync();
    }

    private static async Task Remind(string connection)
    {
        await using var app = BenchmarkHost.Build(connection);
        Console.WriteLine("started");
        while (true)
        {
            await using var scope = app.Services.CreateAsyncScope();
            try
            {
                await scope.ServiceProvider.GetRequiredService<RemindOfSessions>().Run(CancellationToken.None);
                await scope.ServiceProvider.GetRequiredService<SendMessages>().Run(CancellationToken.None);
            }
            catch (Exception error)
            {
                // The scheduler would write it down and come again.
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Task.Delay(50);
        }
    }

    private async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{HostProcess.FreePort()}";
        process = Process.Start(start)!;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == "started")
            {
                started.TrySetResult();
            }
            else if (line.Data is null)
            {
                started.TrySetException(new InvalidOperationException("The node did not start."));
            }
        };
        process.BeginOutputReadLine();
        await started.Task;
    }

    private sealed class Ticks(CoursesDb db) : ISweep
    {
        public async Task<int> Run(CancellationToken cancel)
        {
            await using var inside = await Witness.Enter(db.Database.GetConnectionString()!, Tick);
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
            return 1;
        }
    }

    private sealed class Pieces(CoursesDb db) : IWork
    {
        public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
        {
            var id = order.Id;
            await using var inside = await Witness.Enter(db.Database.GetConnectionString()!, id.ToString());
            for (var step = 0; step < Witness.StepsEach; step++)
            {
                await db.Database.ExecuteSqlAsync($"insert into chaos.step (work, number) values ({id}, {step}) on conflict do nothing", cancel);
                await order.Report(step + 1, Witness.StepsEach);
                await Task.Delay(150, cancel);
            }

            return new("work.done", null);
        }
    }

    private sealed class Holds : ISweep, IWork
    {
        public async Task<int> Run(CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return 0;
        }

        public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            return new("work.done", null);
        }
    }
}
