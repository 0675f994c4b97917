using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports;

/// <summary>Guesses what each column means: by its heading first, and by what stands in it.</summary>
public static class ColumnGuess
{
    /// <summary>For each column the field's key, or an empty string.</summary>
    public static string[] Of(IReadOnlyList<ImportField> fields, Table table, DateOnly today)
    {
        var dates = new DateReading(today);
        var targets = Enumerable.Repeat("", table.Headings.Count).ToArray();
        var sample = table.Rows.Take(60).ToArray();
        var guesses = new List<(int Column, ImportField Field, double Score)>();
        for (var column = 0; column < targets.Length; column++)
        {
            var cells = sample.Select(row => row[column]).Where(cell => !cell.IsEmpty).ToArray();
            foreach (var field in fields)
            {
                var heading = table.HeadingRow == 0 ? 0 : HeadingScore(field, table.Headings[column]);
                var content = cells.Length == 0 ? 0.5 : (double)cells.Count(cell => Fits(field.Type, cell, dates)) / cells.Length;
                if (heading > 0)
                {
                    // A heading that its content contradicts loses to one that it does not: 'Beginn' is a time in one list and a date in another.
                    guesses.Add((column, field, (heading * 2) + content - (content < 0.2 ? 1.5 : 0)));
                }
                else if (IsTelling(field.Type) && cells.Length > 0 && content > 0.8)
                {
                    guesses.Add((column, field, table.HeadingRow == 0 ? content : content - 0.5));
                }
            }
        }

        foreach (var (column, field, score) in guesses.OrderByDescending(guess => guess.Score).ThenBy(guess => guess.Column))
        {
            if (score > (table.HeadingRow == 0 ? 0.3 : 0.45) && targets[column].Length == 0 && !targets.Contains(field.Key, StringComparer.Ordinal))
            {
                targets[column] = field.Key;
            }
        }

        return targets;
    }

    public static bool IsHeading(IReadOnlyList<ImportField> fields, string text) => text.Length <= 60 && fields.Any(field => HeadingScore(field, text) >= 0.8);

    private static double HeadingScore(ImportField field, string heading)
    {
        var folded = Folding.Key(heading);
        if (folded.Length == 0)
        {
            return 0;
        }

        var best = 0.0;
        foreach (var known in field.Headings.Append(field.Key).Select(Folding.Key))
        {
            best = Math.Max(
                best,
                folded == known ? 1
                : known.Length >= 4 && folded.StartsWith(known, StringComparison.Ordinal) ? 0.75
                : known.Length >= 6 && folded.Contains(known, StringComparison.Ordinal) ? 0.6
                : folded.Length >= 5 && known.StartsWith(folded, StringComparison.Ordinal) ? 0.5
                : 0);
        }

        return best;
    }

    private static bool IsTelling(FieldType type) => type is FieldType.Email or FieldType.BirthDate or FieldType.Days;

    private static bool Fits(FieldType type, Cell cell, DateReading dates) => type switch
    {
        FieldType.Date => IsDate(cell, dates) is not null,
        FieldType.BirthDate => IsDate(cell, dates with { Meaning = DateMeaning.Birth }) is { } date && cell.Kind != CellKind.Number && date < dates.Today.AddYears(-3),
        FieldType.Time => cell.Kind == CellKind.Time || LocalTimes.Time(cell).Value is not null,
        FieldType.Number => Numbers.Read(cell, NumberUnits).Value is not null,
        FieldType.Money => Numbers.Money(cell).Value is not null,
        FieldType.Days => LocalTimes.Days(cell).Value is not null && cell.Trimmed.Any(char.IsLetter),
        FieldType.Level => LocalValues.CefrLevel(cell).Value is not null,
        FieldType.YesNo => LocalValues.YesNo(cell).Value is not null,
        FieldType.Email => cell.Trimmed.Contains('@', StringComparison.Ordinal),
        FieldType.Phone => Digits.Of(cell.Trimmed).Count(char.IsAsciiDigit) is >= 5 and <= 15 && cell.Kind != CellKind.Date && !LocalDates.Parse(cell, dates).Value.HasValue,
        FieldType.Name => Names.HasLetter(cell.Trimmed) || cell.Trimmed.Contains('?', StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>Units that a column of numbers may carry.</summary>
    private static readonly string[] NumberUnits = ["UE", "LE", "h", "Std", "Std.", "Stunden", "st.", "stundas", "hours", "Plätze", "TN", "vietas", "seats"];

    private static DateOnly? IsDate(Cell cell, DateReading dates) =>
        LocalDates.Parse(cell, dates with { Order = DateOrder.DayFirst }).Value ?? LocalDates.Parse(cell, dates with { Order = DateOrder.MonthFirst }).Value;
}
