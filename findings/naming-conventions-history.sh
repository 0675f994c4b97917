#!/usr/bin/env bash
# EFCore.NamingConventions 10.0.1 with EF Core 10.0.14 (Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3), seen on 2026-11-27:
# 1. UseSnakeCaseNamingConvention() renames the columns of the history of migrations too: MigrationId becomes migration_id. A database whose history was made without it holds "MigrationId",
#    so `migrate` asks for a column that is not there, though the model has no pending change and the migration that one would add is empty.
# 2. The name that HasIndex(expression, "name") gives an index is replaced: 'ix_by_name_open' becomes 'ix_people_name1'.
# Runs without a database. Ends with 1 when either is different.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="EFCore.NamingConventions" Version="[10.0.1]" />
    <PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" Version="[10.0.3]" />
    <PackageReference Include="Microsoft.EntityFrameworkCore.Relational" Version="[10.0.14]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

string[] Look(bool snake)
{
    var options = new DbContextOptionsBuilder<People>().UseNpgsql("Host=nowhere");
    using var db = new People((snake ? options.UseSnakeCaseNamingConvention() : options).Options);
    var history = db.GetService<IHistoryRepository>().GetCreateScript();
    var indexes = db.Database.GenerateCreateScript().Split('\n').Where(line => line.Contains("INDEX"));
    return [.. new[] { "MigrationId", "migration_id" }.Where(history.Contains), .. indexes.Select(line => line.Trim().Split(' ')[2].Trim('"')).Order(StringComparer.Ordinal)];
}

var (plain, snakes) = (string.Join(", ", Look(false)), string.Join(", ", Look(true)));
Console.WriteLine($"without: {plain}\nwith:    {snakes}");
return plain == "MigrationId, IX_People_Name, ix_by_name_open" && snakes == "migration_id, ix_people_name, ix_people_name1" ? 0 : 1;

class Person { public int Id { get; set; } public string Name { get; set; } = ""; public DateTime? LeftAt { get; set; } }

class People(DbContextOptions<People> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Person>(person =>
    {
        person.ToTable("People");
        person.HasIndex(row => row.Name);
        person.HasIndex(row => row.Name, "ix_by_name_open").HasFilter("1 = 1");
    });
}
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: look at the packages and at docs/decisions/0013-dependencies.md."; exit 1; }
