namespace Courses.Platform.Web;

/// <summary>What a module puts on the start pages of those who work here: what waits for the reader, and numbers that they look at. Only what is the reader's own.</summary>
public interface IStartPieces
{
    /// <summary>Asked each time a start page is shown, so each number is one quick question.</summary>
    Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel);
}

/// <summary>One number on a start page, and where what it counts stands row by row.</summary>
/// <param name="TextKey">Its words; {0} is the number, for the noun to bend.</param>
/// <param name="Number">How many.</param>
/// <param name="Address">Where they are.</param>
/// <param name="Icon">The picture beside it.</param>
/// <param name="Waits">Whether somebody must do something; otherwise it is only good to know.</param>
public sealed record StartPiece(string TextKey, long Number, string Address, string Icon, bool Waits = true);
