namespace Courses.Platform.Tabular;

/// <summary>What is wrong, by a stable code. The sentences stand under the code (what is wrong) and <c>code.do</c> (what to do), with the details as {0}, {1} ...</summary>
public sealed record Problem(string Code, params object[] Details);

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

/// <summary>One cell, with its text as a person would read it.</summary>
public readonly record struct Cell(string Text, CellKind Kind = CellKind.Text)
{
    public static readonly Cell Empty = new("");

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>The text without the blanks around it, hard and zero-width ones included.</summary>
    public string Trimmed => (Text ?? "").Trim(Blanks);

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n', '\u00a0', '\u2007', '\u202f', '\u200b', '\u200e', '\u200f', '\ufeff'];

    public override string ToString() => Text ?? "";
}

/// <summary>A row under the number that a spreadsheet shows beside it.</summary>
public sealed record TableRow(int Number, IReadOnlyList<Cell> Cells)
{
    public Cell this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : Cell.Empty;

    public bool IsBlank => Cells.All(cell => cell.IsEmpty);
}

/// <summary>How a file is to be read where the reader knows better than the guess. Null leaves it to the guess.</summary>
public sealed record ReadingChoices
{
    public string? Encoding { get; init; }

    public char? Separator { get; init; }

    public string? Sheet { get; init; }

    /// <summary>The number of the row with the headings; 0 when there is none.</summary>
    public int? HeadingRow { get; init; }
}

/// <summary>A file as rows of text, with how it was read.</summary>
public sealed record Table
{
    public required bool IsWorkbook { get; init; }

    /// <summary>The encoding of a text file, by its web name.</summary>
    public string Encoding { get; init; } = "";

    /// <summary>False when another encoding is about as likely: people should look at the names.</summary>
    public bool EncodingIsCertain { get; init; } = true;

    public char Separator { get; init; }

    public string Sheet { get; init; } = "";

    public IReadOnlyList<string> Sheets { get; init; } = [];

    /// <summary>0 when the file has no headings.</summary>
    public int HeadingRow { get; init; }

    public IReadOnlyList<string> Headings { get; init; } = [];

    /// <summary>The rows below the headings; blank ones are left out.</summary>
    public IReadOnlyList<TableRow> Rows { get; init; } = [];

    /// <summary>Rows above the headings, and everything else that concerns the whole file.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>Problems of single rows that reading found, by row number.</summary>
    public IReadOnlyDictionary<int, Problem> RowProblems { get; init; } = new Dictionary<int, Problem>();
}

/// <summary>The file cannot be read at all. The code has its sentences like every <see cref="Problem"/>.</summary>
public sealed class UnreadableFile(string code, params object[] details) : Exception(code)
{
    public Problem Problem { get; } = new(code, details);
}
