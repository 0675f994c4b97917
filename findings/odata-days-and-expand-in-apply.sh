#!/usr/bin/env bash
# Microsoft.AspNetCore.OData 9.5.0 over EF Core 10.0.14, seen on 2026-11-28:
# 1. A filter by a day, `Day ge 2026-03-01` over a DateOnly column, becomes year * 10000 + month * 100 + day >= 20260301 in SQL, on SQL Server as on PostgreSQL. No index on the column can be used and no
#    statistics help; the same condition in LINQ is a plain comparison of the column.
# 2. $apply=expand(...) is parsed and then skipped: rows come back without what was to be expanded, and nobody says so.
# Runs without a database. Ends with 1 when either is different.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <FrameworkReference Include="Microsoft.AspNetCore.App" />
    <PackageReference Include="Microsoft.AspNetCore.OData" Version="[9.5.0]" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="[10.0.14]" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="[10.0.14]" />
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="[10.0.3]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.EntityFrameworkCore;
using Microsoft.OData.ModelBuilder;
using Microsoft.OData.UriParser;

var builder = new ODataConventionModelBuilder();
builder.EntitySet<Visit>("Visits");
builder.EntitySet<Guest>("Guests");
var context = new ODataQueryContext(builder.GetEdmModel(), typeof(Visit), new ODataPath());

string Where(IQueryable query) => Regex.Replace(query.ToQueryString(), @"\s+", " ").Split(" WHERE ") is [_, var condition] ? condition : "no condition";

IQueryable Asked(string question, Rooms db)
{
    var http = new DefaultHttpContext();
    http.Request.Method = "GET";
    http.Request.QueryString = new(question);
    return new ODataQueryOptions<Visit>(context, http.Request).ApplyTo(db.Set<Visit>());
}

var asSeen = true;
foreach (var options in new[] { new DbContextOptionsBuilder().UseSqlServer("Server=nowhere").Options, new DbContextOptionsBuilder().UseNpgsql("Host=nowhere").Options })
{
    using var db = new Rooms(options);
    var (library, plain) = (Where(Asked("?$filter=Day ge 2026-03-01", db)), Where(db.Set<Visit>().Where(visit => visit.Day >= new DateOnly(2026, 3, 1))));
    var expanded = Asked("?$apply=expand(Guests,filter(Name eq 'Mina'))", db);
    Console.WriteLine($"library: {library}\nLINQ:    {plain}\nexpand:  {expanded.Expression} of {expanded.ElementType.Name}");
    asSeen &= library.Contains("* 10000", StringComparison.Ordinal) && !plain.Contains("* 10000", StringComparison.Ordinal) && expanded.ElementType == typeof(Visit) && !expanded.Expression.ToString().Contains("Guests", StringComparison.Ordinal);
}

return asSeen ? 0 : 1;

class Guest { public int Id { get; set; } public string Name { get; set; } = ""; }

class Visit { public int Id { get; set; } public DateOnly Day { get; set; } public List<Guest> Guests { get; set; } = []; }

class Rooms(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Visit>();
}
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: look at docs/decisions/0009-odata-of-our-own.md."; exit 1; }
