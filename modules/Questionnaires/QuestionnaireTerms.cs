using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Courses.Platform;
using Courses.Platform.Languages;

namespace Courses.Questionnaires;

internal enum QuestionKind
{
    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Any of the options.</summary>
    Several,

    /// <summary>From 1 to 5.</summary>
    Scale,
    Text,

    /// <summary>Whole, from nothing up.</summary>
    Number,
}

/// <summary>A questionnaire as the JSON of an edition says it.</summary>
internal sealed partial record QuestionnaireTerms
{
    /// <summary>In the addresses of the editor it stands for a question that is not there yet.</summary>
    public const string NewKey = "new";

    private const int MostQuestions = 60;
    private const int MostOptions = 20;
    private const int LongestName = 120;
    private const int LongestText = 1000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { Converters = { new JsonStringEnumConverter() }, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly JsonSerializerOptions Written = new(Format) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string Code { get; init; } = "";

    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>What stands above the questions.</summary>
    public IReadOnlyDictionary<string, string> Intro { get; init; } = new Dictionary<string, string>();

    public bool Anonymous { get; init; }

    /// <summary>Whoever answers has no pass, like helpers: it is printed and typed in, and no newcomer is asked.</summary>
    public bool OnPaperOnly { get; init; }

    public Occasion Occasion { get; init; }

    /// <summary>For so many days it can be answered.</summary>
    public int AnswerDays { get; init; } = 30;

    /// <summary>Of what comes twice a year: the months.</summary>
    public IReadOnlyList<int> Months { get; init; } = [4, 10];

    public IReadOnlyList<Question> Questions { get; init; } = [];

    [JsonIgnore]
    public string Name => In(Names).Text;

    /// <summary>In the reader's language, else in English, and then it is said that it is English.</summary>
    public static Said In(IReadOnlyDictionary<string, string> texts, CultureInfo? culture = null) =>
        texts.TryGetValue((culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName, out var own) && own.Length > 0 ? new(own, null) : new(texts.GetValueOrDefault("en") ?? "", "en");

    public Question? Find(string key) => Questions.FirstOrDefault(question => question.Key == key);

    public static (QuestionnaireTerms? Terms, IReadOnlyList<TemplateProblem> Problems) Read(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<QuestionnaireTerms>(json, Format) is not { } terms)
            {
                return (null, [new("", "questionnaire-template.no-json")]);
            }

            var problems = terms.Check().ToArray();
            return (problems is [] ? terms : null, problems);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException or NullReferenceException or ArgumentException)
        {
            // Null where a list belongs, or half a character, is JSON and no questionnaire.
            return (null, [new((error as JsonException)?.Path ?? "", "questionnaire-template.no-json")]);
        }
    }

    public static string Write(QuestionnaireTerms terms) => JsonSerializer.Serialize(terms, Written);

    private IEnumerable<TemplateProblem> Check()
    {
        if (!Codes().IsMatch(Code))
        {
            yield return new("code", "questionnaire-template.code");
        }

        foreach (var problem in Texts(Names, "names", LongestName).Concat(Intro.Count == 0 ? [] : Texts(Intro, "intro", LongestText)))
        {
            yield return problem;
        }

        if (AnswerDays is < 1 or > 366 || Months.Any(month => month is < 1 or > 12) || Months.Count is 0 or > 4 || !Enum.IsDefined(Occasion) || (OnPaperOnly && Occasion != Occasion.ByHand))
        {
            yield return new("answerDays, months, occasion", "questionnaire-template.number");
        }

        if (Questions.Count is 0 or > MostQuestions)
        {
            yield return new("questions", "questionnaire-template.how-many");
        }

        var before = new Dictionary<string, Question>(StringComparer.Ordinal);
        for (var i = 0; i < Questions.Count; i++)
        {
            var (question, path) = (Questions[i], string.Create(CultureInfo.InvariantCulture, $"questions[{i}]"));
            if (!Codes().IsMatch(question.Key) || question.Key == NewKey || before.ContainsKey(question.Key))
            {
                yield return new(path + ".key", "questionnaire-template.code");
            }

            foreach (var problem in Texts(question.Text, path + ".text", LongestText).Concat(question.Options.SelectMany((option, o) => Texts(option.Text, string.Create(CultureInfo.InvariantCulture, $"{path}.options[{o}].text"), LongestText))))
            {
                yield return problem;
            }

            var hasOptions = question.Kind is QuestionKind.Choice or QuestionKind.Several;
            if (!Enum.IsDefined(question.Kind) || (hasOptions ? question.Options.Count is < 2 or > MostOptions : question.Options.Count > 0)
                || question.Options.Any(option => !Codes().IsMatch(option.Code)) || question.Options.DistinctBy(option => option.Code).Count() < question.Options.Count)
            {
                yield return new(path + ".options", "questionnaire-template.options");
            }

            if (question.If is { } condition && !(before.TryGetValue(condition.Question, out var asked) && asked.Choices.Contains(condition.Is)))
            {
                yield return new(path + ".if", "questionnaire-template.if");
            }

            before.TryAdd(question.Key, question);
        }
    }

    private static IEnumerable<TemplateProblem> Texts(IReadOnlyDictionary<string, string> texts, string path, int longest)
    {
        if (!texts.TryGetValue("en", out var english) || string.IsNullOrWhiteSpace(english))
        {
            yield return new(path + ".en", "questionnaire-template.english");
        }

        foreach (var (language, text) in texts)
        {
            if (!Language.ForNewcomers.Any(known => known.Code == language) || text is null || text.Length > longest || text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
            {
                yield return new($"{path}.{(language.Length > 20 ? language[..20] : language)}", "questionnaire-template.text");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Codes();
}

/// <summary>A text, and the language where it is not the reader's.</summary>
internal sealed record Said(string Text, string? OtherLanguage);

internal sealed record Question
{
    /// <summary>The same in every edition in which it is the same question.</summary>
    public string Key { get; init; } = "";

    public QuestionKind Kind { get; init; }

    public bool Required { get; init; }

    public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<QuestionOption> Options { get; init; } = [];

    /// <summary>It is asked only of whom has answered another question so.</summary>
    public Condition? If { get; init; }

    /// <summary>What can be chosen; nothing where something is written.</summary>
    [JsonIgnore]
    public IEnumerable<string> Choices => Kind == QuestionKind.Scale ? ["1", "2", "3", "4", "5"] : Options.Select(option => option.Code);

    [JsonIgnore]
    public string Field => "q-" + Key;
}

internal sealed record QuestionOption(string Code, IReadOnlyDictionary<string, string> Text);

/// <summary>That question was answered so.</summary>
internal sealed record Condition(string Question, string Is);
