using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Courses.Eligibility;
using Courses.Eligibility.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// Everybody recomputed in full when nothing changed, beside the SQL that only sums up the hours: 100,000 people with 60 sessions held each, in seven programmes. Then one changed session.
/// The first run, which writes every decision, is measured without a limit. Rounds of both take turns, and the medians count.
/// </summary>
internal static class EligibilityBenchmark
{
    private const int Rounds = 3;

    /// <summary>What one would write to know the hours and nothing else, with the memory that the product's own reading has.</summary>
    private const string OnlyTheSums = """
        select stay.participant_id, stay.programme_code,
            sum(case when register.id is not null and mark.state in ('Present', 'Late', 'LeftEarly') then mark.present_minutes else 0 end),
            sum(case when register.id is not null and mark.state in ('Present', 'Late', 'LeftEarly') then session.planned_minutes else 0 end),
            sum(case when register.id is not null and mark.state = 'Excused' then session.planned_minutes else 0 end),
            sum(case when register.id is not null and coalesce(mark.state, 'Absent') = 'Absent' then session.planned_minutes else 0 end),
            sum(case when register.id is null and session.local_date >= current_date - 14 then session.planned_minutes else 0 end)
        from timetable.stay
        join timetable.study_group on study_group.id = stay.group_id and study_group.kind = 'LanguageClass'
        join timetable.session on session.group_id = stay.group_id and session.cancelled_at is null
            and session.local_date >= stay.counts_from and (stay.counts_until is null or session.local_date <= stay.counts_until)
        left join attendance.register on register.id = session.id and register.signed_off_at is not null
        left join attendance.mark on mark.session_id = session.id and mark.participant_id = stay.participant_id
        where stay.programme_code is not null
        group by stay.participant_id, stay.programme_code
        """;

    public static async Task Run(string[] args)
    {
        var people = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 100_000;
        await using var app = await BenchmarkHost.Start();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("COURSES_CONNECTION")!) { CommandTimeout = 900 });
        var marks = await AttendingCity.Build(app, source, people);
        await BenchmarkedHost.Settle(source);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{people} people, {marks} marks. Deciding for the first time ..."));
        var (first, written) = await Recompute(app);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED the first run wrote {written} decisions of {people} people in {first:0.0} s"));
        await BenchmarkedHost.Settle(source);
        await MustAgree(app, source);

        Console.Error.WriteLine("Measuring ...");
        var (sums, full) = (new List<double>(), new List<double>());
        await Recompute(app);
        await ReadSums(source);
        using var memory = new PeakMemory();
        for (var round = 0; round < Rounds; round++)
        {
            sums.Add((await ReadSums(source)).Seconds);
            var (seconds, changed) = await Recompute(app);
            if (changed != 0)
            {
                throw new InvalidOperationException($"Nothing had changed, and {changed} decisions were written.");
            }

            full.Add(seconds);
        }

        Figure.AtMost("eligibility-full-beside-sql", Median(full), "s", Median(sums), 1.5);
        Figure.AtMost("eligibility-full", Median(full), "s", 30);
        Figure.AtMost("eligibility-full-memory", memory.Megabytes, "MB", 512);
        Figure.AtMost("eligibility-one-session", await OneSession(app, source), "s", 1);
        var simulation = await Simulate(app);
        Figure.AtMost("eligibility-simulation-beside-full", simulation, "s", Median(full), 2);
        Figure.AtMost("eligibility-simulation", simulation, "s", 60);
    }

    private static async Task<(double Seconds, int Written)> Recompute(WebApplication app, string job = "recompute-all")
    {
        var watch = Stopwatch.StartNew();
        var written = await app.Services.GetRequiredService<JobRunner>().Run(job, CancellationToken.None);
        return (watch.Elapsed.TotalSeconds, written!.Value);
    }

    private static async Task<(double Seconds, long Attended, long Held)> ReadSums(NpgsqlDataSource source)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var memory = new NpgsqlCommand("set local work_mem = '64MB'", connection, transaction);
        await memory.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(OnlyTheSums, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        var (attended, held) = (0L, 0L);
        while (await reader.ReadAsync())
        {
            attended += reader.GetInt64(2);
            held += reader.GetInt64(3) + reader.GetInt64(5);
        }

        return (watch.Elapsed.TotalSeconds, attended, held);
    }

    /// <summary>What was decided rests on the same minutes as the SQL beside it.</summary>
    private static async Task MustAgree(WebApplication app, NpgsqlDataSource source)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var decided = await scope.ServiceProvider.GetRequiredService<CoursesDb>().Set<Decision>().Where(row => row.Subject == Decision.Entry && row.SupersededAt == null)
            .GroupBy(_ => 1).Select(rows => new { Attended = rows.Sum(row => (long)row.AttendedMinutes), Held = rows.Sum(row => (long)row.HeldMinutes) }).SingleAsync();
        var (_, attended, held) = await ReadSums(source);
        if ((decided.Attended, decided.Held) != (attended, held))
        {
            throw new InvalidOperationException($"Decided on {decided.Attended} of {decided.Held} minutes; the SQL says {attended} of {held}.");
        }
    }

    /// <summary>A register is corrected: everybody of the class was there. How long until the last of them is decided anew?</summary>
    private static async Task<double> OneSession(WebApplication app, NpgsqlDataSource source)
    {
        await AttendingCity.Execute(source, """
            create temporary table changed as select session_id from attendance.mark order by session_id offset 1000 limit 1;
            update attendance.mark set state = 'Present', present_minutes = 90 where session_id in (select session_id from changed);
            insert into eligibility.stale (id, participant_id, marked_at) select gen_random_uuid(), participant_id, now() from attendance.mark where session_id in (select session_id from changed);
            """);
        var (seconds, looked) = await Recompute(app, "recompute-stale");
        return looked == AttendingCity.ClassSize ? seconds : throw new InvalidOperationException($"{looked} people were decided anew.");
    }

    /// <summary>InLT with a line of 60 % instead of 40 %, tried on everybody as of a month ago.</summary>
    private static async Task<double> Simulate(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var programme = await db.Set<Programme>().Include(row => row.Versions).SingleAsync(row => row.Code == "inlt");
        var terms = programme.InForce(today)!.Terms;
        var draft = programme.PutInForce(terms with { Attendance = terms.Attendance! with { Percent = 60 } }, today.AddDays(30), null, "Benchmark", TimeProvider.System.GetUtcNow());
        var asked = Simulation.Of(programme, draft.Number, today.AddDays(-30), today, Guid.Empty, "Benchmark", TimeProvider.System.GetUtcNow());
        db.Add(asked);
        await db.SaveChangesAsync();
        var watch = Stopwatch.StartNew();
        await scope.ServiceProvider.GetRequiredService<SimulateRule>().Run(new(Guid.NewGuid(), JsonSerializer.Serialize(new SimulateRuleOrder(asked.Id)), (_, _) => Task.CompletedTask), CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        var moved = await db.Set<SimulatedPerson>().CountAsync();
        return moved > 0 ? seconds : throw new InvalidOperationException("The draft moves nobody.");
    }

    private static double Median(IEnumerable<double> rounds) => rounds.Order().ElementAt(Rounds / 2);
}
