using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.LanguageCourses;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// Bookings paid with distinct vouchers, a second, through the feature as the endpoint calls it; beside the same rows written by bare SQL with the same durability and
/// the same number of clients.
/// </summary>
internal static class VouchersBenchmark
{
    private const int Clients = 16;
    private const int GroupsEach = 200;

    public static async Task Run(string[] args)
    {
        var bookings = args is [var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 2_000;
        await using var app = await BenchmarkHost.Start();
        var (people, classes) = await Arrange(app.Services, bookings + 200);

        // A warm-up of each, then each of them on its own: they would take the processor from one another.
        await Measure(200, i => Book(app.Services, people[bookings + i], classes[i % classes.Count]));
        var (perSecond, p99) = await Measure(bookings, i => Book(app.Services, people[i], classes[i % classes.Count]));
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("COURSES_CONNECTION")!);
        var (morePeople, _) = await Arrange(app.Services, bookings + 200);
        await Measure(200, i => BookBare(source, morePeople[bookings + i], classes[i % classes.Count]));
        var (barePerSecond, bareP99) = await Measure(bookings, i => BookBare(source, morePeople[i], classes[i % classes.Count]));
        Figure.AtLeast("vouchers-bookings", perSecond, "per-second", barePerSecond, 0.5);
        Figure.AtMost("vouchers-booking-p99", p99, "ms", bareP99, 2);
    }

