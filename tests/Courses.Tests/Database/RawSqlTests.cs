using System.Text.RegularExpressions;
using Courses.Platform.Database;
using Courses.Tests.Shared.Sql;
using Microsoft.EntityFrameworkCore;

namespace Courses.Tests.Database;

/// <summary>SQL that is written by hand stands with the engines alone, and what of it SQL Server gets is read by Microsoft's parser.</summary>
public sealed partial class RawSqlTests(Tables tables) : IClassFixture<Tables>
{
    private static readonly string Engines = Path.Combine("src", "Courses.Platform", "Database") + Path.DirectorySeparatorChar;

    [Fact]
    public void No_feature_writes_SQL_of_its_own()
    {
        var places = Sources().Where(file => !Path.GetRelativePath(Repository.Root, file).StartsWith(Engines, StringComparison.Ordinal))
            .SelectMany(file => RawSql().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}"));
        Assert.Empty(places);
    }

    /// <summary>Or the test above would find nothing anywhere.</summary>
    [Fact]
    public void SQL_by_hand_is_recognised() =>
        Assert.True(Sources().Sum(file => RawSql().Count(File.ReadAllText(file))) > 3, "Not even the engines' own SQL was found.");

    [Fact]
    public void What_SQL_Server_gets_as_a_text_is_T_SQL()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, Engines, "SqlServer.cs"));
        foreach (Match text in Texts().Matches(source))
        {
            // What is filled in comes from the model: a name.
            var sql = Filled().Replace(text.Groups["sql"].Value, "filled.name").Replace("\\\"", "\"", StringComparison.Ordinal);
            var errors = TSql.Parse(sql).Errors;
            Assert.True(errors.Count == 0, $"{string.Join('\n', errors)}\n{sql}");
        }
    }

    [Fact]
    public void Locks_are_T_SQL_about_tables_that_are_there()
    {
        var db = tables.SqlServer;
        var catalogue = ScriptRun.Of(db.Database.GenerateCreateScript()).Catalogue;
        var versioned = db.Model.GetEntityTypes().Where(type => typeof(IVersioned).IsAssignableFrom(type.ClrType)).ToList();
        Assert.NotEmpty(versioned);
        foreach (var table in versioned.Select(type => $"{type.GetSchema()}.{type.GetTableName()}"))
        {
            foreach (var ids in new[] { new[] { Guid.NewGuid() }, [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()] })
            {
                var sql = db.Engine.LockRows(table, ids).Sql.Replace("{0}", "@p0", StringComparison.Ordinal);
                var findings = Statements.Check(catalogue, sql);
                Assert.True(findings.Count == 0, $"{string.Join('\n', findings)}\n{sql}");
            }
        }
    }

    [Fact]
    public void The_lock_between_nodes_is_T_SQL() => Assert.All([tables.SqlServer.Engine.TryLock, tables.SqlServer.Engine.Unlock], sql => Assert.Empty(TSql.Parse(sql).Errors));

    [Theory]
    [InlineData("syntax", "select key from access.account")]
    [InlineData("208", "select id from access.acount")]
    [InlineData("207", "select a.nam from access.account as a")]
    [InlineData("207", "select nam from access.account")]
    [InlineData("207", "insert into access.account (id, nam) values (newid(), N'x')")]
    [InlineData("4104", "select b.name from access.account as a")]
    public void A_statement_about_what_is_not_there_is_found(string rule, string sql) =>
        Assert.Contains(Statements.Check(ScriptRun.Of(tables.SqlServer.Database.GenerateCreateScript()).Catalogue, sql), finding => finding.Rule == rule);

    private static IEnumerable<string> Sources() =>
        new[] { "src", "modules", "tools/Seed" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Built().IsMatch(file));

    [GeneratedRegex(@"\b(FromSql|FromSqlRaw|FromSqlInterpolated|SqlQuery|SqlQueryRaw|ExecuteSql|ExecuteSqlRaw|ExecuteSqlInterpolated|ExecuteSqlAsync|ExecuteSqlRawAsync|ExecuteSqlInterpolatedAsync)\b(<[^>]*>)?\(|\.CommandText\b|\bnew (Npgsql|Sql)Command\(|\.CreateCommand\(", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex RawSql();

    [GeneratedRegex(@"(?:Raw|RawAsync|SqlQueryRaw<\w+>)\(\s*\$?""(?<sql>(?:[^""\\]|\\.)+)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\{[^{}]+\}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Filled();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules|Migrations)[\\/]", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Built();
}
