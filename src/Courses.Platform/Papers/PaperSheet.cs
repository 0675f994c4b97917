using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Platform.Papers;

/// <summary>A paper as it is read: the same in two languages, with the address at which anybody checks it. The partial <c>_Paper</c> prints it.</summary>
public sealed record PaperSheet
{
    public required string Number { get; init; }

    public required string Address { get; init; }

    public required Func<CultureInfo, string> Title { get; init; }

    public required Func<CultureInfo, string> Text { get; init; }

    public required IReadOnlyList<Language> Languages { get; init; }

    public required IReadOnlyList<SheetFact> Facts { get; init; }

    /// <summary>Then it is worth nothing any more, and nothing else of it is shown.</summary>
    public DateOnly? WithdrawnOn { get; init; }

    /// <summary>The class of its frame: <c>paper</c> for a sheet of A4, <c>card</c> on the phone.</summary>
    public string Frame { get; init; } = "card";
}

/// <summary>One line of the paper.</summary>
/// <param name="Label">A key of the newcomers' words.</param>
/// <param name="Value">In the language that is asked for.</param>
public sealed record SheetFact(string Label, Func<CultureInfo, string> Value);

/// <summary>Knows papers by their number. A module whose papers are rows of its own registers one.</summary>
public interface IPaperSource
{
    /// <param name="number">As <see cref="PaperNumber.Read"/> answers it.</param>
    /// <param name="cancel">Stops looking.</param>
    Task<PaperSheet?> Find(string number, CancellationToken cancel);
}
