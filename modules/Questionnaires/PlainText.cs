using System.Text;

namespace Courses.Questionnaires;

/// <summary>What somebody typed, without what no database and no page can show, with one kind of line end.</summary>
internal static class PlainText
{
    public static string Of(string? typed) =>
        string.Concat((typed ?? "").ReplaceLineEndings("\n").EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !Rune.IsControl(rune)).Select(rune => rune.ToString())).Trim();
}
