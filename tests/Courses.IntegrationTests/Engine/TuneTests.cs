using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Engine;

/// <summary>What migrate sets for a database of PostgreSQL, and what it leaves alone.</summary>
public sealed class TuneTests
{
    private const string Set = "select coalesce((select line from pg_db_role_setting as setting join pg_database as this on this.oid = setting.setdatabase, unnest(setting.setconfig) as line "
        + "where this.datname = current_database() and setting.setrole = 0 and line like 'jit=%'), '') as \"Value\"";

    [FactOn("PostgreSql")]
    public async Task Statements_are_not_compiled_unless_an_administrator_wants_it()
    {
        await using var city = await City.New();
        await city.InDatabase(db => db.Database.ExecuteSqlRawAsync("do $$ begin execute format('alter database %I reset jit', current_database()); end $$"));

        await city.Services.MigrateDatabase(default);
        Assert.Equal("jit=off", await city.InDatabase(db => db.Database.SqlQueryRaw<string>(Set).SingleAsync()));

        await city.InDatabase(db => db.Database.ExecuteSqlRawAsync("do $$ begin execute format('alter database %I set jit = on', current_database()); end $$"));
        await city.Services.MigrateDatabase(default);
        Assert.Equal("jit=on", await city.InDatabase(db => db.Database.SqlQueryRaw<string>(Set).SingleAsync()));
    }
}
