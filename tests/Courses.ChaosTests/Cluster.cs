using System.Globalization;
using Courses.Tests.Shared;

namespace Courses.ChaosTests;

/// <summary>A PostgreSQL cluster of the test's own, durable like in production, which may crash and come back.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly string folder = $"/var/tmp/courses-chaos-{Guid.NewGuid():N}";
    private readonly int port = HostProcess.FreePort();

    public string Connection => $"Host=127.0.0.1;Port={port};Username=courses;Database=chaos";

    /// <summary>A database on the server that the tests were given; its restarts are not the tests' to make.</summary>
    public static string GivenConnection => new System.Data.Common.DbConnectionStringBuilder
    {
        ConnectionString = Environment.GetEnvironmentVariable("COURSES_CONNECTION")
            ?? throw new InvalidOperationException("COURSES_CONNECTION is not set. Run the tests with tools/test, which starts a database."),
        ["Database"] = $"courses_chaos_{Environment.ProcessId}",
    }.ConnectionString;

    public Task Start() => Do("start_cluster");

    /// <summary>Another cluster that follows this one and only reads.</summary>
    public async Task<Cluster> Standby()
    {
        var standby = new Cluster();
        await Shell("find_postgres && mkdir -p \"$0\" && { [ \"$(id -u)\" != 0 ] || chown postgres \"$0\"; } && chmod 700 \"$0\" && cd / && as_postgres \"$PG_BIN/pg_basebackup\" -h 127.0.0.1 -p \"$1\" -U courses -D \"$0\" -R -X stream --checkpoint=fast", standby.folder, port);
        await standby.Start();
        return standby;
    }

    /// <summary>No checkpoint and no farewell: what was acknowledged must come back from the log.</summary>
    public Task Crash() => Do("crash_cluster");

    public async ValueTask DisposeAsync()
    {
        await Crash();
        Directory.Delete(folder, recursive: true);
    }

    private Task Do(string command) => Shell($"{command} \"$0\" \"$1\"", folder, port);

    private static async Task Shell(string command, string folder, int port)
    {
        using var shell = HostProcess.Launch("bash", ["-c", $". tools/postgres.sh && {command}", folder, port.ToString(CultureInfo.InvariantCulture)], [("CLUSTER_OPTIONS", "")]);
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} for {folder} ended with {shell.ExitCode}.");
        }
    }
}
