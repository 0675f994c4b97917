using System.Text.Json;
using System.Xml.Linq;

namespace Courses.Tests.OData;

public sealed class ODataTests
{
    [Theory]
    [InlineData("Pages eq 30", "3")]
    [InlineData("Pages ne 30 and Pages lt 50", "1,2,4")]
    [InlineData("Pages gt 230", "24,25")]
    [InlineData("Pages ge 240 or Pages le 10", "1,24,25")]
    [InlineData("not (Pages gt 20)", "1,2")]
    [InlineData("(Pages add 5) mul 2 eq 30", "1")]
    [InlineData("Pages div 20 eq 2", "4,5")]
    [InlineData("Pages mod 100 eq 50", "5,15,25")]
    [InlineData("Pages sub 10 eq 0", "1")]
    [InlineData("-Pages eq -20", "2")]
    [InlineData("Pages in (10,30,999)", "1,3")]
    [InlineData("Title in ('Book B 1','nothing')", "1")]
    [InlineData("Id in (00000001-0000-0000-0000-000000000000,00000002-0000-0000-0000-000000000000)", "1,2")]
    [InlineData("Copies in (1,2)", "1,2")]
    [InlineData("Id eq 00000003-0000-0000-0000-000000000000", "3")]
    [InlineData("Copies eq null", "4,8,12,16,20,24")]
    [InlineData("Copies ne null and Copies lt 3", "1,2")]
    [InlineData("Subtitle eq null and Pages lt 70", "3,6")]
    [InlineData("contains(Title,'B 1')", "1,11,16")]
    [InlineData("contains(Subtitle,'2') and Pages lt 100", "2")]
    [InlineData("startswith(Title,'Book E') and endswith(Title,'4')", "4,14,24")]
    [InlineData("length(Subtitle) eq 6 and Pages lt 40", "1,2")]
    [InlineData("indexof(Title,'A') eq 5", "5,10,15,20,25")]
    [InlineData("substring(Title,5) eq 'B 1'", "1")]
    [InlineData("substring(Title,5,1) eq 'A'", "5,10,15,20,25")]
    [InlineData("tolower(Title) eq 'book b 1'", "1")]
    [InlineData("toupper(Title) eq 'BOOK B 1'", "1")]
    [InlineData("trim(concat(Title,'  ')) eq 'Book B 1'", "1")]
    [InlineData("concat(concat(Title,'-'),Subtitle) eq 'Book B 1-sub, 1'", "1")]
    [InlineData("Title gt 'Book E'", "4,9,14,19,24")]
    [InlineData("year(Printed) eq 2020 and month(Printed) eq 1", "12,24")]
    [InlineData("day(Added) eq 9", "9")]
    [InlineData("hour(Added) eq 10 and minute(Added) eq 12 and second(Added) eq 0", "12")]
    [InlineData("date(Added) eq 2026-01-05", "5")]
    [InlineData("time(Added) eq 10:06:00", "6")]
    [InlineData("year(Returned) eq 2026 and day(Returned) eq 4", "4")]
    [InlineData("Added gt 2026-01-24T00:00:00Z", "24,25")]
    [InlineData("Added ge now() and Added lt 2026-01-22T00:00:00Z", "20,21")]
    [InlineData("Added lt 2026-01-02T12:10:00%2B02:00", "1,2")]
    [InlineData("Added lt maxdatetime() and Added gt mindatetime() and Pages eq 10", "1")]
    [InlineData("Printed gt 2022-12-01", "11,23")]
    [InlineData("Opens lt 08:03:00", "1,2")]
    [InlineData("Reading eq duration'PT3M'", "3")]
    [InlineData("round(PriceEur) eq 2", "1")]
    [InlineData("round(Copies div 2.0) eq 3", "5,6")]
    [InlineData("round(-PriceEur) eq -2", "1")]
    [InlineData("floor(Weight) eq 1", "3,4,5")]
    [InlineData("ceiling(Weight) eq 1", "1,2,3")]
    [InlineData("PriceEur gt 24.5", "25")]
    [InlineData("Weight lt 0.5", "1")]
    [InlineData("Sold eq 9007199254740994", "1")]
    [InlineData("Lent and Pages lt 50", "2,4")]
    [InlineData("Lent eq false and Pages lt 50", "1,3")]
    [InlineData("not Lent and Pages lt 50", "1,3")]
    [InlineData("cast(Pages,Edm.String) eq '30'", "3")]
    [InlineData("Tags/any(t:t eq 'red') and Pages lt 50", "2,4")]
    [InlineData("Tags/all(t:startswith(t,'n')) and Pages lt 40", "1,3")]
    [InlineData("Tags/any() and Pages eq 10", "1")]
    [InlineData("Tags/$count eq 2 and Pages lt 50", "2,4")]
    [InlineData("null eq null and Pages eq 10", "1")]
    [InlineData("contains(Title,null)", "")]
    [InlineData("Pages eq @p", "4")]
    public async Task Filters(string filter, string expected)
    {
        var address = $"/Books?$filter={Uri.EscapeDataString(filter.Replace("%2B", "+", StringComparison.Ordinal))}&@p=40&$orderby=Pages";
        var rows = (await Shelf.Page(address, ("Prefer", "odata.maxpagesize=20"))).GetProperty("value").EnumerateArray().Select(book => book.GetProperty("Pages").GetInt32() / 10);
        Assert.Equal(expected, string.Join(',', rows));
    }

