using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Data.SqlTypes;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Courses.Platform.Jobs.Scheduling;
using Hangfire;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.SqlServer.Infrastructure.Internal;
using Microsoft.EntityFrameworkCore.SqlServer.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

internal sealed partial class SqlServer : IEngine
{
    private const int DuplicateInIndex = 2601;
    private const int DuplicateInConstraint = 2627;
    private const int MissingObject = 208;
    private const int FewRows = 1000;
    private long lastTicks;
    private volatile bool isBabelfish;

    public string Name => "SqlServer";

    /// <summary>The reasons of these settings stand in docs/decisions/0008.</summary>
    public JobStorage JobStore(string connectionString) => new SqlServerStorage(Tuned(connectionString), new SqlServerStorageOptions
    {
        SqlClientFactory = SqlClientFactory.Instance,
        SchemaName = JobScheduler.Schema,
        PrepareSchemaIfNecessary = false,

        // One worker of each queue looks, not all of them.
        QueuePollInterval = TimeSpan.FromSeconds(1),
        SlidingInvisibilityTimeout = JobScheduler.TakenOverAfter,

        // What the store would find out by asking the database, which need not be there yet.
        TryAutoDetectSchemaDependentOptions = false,
        UseIgnoreDupKeyOption = true,
        DisableGlobalLocks = true,
        DeleteExpiredBatchSize = 10_000,
    });

    public void InstallJobStore(string connectionString)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var babelfish = new SqlCommand("select cast(serverproperty('BabelfishVersion') as nvarchar(50));", connection);
        if (babelfish.ExecuteScalar() is not string)
        {
            SqlServerObjectsInstaller.Install(connection, JobScheduler.Schema, enableHeavyMigrations: true);
            return;
        }

