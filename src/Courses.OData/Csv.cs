namespace Courses.OData;

/// <summary>RFC 4180 lines that a spreadsheet opens without running anything in them.</summary>
internal static class Csv
{
    public static async Task Write(TextWriter text, IEnumerable<object?> values)
    {
        var first = true;
        foreach (var value in values)
        {
            if (!first)
            {
                await text.WriteAsync(',');
            }

            first = false;
            await text.WriteAsync(Field(value));
        }

        await text.WriteAsync("\r\n");
    }

    public static string Field(object? value)
    {
        var text = Column.Text(value);
        // Numbers may start with a minus; a text that does is taken for a formula.
        if (value is string or System.Collections.IEnumerable && text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..])
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
