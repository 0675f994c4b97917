using System.Globalization;
using System.Text.RegularExpressions;

namespace Courses.Attendance;

internal static partial class PersonName
{
    /// <summary>
    /// Given name and first letter of the family name: enough to tell people apart in a room, little for a thief. The first letter as people see it:
    /// some scripts need more than one code unit for it. The same in Latin letters follows, for teachers who do not read the script, and keeps its own direction.
    /// </summary>
    public static string Short(string givenName, string familyName, string? latinGivenName, string? latinFamilyName)
    {
        var hasArticle = Article().IsMatch(latinFamilyName ?? familyName);
        var own = Short(givenName, hasArticle && familyName.StartsWith(ArabicArticle, StringComparison.Ordinal) ? familyName[ArabicArticle.Length..] : familyName);
        return latinGivenName is null && latinFamilyName is null ? own : $"{own} \u2066({Short(latinGivenName ?? givenName, latinFamilyName ?? familyName)})\u2069";
    }

    /// <summary>In Arabic letters a name such as Elias begins alike; only its Latin form tells whether it has the article.</summary>
    private const string ArabicArticle = "\u0627\u0644";

    private static string Short(string givenName, string familyName) => familyName.Length == 0 ? givenName : $"{givenName} {Initial(familyName)}.";

    /// <summary>Half of a class would have the article's letter: al-Khatib is a K, ash-Shami an S.</summary>
    private static string Initial(string familyName) =>
        Article().Match(familyName) is { Success: true, Length: var article } && article < familyName.Length
            ? StringInfo.GetNextTextElement(familyName[article..]).ToUpperInvariant()
            : StringInfo.GetNextTextElement(familyName);

    [GeneratedRegex("^(a[lrn]|a[sz]h?|a[td]h?|el)[-\u2010\u2011]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Article();
}
