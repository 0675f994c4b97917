using System.Data.Common;
using System.Globalization;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Chain;

/// <summary>
/// Somebody with all rights on the database changes, deletes, adds and swaps rows of every chained table, at random. One look names each of them and nobody else. COURSES_CHAIN_EDITS=10000 makes it a
/// longer run; COURSES_CHAIN_SEED repeats one.
/// </summary>
public sealed class RandomEditsTests
{
    private static readonly int Edits = int.TryParse(Environment.GetEnvironmentVariable("COURSES_CHAIN_EDITS"), CultureInfo.InvariantCulture, out var set) ? set : 300;

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("COURSES_CHAIN_SEED"), CultureInfo.InvariantCulture, out var set) ? set : Random.Shared.Next();

    [FactOn("PostgreSql")]
    public async Task Each_of_them_is_named_and_nobody_else_is()
    {
        await using var city = await City.New();
        await city.HasEvidence(Edits * 2);
        await city.ChainsItsRows();
        Assert.Empty(await city.Faults());

        var random = new Random(Seed);
        var edited = await city.InDatabase(async db =>
        {
            await db.Database.OpenConnectionAsync();
            var connection = db.Database.GetDbConnection();

            // Whoever owns the database can go past foreign keys and triggers.
            await Execute(connection, "set session_replication_role = replica");
            var hand = new Hand(db, connection, random, city.Services.GetServices<ChainedTable>());
            var edited = new Dictionary<(Type, Guid), string>();
            while (edited.Count < Edits)
            {
                await hand.Edit(edited);
            }

            await Execute(connection, "set session_replication_role = default");
            return edited;
        });

        var faults = (await city.Verifies()).Faults;
        Assert.All(faults, fault => Assert.NotNull(fault.Row));
        var entities = city.Services.GetServices<ChainedTable>().ToDictionary(table => table.Stream, table => table.Entity);
        var named = faults.GroupBy(fault => (entities[fault.Stream], fault.Row!.Value)).ToDictionary(group => group.Key, group => string.Join(", ", group.Select(fault => fault.ToLine())));
        Counts.Write("seed of the edits by hand", Seed);
        Counts.Write("rows edited by hand, of which named by the chain", $"{edited.Count}, {edited.Keys.Count(named.ContainsKey)}");
        Assert.Equal([], edited.Where(edit => !named.ContainsKey(edit.Key)).Select(edit => $"seed {Seed}, not named: {edit.Value}"));
        Assert.Equal([], named.Where(fault => !edited.ContainsKey(fault.Key)).Select(fault => $"seed {Seed}, nobody touched it: {fault.Value}"));
    }

    private static async Task<int> Execute(DbConnection connection, string sql, params object?[] values)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the model.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{i}", values[i] ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Edits one row after the other, each once.</summary>
    private sealed class Hand(CoursesDb db, DbConnection connection, Random random, IEnumerable<ChainedTable> chained)
    {
        private readonly ILookup<Type, ChainedTable> streams = chained.ToLookup(table => table.Entity);
        private readonly Dictionary<Type, Queue<Guid>> untouched = [];
        private int others;

        public async Task Edit(Dictionary<(Type, Guid), string> edited)
        {
            // Each table comes as often as any other, as long as it has rows.
            var entity = streams.Select(table => table.Key).OrderBy(type => type.Name, StringComparer.Ordinal).ElementAt(random.Next(streams.Count));
            var type = db.Model.FindEntityType(entity)!;
            var table = db.Quoted(type.GetTableName()!, type.GetSchema());
            if (!untouched.TryGetValue(entity, out var rows))
            {
                untouched[entity] = rows = new(Shuffled(await Ids(table)));
            }

            if (rows.Count < 2)
            {
                return;
            }

            var id = rows.Dequeue();
            IProperty[] bound = [.. streams[entity].SelectMany(stream => stream.Columns).Distinct(StringComparer.Ordinal).Where(name => name != "Id").Select(name => type.FindProperty(name)!)];
            switch (random.Next(20))
            {
                case 0 or 1 or 2:
                    await Execute(connection, $"delete from {table} where id = @p0", id);
                    edited[(entity, id)] = $"{table} {id} deleted";
                    break;
                case 3:
                    var moved = OfLongAgo(id);
                    await Execute(connection, $"update {table} set id = @p0 where id = @p1", moved, id);
                    edited[(entity, id)] = $"{table} {id} has another key";
                    if (!streams[entity].All(stream => stream.Whole))
                    {
                        edited[(entity, moved)] = $"{table} {moved} was another";
                    }

                    break;
                case 4 when !streams[entity].All(stream => stream.Whole):
                    var added = OfLongAgo(id);
                    var rest = type.GetProperties().Where(property => property.Name != "Id").Select(property => (db.Quoted(property.GetColumnName()), IsUnique(property) && property.ClrType == typeof(Guid) ? "gen_random_uuid()" : db.Quoted(property.GetColumnName()))).ToList();
                    await Execute(connection, $"insert into {table} (id, {string.Join(", ", rest.Select(one => one.Item1))}) select @p0, {string.Join(", ", rest.Select(one => one.Item2))} from {table} where id = @p1", added, id);
                    edited[(entity, added)] = $"{table} {added} added";
                    break;
                case 5 or 6 when bound.FirstOrDefault(property => property.ClrType == typeof(Guid) && !IsUnique(property)) is { } swapped:
                    var (other, column) = (rows.Dequeue(), db.Quoted(swapped.GetColumnName()));
                    var (here, there) = (await Value(table, column, id), await Value(table, column, other));
                    if (!Equals(here, there))
                    {
                        await Execute(connection, $"update {table} set {column} = @p0 where id = @p1", there, id);
                        await Execute(connection, $"update {table} set {column} = @p0 where id = @p1", here, other);
                        edited[(entity, id)] = $"{table} {id} swapped {column}";
                        edited[(entity, other)] = $"{table} {other} swapped {column}";
                    }

                    break;
                default:
                    var property = bound[random.Next(bound.Length)];
                    var name = db.Quoted(property.GetColumnName());
                    var before = await Value(table, name, id);
                    var after = Another(before, property);
                    await Execute(connection, $"update {table} set {name} = @p0 where id = @p1", after, id);
                    edited[(entity, id)] = $"{table} {id} {name}: {before ?? "null"} became {after ?? "null"}";
                    break;
            }
        }

        private static bool IsUnique(IProperty property) => property.GetContainingIndexes().Any(index => index.IsUnique);

        /// <summary>Another value of the column's type, that its length and its indexes allow.</summary>
        private object? Another(object? value, IProperty property)
        {
            if (value is not null && property.IsNullable && random.Next(3) == 0)
            {
                return null;
            }

            var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
            return value switch
            {
                Guid => Guid.NewGuid(),
                string text => text.Length == 0 ? "x" : text[..^1] + (text[^1] == 'x' ? 'y' : 'x'),
                // Numbers of settlements are unique, and there are fewer than a thousand.
                int number => number + 1_000_000 + (1000 * ++others),
                long number => number + 1 + ++others,
                DateTime at => at.AddSeconds(1 + random.Next(10_000)),
                byte[] bytes => (byte[])[.. bytes, 1],
                null when type == typeof(Guid) || type == typeof(Guid?) => Guid.NewGuid(),
                null when type == typeof(string) => "x",
                null when type == typeof(int) || type == typeof(int?) => random.Next(),
                null when type == typeof(long) || type == typeof(long?) => (long)random.Next(),
                null when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => DateTime.UnixEpoch,
                _ => throw new InvalidOperationException($"No other value of {property} than '{value}'."),
            };
        }

        /// <summary>A key that no program of ours made in this century, and nobody else has.</summary>
        private static Guid OfLongAgo(Guid id)
        {
            var bytes = id.ToByteArray(bigEndian: true);
            bytes[0] = 0;
            bytes[1] = 0;
            return new(bytes, bigEndian: true);
        }

        private async Task<object?> Value(string table, string column, Guid id)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the model.
            command.CommandText = $"select {column} from {table} where id = @p0";
#pragma warning restore CA2100
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("p0", id);
            command.Parameters.Add(parameter);
            return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
        }

        private async Task<Guid[]> Ids(string table)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the model.
            command.CommandText = $"select id from {table} order by id";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var ids = new List<Guid>();
            while (await reader.ReadAsync())
            {
                ids.Add(reader.GetGuid(0));
            }

            return [.. ids];
        }

        private Guid[] Shuffled(Guid[] ids)
        {
            random.Shuffle(ids);
            return ids;
        }
    }
}
