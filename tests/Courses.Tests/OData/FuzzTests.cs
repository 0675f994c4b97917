using System.Globalization;

namespace Courses.Tests.OData;

public sealed class FuzzTests
{
    private static readonly string[] Atoms =
    [
        "Pages", "Title", "Subtitle", "Copies", "PriceEur", "Weight", "Sold", "Lent", "Printed", "Opens", "Added", "Returned", "Reading", "Tags", "Id", "Secret",
        "null", "true", "1", "-1", "0", "2.5", "1e400", "INF", "NaN", "9999999999999999999", "'x'", "''", "'O''Neil'", "2026-01-01", "2026-13-45", "10:00:00", "2026-01-01T00:00:00Z",
        "duration'PT1H'", "00000003-0000-0000-0000-000000000000", "$it", "@p", "now()", "(", ")", ",", "[1]", "{}", "\\", "'", "\u0000", "💥", "%", "/", "Tags/any(t:t eq 'x')", "Tags/all(x:x gt x)",
        "Edm.String", "Edm.Int32", "Shelf.Book", "Loans/any(l:l/Reader eq 'x')", "Loans/$count", "Loans/all(l:l/Book/Pages gt 1)", "Book/Title", "Book/Loans/any()", "$count as N", "Pages with sum as S", "Title with max as M", "Nothing with x.y as Z",
    ];

    private static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le", "and", "or", "add", "sub", "mul", "div", "mod", "in", "has", "not", ","];

    private static readonly string[] Functions =
    [
        "contains", "startswith", "endswith", "length", "indexof", "substring", "tolower", "toupper", "trim", "concat", "year", "month", "day", "hour", "minute", "second",
        "fractionalseconds", "totaloffsetminutes", "totalseconds", "date", "time", "round", "floor", "ceiling", "cast", "isof", "geo.distance", "nothing",
    ];

    private static readonly string[] Steps = ["filter", "groupby", "aggregate", "compute", "concat", "expand", "topcount", "identity", "search"];

    private static readonly string[] Options = ["$filter", "$orderby", "$select", "$top", "$skip", "$count", "$skiptoken", "$format", "$expand", "$apply", "$compute", "$search", "@p", "custom"];

    private static readonly string[] Paths = ["/Books", "/Books/$count", "/Books(00000003-0000-0000-0000-000000000000)", "/Loans", "", "/$metadata", "/Books(1)", "/Books(00000003-0000-0000-0000-000000000000)/Loans", "/Books(00000003-0000-0000-0000-000000000000)/Loans/$count", "/Loans(BookId=00000003-0000-0000-0000-000000000000,Day=2020-04-04)/Book/Title", "/Books('", "/Books()", "/Books/$value", "/Books/$ref", "/Loans(BookId=1)"];

    [Fact]
    public async Task No_address_is_answered_with_a_fault_of_the_server()
    {
        // tools/bench odata --fuzz asks for more.
        var count = int.Parse(Environment.GetEnvironmentVariable("COURSES_FUZZ") ?? "6000", CultureInfo.InvariantCulture);
        var random = new Random(42);
        for (var i = 0; i < count; i++)
        {
            var path = random.Next(4) > 0 ? "/Books" : Paths[random.Next(Paths.Length)];
            var options = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2) == 0 ? "$filter" : Options[random.Next(Options.Length)]).Distinct();
            var address = $"{path}?{string.Join('&', options.Select(option => $"{option}={Uri.EscapeDataString(Value(random, option))}"))}";
            Reply reply;
            try
            {
                reply = await Shelf.Get(address);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{address}", error);
            }

            Assert.True(reply.Status is 200 or 204 or 400 or 404 or 405 or 406 or 501, $"{address}: {reply.Status} {reply.Body}");
        }
    }

    private static string Value(Random random, string option) => (option, random.Next(4)) switch
    {
        (_, 0) => Expression(random, 3),
        ("$apply", _) => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Steps[random.Next(Steps.Length)]}({(random.Next(2) == 0 ? $"({Atoms[random.Next(Atoms.Length)]}),aggregate({Expression(random, 1)} with sum as A{random.Next(3)})" : Expression(random, 2))})")),
        ("$compute", _) => $"{Expression(random, 2)} as C{random.Next(3)}",
        ("$expand", _) => $"{(random.Next(2) == 0 ? "Loans" : "Book")}({Options[random.Next(Options.Length)]}={Expression(random, 2)};$expand={(random.Next(2) == 0 ? "Loans" : "Book")})",
        ("$search", _) => random.Next(2) == 0 ? "Book AND NOT x OR \"sub 1\"" : Expression(random, 1),
        _ => Expression(random, 3),
    };

    private static string Expression(Random random, int depth) => (depth == 0 ? 0 : random.Next(6)) switch
    {
        0 or 1 => Atoms[random.Next(Atoms.Length)],
        2 or 3 => $"{Expression(random, depth - 1)} {Operators[random.Next(Operators.Length)]} {Expression(random, depth - 1)}",
        4 => $"({Expression(random, depth - 1)})",
        _ => $"{Functions[random.Next(Functions.Length)]}({string.Join(',', Enumerable.Range(0, random.Next(0, 4)).Select(_ => Expression(random, depth - 1)))})",
    };
}
