using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Questionnaires.Pages;

/// <summary>One question: its kind, its text and options in every language, and when it is asked.</summary>
[Audience(Roles.Administrator)]
internal sealed class EditQuestionModel(Desk desk, Templates templates) : CoursesPage
{
    private const int EmptyLines = 3;
    private const int MostOptions = 20;

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Key { get; set; } = "";

    [BindProperty, StringLength(40)]
    public string? Seen { get; set; }

    [BindProperty, StringLength(40)]
    public string? NewKey { get; set; }

    [BindProperty]
    public QuestionKind Kind { get; set; }

    [BindProperty]
    public bool Must { get; set; }

    /// <summary>An earlier question and an answer to it, with = between.</summary>
    [BindProperty, StringLength(100)]
    public string? If { get; set; }

    [BindProperty]
    public Dictionary<string, string?> Said { get; set; } = [];

    [BindProperty]
    public List<OptionFields> Options { get; set; } = [];

    public QuestionnaireTerms Terms { get; private set; } = null!;

    public IReadOnlyList<string> Conditions { get; private set; } = [];

    public bool IsNew => Key == QuestionnaireTerms.NewKey;

    private bool WasChanged { get; set; }

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var (_, edition) = await desk.Get(Code, Cancel);
        var questions = edition.Terms.Questions.ToList();
        var at = questions.FindIndex(question => question.Key == Key);
        if (at < 0 && !IsNew)
        {
            // Somebody removed it meanwhile. What is written stays, and can be saved as a question of its own.
            (NewKey, Key, WasChanged) = (Key, QuestionnaireTerms.NewKey, true);
            throw new RuleBroken("questionnaire-edit.gone");
        }

        var condition = If?.Split('=');
        var question = new Question
        {
            Key = IsNew ? (NewKey ?? "").Trim() : Key,
            Kind = Kind,
            Required = Must,
            Text = EditQuestionnaireModel.Texts(Said),
            Options = Kind is QuestionKind.Choice or QuestionKind.Several ? [.. Options.Where(option => !string.IsNullOrWhiteSpace(option.Code)).Select(option => new QuestionOption(option.Code!.Trim(), EditQuestionnaireModel.Texts(option.Said)))] : [],
            If = condition is [var earlier, var answer] ? new(earlier, answer) : null,
        };
        if (IsNew)
        {
            questions.Add(question);
        }
        else
        {
            questions[at] = question;
        }

        var json = QuestionnaireTerms.Write(edition.Terms with { Questions = questions });
        var (terms, problems) = QuestionnaireTerms.Read(json);
        if (terms is null)
        {
            throw new InvalidField(problems.Any(problem => problem.Code.EndsWith(".code", StringComparison.Ordinal)) ? nameof(NewKey) : "", string.Join(" ", problems.Select(problem => $"{problem.Path}: {Words[problem.Code]}")));
        }

        try
        {
            await templates.Save(terms, json, Seen ?? "", Cancel);
        }
        catch (RuleBroken rule) when (rule.Code == Templates.Changed)
        {
            // The page says so, and what is sent again after that is meant.
            WasChanged = true;
            throw;
        }

        Done = Words["questionnaires.saved"];
        return Redirect($"/admin/questionnaires/{Code}#e-{question.Key}");
    });

    protected override async Task Load()
    {
        var (_, edition) = await desk.Get(Code, Cancel);
        Terms = edition.Terms;
        var question = Terms.Find(Key);
        if (question is null && !IsNew)
        {
            throw new NotFound("The question");
        }

        Conditions = [.. Terms.Questions.TakeWhile(one => one.Key != Key).SelectMany(one => one.Choices.Select(choice => $"{one.Key}={choice}"))];
        if (HttpMethods.IsGet(Request.Method) || WasChanged)
        {
            Seen = Templates.SeenAs(edition);
        }

        if (HttpMethods.IsGet(Request.Method) && question is not null)
        {
            (Kind, Must, If) = (question.Kind, question.Required, question.If is { } condition ? $"{condition.Question}={condition.Is}" : null);
            Said = question.Text.ToDictionary(text => text.Key, text => (string?)text.Value);
            Options = [.. question.Options.Select(option => new OptionFields { Code = option.Code, Said = option.Text.ToDictionary(text => text.Key, text => (string?)text.Value) })];
        }

        Options = [.. Options, .. Enumerable.Range(0, Math.Min(EmptyLines, Math.Max(0, MostOptions - Options.Count))).Select(_ => new OptionFields())];
    }
}

/// <summary>An option as the form has it.</summary>
internal sealed class OptionFields
{
    [StringLength(40)]
    public string? Code { get; set; }

    public Dictionary<string, string?> Said { get; set; } = [];
}
