using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Courses.Access;
using Courses.Access.Tokens;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// OData over six million marks, as Excel and Power BI ask it over HTTP, beside the SQL that one would write for the same rows and a <see cref="Utf8JsonWriter"/>, and beside Microsoft.AspNetCore.OData as it comes.
/// Rounds alternate, the median counts. Pages go through the whole host: sign-in by token, rights, compression off.
/// </summary>
internal static class ODataBenchmark
{
    private const int People = 100_000;
    private const int FewestRounds = 9;
    private const int MostRounds = 200;
    private const int WalkedRows = 1_000_000;
    private const int LibraryRows = 100_000;
    private const int PageSize = 10_000;
    private const int AtOnce = 60;
    private const int MostMemoryMb = 50;
    private const int MostWaitMs = 500;
    private const int MostMsOfSums = 50;
    private const string Email = "bench@city.example";
    private const string Columns = "SessionId,ParticipantId,Date,State,PresentMinutes,PlannedMinutes,Scanned";
    private const string MarkColumns = "mark.session_id, mark.participant_id, session.local_date, mark.state, mark.present_minutes, session.planned_minutes, mark.scanned";
    private const string Marks = "attendance.mark join timetable.session on session.id = mark.session_id";

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(10);
    private static readonly string[] MarkNames = Columns.Split(',');