    [Theory]
    [InlineData("Pages desc", "250,240,230")]
    [InlineData("Lent,Pages", "10,30,50")]
    [InlineData("Lent desc,Pages desc", "240,220,200")]
    [InlineData("Copies,Pages desc", "240,200,160")]
    [InlineData("Copies desc", "250,230,220")]
    [InlineData("length(Title),Pages", "10,20,30")]
    [InlineData("Id desc", "250,240,230")]
    public async Task Orders_with_null_first(string orderBy, string expected)
    {
        var rows = (await Shelf.Page($"/Books?$top=3&$select=Pages&$orderby={Uri.EscapeDataString(orderBy)}")).GetProperty("value").EnumerateArray();
        Assert.Equal(expected, string.Join(',', rows.Select(book => book.GetProperty("Pages").GetInt32())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&$orderby=Subtitle")]
    [InlineData("&$orderby=Subtitle desc,Copies")]
    [InlineData("&$orderby=Copies desc,Lent")]
    [InlineData("&$orderby=Lent,Title desc")]
    [InlineData("&$orderby=Returned,Opens desc")]
    [InlineData("&$orderby=Reading desc")]
    [InlineData("&$orderby=year(Printed) desc,Weight")]
    [InlineData("&$orderby=Printed,PriceEur desc&$filter=Pages gt 20")]
    [InlineData("&$top=17")]
    [InlineData("&$skip=3&$top=11")]
    [InlineData("&$orderby=1")]
    public async Task Pages_follow_each_other_without_a_gap_or_a_repeat(string options)
    {
        var whole = await Shelf.Page($"/Books?$select=Id{options}", ("Prefer", "odata.maxpagesize=20"));
        var expected = Ids(whole);
        if (whole.TryGetProperty("@odata.nextLink", out var rest))
        {
            expected = [.. expected, .. Ids(await Shelf.Page(Local(rest), ("Prefer", "odata.maxpagesize=20")))];
        }

        List<string> found = [];
        for (var next = $"/Books?$select=Id{options}"; next is not null;)
        {
            var page = await Shelf.Page(next, ("Prefer", "odata.maxpagesize=4"));
            found.AddRange(Ids(page));
            next = page.TryGetProperty("@odata.nextLink", out var link) ? Local(link) : null;
        }

        Assert.Equal(expected, found);
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Fact]
    public async Task A_row_added_between_pages_moves_no_other()
    {
        var first = await Shelf.Page("/Books?$select=Pages&$orderby=Pages&$top=20", ("Prefer", "odata.maxpagesize=5"));
        Shelf.Books.Insert(0, Shelf.Books[0] with { Id = Guid.NewGuid(), Pages = 5 });
        try
        {
            var second = await Shelf.Page(Local(first.GetProperty("@odata.nextLink")), ("Prefer", "odata.maxpagesize=5"));
            Assert.Equal(60, second.GetProperty("value")[0].GetProperty("Pages").GetInt32());
        }
        finally
        {
            Shelf.Books.RemoveAt(0);
        }
    }

    [Fact]
    public async Task Counts()
    {
        Assert.Equal("25", (await Shelf.Get("/Books/$count")).Body);
        Assert.Equal("2", (await Shelf.Get("/Books/$count?$filter=Pages lt 30")).Body);
        var page = await Shelf.Page("/Books?$count=true&$top=1&$filter=Pages gt 50");
        Assert.Equal(20, page.GetProperty("@odata.count").GetInt64());
        Assert.Equal(1, page.GetProperty("value").GetArrayLength());
        Assert.False(page.TryGetProperty("@odata.nextLink", out _));
        Assert.Equal(0, (await Shelf.Page("/Books?$top=0")).GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task Finds_a_row_by_its_key_and_its_properties()
    {
        var book = await Shelf.Page("/Books(00000003-0000-0000-0000-000000000000)?$select=Title,Subtitle");
        Assert.Equal("http://shelf.test/odata/$metadata#Books(Title,Subtitle)/$entity", book.GetProperty("@odata.context").GetString());
        Assert.Equal("Book D 3", book.GetProperty("Title").GetString());
        Assert.Equal("Book D 3", (await Shelf.Page("/Books(Id=00000003-0000-0000-0000-000000000000)/Title")).GetProperty("value").GetString());
        Assert.Equal("Book D 3", (await Shelf.Get("/Books(00000003-0000-0000-0000-000000000000)/Title/$value")).Body);
        Assert.Equal(204, (await Shelf.Get("/Books(00000003-0000-0000-0000-000000000000)/Subtitle")).Status);
        Assert.Equal("O'Neil", (await Shelf.Get("/Loans(BookId=00000003-0000-0000-0000-000000000000,Day=2020-04-04)/Reader/$value")).Body);
        Assert.Equal(404, (await Shelf.Get("/Books(00000099-0000-0000-0000-000000000000)")).Status);
        Assert.Equal(404, (await Shelf.Get("/Books(00000099-0000-0000-0000-000000000000)/Title")).Status);
    }

    [Theory]
    [InlineData("/Nothing", 404)]
    [InlineData("/Hidden", 404)]
    [InlineData("/Books(1)", 400)]
    [InlineData("/Books/Title", 400)]
    [InlineData("/Books(00000003-0000-0000-0000-000000000000)/Nothing", 404)]
    [InlineData("/Books?$filter=Secret eq 'secret 3'", 400)]
    [InlineData("/Books?$orderby=Secret", 400)]
    [InlineData("/Books?$select=Secret", 400)]
    [InlineData("/Books(00000003-0000-0000-0000-000000000000)/Secret", 404)]
    [InlineData("/Books?$filter=Pages", 400)]
    [InlineData("/Books?$filter=Title eq", 400)]
    [InlineData("/Books?$filter=Pages eq 'x'", 400)]
    [InlineData("/Books?$filter=1 div 0 eq 1", 400)]
    [InlineData("/Books?$filter=Pages div 0 eq 1", 400)]
    [InlineData("/Books?$top=-1", 400)]
    [InlineData("/Books?$top=x", 400)]
    [InlineData("/Books?$skip=99999999999", 400)]
    [InlineData("/Books?$top=1&$top=2", 400)]
    [InlineData("/Books?$nonsense=1", 400)]
    [InlineData("/Books?$skiptoken=abc", 400)]
    [InlineData("/Books?$skiptoken=W10", 400)]
    [InlineData("/Books?$orderby=Tags", 400)]
    [InlineData("/Books?$expand=Readers", 400)]
    [InlineData("/Books?$format=atom", 406)]
    [InlineData("/$batch", 405)]
    public async Task Refuses_with_an_error_body(string address, int status)
    {
        var reply = await Shelf.Get(address);
        Assert.True(reply.Status == status, $"{reply.Status} {reply.Body}");
        var error = JsonDocument.Parse(reply.Body).RootElement.GetProperty("error");
        Assert.NotEmpty(error.GetProperty("code").GetString()!);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal("4.0", reply.Headers["OData-Version"]);
    }

    [Fact]
    public async Task A_hidden_column_is_answered_like_an_unknown_one()
    {
        var hidden = (await Shelf.Get("/Books?$filter=Secret eq 'x'")).Body;
        var unknown = (await Shelf.Get("/Books?$filter=Sesame eq 'x'")).Body;
        Assert.Equal(unknown.Replace("Sesame", "Secret", StringComparison.Ordinal), hidden);
        Assert.DoesNotContain("Secret", (await Shelf.Get("/$metadata")).Body, StringComparison.Ordinal);
        Assert.Contains("Secret", (await Shelf.Get("/$metadata", ("X-Secret", "1"))).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await Shelf.Page("/Books?$filter=Secret eq 'secret 3'", ("X-Secret", "1"))).GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task Limits_are_named_when_they_are_passed()
    {
        var many = string.Join(" or ", Enumerable.Range(0, 1_500).Select(i => $"Pages eq {i}"));
        Assert.Equal(20, (await Shelf.Page($"/Books?$filter={many}", ("Prefer", "odata.maxpagesize=20"))).GetProperty("value").GetArrayLength());
        Assert.Equal(400, (await Shelf.Get($"/Books?$filter={new string('(', 3000)}1 eq 1{new string(')', 3000)}")).Status);
        Assert.Contains("query-too-complex", (await Shelf.Get($"/Books?$filter=Pages in ({string.Join(',', Enumerable.Range(0, 10_001))})")).Body, StringComparison.Ordinal);
        var page = await Shelf.Get("/Books", ("Prefer", "odata.maxpagesize=5000"));
        Assert.Equal("odata.maxpagesize=20", page.Headers["Preference-Applied"]);
    }

    [Fact]
    public async Task Metadata_is_official_csdl_and_says_what_is_not_supported()
    {
        var reply = await Shelf.Get("/$metadata");
        Assert.StartsWith("application/xml", reply.Headers.ContentType.ToString(), StringComparison.Ordinal);
        var csdl = XDocument.Parse(reply.Body);
        Assert.Equal("4.0", csdl.Root!.Attribute("Version")!.Value);
        XNamespace edm = "http://docs.oasis-open.org/odata/ns/edm";
        var book = csdl.Descendants(edm + "EntityType").Single(type => type.Attribute("Name")!.Value == "Book");
        Assert.Equal("Edm.Decimal", book.Elements(edm + "Property").Single(property => property.Attribute("Name")!.Value == "PriceEur").Attribute("Type")!.Value);
        Assert.Contains("SearchRestrictions\"", reply.Body, StringComparison.Ordinal);
        Assert.Contains("ApplySupported\"", reply.Body, StringComparison.Ordinal);
        Assert.Contains("FilterFunctions", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_document_lists_the_sets()
    {
        var sets = (await Shelf.Page("")).GetProperty("value").EnumerateArray().Select(set => set.GetProperty("name").GetString());
        Assert.Equal(["Books", "Loans"], sets);
    }

    [Fact]
    public async Task Json_comes_with_the_metadata_that_was_asked_for()
    {
        var none = await Shelf.Page("/Books?$top=1", ("Accept", "application/json;odata.metadata=none"));
        Assert.False(none.TryGetProperty("@odata.context", out _));
        var full = (await Shelf.Page("/Books?$top=1&$format=application/json;odata.metadata=full")).GetProperty("value")[0];
        Assert.Equal("#Shelf.Book", full.GetProperty("@odata.type").GetString());
        Assert.Equal("#Guid", full.GetProperty("Id@odata.type").GetString());
        Assert.Equal("Books(00000001-0000-0000-0000-000000000000)", full.GetProperty("@odata.id").GetString());
        var text = (await Shelf.Page("/Books?$top=1", ("Accept", "application/json;IEEE754Compatible=true"))).GetProperty("value")[0];
        Assert.Equal("9007199254740994", text.GetProperty("Sold").GetString());
        var powerQuery = await Shelf.Get("/Books?$top=1", ("Accept", "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7"));
        Assert.Equal(200, powerQuery.Status);
        Assert.Equal(406, (await Shelf.Get("/Books", ("Accept", "application/atom+xml"))).Status);
    }

    [Fact]
    public async Task Csv_holds_all_rows_and_runs_nothing_in_a_spreadsheet()
    {
        var reply = await Shelf.Get("/Books?$format=csv&$select=Title,Subtitle,Pages&$orderby=Pages");
        var lines = reply.Body.TrimStart('\uFEFF').TrimEnd().Split("\r\n");
        Assert.Equal("Title,Subtitle,Pages", lines[0]);
        Assert.Equal(26, lines.Length);
        Assert.Equal("Book B 1,\"sub, 1\",10", lines[1]);
        Assert.Equal("\"'=HYPERLINK(\"\"http://evil\"\")\",\"sub, 7\",70", lines[7]);
        Assert.Equal(23, (await Shelf.Get("/Books?$top=22&$format=csv")).Body.TrimEnd().Split("\r\n").Length);
    }

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("Id").GetString()!)];

    private static string Local(JsonElement link) => link.GetString()!["http://shelf.test/odata".Length..];
}
