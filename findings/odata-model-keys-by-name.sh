#!/usr/bin/env bash
# Microsoft.OData.ModelBuilder 2.0.0, seen on 2026-11-28:
# HasKey(row => new { row.RoomId, row.PersonId }) gives a key whose parts are sorted by their names, PersonId first: the order that was written is lost, and rows that are sorted by their key do not follow
# the index of the database. A part that is the foreign key of an optional navigation becomes nullable in $metadata, which the standard forbids for a key.
# Ends with 1 when either is different.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.OData.ModelBuilder" Version="[2.0.0]" />
    <PackageReference Include="Microsoft.OData.Edm" Version="[8.4.4]" />
  </ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using Microsoft.OData.Edm;
using Microsoft.OData.ModelBuilder;

var builder = new ODataConventionModelBuilder();
builder.EntitySet<Visit>("Visits").EntityType.HasKey(visit => new { visit.RoomId, visit.PersonId });
builder.EntitySet<Person>("People");
var key = builder.GetEdmModel().SchemaElements.OfType<IEdmEntityType>().Single(type => type.Name == nameof(Visit)).Key();
var seen = string.Join(", ", key.Select(part => part.Name + (part.Type.IsNullable ? " (nullable)" : "")));
Console.WriteLine(seen);
return seen == "PersonId (nullable), RoomId" ? 0 : 1;

public class Person { public int Id { get; set; } }

public class Visit { public int RoomId { get; set; } public int PersonId { get; set; } public Person? Person { get; set; } }
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: look at docs/decisions/0009-odata-of-our-own.md."; exit 1; }
