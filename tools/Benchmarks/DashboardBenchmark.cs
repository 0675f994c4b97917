using System.Diagnostics;
using System.Globalization;
using System.Net;
using Courses.Tests.Shared;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// Dashboards, reports and lists of the demo city grown large, as their readers open them: each within a second and 60 kB, and the yearly report beside the SQL that only sums it up. The median of three answers counts, after twelve that pay for plans and compiled queries; what is measured is the whole page, over HTTP, uncompressed.
/// </summary>
internal static class DashboardBenchmark
{
    private const int Rounds = 3;

    // Npgsql prepares a statement at its fifth time, and PostgreSQL may settle on another plan five times later: pages are measured as they are then.
    private const int Settling = 12;
    private const int LimitMs = 1000;
    private const int LimitSumsMs = 50;
    private const int LimitKilobytes = 60;
    private const int People = 200_000;
    private const string Password = "Welcome-2026!";

    private static readonly (string Who, string[] Pages)[] Readers =
    [
        ("admin@city.example",
        [
            "/admin", "/admin/reports", "/admin/reports?by=provider", "/admin/reports?by=class", "/admin/reports?by=gender", "/admin/reports?by=level", "/admin/reports?programme=inlt", "/admin/reports/unassigned?period={quarter}",
            "/admin/indicators", "/admin/settlements", "/admin/watch", "/admin/audit", "/admin/looks", "/admin/messages", "/admin/exports", "/admin/jobs", "/admin/ledger", "/admin/providers", "/admin/programmes", "/admin/chain", "/admin/staff",
            "/admin/rows/AttendanceByMonth?$orderby=Year,Month", "/admin/rows/AttendanceMarks", "/admin/rows/Sessions", "/admin/rows/Enrolments", "/admin/rows/Vouchers?$orderby=IssuedOn%20desc", "/coach/proposals", "/orientation",
        ]),
        ("coach@city.example", ["/coach", "/coach/doubles", "/coach/letters", "/coach/locked", "/coach/passes", "/coach/print", "/coach/proposals", "/coach/referrals", "/coach/reviews", "/coach/vouchers", "/orientation"]),
        ("manager@provider.example", ["/provider/classes", "/provider/courses", "/provider/devices", "/provider/holidays", "/provider/illness", "/provider/registers", "/provider/registers?tab=missing", "/provider/settlement", "/provider/settlement?list=ready", "/teacher/registers", "/teacher/rare"]),
        ("teacher@provider.example", ["/teacher", "/teacher/registers", "/teacher/registers?list=missing", "/teacher/rare"]),
    ];

    /// <summary>What one would write to know the hours of a year by month, and to count people once: a row for each person, class and month.</summary>
    private const string OnlyTheSums = """
        select stay.programme_code, mark.participant_id, mark.group_id, session.provider_id, extract(month from session.local_date),
            count(*) filter (where mark.state <> 'Absent'),
            sum(case when mark.state = 'Excused' then 0 else session.planned_minutes end),
            sum(case when mark.state = 'Excused' then 0 else mark.present_minutes end),
            sum(case when mark.state = 'Excused' and mark.excuse = 'Word' then session.planned_minutes else 0 end),
            sum(case when mark.state = 'Excused' and mark.excuse = 'Certificate' then session.planned_minutes else 0 end)
        from attendance.mark
        join timetable.session on session.id = mark.session_id and session.cancelled_at is null
        join attendance.register on register.id = session.id and register.signed_off_at is not null
        left join timetable.stay on stay.group_id = mark.group_id and stay.participant_id = mark.participant_id
            and stay.counts_from <= session.local_date and (stay.counts_until is null or stay.counts_until >= session.local_date)
        where session.local_date between $1 and $2
        group by 1, 2, 3, 4, 5
        """;

