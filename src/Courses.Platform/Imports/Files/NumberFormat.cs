using System.Text;
using System.Text.RegularExpressions;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

/// <summary>How a workbook shows the numbers of a cell: as dates, as times, or with zeros and signs that are no part of the figure.</summary>
internal sealed partial record NumberFormat(CellKind Kind, string? Code)
{
    public static readonly NumberFormat General = new(CellKind.Number, null);

    public static NumberFormat Of(int id, string? code)
    {
        if (code is not null)
        {
            // Words in quotes and colours in brackets are no format letters; [h] is.
            var letters = NoLetters().Replace(code, "").ToLowerInvariant();
            var (day, hour) = (letters.Contains('d', StringComparison.Ordinal) || letters.Contains('y', StringComparison.Ordinal), letters.Contains('h', StringComparison.Ordinal));
            return letters == "general" ? General : day ? new(CellKind.Date, null) : hour ? new(CellKind.Time, null) : new(CellKind.Number, code.Split(';')[0]);
        }

        return id switch
        {
            (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) => new(CellKind.Date, null),
            (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) => new(CellKind.Time, null),
            _ => General,
        };
    }

    /// <summary>The number as people see it, where its format adds something: leading zeros, a plus, brackets. Null for what is only a number.</summary>
    public string? Show(string figure)
    {
        if (Code is null || figure.Length > 15 || !figure.All(char.IsAsciiDigit) || Parts() is not { } parts || parts.TrueForAll(part => part is "0" or "#"))
        {
            return Code is { } zeros && figure.All(char.IsAsciiDigit) && OnlyZeros().IsMatch(zeros) && zeros.Length > figure.Length ? figure.PadLeft(zeros.Length, '0') : null;
        }

        // From the right: each place takes a digit, the leftmost one all that are left.
        var (left, firstPlace, shown) = (figure, parts.FindIndex(part => part is "0" or "#"), new StringBuilder());
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i] is not ("0" or "#"))
            {
                shown.Insert(0, parts[i][1..]);
            }
            else if (i == firstPlace)
            {
                shown.Insert(0, left.Length == 0 && parts[i] == "0" ? "0" : left);
            }
            else
            {
                shown.Insert(0, left.Length > 0 ? left[^1].ToString() : parts[i] == "0" ? "0" : "");
                left = left.Length > 0 ? left[..^1] : "";
            }
        }

        return shown.ToString();
    }

    /// <summary>Places ('0', '#') and the text between them, marked with a blank before it; null where the format is about decimals or thousands.</summary>
    private List<string>? Parts()
    {
        var parts = new List<string>();
        for (var i = 0; i < Code!.Length; i++)
        {
            var letter = Code[i];
            switch (letter)
            {
                case '0' or '#':
                    parts.Add(letter.ToString());
                    break;
                case '\\' when i + 1 < Code.Length:
                    parts.Add(" " + Code[++i]);
                    break;
                case '"' when Code.IndexOf('"', i + 1) is > 0 and var end:
                    parts.Add(" " + Code[(i + 1)..end]);
                    i = end;
                    break;
                case '+' or '-' or '(' or ')' or ' ' or '/':
                    parts.Add(" " + letter);
                    break;
                default:
                    return null;
            }
        }

        return parts.Exists(part => part is "0" or "#") ? parts : null;
    }

    [GeneratedRegex(@"""[^""]*""|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", RegexOptions.IgnoreCase, 200)]
    private static partial Regex NoLetters();

    [GeneratedRegex("^0+$", RegexOptions.None, 200)]
    private static partial Regex OnlyZeros();
}
