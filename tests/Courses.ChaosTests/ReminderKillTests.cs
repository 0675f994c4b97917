using System.Text.RegularExpressions;
using Courses.Benchmarks;
using Courses.Contracts.Timetable;
using Courses.Messaging.Features;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.ChaosTests;

/// <summary>
/// Reminders of sessions, exactly once: two nodes that no lock keeps apart, with clocks five minutes apart, are killed together at the worst moment, when the relay has a letter and has not answered; on
/// the evening before the clocks go forward and on that before they go back. COURSES_KILLS_OF_REMINDERS makes it longer: tools/chaos reminders.
/// </summary>
public sealed partial class ReminderKillTests
{
    private const int FewestPeople = 1_200;
    private const int PeopleAKill = 200;

    /// <summary>A dead node keeps what it had claimed until its lease is over: every few kills the clocks jump past it.</summary>
    private const int KillsAJump = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromMinutes(15);

    /// <summary>20:00 in Vienna on the evenings before the clocks change, and the first time that the night's sessions can have.</summary>
    private static readonly (DateTimeOffset Evening, DateOnly Day, TimeOnly First)[] Nights =
    [
        (new(2027, 3, 27, 19, 0, 0, TimeSpan.Zero), new(2027, 3, 28), new(3, 0)),
        (new(2027, 10, 30, 18, 0, 0, TimeSpan.Zero), new(2027, 10, 31), new(2, 0)),
    ];

