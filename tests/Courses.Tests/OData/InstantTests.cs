using System.Globalization;
using System.Text;
using System.Text.Json;
using Courses.OData;

namespace Courses.Tests.OData;

/// <summary>An instant stands in JSON as it does in addresses and in CSV.</summary>
public sealed class InstantTests
{
    [Theory]
    [InlineData("2026-11-30T08:06:43Z")]
    [InlineData("2026-11-30T08:06:43.5Z")]
    [InlineData("2026-11-30T08:06:43.1234567Z")]
    [InlineData("2026-11-30T08:06:43.0001Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-07-14T16:00:00+02:00")]
    [InlineData("2026-07-14T16:00:00.25-09:30")]
    public void Json_and_text_agree(string written)
    {
        var instant = DateTimeOffset.Parse(written, CultureInfo.InvariantCulture);
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            new Column("At", typeof(DateTimeOffset)).WriteJson(json, instant, largeNumbersAsText: false);
        }

        Assert.Equal(written, JsonSerializer.Deserialize<string>(Encoding.UTF8.GetString(body.ToArray())));
        Assert.Equal(written, Column.Text(instant));
    }
}
