using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

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
