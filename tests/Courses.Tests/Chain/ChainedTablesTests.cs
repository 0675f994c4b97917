using Courses.Platform.Database;
using Courses.Tests.Database;
using Courses.Tests.Shared.Sql;
using Microsoft.EntityFrameworkCore;

namespace Courses.Tests.Chain;

public sealed class ChainedTablesTests(Tables tables) : IClassFixture<Tables>
{
    /// <summary>Whoever adds a column to a chained table decides whether it can be changed without its showing.</summary>
    [Fact]
    public void Every_column_of_a_chained_table_is_bound_or_left_out_on_purpose()
    {
        var undecided = (
            from table in tables.Chained
            group table by table.Entity into streams
            let decided = streams.SelectMany(stream => stream.Columns.Concat(stream.LeftOut)).ToHashSet(StringComparer.Ordinal)
            from property in tables.PostgreSql.Model.FindEntityType(streams.Key)!.GetProperties()
            where !decided.Contains(property.Name)
            select $"{streams.Key.Name}.{property.Name}").ToList();
        Assert.Empty(undecided);
        Assert.Equal(12, tables.Chained.Count);
    }

    /// <summary>People must be able to be forgotten, and a name that is bound could not go.</summary>
    [Fact]
    public void No_name_and_nothing_that_people_wrote_is_bound() =>
        Assert.Empty(tables.Chained.SelectMany(table => table.Columns.Where(column => column.EndsWith("Name", StringComparison.Ordinal) || column is "Note" or "RecordedBy" or "Email").Select(column => $"{table.Stream}: {column}")));

    /// <summary>What is bound of an older row must not change when a column is added: null is not written, anything else would be.</summary>
    [Fact]
    public void The_key_is_bound_first_and_what_says_when_is_bound_too()
    {
        Assert.All(tables.Chained, table => Assert.Equal("Id", table.Columns[0]));
        Assert.All(tables.Chained.Where(table => table.At is not null), table => Assert.Contains(table.At, table.Columns));
    }

    [Fact]
    public void What_is_asked_for_the_chain_is_T_SQL_about_tables_that_are_there()
    {
        var db = tables.SqlServer;
        var catalogue = ScriptRun.Of(db.Database.GenerateCreateScript()).Catalogue;
        foreach (var reader in tables.Chained.Select(table => new ChainReader(db, table)))
        {
            foreach (var sql in new[] { reader.Page, reader.Keys, reader.One })
            {
                var findings = Statements.Check(catalogue, sql);
                Assert.True(findings.Count == 0, $"{string.Join('\n', findings)}\n{sql}");
            }
        }
    }

    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("SqlServer")]
    public void A_key_of_earlier_stands_before_and_one_of_later_behind(string name)
    {
        var engine = Engines.Named(name);
        for (var i = 0; i < 1000; i++)
        {
            var key = engine.NewKey();
            Guid[] inOrder = [Guid.Empty, engine.KeyMovedBy(key, -TimeSpan.FromHours(25)), engine.KeyMovedBy(key, -TimeSpan.FromMinutes(2)), engine.KeyMovedBy(key, TimeSpan.Zero), key, engine.KeyMovedBy(key, TimeSpan.FromMilliseconds(2)), engine.KeyMovedBy(key, TimeSpan.FromDays(1)), engine.LastKey];
            Assert.Equal(inOrder, inOrder.Order(engine.KeyOrder));
        }

        // Keys of another origin hold any time.
        Assert.All([Guid.Empty, engine.LastKey], key => Assert.Equal(2, new[] { engine.KeyMovedBy(key, TimeSpan.FromDays(1)), engine.KeyMovedBy(key, -TimeSpan.FromDays(1)) }.Distinct().Count()));
    }
}
