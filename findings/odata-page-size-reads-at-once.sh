#!/usr/bin/env bash
# Microsoft.AspNetCore.OData 9.5.0 over EF Core 10.0.14, seen on 2026-11-28:
# With a page size, ApplyTo itself reads the database, and synchronously: what looks like building a query has run its statement when it returns, and the result is a list in memory that no longer can be
# read asynchronously. Without a page size nothing is read before somebody asks for rows. A server whose threads wait there answers other requests late.
# Counts the commands of an SQLite database in memory. Ends with 1 when it is different.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="Microsoft.AspNetCore.OData" Version="[9.5.0]" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Sqlite" Version="[10.0.14]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.OData.ModelBuilder;
using Microsoft.OData.UriParser;

var builder = new ODataConventionModelBuilder();
builder.EntitySet<Visit>("Visits");
var context = new ODataQueryContext(builder.GetEdmModel(), typeof(Visit), new ODataPath());
using var connection = new SqliteConnection("Data Source=:memory:");
connection.Open();
var commands = new Commands();
using var db = new Rooms(new DbContextOptionsBuilder().UseSqlite(connection).AddInterceptors(commands).Options);
db.Database.EnsureCreated();
db.AddRange(Enumerable.Range(1, 50).Select(id => new Visit { Id = id }));
db.SaveChanges();

(int Sync, int Async, bool CanBeReadAsynchronously) Asked(int? pageSize)
{
    (commands.Sync, commands.Async) = (0, 0);
    var http = new DefaultHttpContext();
    http.Request.Method = "GET";
    http.Request.QueryString = new("?$filter=Id gt 3");
    var rows = new ODataQueryOptions<Visit>(context, http.Request).ApplyTo(db.Set<Visit>(), new ODataQuerySettings { PageSize = pageSize });
    return (commands.Sync, commands.Async, rows is IAsyncEnumerable<Visit>);
}

var (without, with) = (Asked(null), Asked(10));
Console.WriteLine($"ApplyTo without a page size: {without}\nApplyTo with a page size:    {with}");
return without == (0, 0, true) && with == (1, 0, false) ? 0 : 1;

class Visit { public int Id { get; set; } }

class Rooms(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Visit>();
}

class Commands : DbCommandInterceptor
{
    public int Sync;
    public int Async;

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result)
    {
        Sync++;
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Async++;
        return new(result);
    }
}
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: look at docs/decisions/0009-odata-of-our-own.md."; exit 1; }
