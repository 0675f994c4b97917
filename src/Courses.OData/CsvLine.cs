using System.Buffers;

namespace Courses.OData;

/// <summary>Lines of CSV (RFC 4180) that a spreadsheet opens without running anything in them: a text that looks like a formula gets an apostrophe before it.</summary>
public static class CsvLine
{
    /// <summary>A field with either separator is quoted whichever the file has: programs guess it.</summary>
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n");

    /// <summary>Writes one line. Values are written as OData writes them: invariant numbers, ISO dates.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="values">The fields; null is an empty field.</param>
    /// <param name="separator">What stands between two fields: a comma, or a semicolon for who opens the file with two clicks where the comma is a decimal one.</param>
    /// <returns>When the line is written.</returns>
    public static async Task Write(TextWriter text, IEnumerable<object?> values, char separator = ',')
    {
        var first = true;
        foreach (var value in values)
        {
            if (!first)
            {
                await text.WriteAsync(separator);
            }

            first = false;
            await text.WriteAsync(Field(value));
        }

        await text.WriteAsync("\r\n");
    }

    internal static string Field(object? value)
    {
        var text = Column.Text(value);
        // Numbers may start with a minus; a text that does is taken for a formula.
        if (value is string or System.Collections.IEnumerable && (text is ['\t' or '\r' or '\n', ..] || text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@', ..]))
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(Quoted) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
