using System.Security.Cryptography;
using Courses.Platform.Chain;

namespace Courses.Tests.Chain;

public sealed class RowTextTests
{
    [Fact]
    public void A_row_is_written_as_anybody_could_write_it()
    {
        var row = new RowText();
        row.Begin("facts");
        row.Add("id"u8, new Guid("0199A2B3-0000-7000-8000-0123456789AB"));
        row.Add("kind"u8, "Late");
        row.Add("minutes"u8, -15L);
        row.Add("at"u8, new DateTimeOffset(2026, 11, 27, 14, 30, 5, TimeSpan.FromHours(2)).AddTicks(1_234_567));
        row.Add("shown"u8, true);
        row.Add("note"u8, "a\\b\nc\rд");
        row.Add("file"u8, [1, 2, 3]);
        var text = $"facts\nid 0199a2b3-0000-7000-8000-0123456789ab\nkind Late\nminutes -15\nat 2026-11-27T12:30:05.1234567Z\nshown true\nnote a\\\\b\\nc\\rд\nfile {Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]))}\n";
        Assert.Equal(text, row.Text);
        Assert.Equal(RowText.LeafOf(text), row.Leaf());
    }

    /// <summary>Nobody can move a letter from one column into the next.</summary>
    [Fact]
    public void Different_rows_have_different_texts()
    {
        string[] texts =
        [
            Of(("a", "x\nb y")), Of(("a", "x"), ("b", "y")), Of(("a", "x\\nb y")), Of(("a", "x"), ("b", "")), Of(("a", "x")), Of(("a", ""), ("b", "x")), Of(("a b", "x")), Of(("a", "b x")),
        ];

        // Names of columns hold no blank, so the last two cannot meet.
        Assert.Equal(7, texts.Distinct(StringComparer.Ordinal).Count());

        static string Of(params (string Name, string Value)[] columns)
        {
            var row = new RowText();
            row.Begin("s");
            foreach (var (name, value) in columns)
            {
                row.Add(System.Text.Encoding.UTF8.GetBytes(name), value);
            }

            return row.Text;
        }
    }

    [Fact]
    public void A_row_that_is_written_after_a_longer_one_has_nothing_of_it()
    {
        var row = new RowText();
        row.Begin("s");
        row.Add("a"u8, new string('x', 10_000));
        row.Begin("s");
        Assert.Equal("s\n", row.Text);
        Assert.Equal(RowText.LeafOf("s\n"), row.Leaf());
    }
}
