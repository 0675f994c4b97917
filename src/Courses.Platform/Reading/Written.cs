namespace Courses.Platform.Reading;

/// <summary>What is wrong, by a stable code. The sentences stand under the code (what is wrong) and <c>code.do</c> (what to do), with the details as {0}, {1} ...</summary>
public sealed record Problem(string Code, params object[] Details)
{
    /// <summary>What people wrote, as much of it as a sentence can hold.</summary>
    public static string Short(string text) => text.Length <= 80 ? text : text[..80] + " ...";
}

/// <summary>A value as it was meant, or the problem with it. Neither means that the cell was empty.</summary>
public readonly record struct Parsed<T>(T? Value, Problem? Problem, bool IsEmpty)
    where T : struct
{
    public static Parsed<T> Empty => new(null, null, true);

    public static implicit operator Parsed<T>(T value) => new(value, null, false);

    public static implicit operator Parsed<T>(Problem problem) => new(null, problem, false);
}

public enum CellKind
{
    Text,

    /// <summary>A number of a workbook: its text is invariant.</summary>
    Number,

    /// <summary>A date of a workbook: its text is ISO.</summary>
    Date,

    /// <summary>A time of day of a workbook: its text is HH:mm.</summary>
    Time,

    /// <summary>A formula, or text that a spreadsheet would run as one.</summary>
    Formula,

    /// <summary>An error of a workbook, such as #REF!.</summary>
    Error,
}

/// <summary>What stands in one cell of a list or one field of a form.</summary>
/// <param name="Text">Of a workbook's number the invariant figure, of its dates and times ISO; else what was written.</param>
/// <param name="Kind">What a workbook says it is.</param>
/// <param name="Format">How the workbook shows a number, where that is more than its figure: 007, +43 ...</param>
/// <param name="Since1904">The workbook counts its days from 1904.</param>
public readonly record struct Cell(string Text, CellKind Kind = CellKind.Text, string? Format = null, bool Since1904 = false)
{
    public static readonly Cell Empty = new("");

    /// <summary>As people see it in their spreadsheet: what a number of a class or a telephone is read from.</summary>
    public string Shown => Format ?? Trimmed;

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>The text without the blanks around it, hard and zero-width ones included.</summary>
    public string Trimmed => (Text ?? "").Trim(Blanks);

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '\u00a0', '\u061c', '\u2007', '\u2009', '\u200b', '\u200e', '\u200f', '\u202f', '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff'];

    public override string ToString() => Text ?? "";
}
