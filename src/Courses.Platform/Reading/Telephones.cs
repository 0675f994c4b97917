using Microsoft.Extensions.Configuration;
using PhoneNumbers;

namespace Courses.Platform.Reading;

/// <summary>
/// Telephone numbers are kept as people wrote them, and compared by what they reach: 0660 123456 at home and +43 660 123456 from abroad are one. At home is COURSES_COUNTRY,
/// two letters of ISO 3166; AT when nothing is set.
/// </summary>
public sealed class Telephones
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    private readonly string country;

    public Telephones(IConfiguration configuration)
    {
        country = configuration["COURSES_COUNTRY"] is { Length: > 0 } set ? set.ToUpperInvariant() : "AT";
        if (!Numbers.GetSupportedRegions().Contains(country))
        {
            throw new InvalidOperationException($"COURSES_COUNTRY is '{country}'. Write the two letters of a country, such as AT or LV.");
        }
    }

    /// <summary>The number as the whole world dials it, if texts may reach it: a mobile one, or one of a country that does not tell them apart. Null for all else.</summary>
    public string? Mobile(string? written)
    {
        try
        {
            var number = Numbers.Parse(Digits.Of(written ?? ""), country);
            return Numbers.IsValidNumber(number) && Numbers.GetNumberType(number) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE ? Numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>The number as the whole world dials it (E.164), in digits of any script; of what is no number, its digits; empty when there are none.</summary>
    public string Key(string? written)
    {
        var text = Digits.Of(written ?? "");
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length == 0)
        {
            return "";
        }

        try
        {
            var number = Numbers.Parse(text, country);
            return Numbers.IsValidNumber(number) ? Numbers.Format(number, PhoneNumberFormat.E164) : digits;
        }
        catch (NumberParseException)
        {
            return digits;
        }
    }
}
