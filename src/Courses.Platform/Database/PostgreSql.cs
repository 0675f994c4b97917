using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Courses.Platform.Jobs.Scheduling;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;
using Courses.Platform.Languages;

namespace Courses.Platform.Database;

internal sealed class PostgreSql : IEngine
{
    private const int FewRows = 1000;

    public string Name => "PostgreSql";

    /// <summary>The reasons of these settings stand in docs/decisions/0008.</summary>
    public JobStorage JobStore(string connectionString)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = JobScheduler.Schema,
            PrepareSchemaIfNecessary = false,

            // The database calls the workers (LISTEN); they look by themselves only in case that it could not.
            EnableLongPolling = true,
            QueuePollInterval = TimeSpan.FromSeconds(10),
            InvisibilityTimeout = JobScheduler.TakenOverAfter,
            UseSlidingInvisibilityTimeout = true,

            // A lock of the store is a row, and a node that dies leaves it behind: for ten minutes nobody would plan or queue a recurring job. It is held for milliseconds.
            DistributedLockTimeout = JobScheduler.TakenOverAfter,
        };

        // A worker whose line broke opens the next one with what the connection says of itself; without the password it would never hear a call again.
        var settings = new NpgsqlConnectionStringBuilder(Tuned(connectionString)) { ApplicationName = "courses jobs", PersistSecurityInfo = true };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(settings.ConnectionString, options), options);
    }

    public void InstallJobStore(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        PostgreSqlObjectsInstaller.Install(connection, JobScheduler.Schema);
    }

    /// <summary>The server looks for a holder whose machine is gone after ten seconds of silence, and lets go after twenty-five; by itself it would wait for two hours.</summary>
    public DbConnection LockSession(string connectionString) => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        ApplicationName = "courses lock",
        Options = new NpgsqlConnectionStringBuilder(connectionString).Options + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
    }.ConnectionString);

    public string TryLock => "select pg_try_advisory_lock(hashtextextended(@name, 0))";

    public string Unlock => "select pg_advisory_unlock(hashtextextended(@name, 0))";

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(Tuned(connectionString), npgsql => npgsql
            .ExecutionStrategy(dependencies => new Retries(dependencies))
            .MigrationsAssembly("Courses.Migrations.PostgreSql")
            .MigrationsHistoryTable("migration", "platform"));

    public bool IsDuplicate(DbException error) => error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public bool CannotNow(Exception error) => IsWorthARetry(error) || error is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };

    /// <summary>The network, a server that stops or starts or has no more room, a deadlock's victim, a snapshot's conflict: Npgsql knows them. It does not know the standby.</summary>
    private static bool IsWorthARetry(Exception error) => error switch
    {
        PostgresException postgres => postgres.IsTransient || postgres.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is SocketException or IOException or TimeoutException,
        _ => false,
    };

    public bool IsMissingTable(DbException error) => error is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName };

    public IExecutionStrategy TriesOfOpening(ExecutionStrategyDependencies dependencies) => new Retries(dependencies, onlyOpens: true);

    /// <summary>Npgsql's own tries, with what it does not know.</summary>
    private sealed class Retries(ExecutionStrategyDependencies dependencies, bool onlyOpens = false) : NpgsqlRetryingExecutionStrategy(dependencies, 4, TimeSpan.FromSeconds(2), null)
    {
        /// <summary>By this EF decides whether a query fetches all its rows before it gives the first.</summary>
        public override bool RetriesOnFailure => !onlyOpens && base.RetriesOnFailure;

        protected override bool ShouldRetryOn(Exception? exception) => base.ShouldRetryOn(exception) || (exception is not null && IsWorthARetry(exception));

        protected override void OnRetry()
        {
            // The primary is another one by now; the pool still holds connections to this one.
            if (ExceptionsEncountered[^1].GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
            {
                NpgsqlConnection.ClearPool((NpgsqlConnection)Dependencies.CurrentContext.Context.Database.GetDbConnection());
            }

            base.OnRetry();
        }
    }

    public Guid NewKey() => Version7Keys.New();

    public IComparer<Guid> KeyOrder => Version7Keys.Order;

    /// <summary>Of the shipped languages each server has the rules; what a translator added is sorted by those that hold for all scripts.</summary>
    public string CollationOf(string language) => Language.Shipped.Any(shipped => shipped.Code == language) ? $"{language}-x-icu" : "und-x-icu";

    public Guid LastKey => Guid.AllBitsSet;

    public Guid KeyMovedBy(Guid key, TimeSpan time) => Version7Keys.MovedBy(key, time);

    public string IsReadOnlyQuestion => "select case when current_setting('transaction_read_only') = 'on' then 1 else 0 end";

    /// <summary>By the last commit that arrived: a line that broke long ago has nothing left to apply, and would call itself up to date. Nodes that run jobs commit every few seconds.</summary>
    public string BehindQuestion => "select case when pg_is_in_recovery() then (extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000)::bigint else 0::bigint end";

    /// <summary>They always do.</summary>
    public Task<bool> LetReadersPass(CoursesDb db, CancellationToken cancel) => Task.FromResult(true);

    /// <summary>
    /// Compiling a statement takes a quarter of a second, and estimates decide about it that are far too high where a question asks something of its own for each row; sums over six million
    /// marks take as long with it as without. Only the owner may say so; for another account all stays as it is.
    /// </summary>
    public Task Tune(CoursesDb db, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync(
        """
        do $$
        begin
            if not exists (
                select 1 from pg_db_role_setting as setting join pg_database as this on this.oid = setting.setdatabase, unnest(setting.setconfig) as line
                where this.datname = current_database() and setting.setrole = 0 and line like 'jit=%') then
                execute format('alter database %I set jit = off', current_database());
            end if;
        exception when insufficient_privilege then
            raise notice 'jit stays as it is: this account does not own the database';
        end $$
        """,
        cancel);

    /// <summary>Rows that refer to these may still come: they ask for the key only. The plan of one id is kept, that of an array is made anew each time.</summary>
    public (string Sql, object Ids) LockRows(string table, Guid[] ids) => ids is [var id]
        ? ($"select * from {table} where id = {{0}} for no key update", id)
        : ($"select * from {table} where id = any({{0}}) order by id for no key update", ids);

    /// <summary>As it comes out of the box, a hash of some hundred thousand sessions does not fit, and millions of marks would go through files.</summary>
    public Task ReadWhole(CoursesDb db, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync("set local work_mem = '96MB'", cancel);

    // A plan for any period, which is taken from the sixth time on, is one for a hundredth of the rows.
    public Task ReadWholeFromHere(CoursesDb db, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync("set work_mem = '96MB'; set plan_cache_mode = force_custom_plan", cancel);

    public Task ReadAsUsual(CoursesDb db) => db.Database.ExecuteSqlRawAsync("reset work_mem; reset plan_cache_mode", CancellationToken.None);

    public Task LookAtTables(CoursesDb db, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync("analyze", cancel);

    public async Task BulkInsert<T>(CoursesDb db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        var columns = BulkColumns<T>.Of(db);
        columns.SetKeys(rows, NewKey);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            if (rows.Count <= FewRows)
            {
                await using var insert = FromArrays(db, columns, rows, "");
                await insert.ExecuteNonQueryAsync(cancel);
                return;
            }

            await Copy(db, columns.FullName, columns, rows, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public Task<HashSet<Guid>> InsertNew<T>(CoursesDb db, IReadOnlyCollection<T> rows, string uniqueProperty, CancellationToken cancel)
        where T : class =>
        db.Transact(
            async () =>
            {
#pragma warning disable EF1002 // The names come from the model, never from a caller.
                var columns = BulkColumns<T>.Of(db);
                columns.SetKeys(rows, NewKey);
                var unique = columns[uniqueProperty].Name;
                if (rows.Count <= FewRows)
                {
                    await using var insert = FromArrays(db, columns, rows, $" order by {unique} on conflict ({unique}) do nothing returning {unique}");
                    await using var reader = await insert.ExecuteReaderAsync(cancel);
                    var found = new HashSet<Guid>(rows.Count);
                    while (await reader.ReadAsync(cancel))
                    {
                        found.Add(reader.GetGuid(0));
                    }

                    return found;
                }

                await db.Database.ExecuteSqlRawAsync($"create temporary table incoming (like {columns.FullName}) on commit drop", cancel);
                await Copy(db, "incoming", columns, rows, cancel);
                var inserted = await db.Database.SqlQueryRaw<Guid>(
                    $"insert into {columns.FullName} ({columns.List}) select {columns.List} from incoming order by {unique} on conflict ({unique}) do nothing  returning {unique} as \"Value\"").ToListAsync(cancel);
                await db.Database.ExecuteSqlRawAsync("drop table incoming", cancel);
                return inserted.ToHashSet();
#pragma warning restore EF1002
            },
            cancel);

    /// <summary>One statement, one round trip: each column travels as an array. A temporary table and COPY pay only for more rows.</summary>
    private static NpgsqlCommand FromArrays<T>(CoursesDb db, BulkColumns<T> columns, IReadOnlyCollection<T> rows, string then)
        where T : class
    {
#pragma warning disable CA2100 // The names come from the model, never from a caller.
        var command = new NpgsqlCommand(
            $"insert into {columns.FullName} ({columns.List}) select {columns.List} from unnest({string.Join(", ", columns.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}")))}) as incoming({columns.List}){then}",
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
#pragma warning restore CA2100
        foreach (var column in columns.Columns)
        {
            command.Parameters.Add(new() { Value = column.ValuesOf(rows), DataTypeName = column.Mapping.StoreTypeNameBase + "[]" });
        }

        return command;
    }

    /// <summary>
    /// The statements a connection sends again and again are parsed and planned once; how many may be set in the connection string. Nothing outlives its transaction on a
    /// connection, so there is nothing to reset before the next one uses it.
    /// </summary>
    private static string Tuned(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 100;
        }

        return settings.ConnectionString;
    }

    private static async Task Copy<T>(CoursesDb db, string table, BulkColumns<T> columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var types = columns.Columns.Select(column => column.Mapping.StoreTypeNameBase).ToArray();
        await using var writer = await connection.BeginBinaryImportAsync($"copy {table} ({columns.List}) from stdin (format binary)", cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            for (var i = 0; i < types.Length; i++)
            {
                var value = columns.Columns[i].ValueOf(row);
                await (value is null ? writer.WriteNullAsync(cancel) : writer.WriteAsync(value, types[i], cancel));
            }
        }

        await writer.CompleteAsync(cancel);
    }
}

/// <summary>Keys that begin with the time they were made at, for engines that compare keys byte by byte as they are written, which is how .NET compares them, too.</summary>
internal static class Version7Keys
{
    public static IComparer<Guid> Order => Comparer<Guid>.Default;

    public static Guid New() => Guid.CreateVersion7();

    /// <summary>The first 48 bits are milliseconds.</summary>
    public static Guid MovedBy(Guid key, TimeSpan time)
    {
        Span<byte> bytes = stackalloc byte[18];
        key.TryWriteBytes(bytes[2..], bigEndian: true, out _);
        var moved = Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(bytes) + (long)time.TotalMilliseconds, 0, (1L << 48) - 1);
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, moved);
        return new(bytes[2..], bigEndian: true);
    }
}