    public static async Task Run(string[] args)
    {
        var people = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : People;
        var connection = Environment.GetEnvironmentVariable("COURSES_CONNECTION")!;
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 900 });
        string token;
        await using (var app = await BenchmarkHost.Start())
        {
            var marks = await AttendingCity.Build(app, source, people);
            await app.Services.GetRequiredService<JobRunner>().Run("attendance-sums", CancellationToken.None);
            token = await HasReader(app.Services);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED the city has {people} people and {marks} marks"));
        }

        await BenchmarkedHost.Settle(source);
        await using var host = await BenchmarkedHost.Start();
        using var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = Basic(token);
        client.DefaultRequestHeaders.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"odata.maxpagesize={PageSize}"));

        var month = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-60);
        await Compare(host, "page-of-1000-with-count", 1.2, client, FilteredPage(month), () => BarePage(source, month));
        await Compare(host, "apply-by-month-and-provider", 1.3, client, "AttendanceMarks?$apply=compute(year(Date) as Y,month(Date) as M)/groupby((ProviderId,Y,M),aggregate($count as N,PresentMinutes with sum as Minutes))", () => BareGroups(source));
        await Compare(host, "expand-marks-with-session-and-provider", 1.3, client, "AttendanceMarks?$select=SessionId,ParticipantId,State,PresentMinutes&$expand=Session($select=Id,GroupName,StartsAt),Provider($select=Id,Name)&$top=1000", () => BareJoin(source));
        await Compare(host, "expand-sessions-with-marks", 1.5, client, "Sessions?$select=Id,GroupName,StartsAt&$expand=Marks($select=SessionId,ParticipantId,State,PresentMinutes)&$top=200", () => BareChildren(source));

        await Soon(client, "sums-by-month", "AttendanceSums?$apply=groupby((Year,Month),aggregate(AttendedMinutes with sum as Attended,HeldMinutes with sum as Held))");
        await Soon(client, "months-of-classes", "AttendanceByMonth?$expand=Provider($select=Name)&$orderby=Year,Month&$top=1000");

        await Walk(client, 2 * PageSize);
        var before = host.WorkingSet;
        var (walked, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            walked.Add(await Walk(client, WalkedRows));
            bare.Add(await Timed(() => BareWalk(source, WalkedRows)));
        }

        Figure.AtMost("odata-walk-of-a-million", Median(walked), "ms", Median(bare), 1.2);
        Figure.AtMost("odata-walk-memory-growth", Math.Max(0, host.WorkingSet - before), "MB", MostMemoryMb);

        await using (var library = await LibraryHost.Start(connection))
        {
            using var itsClient = new HttpClient { BaseAddress = library.Address, Timeout = TimeSpan.FromMinutes(10) };
            await Walk(itsClient, PageSize);
            var (ours, its) = (new List<double>(), new List<double>());
            for (var round = 0; round < 3; round++)
            {
                ours.Add(await Walk(client, LibraryRows));
                its.Add(await Walk(itsClient, LibraryRows));
            }

            Figure.AtLeast("odata-library-time-on-the-walk", Median(its), "ms", Median(ours), 3);
        }

        Figure.AtMost("odata-trivial-request-beside-60-heavy", await WaitBeside(client, $"AttendanceMarks?$select={Columns}"), "ms", MostWaitMs);
    }

    private static string FilteredPage(DateOnly from) =>
        string.Create(CultureInfo.InvariantCulture, $"AttendanceMarks?$select={Columns}&$filter=Date ge {from:yyyy-MM-dd} and State eq 'Present'&$orderby=Date desc,PresentMinutes&$top=1000&$count=true");

    private static async Task<string> HasReader(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var now = TimeProvider.System.GetUtcNow();
        var account = new Account { UserName = Email, Email = Email, Name = "Benchmark", CreatedAt = now };
        account.Give(Roles.Administrator, null, caseData: false, "Benchmark", now);
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, "correct horse battery");
        if (!made.Succeeded)
        {
            throw new InvalidOperationException(string.Join(" ", made.Errors.Select(error => error.Description)));
        }

        var (row, token) = AccessToken.For(account.Id, "Benchmark", 30, now);
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        db.Add(row);
        await db.SaveChangesAsync();
        return token;
    }

    private static AuthenticationHeaderValue Basic(string token) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Email}:{token}")));

    private static async Task Compare(HostProcess host, string name, double goal, HttpClient client, string question, Func<Task<int>> bare)
    {
        using var body = new MemoryStream();
        await BenchmarkedHost.Warm(host, async () =>
        {
            for (var warming = Stopwatch.StartNew(); warming.Elapsed < Warming;)
            {
                await Ask(client, question, body);
                var (rows, same) = (Page(body).Rows, await bare());
                if (rows != same)
                {
                    throw new InvalidOperationException($"{name}: {rows} rows, and {same} by SQL.");
                }
            }
        });

        var (product, limit) = (new List<double>(), new List<double>());
        var measuring = Stopwatch.StartNew();
        for (var round = 0; round < FewestRounds || (round < MostRounds && measuring.Elapsed < Measuring); round++)
        {
            product.Add(await Timed(() => Ask(client, question, body)));
            limit.Add(await Timed(bare));
        }

        Figure.AtMost("odata-" + name, Median(product), "ms", Median(limit), goal);
    }

    /// <summary>What is added up ahead needs no SQL to compare with: it is there at once.</summary>
    private static async Task Soon(HttpClient client, string name, string question)
    {
        var took = new List<double>();
        for (var round = 0; round < MostRounds; round++)
        {
            took.Add(await Timed(() => Ask(client, question)));
        }

        Figure.AtMost("odata-" + name, Median(took), "ms", MostMsOfSums);
    }

    private static Task Ask(HttpClient client, string question, MemoryStream? body = null) => Get(client, "/odata/" + question, body);

    /// <summary>The whole answer, into memory that is there already; what its reader makes of it takes the reader's time.</summary>
    private static async Task Get(HttpClient client, string question, MemoryStream? body = null)
    {
        using var answer = await client.GetAsync(new Uri(question, UriKind.RelativeOrAbsolute), HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{question}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        body?.SetLength(0);
        await answer.Content.CopyToAsync(body ?? Stream.Null);
    }

    private static (int Rows, string? Next) Page(MemoryStream body, HashSet<(Guid Session, Guid Person)>? seen = null) => Page(body.GetBuffer().AsSpan(0, (int)body.Length), seen);

    /// <summary>
    /// Follows the next links until so many rows have come; a row that comes twice, or not, is found by the number of different ones. Answers the milliseconds until the answers were
    /// there: as above, what their reader makes of them takes the reader's time.
    /// </summary>
    private static async Task<double> Walk(HttpClient client, int rows)
    {
        var (next, come, seen, waited) = ((string?)$"/odata/AttendanceMarks?$select={Columns}", 0, new HashSet<(Guid, Guid)>(), 0d);
        using var body = new MemoryStream();
        while (come < rows)
        {
            waited += await Timed(() => Get(client, next ?? throw new InvalidOperationException($"The walk ends after {come} rows."), body));
            (var many, next) = Page(body, seen);
            come += many;
        }

        return seen.Count == come ? waited : throw new InvalidOperationException($"{come} rows, of which {seen.Count} are different.");
    }

    private static (int Rows, string? Next) Page(ReadOnlySpan<byte> body, HashSet<(Guid Session, Guid Person)>? seen)
    {
        var reader = new Utf8JsonReader(body);
        var (rows, next, session) = (0, (string?)null, Guid.Empty);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 2)
            {
                rows++;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 3 && seen is not null)
            {
                if (reader.ValueTextEquals("SessionId"u8) && reader.Read())
                {
                    session = reader.GetGuid();
                }
                else if (reader.ValueTextEquals("ParticipantId"u8) && reader.Read())
                {
                    seen.Add((session, reader.GetGuid()));
                }
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("@odata.nextLink"u8) && reader.Read())
            {
                next = reader.GetString();
            }
        }

        return (rows, next);
    }

    private static async Task<int> BarePage(NpgsqlDataSource source, DateOnly from)
    {
        await using var count = source.CreateCommand($"select count(*) from {Marks} where session.local_date >= $1 and mark.state = 'Present'");
        count.Parameters.AddWithValue(from);
        var all = (long)(await count.ExecuteScalarAsync())!;
        return await Bare(source, $"select {MarkColumns} from {Marks} where session.local_date >= $1 and mark.state = 'Present' order by session.local_date desc, mark.present_minutes, mark.session_id, mark.participant_id limit 1000", MarkNames, [from], all);
    }

    private static Task<int> BareGroups(NpgsqlDataSource source) => Bare(
        source,
        $"select session.provider_id, extract(year from session.local_date)::int, extract(month from session.local_date)::int, count(*), sum(mark.present_minutes) from {Marks} group by 1, 2, 3 order by 1, 2, 3",
        ["ProviderId", "Y", "M", "N", "Minutes"]);

    private static Task<int> BareJoin(NpgsqlDataSource source) => Bare(
        source,
        """
        select mark.session_id, mark.participant_id, mark.state, mark.present_minutes, session.id, study_group.name, session.starts_at, provider.id, provider.name
        from attendance.mark join timetable.session on session.id = mark.session_id join timetable.study_group on study_group.id = session.group_id join participants.provider on provider.id = session.provider_id
        order by mark.session_id, mark.participant_id limit 1000
        """,
        ["SessionId", "ParticipantId", "State", "PresentMinutes", "Session/Id", "Session/GroupName", "Session/StartsAt", "Provider/Id", "Provider/Name"]);

    private static async Task<int> BareChildren(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("""
            select session.id, session.group_name, session.starts_at, mark.participant_id, mark.state, mark.present_minutes
            from (select session.id, study_group.name as group_name, session.starts_at from timetable.session join timetable.study_group on study_group.id = session.group_id order by session.id limit 200) as session
            left join attendance.mark on mark.session_id = session.id order by session.id, mark.participant_id
            """);
        await using var rows = await command.ExecuteReaderAsync();
        using var body = new MemoryStream();
        await using var json = new Utf8JsonWriter(body);
        var (last, many) = (Guid.Empty, 0);
        json.WriteStartObject();
        json.WriteStartArray("value");
        while (await rows.ReadAsync())
        {
            var id = rows.GetGuid(0);
            if (id != last)
            {
                End();
                (last, many) = (id, many + 1);
                json.WriteStartObject();
                json.WriteString("Id", id);
                json.WriteString("GroupName", rows.GetString(1));
                json.WriteString("StartsAt", rows.GetFieldValue<DateTimeOffset>(2));
                json.WriteStartArray("Marks");
            }

            if (!await rows.IsDBNullAsync(3))
            {
                json.WriteStartObject();
                json.WriteString("SessionId", id);
                json.WriteString("ParticipantId", rows.GetGuid(3));
                json.WriteString("State", rows.GetString(4));
                json.WriteNumber("PresentMinutes", rows.GetInt32(5));
                json.WriteEndObject();
            }
        }

        End();
        json.WriteEndArray();
        json.WriteEndObject();
        return many;

        void End()
        {
            if (last != Guid.Empty)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }
    }

    private static async Task<int> BareWalk(NpgsqlDataSource source, int rows)
    {
        var (come, place) = (0, new Last());
        while (come < rows)
        {
            come += await Bare(source, $"select {MarkColumns} from {Marks} where (mark.session_id, mark.participant_id) > ($1, $2) order by mark.session_id, mark.participant_id limit {PageSize}", MarkNames, [place.Session, place.Person], last: place);
        }

        return come;
    }

    private sealed class Last
    {
        public Guid Session { get; set; }

        public Guid Person { get; set; }
    }

    /// <summary>What one would write by hand for one page: a reader, and a writer of JSON.</summary>
    private static async Task<int> Bare(NpgsqlDataSource source, string sql, string[] names, object[]? parameters = null, long? count = null, Last? last = null)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters ?? [])
        {
            command.Parameters.AddWithValue(parameter);
        }

        await using var rows = await command.ExecuteReaderAsync();
        using var body = new MemoryStream();
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        if (count is { } all)
        {
            json.WriteNumber("@odata.count", all);
        }

        json.WriteStartArray("value");
        var many = 0;
        while (await rows.ReadAsync())
        {
            many++;
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                Write(json, names[i], rows, i);
            }

            json.WriteEndObject();
            if (last is not null)
            {
                (last.Session, last.Person) = (rows.GetGuid(0), rows.GetGuid(1));
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return many;
    }

    private static void Write(Utf8JsonWriter json, string name, NpgsqlDataReader row, int i)
    {
        if (row.IsDBNull(i))
        {
            json.WriteNull(name);
            return;
        }

        switch (row.GetDataTypeName(i))
        {
            case "integer":
                json.WriteNumber(name, row.GetInt32(i));
                break;
            case "bigint":
                json.WriteNumber(name, row.GetInt64(i));
                break;
            case "boolean":
                json.WriteBoolean(name, row.GetBoolean(i));
                break;
            case "date":
                json.WriteString(name, row.GetFieldValue<DateOnly>(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case "timestamp with time zone":
                json.WriteString(name, row.GetFieldValue<DateTimeOffset>(i));
                break;
            case "uuid":
                json.WriteString(name, row.GetGuid(i));
                break;
            default:
                json.WriteString(name, row.GetString(i));
                break;
        }
    }

    /// <summary>How long somebody with a small question waits at the median while sixty pages of 10,000 rows are written.</summary>
    private static async Task<double> WaitBeside(HttpClient client, string heavy)
    {
        var waits = new List<double>();
        var answering = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Ask(client, heavy)));
        while (!answering.IsCompleted)
        {
            waits.Add(await Timed(() => Ask(client, "Providers?$top=1")));
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await answering;
        return Median(waits);
    }

    private static async Task<double> Timed(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> times) => times.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
