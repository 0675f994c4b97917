using Courses.OData;

namespace Courses.Tests.OData;

/// <summary>A connection that is lost before the first row has come is nobody's concern: the query is opened again.</summary>
public sealed class OpeningTests
{
    private int opened;

    [Fact]
    public async Task What_is_lost_before_the_first_row_is_opened_again()
    {
        var service = new ODataService("Shelf") { Open = async (_, open) => await (await Record.ExceptionAsync(open) is null ? Task.CompletedTask : open()) };
        var body = new MemoryStream();
        Assert.Equal(200, (await Shelf.Answer(service.Add("Books", row => row.Id, _ => LostAtFirst().AsQueryable()), body, "/Books")).StatusCode);
        Assert.Equal((2, Shelf.Books.Count), (opened, System.Text.Json.JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("value").GetArrayLength()));
    }

    [Fact]
    public async Task Without_that_it_is_lost() =>
        await Assert.ThrowsAsync<IOException>(() => Shelf.Answer(new ODataService("Shelf").Add("Books", row => row.Id, _ => LostAtFirst().AsQueryable()), new MemoryStream(), "/Books"));

    private IEnumerable<Book> LostAtFirst()
    {
        if (++opened == 1)
        {
            throw new IOException("The connection was lost.");
        }

        foreach (var book in Shelf.Books)
        {
            yield return book;
        }
    }
}