    public static async Task Run(string[] args)
    {
        var people = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : People;
        var connection = Environment.GetEnvironmentVariable("COURSES_CONNECTION")!;
        await Seed(connection, people);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 900 });
        await BenchmarkedHost.Settle(source);
        var (marks, year) = await Size(source);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED the city has {people} people and {marks} marks"));
        await using var host = await BenchmarkedHost.Start();
        var slowest = (Name: "", Milliseconds: 0.0);
        foreach (var (who, pages) in Readers)
        {
            using var reader = await StaffSignIn.At(host.Address, who, Password);
            foreach (var page in pages.Select(page => page.Replace("{quarter}", $"{year}-Q4", StringComparison.Ordinal)))
            {
                var (milliseconds, bytes) = await Open(reader, page);
                Figure.AtMost("dashboard-page:" + page, milliseconds, "ms", LimitMs);
                Figure.AtMost("dashboard-weight:" + page, bytes / 1000.0, "kB", LimitKilobytes);
                slowest = milliseconds > slowest.Milliseconds ? (page, milliseconds) : slowest;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED the slowest page is {slowest.Name} with {slowest.Milliseconds:0} ms"));
        using var administrator = await StaffSignIn.At(host.Address, Readers[0].Who, Password);
        foreach (var (name, question) in Sums(year))
        {
            Figure.AtMost("odata-sums-" + name, (await Open(administrator, "/odata/AttendanceSums?" + question)).Milliseconds, "ms", LimitSumsMs);
        }

        var (sums, report) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            sums.Add(await Sums(source, year));
            var watch = Stopwatch.StartNew();
            await Read(administrator, string.Create(CultureInfo.InvariantCulture, $"/admin/reports?period={year}&by=month"));
            report.Add(watch.Elapsed.TotalMilliseconds);
        }

        Figure.AtMost("dashboard-yearly-report", Median(report.Skip(1)), "ms", Median(sums.Skip(1)), 1.5);
    }

    private static IEnumerable<(string Name, string Question)> Sums(int year) =>
    [
        ("by-month-and-programme", $"$apply=filter(Year eq {year})/groupby((Month,ProgrammeCode),aggregate(AttendedMinutes with sum as Attended,HeldMinutes with sum as Held))"),
        ("by-provider-and-level", $"$apply=filter(Year eq {year})/groupby((Provider/Name,Level),aggregate(AttendedMinutes with sum as Attended,HeldMinutes with sum as Held))"),
        ("by-gender-and-age", $"$apply=filter(Year eq {year})/groupby((Gender,AgeBand),aggregate(AttendedMinutes with sum as Attended,People with sum as Visits))"),
        ("page-of-1000", $"$filter=Year eq {year}&$orderby=Month,ProviderId&$top=1000&$count=true"),
    ];

    private static async Task Seed(string connection, int people)
    {
        using var seed = Process.Start(new ProcessStartInfo(HostProcess.BinaryOf("tools/Seed", "Courses.Seed"), ["--people", people.ToString(CultureInfo.InvariantCulture), "--fresh"])
        {
            Environment = { ["COURSES_CONNECTION"] = connection },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        while (await seed.StandardOutput.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }

        await seed.WaitForExitAsync();
        if (seed.ExitCode != 0)
        {
            throw new InvalidOperationException("The city was not loaded.");
        }
    }

    private static async Task<(long Marks, int Year)> Size(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select sum(count(*)) over (), extract(year from local_date)::int from attendance.mark join timetable.session on session.id = mark.session_id group by 2 order by count(*) desc limit 1");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return ((long)row.GetDecimal(0), row.GetInt32(1));
    }

    private static async Task<double> Sums(NpgsqlDataSource source, int year)
    {
        var watch = Stopwatch.StartNew();
        await using var command = source.CreateCommand(OnlyTheSums);
        command.Parameters.AddWithValue(new DateOnly(year, 1, 1));
        command.Parameters.AddWithValue(new DateOnly(year, 12, 31));
        await using var rows = await command.ExecuteReaderAsync();
        var people = new HashSet<Guid>();
        while (await rows.ReadAsync())
        {
            people.Add(rows.GetGuid(1));
        }

        return people.Count > 0 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException("Nobody came.");
    }

    private static async Task<(double Milliseconds, int Bytes)> Open(HttpClient reader, string page)
    {
        var (times, bytes) = (new List<double>(), 0);
        for (var round = 0; round < Settling + Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            bytes = await Read(reader, page);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return (Median(times.Skip(Settling)), bytes);
    }

    private static async Task<int> Read(HttpClient reader, string page)
    {
        using var answer = await reader.GetAsync(new Uri(page, UriKind.Relative));
        var content = await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode == HttpStatusCode.OK ? content.Length : throw new InvalidOperationException($"{page}: {answer.StatusCode}");
    }

    private static double Median(IEnumerable<double> times) => times.Order().ElementAt(Rounds / 2);
}
