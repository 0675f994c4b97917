using System.Globalization;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Microsoft.AspNetCore.Http;

namespace Courses.Questionnaires;

/// <summary>The questions as somebody fills them in: which of them are asked by what was answered so far, and what is wrong. The whole form comes and goes, so nothing needs a script and nothing is lost.</summary>
internal sealed class AnswerForm
{
    public const int LongestText = 1000;

    /// <summary>The field that says which questions stood on the page.</summary>
    public const string ShownField = "Shown";

    private const long LargestNumber = 1_000_000;

    private AnswerForm(QuestionnaireTerms terms, IReadOnlyDictionary<string, string[]> typed)
    {
        (Terms, Typed) = (terms, typed);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in terms.Questions)
        {
            if (question.If is not { } condition || (asked.Contains(condition.Question) && Of(condition.Question).Contains(condition.Is)))
            {
                asked.Add(question.Key);
            }
        }

        Asked = [.. terms.Questions.Where(question => asked.Contains(question.Key))];
    }

    public QuestionnaireTerms Terms { get; }

    /// <summary>By question, as it was sent.</summary>
    public IReadOnlyDictionary<string, string[]> Typed { get; }

    /// <summary>In order, without those whose condition is not met.</summary>
    public IReadOnlyList<Question> Asked { get; }

    public IReadOnlyList<GivenAnswer> Answers { get; private set; } = [];

    /// <summary>Field and sentence.</summary>
    public IReadOnlyList<(string Field, string Sentence)> Problems { get; private set; } = [];

    /// <summary>An answer opened a question that was not on the page yet.</summary>
    public bool AsksMore { get; private set; }

    public string Shown => string.Join(',', Asked.Select(question => question.Key));

    public static AnswerForm Empty(QuestionnaireTerms terms) => new(terms, new Dictionary<string, string[]>());

    public static AnswerForm Read(QuestionnaireTerms terms, IFormCollection form, Words words)
    {
        var filled = new AnswerForm(terms, terms.Questions.ToDictionary(question => question.Key, question => form[question.Field].OfType<string>().Where(text => text.Length > 0).ToArray(), StringComparer.Ordinal));
        var shown = form[ShownField].ToString().Split(',');
        filled.AsksMore = filled.Asked.Any(question => !shown.Contains(question.Key));
        var (answers, problems) = (new List<GivenAnswer>(), new List<(string, string)>());
        foreach (var question in filled.Asked)
        {
            if (filled.Judge(question, answers) is { } problem && shown.Contains(question.Key))
            {
                problems.Add((question.Field, words.Say(problem, LongestText)));
            }
        }

        if (answers.Count == 0 && problems.Count == 0 && !filled.AsksMore)
        {
            problems.Add(("", words["questionnaire.nothing"]));
        }

        (filled.Answers, filled.Problems) = (answers, problems);
        return filled;
    }

    public string[] Of(string key) => Typed.GetValueOrDefault(key) ?? [];

    public bool Has(Question question, string choice) => Of(question.Key).Contains(choice);

    private string? Judge(Question question, List<GivenAnswer> answers)
    {
        var typed = Of(question.Key);
        switch (question.Kind)
        {
            case QuestionKind.Text:
                var text = PlainText.Of(typed.FirstOrDefault());
                if (text.Length > LongestText)
                {
                    return "questionnaire.too-long";
                }

                if (text.Length > 0)
                {
                    answers.Add(new(question.Key, null, text));
                }

                return text.Length == 0 && question.Required ? "error.field.required" : null;
            case QuestionKind.Number:
                var number = Numbers.Whole(new Cell(typed.FirstOrDefault() ?? ""));
                if (number.Problem is not null || number.Value is < 0 or > LargestNumber)
                {
                    return "questionnaire.number";
                }

                if (!number.IsEmpty && number.Value is { } whole)
                {
                    answers.Add(new(question.Key, whole.ToString(CultureInfo.InvariantCulture), null));
                }

                return number.IsEmpty && question.Required ? "error.field.required" : null;
            default:
                var chosen = typed.Distinct(StringComparer.Ordinal).ToArray();
                if (chosen.Except(question.Choices, StringComparer.Ordinal).Any() || (question.Kind != QuestionKind.Several && chosen.Length > 1))
                {
                    return "error.field.invalid";
                }

                answers.AddRange(question.Choices.Where(chosen.Contains).Select(choice => new GivenAnswer(question.Key, choice, null)));
                return chosen.Length == 0 && question.Required ? "error.field.required" : null;
        }
    }
}

/// <summary>One answer: a choice or number, or what was written.</summary>
internal sealed record GivenAnswer(string Question, string? Choice, string? Written);
