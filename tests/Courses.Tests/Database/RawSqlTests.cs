using System.Reflection;
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
    public void Rows_in_bulk_are_T_SQL_about_columns_that_are_there()
    {
        var db = tables.SqlServer;
        var catalogue = ScriptRun.Of(db.Database.GenerateCreateScript()).Catalogue;
        var texts = db.Model.GetEntityTypes().Where(type => !type.IsOwned() && !type.HasSharedClrType && type.GetTableName() is not null)
            .SelectMany(type => (IEnumerable<string>)InsertsOfOne.MakeGenericMethod(type.ClrType).Invoke(null, [db])!).ToList();
        Assert.True(texts.Count(sql => sql.Contains("not exists", StringComparison.Ordinal)) > 10, $"Only {texts.Count} texts were found.");
        Assert.All(texts, sql =>
        {
            var findings = Statements.Check(catalogue, sql);
            Assert.True(findings.Count == 0, $"{string.Join('\n', findings)}\n{sql}");
        });
    }

    private static readonly MethodInfo InsertsOfOne = typeof(RawSqlTests).GetMethod(nameof(InsertsOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Whichever key of one column the rows may be new by.</summary>
    private static IEnumerable<string> InsertsOf<T>(CoursesDb db)
        where T : class
    {
        var columns = BulkColumns<T>.Of(db);
        if (!SqlServer.CanBeJson(columns))
        {
            return [];
        }

        var type = db.Model.FindEntityType(typeof(T))!;
        var unique = type.GetKeys().Select(key => key.Properties).Concat(type.GetIndexes().Where(index => index.IsUnique).Select(index => index.Properties))
            .Where(properties => properties is [{ } only] && only.ClrType == typeof(Guid)).Select(properties => properties[0].GetColumnName()).Distinct(StringComparer.Ordinal);
        return [SqlServer.Insert(columns), .. unique.Select(name => SqlServer.InsertMissing(columns, name))];
    }

    [Fact]
    public void The_lock_between_nodes_is_T_SQL() => Assert.All([tables.SqlServer.Engine.TryLock, tables.SqlServer.Engine.Unlock], sql => Assert.Empty(TSql.Parse(sql).Errors));

    [Fact]
    public void What_a_server_is_asked_about_itself_is_T_SQL() => Assert.All([tables.SqlServer.Engine.IsReadOnlyQuestion, tables.SqlServer.Engine.BehindQuestion], sql => Assert.Empty(TSql.Parse(sql).Errors));

    [Theory]
    [InlineData("syntax", "select key from access.account")]
    [InlineData("208", "select id from access.acount")]
    [InlineData("207", "select a.nam from access.account as a")]
    [InlineData("207", "select nam from access.account")]
    [InlineData("207", "insert into access.account (id, nam) values (newid(), N'x')")]
    [InlineData("4104", "select b.name from access.account as a")]
    [InlineData("144", "select count(*) from access.account as a group by (select count(*) from access.staff_role as r where r.account_id = a.id)")]
    [InlineData("144", "select count(*) from access.account as a group by len((select top(1) r.role from access.staff_role as r where r.account_id = a.id))")]
    [InlineData("164", "select count(*) from access.account as a group by 1 + 1")]
    [InlineData("130", "select max((select top(1) r.role from access.staff_role as r where r.account_id = a.id)) from access.account as a")]
    [InlineData("130", "select sum(case when exists (select 1 from access.staff_role as r where r.account_id = a.id) then 1 else 0 end) from access.account as a group by a.name")]
    [InlineData("130", "select count_big(distinct (select top(1) r.role from access.staff_role as r where r.account_id = a.id)) from access.account as a")]
    [InlineData("8120", "select a.name, a.id from access.account as a group by a.name")]
    [InlineData("8120", "select a.id, count(*) from access.account as a")]
    [InlineData("8120", "select count(*) from access.account as a group by a.name order by a.id")]
    public void A_statement_that_a_server_would_not_run_is_found(string rule, string sql) =>
        Assert.Contains(Statements.Check(ScriptRun.Of(tables.SqlServer.Database.GenerateCreateScript()).Catalogue, sql), finding => finding.Rule == rule);

    [Theory]
    [InlineData("select [a].[name], max(a.id) from access.account as a group by a.name order by a.name")]
    [InlineData("select len(a.name) + 1, count(*) from access.account as a group by len(a.name) + 1 having count(*) > 1")]
    [InlineData("select t.roles, count(*) from (select (select count(*) from access.staff_role as r where r.account_id = a.id) as roles from access.account as a) as t group by t.roles")]
    [InlineData("select a.id, (select count(*) from access.staff_role as r where r.account_id = a.id) from access.account as a")]
    public void Groups_that_a_server_makes_are_not_found(string sql) =>
        Assert.Empty(Statements.Check(ScriptRun.Of(tables.SqlServer.Database.GenerateCreateScript()).Catalogue, sql));

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
