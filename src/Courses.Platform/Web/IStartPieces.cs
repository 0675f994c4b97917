namespace Courses.Platform.Web;

/// <summary>What a module puts on the start pages of those who work here: what waits for the reader, and numbers that they look at. Only what is the reader's own.</summary>
public interface IStartPieces
{
    /// <summary>Asked each time a start page is shown, so each number is one quick question.</summary>
    Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel);

    /// <summary>Charts below them, each with its numbers as a table; a chart without lines is not shown.</summary>
    Task<IReadOnlyList<StartChart>> Charts(CancellationToken cancel) => Task.FromResult<IReadOnlyList<StartChart>>([]);
}

/// <summary>One number on a start page, and where what it counts stands row by row.</summary>
/// <param name="TextKey">Its words; {0} is the number, for the noun to bend.</param>
/// <param name="Number">How many.</param>
/// <param name="Address">Where they are.</param>
/// <param name="Icon">The picture beside it.</param>
/// <param name="Waits">Whether somebody must do something; otherwise it is only good to know.</param>
public sealed record StartPiece(string TextKey, long Number, string Address, string Icon, bool Waits = true);

/// <summary>Parts of a hundred, as bars and as a table.</summary>
/// <param name="TitleKey">The words above it.</param>
/// <param name="HintKey">What is counted, in words.</param>
/// <param name="ColumnKeys">The words above the table's columns, that of the names first.</param>
/// <param name="Lines">In the order in which they are shown.</param>
/// <param name="IsOverTime">Whether the bars stand side by side, the oldest first; otherwise below each other.</param>
public sealed record StartChart(string TitleKey, string HintKey, IReadOnlyList<string> ColumnKeys, IReadOnlyList<StartLine> Lines, bool IsOverTime = false);

/// <summary>One bar of a chart, and its line of the table.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Bar">As the chart has it; its size is of 100.</param>
/// <param name="Numbers">What stands in the other columns.</param>
/// <param name="Address">Where it opens; null for nowhere.</param>
public sealed record StartLine(string Name, Bar Bar, IReadOnlyList<string> Numbers, string? Address = null);
