using System.Globalization;
using System.Numerics;

namespace Courses.Platform.Reading;

/// <summary>
/// Account numbers (ISO 13616) of the countries that a SEPA transfer reaches, as the European Payments Council lists them (EPC409-09). What cannot be paid is told
/// when it is typed, not by the bank weeks later.
/// </summary>
public static class Ibans
{
    private static readonly Dictionary<string, int> LengthIn = Table(
        "AD24 AL28 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SE24 "
        + "SI19 SK24 SM27 VA22");

    /// <summary>The number without blanks, or the code of what is wrong: <c>iban.unreadable</c>, or <c>iban.outside-sepa</c> with the country.</summary>
    public static (string? Iban, Problem? Problem) Read(string text)
    {
        var iban = string.Concat(Digits.Of(Names.Clean(text)).Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();
        if (!IsRight(iban))
        {
            return (null, new("iban.unreadable"));
        }

        return LengthIn.TryGetValue(iban[..2], out var length)
            ? iban.Length == length ? (iban, null) : (null, new("iban.unreadable"))
            : (null, new("iban.outside-sepa", iban[..2]));
    }

    /// <summary>
    /// Check digits are 98 less a remainder, so they run from 02 to 98. The remainder of a number with 00, 01 or 99 can come out right all the same: it is that of 97, 98
    /// or 02, and the number is not one that a bank gave out.
    /// </summary>
    private static bool IsRight(string iban) =>
        iban.Length is >= 15 and <= 34 && iban.All(char.IsAsciiLetterOrDigit) && iban[..2].All(char.IsAsciiLetter) && iban[2..4].All(char.IsAsciiDigit) && iban[2..4] is not ("00" or "01" or "99")
        && BigInteger.Parse(string.Concat((iban[4..] + iban[..4]).Select(Value)), CultureInfo.InvariantCulture) % 97 == 1;

    private static string Value(char character) => char.IsAsciiDigit(character) ? character.ToString() : (character - 'A' + 10).ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, int> Table(string countries) =>
        countries.Split(' ').ToDictionary(country => country[..2], country => int.Parse(country[2..], CultureInfo.InvariantCulture));
}
