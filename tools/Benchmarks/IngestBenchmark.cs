using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// Attendance facts through HTTP, from tablets that wait for each answer as the real ones do, beside the same rows written by bare Npgsql: the facts and what
/// follows from them (marks, registers, and the note that a person's eligibility is stale), in the same tables, as many commits, as many clients.
/// The two take turns, so that what else the machine does falls on both.
/// </summary>
internal static class IngestBenchmark
{
    private const int Batch = 50;
    private const int Tablets = 20;
    private const int Turns = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    public static async Task Run(string[] args)
    {
        // With --chain what comes in is chained beside, six times as often as in production.
        var chains = args.Contains("--chain");
        args = [.. args.Where(arg => arg != "--chain")];
        var facts = args is ["--facts", var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 1_000_000;
        TaughtCity city;
        Console.Error.WriteLine("Arranging ...");
        await using (var app = await BenchmarkHost.Start())
        {
            await using var scope = app.Services.CreateAsyncScope();
            city = await TaughtCity.Build(scope.ServiceProvider.GetRequiredService<CoursesDb>(), facts + 6_000_000, Tablets);
        }

        var connection = Environment.GetEnvironmentVariable("COURSES_CONNECTION")!;
        await using var database = new NpgsqlDataSourceBuilder(connection).Build();
        await BenchmarkedHost.Settle(database);
        await using var web = await BenchmarkedHost.Start();
        await using var beside = BenchmarkHost.Build(connection);
        using var end = new CancellationTokenSource();
        var chaining = chains ? Chain(beside.Services, end.Token) : Task.FromResult(0L);
        var tablets = city.Credentials.Select(credential => new BenchTablet(web.Address.ToString(), credential)).ToArray();
        var bare = Enumerable.Range(0, Tablets).Select(_ => new BareWriter(database)).ToArray();

        var stored = await Count(database);
        await Compare("ingest-batches", 0.65, web, database, () => [.. city.NextSession(), .. city.NextSession()], tablets, bare);
        await Compare("ingest-single", 0.8, web, database, OneByOne(city), tablets, bare);
        await Queued(city, tablets[0]);
        var sent = tablets.Sum(tablet => tablet.Acknowledged) + bare.Sum(writer => writer.Written);
        await Memory(city, web, tablets, facts);
        await end.CancelAsync();
        if (chains)
        {
            var chained = await chaining;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED chained {chained} rows meanwhile"));
        }

        sent = tablets.Sum(tablet => tablet.Acknowledged) + bare.Sum(writer => writer.Written);
        Figure.AtLeast("ingest-stored", await Count(database) - stored, "facts", sent, 1);
        var doubled = await Number(database, "select count(*) from (select fact_id from attendance.fact group by fact_id having count(*) > 1) as d");
        if (doubled > 0)
        {
            throw new InvalidOperationException($"{doubled} facts are stored twice.");
        }
    }

    private static async Task Compare(string name, double goal, HostProcess web, NpgsqlDataSource database, Func<Seat[]> next, BenchTablet[] tablets, BareWriter[] bare)
    {
        // Both sides for nothing at first.
        await BenchmarkedHost.Warm(web, () => Measure(tablets.Select(tablet => (Func<Seat[], Task>)tablet.Send), next, WarmUp));
        await Measure(bare.Select(writer => (Func<Seat[], Task>)writer.Write), next, Turn);
        await BenchmarkedHost.Settle(database);
        Console.Error.WriteLine($"Measuring {name} ...");
        var (product, limit) = (new Taken(), new Taken());
        var processor = web.ProcessorTime;
        var waited = TimeSpan.Zero;
        for (var turn = 0; turn < Turns; turn++)
        {
            product.Add(await Measure(tablets.Select(tablet => (Func<Seat[], Task>)tablet.Send), next, Turn));
            waited += Turn;
            limit.Add(await Measure(bare.Select(writer => (Func<Seat[], Task>)writer.Write), next, Turn));
        }

        Figure.AtLeast(name, product.PerSecond, "facts/s", limit.PerSecond, goal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"MEASURED {name} p50 {product.At(0.5):0.0} ms, p99 {product.At(0.99):0.0} ms; bare p50 {limit.At(0.5):0.0} ms, p99 {limit.At(0.99):0.0} ms; {Tablets} clients; the host took {(web.ProcessorTime - processor) / waited:0.00} processors"));
    }

