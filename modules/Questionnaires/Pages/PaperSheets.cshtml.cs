using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Questionnaires.Pages;

/// <summary>The questionnaire on paper in any language, as it is on the phone; the code leads whoever works here to where sheets are typed in.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher)]
internal sealed class PaperSheetsModel(Desk desk, Links links, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true), StringLength(8)]
    public string? In { get; set; }

    public Questionnaire Questionnaire { get; private set; } = null!;

    public QuestionnaireTerms Terms { get; private set; } = null!;

    public Language Of => Language.Of(In ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    /// <summary>Whoever types it in gets the questions that stand on this paper, also when there is a newer edition.</summary>
    public string Address => links.To(string.Create(CultureInfo.InvariantCulture, $"/questionnaires/{Code}/type-in?edition={Number}"));

    public int Number { get; private set; }

    public async Task OnGetAsync()
    {
        (Questionnaire, var edition) = await desk.Get(Code, Cancel);
        if (Questionnaire.OpenedOn is null && !caller.Is(Roles.Administrator) && !caller.Is(Roles.Auditor))
        {
            throw new NotFound("The questionnaire");
        }

        (Terms, Number) = (edition.Terms, edition.Number);
    }
}
