using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Engine;

/// <summary>Locks of several rows, and what happens when two works meet all the same. docs/concurrency.md.</summary>
public sealed partial class LockTests(City city, OnSqlServer sqlServer) : IClassFixture<City>, IClassFixture<OnSqlServer>
{
    private const int Rows = 12;
    private const int Workers = 8;
    private const int Rounds = 15;

    [Fact]
    public async Task Whoever_locks_the_same_rows_in_any_order_waits_and_never_in_a_circle()
    {
        var rows = await HasRows(Rows);
        var tries = 0;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var order = new Random(worker);
            for (var round = 0; round < Rounds; round++)
            {
                var wanted = rows.OrderBy(_ => order.Next()).Take(Rows / 2).ToArray();
                await city.InDatabase(db => db.Transact(
                    async () =>
                    {
                        Interlocked.Increment(ref tries);
                        var locked = await db.LockAll<ImportFile>(wanted, default);
                        Assert.Equal(wanted.Order(), locked.Keys.Order());
                        foreach (var row in locked.Values)
                        {
                            Count(row);
                        }
                    },
                    default));
            }
        })));

        // A circle would have been broken by the engine, and its victim tried again.
        Assert.Equal(Workers * Rounds, tries);
        Assert.Equal(Workers * Rounds * (Rows / 2), await city.InDatabase(db => db.Set<ImportFile>().Where(row => rows.Contains(row.Id)).SumAsync(row => row.NewRows)));
    }

    [Fact]
    public async Task The_victim_of_a_deadlock_does_its_work_again()
    {
        // It is also the canary of the test above: against the order, the circle is noticed.
        var rows = await HasRows(2);
        var tries = new ConcurrentBag<int>();
        using var both = new Barrier(2);
        await Task.WhenAll(new[] { rows, [rows[1], rows[0]] }.Select((order, worker) => Task.Run(() => city.InDatabase(db =>
        {
            var first = true;
            return db.Transact(
                async () =>
                {
                    tries.Add(worker);
                    Count((await db.Lock<ImportFile>(order[0], default))!);
                    if (first)
                    {
                        first = false;
                        both.SignalAndWait();
                    }

                    Count((await db.Lock<ImportFile>(order[1], default))!);
                },
                default);
        }))));
        Assert.True(tries.Count > 2, "Nobody was a victim.");
        Assert.Equal([2, 2], await city.InDatabase(db => db.Set<ImportFile>().Where(row => rows.Contains(row.Id)).Select(row => row.NewRows).ToListAsync()));
    }

    [Fact]
    public async Task On_SQL_Server_each_row_has_a_statement_of_its_own()
    {
        await using var scope = sqlServer.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var types = db.Model.GetEntityTypes().Where(type => typeof(IVersioned).IsAssignableFrom(type.ClrType)).Select(type => type.ClrType).ToArray();
        Assert.NotEmpty(types);
        foreach (var type in types)
        {
            // A batch cannot be a part of another statement: EF must send it as it is, for each kind of row that may be locked.
            var sent = (string)typeof(LockTests).GetMethod(nameof(Sent), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type).Invoke(null, [db])!;
            Assert.Matches(OneByOne(), sent);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(3_000)]
    public async Task As_many_as_anybody_wants(int count)
    {
        var rows = await HasRows(1);
        var locked = await city.InDatabase(db => db.Transact(
            () => db.LockAll<ImportFile>([.. rows, .. Enumerable.Range(1, count - 1).Select(_ => Guid.NewGuid())], default), default));
        Assert.Equal(rows, locked.Keys);
    }

    private static string Sent<T>(CoursesDb db)
        where T : class
    {
        var (sql, ids) = db.Engine.LockRows("some.table", [Guid.NewGuid(), Guid.NewGuid()]);
        return db.Set<T>().FromSqlRaw(sql, ids).ToQueryString();
    }

    private static void Count(ImportFile row) => row.RecordCheck(row.NewRows + 1, 0, 0, DateTimeOffset.UnixEpoch);

    private Task<Guid[]> HasRows(int count) => city.InDatabase(async db =>
    {
        var rows = Enumerable.Range(0, count).Select(i => new ImportFile
        {
            Kind = "lock-tests",
            ProviderId = null,
            FileName = $"{i}.csv",
            Content = [],
            UploadedAt = DateTimeOffset.UnixEpoch,
            UploadedBy = Guid.Empty,
            UploadedByName = "",
        }).ToArray();
        db.AddRange(rows);
        await db.SaveChangesAsync();
        return rows.Select(row => row.Id).ToArray();
    });

    [GeneratedRegex(@"declare @ids .*while @next < len\(@ids\)\s+begin\s+select @locked = id from [a-z_.]+ with \(updlock, rowlock\) where id = .*end;\s+select stored\.\* from openjson", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OneByOne();
}
