using System.Text;
using System.Text.Json;
using Courses.OData;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Tests.OData;

/// <summary>A small service on rows in memory: what a library over IQueryable must do without any database.</summary>
internal static class Shelf
{
    private static readonly IServiceProvider Services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new Clock()).BuildServiceProvider();

    public static List<Book> Books { get; } =
    [
        .. Enumerable.Range(1, 25).Select(i => new Book
        {
            Id = new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
            Title = i == 7 ? "=HYPERLINK(\"http://evil\")" : $"Book {(char)('A' + (i % 5))} {i}",
            Subtitle = i % 3 == 0 ? null : $"sub, {i}",
            Pages = i * 10,
            Copies = i % 4 == 0 ? null : i,
            PriceEur = i + 0.5m,
            Weight = i / 3.0,
            Sold = 9_007_199_254_740_993 + i,
            Lent = i % 2 == 0,
            Printed = new DateOnly(2020 + (i % 3), 1 + (i % 12), 1 + i),
            Opens = new TimeOnly(8, i),
            Added = new DateTimeOffset(2026, 1, i, 10, i, 0, TimeSpan.Zero),
            Returned = i % 5 == 0 ? null : new DateTimeOffset(2026, 2, i, 0, 0, 0, TimeSpan.Zero),
            Reading = TimeSpan.FromMinutes(i),
            Tags = i % 2 == 0 ? ["old", "red"] : ["new"],
            Secret = $"secret {i}",
        }),
    ];

    public static ODataService Service { get; } = new ODataService("Shelf") { Limits = new() { PageSize = 10, MaxPageSize = 20 } }
        .Add("Books", row => row.Id, _ => Books.AsQueryable(), http => http.Request.Headers.ContainsKey("X-Secret") ? null : [.. typeof(Book).GetProperties().Select(property => property.Name).Where(name => name != "Secret")])
        .Add("Loans", row => new { row.BookId, row.Day }, _ => Books.Select(book => new Loan { BookId = book.Id, Day = book.Printed, Reader = "O'Neil" }).AsQueryable())
        .Add("Hidden", row => row.BookId, _ => Array.Empty<Loan2>().AsQueryable(), visible: _ => false)
        .Link<Loan, Book>("Book", row => row.BookId, book => book.Id, "Loans");

    public static async Task<Reply> Get(string address, params (string Name, string Value)[] headers)
    {
        var body = new MemoryStream();
        var response = await Answer(Service, body, address, headers);
        return new(response.StatusCode, response.Headers, Encoding.UTF8.GetString(body.ToArray()));
    }

    public static async Task<HttpResponse> Answer(ODataService service, Stream body, string address, params (string Name, string Value)[] headers)
    {
        var parts = address.Split('?', 2);
        var http = new DefaultHttpContext { RequestServices = Services };
        http.Request.Method = "GET";
        http.Request.Scheme = "http";
        http.Request.Host = new("shelf.test");
        http.Request.Path = "/odata" + Uri.UnescapeDataString(parts[0]);
        http.Request.QueryString = new(parts.Length > 1 ? "?" + parts[1] : "");
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        http.Response.Body = body;
        await new ODataRequest(service, "/odata", http).Answer();
        await http.Response.BodyWriter.FlushAsync();
        return http.Response;
    }

    /// <summary>The rows of one page; the reply stands in the message when it is not one.</summary>
    public static async Task<JsonElement> Page(string address, params (string Name, string Value)[] headers)
    {
        var reply = await Get(address, headers);
        Assert.True(reply.Status == 200, $"{address}: {reply.Status} {reply.Body}");
        return JsonDocument.Parse(reply.Body).RootElement;
    }

    public static async Task<int[]> Pages(string filter) =>
        [.. (await Page($"/Books?$filter={Uri.EscapeDataString(filter)}", ("Prefer", "odata.maxpagesize=20"))).GetProperty("value").EnumerateArray().Select(book => book.GetProperty("Pages").GetInt32() / 10)];

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
    }
}

internal sealed record Reply(int Status, IHeaderDictionary Headers, string Body);

internal sealed record Book
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required string? Subtitle { get; init; }

    public required int Pages { get; init; }

    public required int? Copies { get; init; }

    public required decimal PriceEur { get; init; }

    public required double Weight { get; init; }

    public required long Sold { get; init; }

    public required bool Lent { get; init; }

    public required DateOnly Printed { get; init; }

    public required TimeOnly Opens { get; init; }

    public required DateTimeOffset Added { get; init; }

    public required DateTimeOffset? Returned { get; init; }

    public required TimeSpan Reading { get; init; }

    public required List<string> Tags { get; init; }

    public required string Secret { get; init; }
}

internal sealed record Loan
{
    public required Guid BookId { get; init; }

    public required DateOnly Day { get; init; }

    public required string Reader { get; init; }
}

internal sealed record Loan2
{
    public required Guid BookId { get; init; }
}