    private static async Task<long> Chain(IServiceProvider services, CancellationToken end)
    {
        var rows = 0L;
        while (!end.IsCancellationRequested)
        {
            await using var scope = services.CreateAsyncScope();
            rows += await scope.ServiceProvider.GetRequiredService<RowChain>().Extend(RowChain.UsualLookBack, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(10), end).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return rows;
    }

    /// <summary>One tablet comes back from a cellar: it sends batch after batch, each when the one before is answered.</summary>
    private static async Task Queued(TaughtCity city, BenchTablet tablet)
    {
        var worst = TimeSpan.Zero;
        for (var time = 0; time < 5; time++)
        {
            var queue = Enumerable.Range(0, 20).SelectMany(_ => city.NextSession()).ToArray();
            var watch = Stopwatch.StartNew();
            foreach (var batch in queue.Chunk(Batch))
            {
                await tablet.Send(batch);
            }

            worst = watch.Elapsed > worst ? watch.Elapsed : worst;
        }

        Figure.AtMost("ingest-500-queued", worst.TotalSeconds, "s", 2);
    }

    private static async Task Memory(TaughtCity city, HostProcess web, BenchTablet[] tablets, int facts)
    {
        var started = tablets.Sum(tablet => tablet.Acknowledged);
        var early = facts / 10;
        await Until(early);
        var after = web.WorkingSet;
        await Until(facts);
        Figure.AtMost(string.Create(CultureInfo.InvariantCulture, $"ingest-memory-after-{facts}"), web.WorkingSet, "MB", after, 1.15);

        Task Until(int many) => Task.WhenAll(tablets.Select(tablet => Task.Run(async () =>
        {
            while (tablets.Sum(each => each.Acknowledged) - started < many)
            {
                await tablet.Send([.. city.NextSession(), .. city.NextSession()]);
            }
        })));
    }

    private static async Task<Taken> Measure(IEnumerable<Func<Seat[], Task>> clients, Func<Seat[]> next, TimeSpan time)
    {
        var all = new Taken();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            var mine = new Taken();
            while (watch.Elapsed < time)
            {
                var seats = next();
                var started = Stopwatch.GetTimestamp();
                await client(seats);
                mine.One(seats.Length, Stopwatch.GetElapsedTime(started));
            }

            lock (all)
            {
                all.Add(mine);
            }
        })));
        all.Time = watch.Elapsed;
        return all;
    }

    private static Func<Seat[]> OneByOne(TaughtCity city)
    {
        var waiting = new System.Collections.Concurrent.ConcurrentBag<Seat>();
        return () =>
        {
            Seat seat;
            while (!waiting.TryTake(out seat))
            {
                // Twenty tablets are in twenty rooms: each takes the people of its own session.
                foreach (var one in city.NextSession())
                {
                    waiting.Add(one);
                }
            }

            return [seat];
        };
    }

    private static Task<long> Count(NpgsqlDataSource database) => Number(database, "select count(*) from attendance.fact");

    private static async Task<long> Number(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 300;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>What was done in how much time, and how long each took.</summary>
    private sealed class Taken
    {
        private readonly List<double> milliseconds = [];
        private long facts;

        public TimeSpan Time { get; set; }

        public double PerSecond => facts / Time.TotalSeconds;

        public void One(int many, TimeSpan time)
        {
            facts += many;
            milliseconds.Add(time.TotalMilliseconds);
        }

        public void Add(Taken other)
        {
            facts += other.facts;
            milliseconds.AddRange(other.milliseconds);
            Time += other.Time;
        }

        public double At(double part) => milliseconds.Order().ElementAt((int)(milliseconds.Count * part));
    }
}

