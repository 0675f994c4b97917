using System.Globalization;

namespace Courses.Contracts.Participants;

/// <summary>What six digits must not be.</summary>
public static class Pins
{
    public const int Digits = 6;

    /// <summary>What anybody would try first: one digit only, a row up or down, two or three digits repeated.</summary>
    public static bool IsGuessed(string pin)
    {
        var steps = pin.Zip(pin[1..], (one, next) => next - one).Distinct().ToArray();
        return steps is [0 or 1 or -1] || pin.Distinct().Count() < 3 || (pin.Length == Digits && pin[..3] == pin[3..]);
    }

    /// <summary>The birth date in one of the ways it is written with digits, or with the year in it.</summary>
    public static bool IsBirthDate(string pin, DateOnly birth) =>
        pin.Contains(birth.Year.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        || new[] { "ddMMyy", "MMddyy", "yyMMdd" }.Any(format => pin == birth.ToString(format, CultureInfo.InvariantCulture));
}
