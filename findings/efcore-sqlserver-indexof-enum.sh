#!/usr/bin/env bash
# Microsoft.EntityFrameworkCore.SqlServer 10.0.14, seen on 2026-11-28 beside Npgsql.EntityFrameworkCore.PostgreSQL 10.0.3:
# string.IndexOf on the text of an enum that is stored as text, or on a condition that chooses among texts, is a NullReferenceException while the query is translated: the translator asks for the type of
# the text, and such a text has none yet. Contains and StartsWith on the same text are translated, and for PostgreSQL IndexOf is, too. The error names neither the method nor the column.
# Runs without a database. Ends with 1 when it is different.
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
using Microsoft.EntityFrameworkCore;

string Of(string engine, string what, Func<IQueryable<Visit>, IQueryable<Visit>> query)
{
    var options = new DbContextOptionsBuilder();
    using var db = new Visits((engine == "SqlServer" ? options.UseSqlServer("Server=nowhere") : options.UseNpgsql("Host=nowhere")).Options);
    string answer;
    try
    {
        answer = query(db.Set<Visit>()).ToQueryString().Length > 0 ? "translated" : "nothing";
    }
    catch (Exception error)
    {
        answer = error.GetType().Name;
    }

    Console.WriteLine($"{engine}, {what}: {answer}");
    return answer;
}

string[] seen =
[
    .. from engine in new[] { "SqlServer", "PostgreSql" }
       from one in new (string What, Func<IQueryable<Visit>, IQueryable<Visit>> Query)[]
       {
           ("IndexOf on an enum's text", rows => rows.Where(row => row.State.ToString().IndexOf("e") > 0)),
           ("IndexOf on a chosen text", rows => rows.Where(row => (row.State == State.Here ? "here" : "away").IndexOf("e") > 0)),
           ("Contains on an enum's text", rows => rows.Where(row => row.State.ToString().Contains("e"))),
       }
       select Of(engine, one.What, one.Query),
];
return string.Join(' ', seen) == "NullReferenceException NullReferenceException translated translated translated translated" ? 0 : 1;

enum State { Here, Away }

class Visit { public int Id { get; set; } public State State { get; set; } }

class Visits(DbContextOptions options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Visit>().Property(visit => visit.State).HasConversion<string>();
}
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: TypedTexts in src/Courses.Platform/Database/SqlServer.cs may go."; exit 1; }