        using var install = new SqlCommand(InBabelfish(SqlServerObjectsInstaller.GetInstallScript(JobScheduler.Schema, enableHeavyMigrations: true)), connection);
        install.ExecuteNonQuery();
    }

    /// <summary>Hangfire's installer without what Babelfish does not know: 'null' while a column is altered, rebuilding, and lists of indexes made in a select.</summary>
    private static string InBabelfish(string installer) => Altered().Replace(Rebuilt().Replace(installer, ""), "${column};")
        .Replace("EXEC sp_executesql @dropIndexSql;", DropIndexes("Set", "UX_HangFire_Set_KeyAndValue", "IX_HangFire_Set_ExpireAt", "IX_HangFire_Set_Key"), StringComparison.Ordinal)
        .Replace("EXEC sp_executesql @dropIndexSql2;", DropIndexes("Counter", "CX_HangFire_Counter"), StringComparison.Ordinal);

    private static string DropIndexes(string table, params string[] indexes) => string.Concat(indexes.Select(index => $"drop index [{index}] on [{JobScheduler.Schema}].[{table}]; "));

    [GeneratedRegex(@"(?<column>ALTER COLUMN \[\w+\] [A-Z]+ ?(\([0-9]+\))?) *(NOT )?NULL;", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Altered();

    [GeneratedRegex(@"ALTER TABLE [^\n]* REBUILD WITH [^\n]*;", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rebuilt();

    /// <summary>The server looks for a holder whose machine is gone after thirty seconds of silence.</summary>
    public DbConnection LockSession(string connectionString) =>
        new SqlConnection(new SqlConnectionStringBuilder(Tuned(connectionString)) { Pooling = false, ApplicationName = "courses lock" }.ConnectionString);

    /// <summary>A lock belongs to its database; its name is in the resource because Babelfish has one room for the locks of all databases.</summary>
    public string TryLock => """
        declare @result int, @resource nvarchar(255) = concat(db_name(), N':', @name);
        exec @result = sp_getapplock @Resource = @resource, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        select cast(case when @result >= 0 then 1 else 0 end as bit);
        """;

    public string Unlock => """
        declare @resource nvarchar(255) = concat(db_name(), N':', @name);
        exec sp_releaseapplock @Resource = @resource, @LockOwner = 'Session';
        """;

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(Tuned(connectionString), sqlServer => sqlServer
            .ExecutionStrategy(dependencies => new Retries(dependencies))
            .MigrationsAssembly("Courses.Migrations.SqlServer")
            .MigrationsHistoryTable("migration", "platform"))
            .ReplaceService<IMethodCallTranslatorProvider, TypedTexts>()
            .AddInterceptors(new Greeting(this));

    /// <summary>Each server says its version. One that reads JSON and says that it is older than the version that learned to is Babelfish.</summary>
    private sealed class Greeting(SqlServer engine) : DbConnectionInterceptor
    {
        private const int LearnedJson = 13;

        /// <summary>Whoever only wants to see statements keeps it from being opened; nobody greets there.</summary>
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (connection.State == ConnectionState.Open)
            {
                engine.isBabelfish = int.Parse(connection.ServerVersion.Split('.')[0], CultureInfo.InvariantCulture) < LearnedJson;
            }
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }

    /// <summary>The text of an enum comes without a type, and EF's IndexOf for SQL Server fails on it; every text gets the default type here.</summary>
#pragma warning disable EF1001 // There is no public place to do this.
    private sealed class TypedTexts(RelationalMethodCallTranslatorProviderDependencies dependencies, ISqlServerSingletonOptions options)
        : SqlServerMethodCallTranslatorProvider(dependencies, options)
    {
        private readonly ISqlExpressionFactory sql = dependencies.SqlExpressionFactory;

        public override SqlExpression? Translate(IModel model, SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger) =>
            base.Translate(model, instance is { TypeMapping: null } && instance.Type == typeof(string) ? sql.ApplyDefaultTypeMapping(instance) : instance, method, arguments, logger);
    }
#pragma warning restore EF1001

    public bool IsDuplicate(DbException error) => error is SqlException { Number: DuplicateInIndex or DuplicateInConstraint };

    /// <summary>
    /// SQL Server sorts a uniqueidentifier by its last six bytes, then by the two before them: the time stands there, most significant byte first, so that the keys of all nodes
    /// meet at the end of the index. A version 7 would scatter them, because its end is random. Babelfish sorts by the first bytes.
    /// </summary>
    public Guid NewKey() => isBabelfish ? Version7Keys.New() : KeyOfNow();

    private Guid KeyOfNow()
    {
        // Two keys of one process never have the same time, so they are in the order in which they were made.
        var now = TimeProvider.System.GetUtcNow().Ticks;
        long last, ticks;
        do
        {
            last = Interlocked.Read(ref lastTicks);
            ticks = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref lastTicks, ticks, last) != last);

        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key[..8]);
        BinaryPrimitives.WriteInt16BigEndian(key[8..], (short)ticks);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, ticks);
        time[..6].CopyTo(key[10..]);
        return new(key);
    }

    public string CollationOf(string language) => isBabelfish ? BabelfishCollationOf(language) : language switch
    {
        "lv" => "Latvian_100_CI_AS",
        "uk" => "Ukrainian_100_CI_AS",
        "ru" => "Cyrillic_General_100_CI_AS",
        "ar" => "Arabic_100_CI_AS",
        "fa" => "Persian_100_CI_AS",
        "tr" => "Turkish_100_CI_AS",
        _ => "Latin1_General_100_CI_AS",
    };

    private static string BabelfishCollationOf(string language) => language switch
    {
        "uk" => "Ukrainian_CI_AS",
        "ru" => "Cyrillic_General_CI_AS",
        "ar" => "Arabic_CI_AS",
        "tr" => "Turkish_CI_AS",
        _ => "Latin1_General_CI_AS",
    };

    public IComparer<Guid> KeyOrder => isBabelfish ? Version7Keys.Order : ByTheirEnd;

    private static readonly IComparer<Guid> ByTheirEnd = Comparer<Guid>.Create((one, other) => new SqlGuid(one).CompareTo(new SqlGuid(other)));

    public Guid LastKey => Guid.AllBitsSet;

    public Guid KeyMovedBy(Guid key, TimeSpan time) => isBabelfish ? Version7Keys.MovedBy(key, time) : MovedBy(key, time);

    private static Guid MovedBy(Guid key, TimeSpan time)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        Span<byte> ticks = stackalloc byte[8];
        bytes[10..].CopyTo(ticks);
        bytes[8..10].CopyTo(ticks[6..]);

        // Keys that were not made here may hold any number.
        var made = (UInt128)BinaryPrimitives.ReadUInt64BigEndian(ticks);
        var by = (UInt128)(ulong)Math.Abs(time.Ticks);
        var moved = time < TimeSpan.Zero ? made < by ? 0 : made - by : UInt128.Min(made + by, ulong.MaxValue);
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(ticks, (ulong)moved);
        ticks[..6].CopyTo(bytes[10..]);
        ticks[6..].CopyTo(bytes[8..]);
        return new(bytes);
    }

    public bool IsMissingTable(DbException error) => error is SqlException { Number: MissingObject };

    /// <summary>
    /// One statement a row, in the order of the ids: a batch runs its statements as they stand, while the order in which one join or one IN takes its locks is the plan's affair.
    /// The ids lie in the JSON at equal distances. The last statement answers the rows, which wait for nobody any more.
    /// </summary>
    public (string Sql, object Ids) LockRows(string table, Guid[] ids) => ids is [var id]
        ? ($"select * from {table} with (updlock, rowlock) where id = {{0}}", id)
        : ($$"""
            declare @ids nvarchar(max) = {0}, @next int = 3, @locked uniqueidentifier;
            while @next < len(@ids)
            begin
                select @locked = id from {{table}} with (updlock, rowlock) where id = cast(substring(@ids, @next, 36) as uniqueidentifier);
                set @next += 39;
            end;
            select stored.* from openjson(@ids) with (id uniqueidentifier '$') as wanted inner join {{table}} as stored with (updlock, rowlock) on stored.id = wanted.id
            """, JsonSerializer.Serialize(ids));

    public string IsReadOnlyQuestion => "select case when databasepropertyex(db_name(), 'Updateability') = 'READ_ONLY' then 1 else 0 end";

    /// <summary>Outside of an availability group there is no row. Both times are those of this server's clock.</summary>
    public string BehindQuestion => """
        select case when databasepropertyex(db_name(), 'Updateability') = 'READ_WRITE' then cast(0 as bigint)
            else (select max(datediff_big(millisecond, last_commit_time, sysdatetime())) from sys.dm_hadr_database_replica_states where database_id = db_id() and is_local = 1) end
        """;

    public async Task<bool> LetReadersPass(CoursesDb db, CancellationToken cancel)
    {
        if (await db.Database.SqlQueryRaw<bool>("select is_read_committed_snapshot_on as Value from sys.databases where database_id = db_id()").SingleAsync(cancel))
        {
            return true;
        }

        try
        {
            // It is refused while another session is in the database, and an idle connection of this process is one.
            SqlConnection.ClearPool((SqlConnection)db.Database.GetDbConnection());
            await db.Database.ExecuteSqlRawAsync("alter database current set read_committed_snapshot on with no_wait", cancel);
            return true;
        }
        catch (SqlException refused) when (!CannotNow(refused))
        {
            return false;
        }
    }

    /// <summary>It has no setting that our questions want otherwise.</summary>
    public Task Tune(CoursesDb db, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>It grants by itself what a statement needs.</summary>
    public Task ReadWhole(CoursesDb db, CancellationToken cancel) => Task.CompletedTask;

    public Task ReadWholeFromHere(CoursesDb db, CancellationToken cancel) => Task.CompletedTask;

    public Task ReadAsUsual(CoursesDb db) => Task.CompletedTask;

    public Task LookAtTables(CoursesDb db, CancellationToken cancel) => db.Database.ExecuteSqlRawAsync("exec sp_updatestats", cancel);

    public async Task BulkInsert<T>(CoursesDb db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        var columns = BulkColumns<T>.Of(db);
        columns.SetKeys(rows, NewKey);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            if (rows.Count <= FewRows && CanBeJson(columns))
            {
                await using var insert = FromJson(db, columns, rows, Insert(columns, isBabelfish));
                await insert.ExecuteNonQueryAsync(cancel);
                return;
            }

            await Copy(db, columns, rows, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>
    /// Looks without a lock on what is missing, and lets the unique index decide between two who insert the same value at once: the later one waits for the first to commit, is
    /// refused (which ends its statement and not its transaction), and looks again. A look with 'holdlock' would be one statement less in that rare case; but it locks the gap
    /// behind the value, and while a table is young or its keys ascend, all new values lie in one gap: everybody would wait for everybody until the commit.
    /// </summary>
    public Task<HashSet<Guid>> InsertNew<T>(CoursesDb db, IReadOnlyCollection<T> rows, string uniqueProperty, CancellationToken cancel)
        where T : class =>
        db.Transact(
            async () =>
            {
                var columns = BulkColumns<T>.Of(db);
                columns.SetKeys(rows, NewKey);
                var unique = columns[uniqueProperty];
                var inserted = new HashSet<Guid>(rows.Count);

                // In one order for everybody, so that two who bring the same values wait for each other and not in a circle.
                foreach (var some in rows.DistinctBy(unique.ValueOf).OrderBy(row => new SqlGuid((Guid)unique.ValueOf(row)!)).Chunk(FewRows))
                {
                    inserted.UnionWith(await InsertMissing(db, columns, some, unique.Name, cancel));
                }

                return inserted;
            },
            cancel);

    private async Task<List<Guid>> InsertMissing<T>(CoursesDb db, BulkColumns<T> columns, T[] rows, string unique, CancellationToken cancel)
        where T : class
    {
        const int Enough = 5;
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var insert = FromJson(db, columns, rows, InsertMissing(columns, unique, isBabelfish));
                await using var reader = await insert.ExecuteReaderAsync(cancel);
                var inserted = new List<Guid>(rows.Length);
                while (await reader.ReadAsync(cancel))
                {
                    inserted.Add(reader.GetGuid(0));
                }

                return inserted;
            }
            catch (SqlException error) when (IsDuplicate(error) && tries < Enough)
            {
                // Somebody stored one of them since the look.
            }
        }
    }

    internal static string Insert<T>(BulkColumns<T> columns, bool leavesEscapes = false)
        where T : class => $"insert into {Table(columns)} ({Quoted(columns)}) {Incoming(columns, leavesEscapes)}";

    /// <summary>Answers the values of the rows that were not there.</summary>
    internal static string InsertMissing<T>(BulkColumns<T> columns, string unique, bool leavesEscapes = false)
        where T : class =>
        $"insert into {Table(columns)} ({Quoted(columns)}) output inserted.[{unique}] {Incoming(columns, leavesEscapes)} where not exists (select 1 from {Table(columns)} as stored where stored.[{unique}] = incoming.[{unique}])";

    /// <summary>One plan however many rows there are: they travel as one text, each row an array.</summary>
    private static string Incoming<T>(BulkColumns<T> columns, bool leavesEscapes)
        where T : class
    {
        var types = string.Join(", ", columns.Columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"[{column.Name}] {column.Mapping.StoreType} '$[{i}]'")));
        var values = leavesEscapes ? string.Join(", ", columns.Columns.Select(column => column.ProviderType == typeof(string) ? $"translate([{column.Name}], @standIns, @escaped)" : $"[{column.Name}]")) : Quoted(columns);
        return $"select {values} from openjson(@rows) with ({types}) as incoming";
    }

    /// <summary>Babelfish reads the escapes of a JSON text as letters of it. There what JSON escapes travels as characters that stand for nothing, and 'translate' puts it back.</summary>
    private const string Escaped = "\"\\\n\r\t\b\f";
    private const string StandIns = "\uFDD0\uFDD1\uFDD2\uFDD3\uFDD4\uFDD5\uFDD6";

    private static string WithStandIns(string text) => string.Concat(text.Select(letter => Escaped.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? StandIns[at] : letter));

    private SqlCommand FromJson<T>(CoursesDb db, BulkColumns<T> columns, IReadOnlyCollection<T> rows, string sql)
        where T : class
    {
#pragma warning disable CA2100, DAP241 // The names come from the model, never from a caller.
        var command = new SqlCommand(sql, (SqlConnection)db.Database.GetDbConnection(), (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
#pragma warning restore CA2100, DAP241
        command.Parameters.Add(new("@rows", SqlDbType.NVarChar, -1) { Value = JsonOf(columns, rows) });
        if (isBabelfish)
        {
            command.Parameters.Add(new("@standIns", SqlDbType.NVarChar, StandIns.Length) { Value = StandIns });
            command.Parameters.Add(new("@escaped", SqlDbType.NVarChar, Escaped.Length) { Value = Escaped });
        }

        return command;
    }

    /// <summary>Some names are words of T-SQL.</summary>
    private static string Table<T>(BulkColumns<T> columns)
        where T : class => $"[{columns.FullName.Replace(".", "].[", StringComparison.Ordinal)}]";

    private static string Quoted<T>(BulkColumns<T> columns)
        where T : class =>
        string.Join(", ", columns.Columns.Select(column => $"[{column.Name}]"));

    /// <summary>What SQL Server reads from a JSON text without loss. Bytes are not among it.</summary>
    internal static bool CanBeJson<T>(BulkColumns<T> columns)
        where T : class =>
        columns.Columns.All(column => column.ProviderType != typeof(byte[]));

    private string JsonOf<T>(BulkColumns<T> columns, IEnumerable<T> rows)
        where T : class
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartArray();
                foreach (var column in columns.Columns)
                {
                    var value = column.ValueOf(row) is string words && isBabelfish ? WithStandIns(words) : column.ValueOf(row);
                    JsonSerializer.Serialize(json, value, value?.GetType() ?? typeof(object));
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static async Task Copy<T>(CoursesDb db, BulkColumns<T> columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        using var data = new DataTable();
        foreach (var column in columns.Columns)
        {
            data.Columns.Add(column.Name, column.ProviderType);
        }

        foreach (var row in rows)
        {
            data.Rows.Add([.. columns.Columns.Select(column => column.ValueOf(row) ?? DBNull.Value)]);
        }

        using var copy = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints, (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction())
        {
            DestinationTableName = Table(columns),
            BulkCopyTimeout = 600,
        };
        foreach (var column in columns.Columns)
        {
            copy.ColumnMappings.Add(column.Name, column.Name);
        }

        await copy.WriteToServerAsync(data, cancel);
    }
}
