using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Courses.Tests.Database;

/// <summary>Statements that a migration has of its own stand in its script as they are written: without a semicolon the next one would be read as their end, on PostgreSQL by the server, on SQL Server by whoever reads the script.</summary>
public sealed class OwnStatementsTests(Tables tables) : IClassFixture<Tables>
{
    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("SqlServer")]
    public void Each_ends_with_a_semicolon(string engine)
    {
        var own = Own(engine == "SqlServer" ? tables.SqlServer : tables.PostgreSql);
        Assert.NotEmpty(own);
        Assert.All(own, statement => Assert.EndsWith(";", statement.Trim(), StringComparison.Ordinal));
    }

    private static List<string> Own(CoursesDb db)
    {
        var migrations = db.GetService<IMigrationsAssembly>();
        return [.. migrations.Migrations.Values.SelectMany(type => migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations).OfType<SqlOperation>().Select(operation => operation.Sql)];
    }
}
