#!/usr/bin/env bash
# Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3 on Microsoft.EntityFrameworkCore 10.0.14, seen on 2026-11-30 beside Microsoft.EntityFrameworkCore.SqlServer 10.0.14:
# Rows are joined with a list of keys that is a parameter: rows.Join(keys, row => row.RoomId, key => key, ...). Alone it becomes INNER JOIN unnest(@keys), on SQL Server INNER JOIN (VALUES ...).
# As soon as any other join follows, inner or left, PostgreSQL's translation ends with an InvalidOperationException that speaks of rewriting a node of type 'TableExpressionBase'; SQL Server's is right.
# The same list in a condition, keys.Contains(row.RoomId), is translated with all that follows. Runs without a database. Ends with 1 when any of the four is different.
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

var postgres = new DbContextOptionsBuilder().UseNpgsql("Host=nowhere").Options;
var sqlServer = new DbContextOptionsBuilder().UseSqlServer("Server=nowhere").Options;
List<Guid> keys = [Guid.NewGuid(), Guid.NewGuid()];

string Statement(DbContextOptions options, bool joinsRooms)
{
    using var db = new Visits(options);
    var visits = db.Set<Visit>().Join(keys, visit => visit.RoomId, key => key, (visit, key) => visit);
    try
    {
        var sql = joinsRooms ? visits.Join(db.Set<Room>(), visit => visit.RoomId, room => room.Id, (visit, room) => new { visit.Id, room.Name }).ToQueryString() : visits.Select(visit => visit.Id).ToQueryString();
        return Regex.Replace(sql, @"\s+", " ");
    }
    catch (InvalidOperationException error)
    {
        return $"InvalidOperationException: {error.Message}";
    }
}

var (alone, followed, other, otherFollowed) = (Statement(postgres, false), Statement(postgres, true), Statement(sqlServer, false), Statement(sqlServer, true));
Console.WriteLine($"PostgreSQL, the list alone: {alone}\nPostgreSQL, then rooms: {followed}\nSQL Server, the list alone: {other}\nSQL Server, then rooms: {otherFollowed}");
return alone.Contains("INNER JOIN unnest(") && followed.StartsWith("InvalidOperationException: When called from 'Visit', rewriting a node of type 'TableExpressionBase'")
    && other.Contains("INNER JOIN (VALUES") && Regex.Count(otherFollowed, "INNER JOIN") == 2 ? 0 : 1;

class Room { public Guid Id { get; set; } public string Name { get; set; } = ""; }

class Visit { public int Id { get; set; } public Guid RoomId { get; set; } }

class Visits(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder model) { model.Entity<Room>(); model.Entity<Visit>(); }
}
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: an expanded collection could begin with the keys themselves, see docs/decisions/0009-odata-of-our-own.md."; exit 1; }