    private static async Task<(double PerSecond, double P99)> Measure(int times, Func<int, Task> act)
    {
        var took = new ConcurrentBag<double>();
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < times; i = Interlocked.Increment(ref next))
            {
                var one = Stopwatch.StartNew();
                await act(i);
                took.Add(one.Elapsed.TotalMilliseconds);
            }
        })));
        var sorted = took.Order().ToArray();
        return (times / watch.Elapsed.TotalSeconds, sorted[(int)(sorted.Length * 0.99)]);
    }

    private static async Task Book(IServiceProvider services, Holder holder, Guid lesson)
    {
        await using var scope = services.CreateAsyncScope();
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, holder.Person.ToString()), new(ClaimTypes.Role, Roles.Newcomer)], "bench");
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = new(identity), RequestServices = scope.ServiceProvider };
        await scope.ServiceProvider.GetRequiredService<RedeemVoucher>().Redeem(holder.Voucher, lesson, Guid.NewGuid().ToString(), default);
    }

    /// <summary>The same locks, looks and rows, one statement each.</summary>
    private static async Task BookBare(NpgsqlDataSource source, Holder holder, Guid lesson)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        async Task<object?> Do(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            return await command.ExecuteScalarAsync();
        }

        var (enrolment, redemption, movement, key, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.NewGuid().ToString(), DateTimeOffset.UnixEpoch.AddYears(56));
        await Do("insert into platform.client_request (key, content_hash, answer, at) values ($1, '', '', $2)", key, now);
        await Do("select state from vouchers.voucher where id = $1", holder.Voucher);
        await Do("update timetable.study_group set version = version + 1, seats_taken = seats_taken + 1 where id = $1", lesson);
        await Do("insert into timetable.enrolment (id, group_id, participant_id, state, counts_from, created_at) values ($1, $2, $3, 'Enrolled', '2026-01-01', $4)", enrolment, lesson, holder.Person, now);
        await Do("insert into timetable.enrolment_change (id, enrolment_id, state, reason, at, by) values ($1, $2, 'Enrolled', '', $3, $2)", Guid.CreateVersion7(), enrolment, now);
        await Do("update vouchers.voucher set version = version + 1, remaining_cents = 0, redeemed_cents = amount_cents, state = 'Redeemed' where id = $1", holder.Voucher);
        await Do("update vouchers.allowance set version = version + 1, used_cents = used_cents + 10000 where id = $1", holder.Allowance);
        await Do(
            "insert into vouchers.redemption (id, voucher_id, participant_id, enrolment_id, group_id, provider_id, price_cents, amount_cents, lapsed_cents, planned_minutes, state, made_at, redeemed_at) values ($1, $2, $3, $4, $5, $5, 10000, 10000, 0, 90, 'Redeemed', $6, $6)",
            redemption, holder.Voucher, holder.Person, enrolment, lesson, now);
        await Do("insert into vouchers.voucher_event (id, voucher_id, redemption_id, kind, amount_cents, at, by, by_name, why) values ($1, $2, $3, 'Redeemed', 10000, $4, $2, '', '')", Guid.CreateVersion7(), holder.Voucher, redemption, now);
        await Do("insert into vouchers.ledger_transaction (id, kind, voucher_id, redemption_id, programme_code, why, by, at) values ($1, 'Redeem', $2, $3, 'bench', '', $2, $4)", movement, holder.Voucher, redemption, now);
        await Do("insert into vouchers.ledger_entry (id, transaction_id, account, amount_cents) values ($1, $2, 'Voucher', -10000)", Guid.CreateVersion7(), movement);
        await Do("insert into vouchers.ledger_entry (id, transaction_id, account, amount_cents) values ($1, $2, 'Payable', 10000)", Guid.CreateVersion7(), movement);
        await Do("update platform.client_request set answer = '{}' where key = $1", key);
        await transaction.CommitAsync();
    }

    private static async Task<(List<Holder> People, List<Guid> Classes)> Arrange(IServiceProvider services, int people)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var timetable = scope.ServiceProvider.GetRequiredService<ITimetable>();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var provider = new Provider { Name = "Benchmark", Email = "bench@example.org" };
        provider.Accredit(new(2020, 1, 1), null, new(2020, 1, 1));
        var venue = provider.Add(new() { Name = "Hall", Address = "Hall 1", District = "1", TimeZone = "Europe/Vienna", RoomCapacity = 100_000 });
        db.Add(provider);
        await db.SaveChangesAsync();
        var course = new Course { ProviderId = provider.Id, Name = "German A1", Language = "de", Level = "A1", AcademicHours = 2, IsIntegrationCourse = true };
        db.Add(course);
        var classes = new List<Guid>();
        for (var i = 0; i < GroupsEach; i++)
        {
            var id = await timetable.CreateGroup(
                new() { Kind = GroupKind.LanguageClass, Name = "German A1", ProviderId = provider.Id, VenueId = venue.Id, Capacity = 100_000, Sessions = [new(today.AddDays(7), new(18, 0), new(19, 30), 90)] }, default);
            db.Add(new Class { Id = id, CourseId = course.Id, ProviderId = provider.Id, Number = $"{id:N}"[..20], PriceCents = 10_000 });
            classes.Add(id);
        }

        await db.SaveChangesAsync();
        var terms = new VoucherTerms
        {
            Version = 1, Count = 1, AmountCents = 10_000, ValidMonths = 30, Levels = ["A1"], WeeksAfterStart = 6, Unlocks = [], PartialUse = false, FullPaymentFromPercent = 50, CapCents = 30_000,
        };
        var act = new Act(TimeProvider.System.GetUtcNow(), today, Guid.Empty, "");
        var holders = new List<Holder>();
        foreach (var batch in Enumerable.Range(0, people).Chunk(500))
        {
            db.ChangeTracker.Clear();
            foreach (var _ in batch)
            {
                var allowance = Allowance.Grant(Guid.CreateVersion7(), "bench", terms, act.At);
                db.Add(allowance);
                var (voucher, moved) = Voucher.Issue(allowance, 1, terms, VoucherNumber.New(), act);
                db.Add(voucher);
                moved.WriteTo(db);
                holders.Add(new(allowance.ParticipantId, voucher.Id, allowance.Id));
            }

            await db.SaveChangesAsync();
        }

        return (holders, classes);
    }

    private sealed record Holder(Guid Person, Guid Voucher, Guid Allowance);
}
