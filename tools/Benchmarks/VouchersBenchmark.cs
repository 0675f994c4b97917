using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// Bookings paid with distinct vouchers, a second, over HTTP against the real host in a process of its own; beside the same rows written by bare SQL with the same
/// number of clients, on the same server, with the same durability. Rounds of both take turns, and the medians count.
/// </summary>
internal static class VouchersBenchmark
{
    private const int Clients = 16;
    private const int Classes = 200;
    private const int Rounds = 5;
    private const int WarmUp = 40_000;
    private const int WarmUpAtOnce = 4_000;
    private const int BareWarmUp = 4_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public static async Task Run(string[] args)
    {
        var bookings = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 2_000;
        await using var app = await BenchmarkHost.Start();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var classes = await VoucherHolders.HasClasses(scope.ServiceProvider, db, await VoucherHolders.HasProvider(db), Classes, capacity: 100_000);
        var holders = new Queue<Holder>(await VoucherHolders.HasHolders(scope.ServiceProvider, db, WarmUp + BareWarmUp + (2 * Rounds * bookings)));
        var connection = Environment.GetEnvironmentVariable("COURSES_CONNECTION")!;
        await using var host = await BenchmarkedHost.Start();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Clients }) { BaseAddress = host.Address };
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 100, NoResetOnClose = true });

        var product = new List<(double PerSecond, double P99)>();
        var bare = new List<(double PerSecond, double P99)>();
        // Whoever still compiles when nobody is left to book is waited for.
        await BenchmarkedHost.Warm(host, () => holders.Count >= WarmUpAtOnce + BareWarmUp + (2 * Rounds * bookings) ? Measure(WarmUpAtOnce, (holder, i) => Book(http, holder, classes[i % Classes])) : Task.Delay(Idle));
        await Measure(BareWarmUp, (holder, i) => BookBare(source, holder, classes[i % Classes]));
        await BenchmarkedHost.Settle(source);
        Console.Error.WriteLine("Measuring ...");
        var processor = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            // Each on its own: they would take the processor from one another.
            var before = host.ProcessorTime;
            product.Add(await Measure(bookings, (holder, i) => Book(http, holder, classes[i % Classes])));
            processor += (host.ProcessorTime - before).TotalMilliseconds;
            bare.Add(await Measure(bookings, (holder, i) => BookBare(source, holder, classes[i % Classes])));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED a booking takes {processor / (Rounds * bookings):0.00} ms of the host's processor"));
        Figure.AtLeast("vouchers-bookings", Median(product, round => round.PerSecond), "per-second", Median(bare, round => round.PerSecond), 0.6);
        Figure.AtMost("vouchers-booking-p99", Median(product, round => round.P99), "ms", Median(bare, round => round.P99), 1.5);

        async Task<(double PerSecond, double P99)> Measure(int times, Func<Holder, int, Task> act)
        {
            var turn = Enumerable.Range(0, times).Select(_ => holders.Dequeue()).ToArray();
            var took = new ConcurrentBag<double>();
            var next = -1;
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
            {
                for (var i = Interlocked.Increment(ref next); i < times; i = Interlocked.Increment(ref next))
                {
                    var one = Stopwatch.StartNew();
                    await act(turn[i], i);
                    took.Add(one.Elapsed.TotalMilliseconds);
                }
            })));
            var perSecond = times / watch.Elapsed.TotalSeconds;
            var sorted = took.Order().ToArray();
            return (perSecond, sorted[(int)(sorted.Length * 0.99)]);
        }
    }

    private static double Median(IEnumerable<(double PerSecond, double P99)> rounds, Func<(double PerSecond, double P99), double> of) => rounds.Select(of).Order().ElementAt(Rounds / 2);

    private static async Task Book(HttpClient http, Holder holder, Guid lesson)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/my/bookings") { Content = JsonContent.Create(new { classId = lesson, voucherId = holder.Voucher }) };
        request.Headers.Add("Cookie", holder.Cookie);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"A booking was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>The same locks, looks and rows, one statement each, prepared.</summary>
    private static async Task BookBare(NpgsqlDataSource source, Holder holder, Guid lesson)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        async Task Do(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            await command.ExecuteScalarAsync();
        }

        var (enrolment, redemption, movement, key, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.NewGuid().ToString(), TimeProvider.System.GetUtcNow());
        await Do("select state from vouchers.voucher where id = $1", holder.Voucher);
        await Do("update timetable.study_group set version = version + 1, seats_taken = seats_taken + 1 where id = $1", lesson);
        await Do("insert into timetable.diary (id, version) values ($1, 0) on conflict (id) do nothing", holder.Person);
        await Do(
            "select count(*) from timetable.stay s join timetable.session m on m.group_id = s.group_id join timetable.session w on w.starts_at < m.ends_at and w.ends_at > m.starts_at where s.participant_id = $1 and s.counts_until is null and w.group_id = $2",
            holder.Person, lesson);
        await Do("insert into timetable.enrolment (id, group_id, participant_id, state, created_at) values ($1, $2, $3, 'Enrolled', $4)", enrolment, lesson, holder.Person, now);
        await Do("insert into timetable.stay (id, enrolment_id, booking_id, group_id, participant_id, counts_from, began, begun_at, begun_by) values ($1, $2, $2, $3, $4, '2026-01-01', 'Booked', $5, $2)", Guid.CreateVersion7(), enrolment, lesson, holder.Person, now);
        await Do("insert into timetable.enrolment_change (id, enrolment_id, state, reason, at, changed_by) values ($1, $2, 'Enrolled', '', $3, $2)", Guid.CreateVersion7(), enrolment, now);
        await Do("update vouchers.voucher set version = version + 1, remaining_cents = 0, redeemed_cents = amount_cents, state = 'Redeemed' where id = $1", holder.Voucher);
        await Do("update vouchers.allowance set version = version + 1, used_cents = used_cents + 10000 where id = $1", holder.Allowance);
        await Do(
            "insert into vouchers.redemption (id, voucher_id, participant_id, enrolment_id, group_id, provider_id, price_cents, amount_cents, lapsed_cents, planned_minutes, state, made_at, redeemed_at) values ($1, $2, $3, $4, $5, $5, 10000, 10000, 0, 90, 'Redeemed', $6, $6)",
            redemption, holder.Voucher, holder.Person, enrolment, lesson, now);
        await Do("insert into vouchers.voucher_event (id, voucher_id, redemption_id, kind, amount_cents, at, by, by_name, why) values ($1, $2, $3, 'Redeemed', 10000, $4, $2, '', '')", Guid.CreateVersion7(), holder.Voucher, redemption, now);
        await Do("insert into vouchers.ledger_transaction (id, kind, voucher_id, redemption_id, programme_code, why, by, at) values ($1, 'Redeem', $2, $3, 'start-wien', '', $2, $4)", movement, holder.Voucher, redemption, now);
        await Do("insert into vouchers.ledger_entry (id, transaction_id, account, amount_cents) values ($1, $2, 'Voucher', -10000)", Guid.CreateVersion7(), movement);
        await Do("insert into vouchers.ledger_entry (id, transaction_id, account, amount_cents) values ($1, $2, 'Payable', 10000)", Guid.CreateVersion7(), movement);
        await Do(
            "insert into messaging.message (id, participant_id, kind, language, once_key, once_id, details, link, immediate, queued_at, not_before, state, attempts) values ($1, $2, 'booking-confirmed', 'en', $3, $4, '', '', false, $5, $5, 'Waiting', 0)",
            Guid.CreateVersion7(), holder.Person, $"booked:{enrolment}", Guid.NewGuid(), now);
        await Do("insert into platform.client_request (key, content_hash, answer, at) values ($1, '', '{}', $2)", key, now);
        await transaction.CommitAsync();
    }
}
