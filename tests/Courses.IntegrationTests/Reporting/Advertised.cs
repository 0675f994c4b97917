using System.Xml.Linq;

namespace Courses.IntegrationTests.Reporting;

/// <summary>For every set and property of a <c>$metadata</c>, the queries that clients make of what it advertises.</summary>
internal static class Advertised
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    public static IReadOnlyList<(string Set, IReadOnlyList<string> Queries)> In(string metadata)
    {
        var csdl = XDocument.Parse(metadata);
        var types = csdl.Descendants(Edm + "EntityType").ToDictionary(type => type.Attribute("Name")!.Value);
        return [.. csdl.Descendants(Edm + "EntitySet").Select(set => (
            set.Attribute("Name")!.Value,
            (IReadOnlyList<string>)[.. types[set.Attribute("EntityType")!.Value.Split('.')[1]].Elements(Edm + "Property")
                .SelectMany(property => Queries(property.Attribute("Name")!.Value, property.Attribute("Type")!.Value))]))];
    }

    private static IEnumerable<string> Queries(string property, string type)
    {
        string[] filters =
        [
            $"{property} eq null or {property} eq {Literal(type)}",
            $"{property} ne null and {property} in ({Literal(type)})",
            .. type is "Edm.Boolean" or "Edm.Guid" ? Array.Empty<string>() : [$"{property} ge {Literal(type)} or {property} lt {Literal(type)}"],
            .. Functions(property, type),
        ];
        return filters.Select(filter => $"$top=2&$orderby={property} desc&$select={property}&$filter={Uri.EscapeDataString(filter)}");
    }

    private static string[] Functions(string property, string type) => type switch
    {
        "Edm.String" =>
        [
            $"contains({property},'a_%') or startswith({property},'a') or endswith({property},'a')",
            $"length({property}) gt 2 and indexof({property},'a') ge 0 and substring({property},1) eq 'x' and substring({property},1,2) eq 'x'",
            $"tolower({property}) eq 'x' or toupper({property}) eq 'X' or trim({property}) eq 'x' or concat({property},'x') eq 'xx'",
        ],
        "Edm.Date" => [$"year({property}) eq 2026 and month({property}) gt 0 and day({property}) lt 32"],
        "Edm.DateTimeOffset" =>
        [
            $"year({property}) eq 2026 and month({property}) gt 0 and day({property}) lt 32 and hour({property}) ge 0 and minute({property}) ge 0 and second({property}) ge 0",
            $"date({property}) le 2030-01-01",
            $"time({property}) ge 00:00:00",
            $"{property} le now()",
        ],
        "Edm.Int32" or "Edm.Int64" =>
        [
            $"{property} add 1 gt 0 and {property} sub 1 lt 5 and {property} mul 2 ge 0 and {property} div 2 ge 0 and {property} mod 2 eq 0 and -{property} le 0",
            $"round({property}) ge 0 or cast({property},Edm.String) eq '1'",
        ],
        "Edm.Decimal" or "Edm.Double" => [$"round({property}) ge 0 and floor({property}) ge 0 and ceiling({property}) ge 0"],
        _ => [],
    };

    private static string Literal(string type) => type switch
    {
        "Edm.String" => "'x'",
        "Edm.Guid" => "00000003-0000-0000-0000-000000000000",
        "Edm.Date" => "2026-01-01",
        "Edm.DateTimeOffset" => "2026-01-01T00:00:00Z",
        "Edm.Boolean" => "true",
        "Edm.Decimal" => "1.5",
        _ => "1",
    };
}
