namespace Courses.Platform.Reading;

/// <summary>An address as it stands on an envelope, line by line, in whatever order a country writes it.</summary>
public static class PostalAddress
{
    /// <summary>What the window of an envelope shows beneath the name (DIN 5008).</summary>
    public const int MostLines = 5;

    public const int LongestLine = 60;

    public const int Longest = 300;

    /// <summary>Its lines without blanks around them; null when nothing stands there.</summary>
    public static string? Read(string? typed) => Lines(typed) is { Length: > 0 } lines ? string.Join('\n', lines) : null;

    public static bool Fits(string? typed) => Lines(typed) is var lines && lines.Length <= MostLines && lines.All(line => line.Length <= LongestLine);

    public static string[] Lines(string? address) => (address ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
