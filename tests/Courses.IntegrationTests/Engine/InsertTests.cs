using System.Collections.Concurrent;
using System.Data.SqlTypes;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Engine;

/// <summary>Rows in bulk, and rows that somebody else may bring at the same moment.</summary>
public sealed class InsertTests(City city, OnSqlServer sqlServer) : IClassFixture<City>, IClassFixture<OnSqlServer>
{
    [Fact]
    public async Task Of_all_who_bring_the_same_rows_at_once_one_stores_each()
    {
        var keys = Enumerable.Range(0, 60).Select(_ => Guid.NewGuid()).ToArray();
        var stored = new ConcurrentBag<Guid>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(worker => Task.Run(async () =>
        {
            var order = new Random(worker);
            for (var round = 0; round < 4; round++)
            {
                var mine = keys.OrderBy(_ => order.Next()).Take(40).ToArray();
                foreach (var key in await city.InDatabase(db => db.Engine.InsertNew(db, [.. mine.Select(Row)], nameof(ImportedRow.Key), default)))
                {
                    stored.Add(key);
                }
            }
        })));
        Assert.Equal(keys.Order(), stored.Order());
        Assert.Equal(keys.Order(), (await city.InDatabase(db => db.Set<ImportedRow>().Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToListAsync())).Order());
    }

    [Fact]
    public async Task Whoever_brings_other_rows_waits_for_nobody()
    {
        // Keys that ascend, as all made here do, lie in one gap behind the last: a lock on that gap would make the second wait for the first's commit.
        await city.InDatabase(async first =>
        {
            await using var open = await first.Database.BeginTransactionAsync();
            await first.Engine.InsertNew(first, [Row(first.Engine.NewKey())], nameof(ImportedRow.Key), default);
            var second = city.InDatabase(db => db.Engine.InsertNew(db, [Row(db.Engine.NewKey())], nameof(ImportedRow.Key), default));
            Assert.Single(await second.WaitAsync(TimeSpan.FromSeconds(20)));
            await open.CommitAsync();
        });
    }

    [Fact]
    public async Task Who_was_later_goes_on_in_the_same_transaction()
    {
        var (contested, other) = (Guid.NewGuid(), Guid.NewGuid());
        await city.InDatabase(async first =>
        {
            await using var open = await first.Database.BeginTransactionAsync();
            await first.Engine.InsertNew(first, [Row(contested)], nameof(ImportedRow.Key), default);
            var second = Task.Run(() => city.InDatabase(db => db.Transact(
                async () =>
                {
                    var before = await db.Engine.InsertNew(db, [Row(other)], nameof(ImportedRow.Key), default);
                    return before.Concat(await db.Engine.InsertNew(db, [Row(contested), Row(other)], nameof(ImportedRow.Key), default)).ToArray();
                },
                default)));
            await open.CommitAsync();
            Assert.Equal([other], await second);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(1_001)]
    [InlineData(2_500)]
    public async Task As_many_as_anybody_brings(int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToArray();
        Assert.Equal(count, (await city.InDatabase(db => db.Engine.InsertNew(db, [.. keys.Select(Row), Row(keys[0])], nameof(ImportedRow.Key), default))).Count);
        Assert.Empty(await city.InDatabase(db => db.Engine.InsertNew(db, [.. keys.Select(Row)], nameof(ImportedRow.Key), default)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_500)]
    public async Task Every_text_and_number_arrives_as_it_was(int times)
    {
        var file = await HasFile();
        string[] texts = ["", " ", "a ", "A", "Ä ß ﬀ", "'; drop table x; --", "\"quoted\" \\ / \b \t \r\n", "سلام دنیا", "\u200f\u202b", "Жінка", "👩‍🏫", "[%_]", new('x', 200)];
        var rows = Enumerable.Range(0, times).SelectMany(round => texts.Select((text, i) => new ImportFinding
        {
            FileId = file,
            RowNumber = (round * texts.Length) + i,
            Level = FindingLevel.Warning,
            Column = "c",
            Code = "code",
            Details = new('d', 2000),
            Value = text,
        })).ToArray();
        await city.InDatabase(db => db.Engine.BulkInsert(db, rows, default));
        var stored = await city.InDatabase(db => db.Set<ImportFinding>().Where(row => row.FileId == file).OrderBy(row => row.RowNumber).ToListAsync());
        Assert.Equal(rows.Select(row => (row.Id, row.RowNumber, row.Level, row.Value, row.Details)), stored.Select(row => (row.Id, row.RowNumber, row.Level, row.Value, row.Details)));
    }

    [Fact]
    public async Task Bytes_and_what_is_missing_arrive_too()
    {
        var rows = new[] { null, (Guid?)Guid.NewGuid() }.Select(provider => File(provider, [0, 1, 255], new DateTimeOffset(2026, 3, 29, 0, 59, 59, TimeSpan.Zero).AddTicks(1_234_560))).ToArray();
        await city.InDatabase(db => db.Engine.BulkInsert(db, rows, default));
        var ids = rows.Select(row => row.Id).ToArray();
        var stored = await city.InDatabase(db => db.Set<ImportFile>().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id));
        Assert.All(rows, row => Assert.Equal((row.ProviderId, row.UploadedAt, Convert.ToHexString(row.Content)), (stored[row.Id].ProviderId, stored[row.Id].UploadedAt, Convert.ToHexString(stored[row.Id].Content))));
    }

    [Fact]
    public async Task On_SQL_Server_keys_ascend_in_its_own_order_however_the_row_is_written()
    {
        await using var scope = sqlServer.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var keys = new List<Guid>();
        for (var i = 0; i < 1_000; i++)
        {
            // One by one, then as in bulk.
            keys.Add(db.Add(File(null, [], DateTimeOffset.UnixEpoch)).Entity.Id);
            keys.Add(db.Engine.NewKey());
        }

        Assert.Equal(keys.Select(key => new SqlGuid(key)).Order(), keys.Select(key => new SqlGuid(key)));
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    private static ImportedRow Row(Guid key) => new() { Key = key, Kind = "insert-tests", FileId = Guid.Empty, RowNumber = 1, At = DateTimeOffset.UnixEpoch };

    private static ImportFile File(Guid? provider, byte[] content, DateTimeOffset at) =>
        new() { Kind = "insert-tests", ProviderId = provider, FileName = "list.csv", Content = content, UploadedAt = at, UploadedBy = Guid.Empty, UploadedByName = "" };

    private Task<Guid> HasFile() => city.InDatabase(async db =>
    {
        var file = File(null, [], DateTimeOffset.UnixEpoch);
        db.Add(file);
        await db.SaveChangesAsync();
        return file.Id;
    });
}