    [FactOn("PostgreSql")]
    public async Task Nobody_is_reminded_twice_and_nobody_is_lost_without_a_trace()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("COURSES_KILLS_OF_REMINDERS"), out var set) ? set : 2;
        var quarter = Math.Max(FewestPeople, kills * PeopleAKill) / 4;
        await using var cluster = new Cluster();
        await cluster.Start();
        await using var product = await BenchmarkHost.Start(cluster.Connection);
        var people = 0;
        foreach (var night in Nights)
        {
            foreach (var from in new[] { night.First, new TimeOnly(9, 0) })
            {
                await HasPeople(product, people, quarter, new(night.Day, from, from.AddHours(1), 45));
                people += quarter;
            }
        }

        using var relay = new SmtpCatcher();
        var (killed, before) = (0, 0);
        foreach (var night in Nights)
        {
            var ahead = night.Evening - TimeProvider.System.GetUtcNow();
            await using var one = await JobNode.StartedReminding(cluster.Connection, relay.Address, ahead);
            await using var two = await JobNode.StartedReminding(cluster.Connection, relay.Address, ahead + Apart);
            for (var kill = 0; kill < kills / Nights.Length; kill++)
            {
                await KillBothWithALetterOnItsWay(relay, one, two);
                killed++;
                ahead += killed % KillsAJump == 0 ? LongerThanALease : -TimeSpan.FromSeconds(30);
                await StartAgain(ahead, ahead + Apart);
            }

            // What the dead left behind is told by nodes whose clocks are past every lease.
            ahead += TimeSpan.FromHours(1);
            await StartAgain(ahead, ahead);
            before += 2 * quarter;
            await UntilNothingWaits(cluster.Connection, before);

            Task StartAgain(TimeSpan first, TimeSpan second)
            {
                one.SetClock(first);
                two.SetClock(second);
                return Task.WhenAll(one.KilledAndStartedAgain(), two.KilledAndStartedAgain());
            }
        }

        var told = await Heard(cluster.Connection, relay);
        Counts.Write("kills of both nodes", killed);
        Counts.Write("people with a session", told.People);
        Counts.Write("letters that came", told.Letters);
        Counts.Write("letters that came twice", told.Twice);
        Counts.Write("reminders of which nobody knows, each shown on the page of messages", told.Unknown);
        Counts.Write("of these, letters that did come", told.UnknownButCame);
        Counts.Write("people without a letter and without a trace", told.Lost);
        Assert.Equal(people, told.People);
        Assert.Equal(people, told.Messages);
        Assert.Equal(0, told.Twice);
        Assert.Equal(0, told.Lost);
        Assert.True(told.UnknownButCame >= killed, "No kill met a letter on its way.");
    }

    /// <summary>Two runs that begin at the same moment find the same people; the unique index lets one of them tell each. Without it both do: the canary.</summary>
    [FactOn("PostgreSql")]
    public async Task Two_runs_at_the_same_moment_remind_once_and_without_the_unique_index_twice()
    {
        await using var cluster = new Cluster();
        await cluster.Start();
        await using var product = await BenchmarkHost.Start(cluster.Connection);
        await HasPeople(product, 0, 25, Soon(12));
        Assert.Equal(25, await TwoRuns(product, cluster.Connection));

        await HasPeople(product, 25, 25, Soon(18));
        await using var database = NpgsqlDataSource.Create(cluster.Connection);
        await using (var off = database.CreateCommand("""
            create function public.another_once() returns trigger language plpgsql as 'begin new.once_id = gen_random_uuid(); return new; end';
            create trigger off before insert on messaging.message for each row execute function public.another_once();
            """))
        {
            await off.ExecuteNonQueryAsync();
        }

        Assert.Equal(50, await TwoRuns(product, cluster.Connection));
    }

    /// <summary>Both have looked for who is due, and wait to write, before either may. Answers how many reminders they queued.</summary>
    private static async Task<int> TwoRuns(WebApplication product, string connection)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var door = await database.OpenConnectionAsync();
        await using var closed = await door.BeginTransactionAsync();
        await using (var close = new NpgsqlCommand("lock table messaging.message in share mode", door, closed))
        {
            await close.ExecuteNonQueryAsync();
        }

        var runs = new[] { Remind(product), Remind(product) };
        await using var waiting = database.CreateCommand("select count(*) from pg_locks where not granted and relation = 'messaging.message'::regclass");
        while (await waiting.ExecuteScalarAsync() is not 2L)
        {
            await Task.Delay(20);
        }

        await closed.CommitAsync();
        return (await Task.WhenAll(runs)).Sum();
    }

    /// <summary>In less than a day, whatever time it is.</summary>
    private static NewSession Soon(int hours)
    {
        var begins = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow().AddHours(hours), TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"));
        var from = new TimeOnly(Math.Min(begins.Hour, 22), 0);
        return new(DateOnly.FromDateTime(begins.DateTime), from, from.AddHours(1), 45);
    }

    private static async Task<int> Remind(WebApplication product)
    {
        await using var scope = product.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RemindOfSessions>().Run(CancellationToken.None);
    }

    private static async Task HasPeople(WebApplication product, int from, int people, NewSession session)
    {
        await using var scope = product.Services.CreateAsyncScope();
        await AttendingCity.HasPeopleInClasses(scope.ServiceProvider.GetRequiredService<CoursesDb>(), people, [session], from);
    }

    /// <summary>The relay has a letter in its hands when both nodes die, and answers nobody.</summary>
    private static async Task KillBothWithALetterOnItsWay(SmtpCatcher relay, JobNode one, JobNode two)
    {
        var dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (met, at) = (0, relay.Letters.Count + (PeopleAKill / 2));
        relay.Arriving = async () =>
        {
            if (relay.Letters.Count >= at && Interlocked.Exchange(ref met, 1) == 0)
            {
                await Task.WhenAll(one.Kill(), two.Kill());
                dead.SetResult();
            }
        };
        await dead.Task.WaitAsync(Patience);
        relay.Arriving = () => Task.CompletedTask;
    }

    private static async Task UntilNothingWaits(string connection, int messages)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var ended = database.CreateCommand("select count(*) from messaging.message where state not in ('Waiting', 'Sending')");
        using var patience = new CancellationTokenSource(Patience);
        while ((long)(await ended.ExecuteScalarAsync())! < messages)
        {
            await Task.Delay(200, patience.Token);
        }
    }

    private static async Task<Told> Heard(string connection, SmtpCatcher relay)
    {
        var came = relay.Letters.Select(letter => Recipient().Match(letter).Groups["address"].Value).GroupBy(address => address).ToDictionary(letters => letters.Key, letters => letters.Count());
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand("""
            select person.email, coalesce(string_agg(message.state, ','), '') from participants.participant as person
            left join messaging.message on message.participant_id = person.id and message.kind = 'session-reminder' group by person.id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var told = new Told { Letters = relay.Letters.Count, Twice = came.Values.Count(letters => letters > 1) };
        while (await reader.ReadAsync())
        {
            var (letters, states) = (came.GetValueOrDefault(reader.GetString(0)), reader.GetString(1).Split(',', StringSplitOptions.RemoveEmptyEntries));
            told.People++;
            told.Messages += states.Length;
            told.Unknown += states.Count(state => state == "Unknown");
            told.UnknownButCame += letters > 0 && states.Contains("Unknown") ? 1 : 0;
            told.Lost += letters == 0 && !states.Any(state => state is "Unknown" or "Failed" or "Cancelled") ? 1 : 0;
        }

        return told;
    }

    [GeneratedRegex("^RCPT TO:<(?<address>[^>]+)>", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Recipient();

    private sealed class Told
    {
        public int People { get; set; }

        public int Messages { get; set; }

        public required int Letters { get; init; }

        public required int Twice { get; init; }

        public int Unknown { get; set; }

        public int UnknownButCame { get; set; }

        public int Lost { get; set; }
    }
}
