#!/usr/bin/env bash
# Microsoft.EntityFrameworkCore.SqlServer 10.0.14, seen on 2026-11-28 beside Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3:
# Rows are grouped, and of each group the different values are counted that another table holds for its rows: group.Select(row => others.Where(...).Select(...).FirstOrDefault()).Distinct().Count().
# For PostgreSQL it becomes count(DISTINCT (subquery)), which is right. For SQL Server the subquery moves into an OUTER APPLY and takes the DISTINCT with it, where there is one row to be distinct among;
# outside stays COUNT(value) without it. Nothing is raised: the statement runs and counts the rows. Run on a T-SQL server with three rows that all find the same name, it answers 3 and not 1.
# Runs without a database. Ends with 1 when either translation is different.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.EntityFrameworkCore.SqlServer" Version="[10.0.14]" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="[10.0.14]" />
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="[10.0.3]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

string Statement(DbContextOptions options)
{
    using var db = new Visits(options);
    var rooms = db.Set<Room>();
    var query = db.Set<Visit>().GroupBy(visit => visit.Minutes)
        .Select(group => new { group.Key, Names = group.Select(visit => rooms.Where(room => room.Id == visit.RoomId).Select(room => room.Name).FirstOrDefault()).Distinct().Count() });
    return Regex.Replace(query.ToQueryString(), @"\s+", " ");
}

var (postgres, sqlServer) = (Statement(new DbContextOptionsBuilder().UseNpgsql("Host=nowhere").Options), Statement(new DbContextOptionsBuilder().UseSqlServer("Server=nowhere").Options));
Console.WriteLine($"PostgreSQL: {postgres}\nSQL Server: {sqlServer}");
return postgres.Contains("count(DISTINCT (") && sqlServer.Contains("COUNT([s].[value])") && sqlServer.Contains("OUTER APPLY ( SELECT DISTINCT ((") && !sqlServer.Contains("COUNT(DISTINCT") ? 0 : 1;

class Room { public int Id { get; set; } public string Name { get; set; } = ""; }

class Visit { public int Id { get; set; } public int RoomId { get; set; } public int Minutes { get; set; } }

class Visits(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder model) { model.Entity<Room>(); model.Entity<Visit>(); }
}
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: countdistinct of a looked-up column may be possible on SQL Server, see docs/decisions/0009-odata-of-our-own.md."; exit 1; }
