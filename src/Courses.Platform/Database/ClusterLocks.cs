using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Database;

/// <summary>
/// Locks by name for what must not overlap on the whole cluster. Each is held by a database session of its own, so it ends with its holder, whatever becomes of it:
/// nothing has to expire, and nobody can keep a lock by dying.
/// </summary>
public sealed class ClusterLocks(IEngine engine, IConfiguration configuration, TimeProvider clock, ILogger<ClusterLocks> log)
{
    /// <summary>Takes the lock when it is free; null when somebody holds it.</summary>
    public async Task<ClusterLock?> TryTake(string name, CancellationToken cancel)
    {
        var session = engine.LockSession(configuration["COURSES_CONNECTION"] ?? "");
        try
        {
            await session.OpenAsync(cancel);
            await using var command = ClusterLock.Command(session, engine.TryLock, name);
            if (await command.ExecuteScalarAsync(cancel) is true)
            {
                return new(session, engine.Unlock, name, clock, log);
            }
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    /// <summary>Waits until the lock is free.</summary>
    public async Task<ClusterLock> Take(string name, CancellationToken cancel)
    {
        while (true)
        {
            if (await TryTake(name, cancel) is { } taken)
            {
                return taken;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancel);
        }
    }
}

/// <summary>A lock that is held until it is disposed of, or until its session breaks: then <see cref="Lost"/> is cancelled, and the holder must stop.</summary>
public sealed class ClusterLock : IAsyncDisposable
{
    /// <summary>So often a long holder looks whether its session still lives.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(5);

    private readonly DbConnection session;
    private readonly string unlock;
    private readonly string name;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource released = new();
    private readonly Task watch;

    internal ClusterLock(DbConnection session, string unlock, string name, TimeProvider clock, ILogger log)
    {
        (this.session, this.unlock, this.name) = (session, unlock, name);
        watch = Watch(clock, log);
    }

    internal static DbCommand Command(DbConnection session, string text, string name)
    {
        var command = session.CreateCommand();
#pragma warning disable CA2100 // The text is the engine's own.
        command.CommandText = text;
#pragma warning restore CA2100
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("name", name);
        command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>Cancelled when the lock may be somebody else's.</summary>
    public CancellationToken Lost => lost.Token;

    public async ValueTask DisposeAsync()
    {
        await released.CancelAsync();
        await watch;
        await Release();
        await session.DisposeAsync();
        released.Dispose();
        lost.Dispose();
    }

    /// <summary>The server ends a closed session when it gets to it; whoever comes right after must find the lock free.</summary>
    private async Task Release()
    {
        try
        {
            await using var command = Command(session, unlock, name);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            // The session broke, and its lock went with it.
        }
    }

    private async Task Watch(TimeProvider clock, ILogger log)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pulse, clock, released.Token);
                await using var command = session.CreateCommand();
                (command.CommandText, command.CommandTimeout) = ("select 1", (int)Pulse.TotalSeconds);
                await command.ExecuteScalarAsync(released.Token);
            }
        }
        catch (Exception) when (released.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            log.LogWarning(error, "The session that held the lock {Name} broke", name);
            await lost.CancelAsync();
        }
    }
}
