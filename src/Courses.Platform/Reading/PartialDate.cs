using System.Globalization;
using System.Runtime.InteropServices;

namespace Courses.Platform.Reading;

/// <summary>
/// A date of which only the year, or the year and the month, may be known. It is kept as its first possible day with the number of known parts; where one day is needed (an age, a limit), that first day
/// counts: docs/decisions/0032-birth-dates-of-which-a-part-is-known.md. Nothing that a person reads shows it.
/// </summary>
/// <param name="First">The first day that it can be.</param>
/// <param name="Parts">How many parts are known, from the year on: 1, 2 or all 3.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartialDate(DateOnly First, int Parts = PartialDate.Whole)
{
    public const int Year = 1;
    public const int YearAndMonth = 2;
    public const int Whole = 3;

    /// <param name="year">The year.</param>
    /// <param name="month">Null where only the year is known.</param>
    public PartialDate(int year, int? month)
        : this(new DateOnly(year, month ?? 1, 1), month is null ? Year : YearAndMonth)
    {
    }

    /// <summary>The last day that it can be.</summary>
    public DateOnly Last => Parts switch
    {
        Year => new(First.Year, 12, 31),
        YearAndMonth => First.AddMonths(1).AddDays(-1),
        _ => First,
    };

    /// <summary>The first days under which a date is kept that may be the same as this one, with fewer parts.</summary>
    public IReadOnlyList<DateOnly> Coarser => [new(First.Year, First.Month, 1), new(First.Year, 1, 1)];

    public bool IsWhole => Parts == Whole;

    /// <summary>Both may be one day.</summary>
    public bool MayBe(PartialDate other) => First <= other.Last && other.First <= Last;

    /// <summary>As ISO 8601 writes it: 1984, 1984-05 or 1984-05-12.</summary>
    public override string ToString() => First.ToString(Parts switch { Year => "yyyy", YearAndMonth => "yyyy-MM", _ => "yyyy-MM-dd" }, CultureInfo.InvariantCulture);
}
