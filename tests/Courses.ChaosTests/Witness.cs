using Npgsql;

namespace Courses.ChaosTests;

/// <summary>
/// What really happened, seen from beside the product: who was inside when, by a lock of the witness's own which a process loses when it dies and not before, and what was
/// stored.
/// </summary>
internal sealed record Witness(long Asked, long Done, long Steps, long TakenOver, long Ticks, double LongestPause, long Overlaps)
{
    public const int StepsEach = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Task Arrange(string connection) => Execute(connection, """
        create schema chaos;
        create table chaos.step (work uuid not null, number int not null, at timestamptz not null default clock_timestamp(), primary key (work, number));
        create table chaos.visit (what text not null, at timestamptz not null default clock_timestamp(), met boolean not null);
        """);

    /// <summary>For nodes that look into 'public' first.</summary>
    public static Task MakesEveryLockFree(string connection) =>
        Execute(connection, "create function public.pg_try_advisory_lock(bigint) returns boolean language sql as 'select true'");

    /// <summary>
    /// Comes in, and says so when somebody else is inside. The sessions of a process that was killed end within moments of each other, so it looks for a second; what really
    /// overlaps does so for longer.
    /// </summary>
    public static async Task<IAsyncDisposable> Enter(string connection, string what)
    {
        var session = new NpgsqlConnection(connection + ";Pooling=false");
        await session.OpenAsync();
        var alone = false;
        for (var look = 0; look < 10 && !alone; look++)
        {
            await Task.Delay(look == 0 ? 0 : 100);
            await using var take = new NpgsqlCommand("select pg_catalog.pg_try_advisory_lock(hashtextextended('witness:' || $1, 0))", session) { Parameters = { new() { Value = what } } };
            alone = await take.ExecuteScalarAsync() is true;
        }

        await using var enter = new NpgsqlCommand("insert into chaos.visit (what, met) values ($1, $2)", session) { Parameters = { new() { Value = what }, new() { Value = !alone } } };
        await enter.ExecuteNonQueryAsync();
        return session;
    }

    public static async Task<bool> SawWorkTakenOver(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand("select exists (select 1 from platform.work where starts > 1)");
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>Waits until no work is open any more, and tells what happened.</summary>
    public static async Task<Witness> Heard(string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        using var patience = new CancellationTokenSource(Patience);
        while (await Read<long>("select count(*) from platform.work where state in ('Waiting', 'Running')") > 0 && !patience.IsCancellationRequested)
        {
            await Task.Delay(500);
        }

        return new(
            await Read<long>("select count(*) from platform.work"),
            await Read<long>("select count(*) from platform.work where state = 'Done'"),
            await Read<long>("select count(*) from chaos.step"),
            await Read<long>("select count(*) from platform.work where starts > 1"),
            await Read<long>("select count(*) from chaos.visit where what = 'chaos-tick'"),
            await Read<double>("select coalesce(extract(epoch from max(pause)), 0)::float8 from (select at - lag(at) over (order by at) as pause from chaos.visit where what = 'chaos-tick') as p"),
            await Read<long>("select count(*) from chaos.visit where met"));

        async Task<T> Read<T>(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return (T)(await command.ExecuteScalarAsync())!;
        }
    }

    private static async Task Execute(string connection, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
