using Courses.OData;

namespace Courses.Tests.OData;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;b", "\"a;b\"")]
    [InlineData("a \"b\"", "\"a \"\"b\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\tcmd", "'\tcmd")]
    [InlineData("", "")]
    public async Task A_text_is_what_it_was_and_nothing_that_runs(string text, string expected) => Assert.Equal(expected + "\r\n", await Line(text));

    [Fact]
    public async Task Numbers_are_written_as_they_are() => Assert.Equal("-100.00,7,-3\r\n", await Line(-10_000 * 0.01m, 7, -3));

    [Fact]
    public async Task Lists_may_be_cut_by_semicolons_and_are_quoted_against_both()
    {
        await using var text = new StringWriter();
        await CsvLine.Write(text, ["a;b", "a,b", "a", "=1"], ';');
        Assert.Equal("\"a;b\";\"a,b\";a;'=1\r\n", text.ToString());
    }

    private static async Task<string> Line(params object?[] values)
    {
        await using var text = new StringWriter();
        await CsvLine.Write(text, values);
        return text.ToString();
    }
}
