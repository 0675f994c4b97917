using System.Text.RegularExpressions;

namespace Courses.Platform.Reading;

/// <summary>Levels and answers as people write them in Latvian, German and English.</summary>
public static partial class LocalValues
{
    private static readonly string[] Yes = ["ja", "j", "jā", "yes", "y", "true", "wahr", "x", "1", "ir", "vorhanden", "✓", "✔", "kostenlos"];
    private static readonly string[] No = ["nein", "n", "nē", "ne", "no", "false", "falsch", "0", "-", "–", "nav", "keine", "none"];
    private static readonly string[] NoLevel = ["-", "–", "nav", "nav zināšanu", "none", "no", "0", "keine", "kein", "nē", "n/a", "na", "not assessed", "nav noteikts"];
    private static readonly string[] Literacy = ["alpha", "alfa", "alphabetisierung", "literacy", "analphabet", "alphabet", "a0", "pre-a1", "pre a1", "lesen und schreiben"];

    /// <summary>A CEFR level, with <see cref="Text"/> empty for 'none'.</summary>
    public readonly record struct Level(string Text);

    /// <summary>A1, a2, A1.1, A1/2 (the second half of A1), A1+, B1+, Alpha/Alfa; '-', 'nav', 'keine' mean none.</summary>
    public static Parsed<Level> CefrLevel(Cell cell)
    {
        var text = Digits.Of(cell.Trimmed);
        if (text.Length == 0)
        {
            return Parsed<Level>.Empty;
        }

        var lower = text.ToLowerInvariant();
        if (NoLevel.Contains(lower, StringComparer.Ordinal))
        {
            return new Level("");
        }

        if (Literacy.Contains(lower, StringComparer.Ordinal))
        {
            return new Level("Alpha");
        }

        // Cyrillic А, В and С look the same and are typed by accident.
        var folded = text.Trim().Replace('А', 'A').Replace('В', 'B').Replace('С', 'C').Replace('а', 'a').Replace('в', 'b').Replace('с', 'c');
        if (text.Length > 40 || LevelText().Match(folded) is not { Success: true } match)
        {
            return new Problem("import.level.unknown", Problem.Short(text));
        }

        var level = match.Groups["l"].Value.ToUpperInvariant();
        return new Level(match.Groups["s"].Success ? $"{level}.{match.Groups["s"].Value}" : level);
    }

    public static Parsed<bool> YesNo(Cell cell)
    {
        var text = cell.Trimmed.ToLowerInvariant();
        return text.Length == 0 ? Parsed<bool>.Empty
            : Yes.Contains(text, StringComparer.Ordinal) ? true
            : No.Contains(text, StringComparer.Ordinal) ? false
            : new Problem("import.yes-no.unreadable", Problem.Short(cell.Trimmed));
    }

    [GeneratedRegex(@"^(?:level|niveau|līmenis)?\s*(?<l>[abc][12])(?:\s*[./\-]\s*(?<s>[12]))?\s*\+?$", RegexOptions.IgnoreCase, 200)]
    private static partial Regex LevelText();
}