/// <summary>A tablet as the server sees one: its own credential, one connection, and the facts as sync.ts sends them.</summary>
internal sealed class BenchTablet : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient client;
    private long sequence;

    public BenchTablet(string address, string credential)
    {
        client = new() { BaseAddress = new(address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", credential);
    }

    public long Acknowledged { get; private set; }

    public void Dispose() => client.Dispose();

    public async Task Send(Seat[] seats)
    {
        var body = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("sentAt", TimeProvider.System.GetUtcNow());
            writer.WriteStartArray("facts");
            foreach (var seat in seats)
            {
                writer.WriteStartObject();
                writer.WriteString("id", Guid.NewGuid());
                writer.WriteString("sessionId", seat.SessionId);
                writer.WriteString("participantId", seat.ParticipantId);
                writer.WriteString("passHash", seat.PassHash);
                writer.WriteString("kind", "present");
                writer.WriteString("source", "scan");
                writer.WriteNumber("sequence", ++sequence);
                writer.WriteString("deviceTime", seat.At);
                writer.WriteNumber("clockOffsetMs", 0);
                writer.WriteString("recordedBy", "Nina Kovač");
                writer.WriteString("note", "");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        using var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
        content.Headers.ContentType = Json;
        using var response = await client.PostAsync("/api/attendance/facts", content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var accepted = Accepted(answer);
        if (!response.IsSuccessStatusCode || accepted != seats.Length)
        {
            throw new InvalidOperationException($"{(int)response.StatusCode}, {accepted} of {seats.Length} accepted: {Encoding.UTF8.GetString(answer)}");
        }

        Acknowledged += accepted;
    }

    private static int Accepted(ReadOnlySpan<byte> answer)
    {
        var count = 0;
        for (int at; (at = answer.IndexOf("\"accepted\""u8)) >= 0; count++)
        {
            answer = answer[(at + 10)..];
        }

        return count;
    }
}

/// <summary>The rows that the product leaves behind for these facts, in one commit: COPY for a batch, one round trip of inserts for a single fact.</summary>
internal sealed class BareWriter(NpgsqlDataSource database)
{
    private const string FactColumns = "id, fact_id, session_id, participant_id, pass_hash, kind, source, device_id, device_sequence, device_time, clock_offset_ms, received_at, recorded_by, note, claimed, proof";
    private const string MarkColumns = "id, session_id, group_id, participant_id, state, present_minutes, scanned, fact_id, assessed_at, proof, corrected_after_sign_off";
    private const string StaleColumns = "id, participant_id, marked_at";
    private readonly Guid device = Guid.NewGuid();
    private NpgsqlConnection? connection;

    public long Written { get; private set; }

    public async Task Write(Seat[] seats)
    {
        connection ??= await database.OpenConnectionAsync();
        var now = TimeProvider.System.GetUtcNow();
        var rows = seats.Select(seat => (Seat: seat, Fact: Guid.NewGuid(), Row: Guid.CreateVersion7(), Mark: Guid.CreateVersion7(), Stale: Guid.CreateVersion7())).ToArray();
        if (seats.Length == 1)
        {
            var (seat, fact, row, mark, stale) = rows[0];
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(Command("begin"));
            batch.BatchCommands.Add(Register(seat.SessionId));
            batch.BatchCommands.Add(Command(
                $"insert into attendance.fact ({FactColumns}) values ($1, $2, $3, $4, $5, 'Present', 'Scan', $6, 1, $7, 0, $8, 'Nina Kovač', '', 'scan', 'Shown') on conflict (fact_id) do nothing",
                row, fact, seat.SessionId, seat.ParticipantId, seat.PassHash, device, seat.At, now));
            batch.BatchCommands.Add(Command($"insert into attendance.mark ({MarkColumns}) values ($1, $2, $3, $4, 'Present', 90, true, $5, $6, 'Shown', false)", mark, seat.SessionId, seat.GroupId, seat.ParticipantId, fact, now));
            batch.BatchCommands.Add(Command($"insert into eligibility.stale ({StaleColumns}) values ($1, $2, $3)", stale, seat.ParticipantId, now));
            batch.BatchCommands.Add(Command("commit"));
            await batch.ExecuteNonQueryAsync();
        }
        else
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var registers = new NpgsqlBatch(connection))
            {
                foreach (var session in seats.Select(seat => seat.SessionId).Distinct().Order())
                {
                    registers.BatchCommands.Add(Register(session));
                }

                await registers.ExecuteNonQueryAsync();
            }

            await Copy($"attendance.fact ({FactColumns}, withdraws, minutes, held_for)", rows, async (writer, one) =>
            {
                await writer.WriteAsync(one.Row);
                await writer.WriteAsync(one.Fact);
                await writer.WriteAsync(one.Seat.SessionId);
                await writer.WriteAsync(one.Seat.ParticipantId);
                await writer.WriteAsync(one.Seat.PassHash);
                await writer.WriteAsync("Present");
                await writer.WriteAsync("Scan");
                await writer.WriteAsync(device);
                await writer.WriteAsync(1L);
                await writer.WriteAsync(one.Seat.At);
                await writer.WriteAsync(0L);
                await writer.WriteAsync(now);
                await writer.WriteAsync("Nina Kovač");
                await writer.WriteAsync("");
                await writer.WriteAsync("scan");
                await writer.WriteAsync("Shown");
                await writer.WriteNullAsync();
                await writer.WriteNullAsync();
                await writer.WriteNullAsync();
            });
            await Copy($"attendance.mark ({MarkColumns})", rows, async (writer, one) =>
            {
                await writer.WriteAsync(one.Mark);
                await writer.WriteAsync(one.Seat.SessionId);
                await writer.WriteAsync(one.Seat.GroupId);
                await writer.WriteAsync(one.Seat.ParticipantId);
                await writer.WriteAsync("Present");
                await writer.WriteAsync(90);
                await writer.WriteAsync(true);
                await writer.WriteAsync(one.Fact);
                await writer.WriteAsync(now);
                await writer.WriteAsync("Shown");
                await writer.WriteAsync(false);
            });
            await Copy($"eligibility.stale ({StaleColumns})", rows, async (writer, one) =>
            {
                await writer.WriteAsync(one.Stale);
                await writer.WriteAsync(one.Seat.ParticipantId);
                await writer.WriteAsync(now);
            });
            await transaction.CommitAsync();
        }

        Written += seats.Length;
    }

    private static NpgsqlBatchCommand Register(Guid session) =>
        Command("insert into attendance.register (id, version, signed_off_by) values ($1, 1, '') on conflict (id) do update set version = register.version + 1", session);

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }

    private async Task Copy<T>(string into, T[] rows, Func<NpgsqlBinaryImporter, T, Task> write)
    {
        await using var writer = await connection!.BeginBinaryImportAsync($"copy {into} from stdin (format binary)");
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            await write(writer, row);
        }

        await writer.CompleteAsync();
    }
}
