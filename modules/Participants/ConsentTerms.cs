using System.Globalization;
using System.Text.Json;
using Courses.Platform.Languages;

namespace Courses.Participants;

/// <summary>A purpose as its JSON says it. Nobody consents to what they cannot read: name and text stand in every language of the newcomers. {0} in a text is who will see it.</summary>
internal sealed record ConsentTerms
{
    public const int LongestText = 2_000;

    private static readonly string[] Known = ["code", "names", "texts"];

    public required string Code { get; init; }

    public required IReadOnlyDictionary<string, string> Names { get; init; }

    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    public string NameIn(CultureInfo culture) => Names.GetValueOrDefault(culture.TwoLetterISOLanguageName) ?? Names["en"];

    public string TextIn(CultureInfo culture, string whom) =>
        string.Format(CultureInfo.InvariantCulture, Texts.GetValueOrDefault(culture.TwoLetterISOLanguageName) ?? Texts["en"], Shown.Apart(whom));

    /// <summary>Reads a purpose, or says all that is wrong with it: where, and the sentence by its key.</summary>
    public static (ConsentTerms? Terms, IReadOnlyList<ConsentProblem> Problems) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return (null, [new("", "consent-purpose.no-json")]);
        }
    }

    private static (ConsentTerms? Terms, IReadOnlyList<ConsentProblem> Problems) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, [new("", "consent-purpose.no-object")]);
        }

        List<ConsentProblem> problems = [.. root.EnumerateObject().Where(field => !Known.Contains(field.Name)).Select(field => new ConsentProblem(field.Name.Length > 60 ? field.Name[..60] : field.Name, "consent-purpose.unknown"))];
        var code = root.TryGetProperty("code", out var written) && written.ValueKind == JsonValueKind.String ? written.GetString()! : "";
        if (code.Length is 0 or > 60 || !code.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            problems.Add(new("code", "consent-purpose.code"));
        }

        var (names, texts) = (InEveryLanguage(root, "names", 200, problems), InEveryLanguage(root, "texts", LongestText, problems));
        problems.AddRange(texts.Where(text => !NamesWhom(text.Value)).Select(text => new ConsentProblem($"texts.{text.Key}", "consent-purpose.whom")));
        return problems is [] ? (new() { Code = code, Names = names, Texts = texts }, []) : (null, problems);
    }

    private static Dictionary<string, string> InEveryLanguage(JsonElement root, string part, int longest, List<ConsentProblem> problems)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var language in Language.ForNewcomers)
        {
            if (root.TryGetProperty(part, out var all) && all.ValueKind == JsonValueKind.Object && all.TryGetProperty(language.Code, out var one) && one.ValueKind == JsonValueKind.String
                && one.GetString() is { Length: > 0 } text && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal))
            {
                said[language.Code] = text;
            }
            else if (Language.Shipped.Contains(language) || (all.ValueKind == JsonValueKind.Object && all.TryGetProperty(language.Code, out _)))
            {
                problems.Add(new($"{part}.{language.Code}", "consent-purpose.text", longest));
            }
        }

        return said;
    }

    private static bool NamesWhom(string text)
    {
        try
        {
            return string.Format(CultureInfo.InvariantCulture, text, "\u0001").Contains('\u0001', StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>What is wrong with a purpose.</summary>
internal sealed record ConsentProblem(string Path, string Code, params IReadOnlyList<object> Details);
