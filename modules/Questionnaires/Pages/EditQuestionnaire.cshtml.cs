using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Questionnaires.Pages;

/// <summary>A questionnaire as a form: its name in every language, when it is asked, and its questions in their order.</summary>
[Audience(Roles.Administrator)]
internal sealed class EditQuestionnaireModel(Desk desk, Templates templates) : CoursesPage
{
    private bool wasChanged;

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    /// <summary>The edition as the reader had it.</summary>
    [BindProperty, StringLength(40)]
    public string? Seen { get; set; }

    [BindProperty, StringLength(60)]
    public string? Key { get; set; }

    [BindProperty, StringLength(10)]
    public string? Way { get; set; }

    [BindProperty]
    public Occasion? Occasion { get; set; }

    [BindProperty, StringLength(10)]
    public string? Days { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Names { get; set; } = [];

    [BindProperty]
    public Dictionary<string, string?> Intro { get; set; } = [];

    public QuestionnaireTerms Terms { get; private set; } = null!;

    public bool IsUsed { get; private set; }

    /// <summary>The languages in which something of it is not written.</summary>
    public static string MissingIn(params IEnumerable<IReadOnlyDictionary<string, string>> texts)
    {
        var all = texts.ToArray();
        return string.Join(", ", Language.ForNewcomers.Where(language => Array.Exists(all, text => !text.TryGetValue(language.Code, out var own) || own.Length == 0)).Select(language => language.OwnName));
    }

    public string Missing(Question question) => MissingIn([question.Text, .. question.Options.Select(option => option.Text)]);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostMoveAsync() => Save(terms =>
    {
        var questions = terms.Questions.ToList();
        var at = questions.FindIndex(question => question.Key == Key);
        var to = Way == "up" ? at - 1 : at + 1;
        if (at < 0)
        {
            throw new NotFound("The question");
        }

        if (Way == "remove")
        {
            questions.RemoveAt(at);
        }
        else if (to >= 0 && to < questions.Count)
        {
            (questions[at], questions[to]) = (questions[to], questions[at]);
        }

        return terms with { Questions = questions };
    });

    public Task<IActionResult> OnPostHeadAsync() => Save(terms => terms with { Occasion = Occasion ?? terms.Occasion, AnswerDays = DaysTyped() ?? terms.AnswerDays, Names = Texts(Names), Intro = Texts(Intro) });

    /// <summary>What is written, without the languages in which nothing is.</summary>
    public static IReadOnlyDictionary<string, string> Texts(Dictionary<string, string?> typed) =>
        Language.ForNewcomers.Select(language => (language.Code, Text: PlainText.Of(typed.GetValueOrDefault(language.Code)))).Where(one => one.Text.Length > 0).ToDictionary(one => one.Code, one => one.Text);

    protected override async Task Load()
    {
        var (questionnaire, edition) = await desk.Get(Code, Cancel);
        (Terms, IsUsed) = (edition.Terms, await templates.IsUsed(questionnaire, edition.Id, Cancel));
        if (HttpMethods.IsGet(Request.Method) || wasChanged)
        {
            Seen = Templates.SeenAs(edition);
        }
    }

    private int? DaysTyped() =>
        string.IsNullOrWhiteSpace(Days) ? null
        : int.TryParse(Days.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days
        : throw new InvalidField(nameof(Days), Words["questionnaire-template.number"]);

    private Task<IActionResult> Save(Func<QuestionnaireTerms, QuestionnaireTerms> change) => Act(async () =>
    {
        var (_, edition) = await desk.Get(Code, Cancel);
        var json = QuestionnaireTerms.Write(change(edition.Terms));
        var (terms, problems) = QuestionnaireTerms.Read(json);
        if (terms is null)
        {
            throw new InvalidField("", string.Join(" ", problems.Select(problem => $"{problem.Path}: {Words[problem.Code]}")));
        }

        try
        {
            await templates.Save(terms, json, Seen ?? "", Cancel);
        }
        catch (RuleBroken rule) when (rule.Code == Templates.Changed)
        {
            // The page says so, and what is sent again after that is meant.
            wasChanged = true;
            throw;
        }

        Done = Words["questionnaires.saved"];
        return Redirect($"/admin/questionnaires/{Code}");
    });
}
