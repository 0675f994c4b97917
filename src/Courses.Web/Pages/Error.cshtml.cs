using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Courses.Web.Pages;

/// <summary>Every failure that a person sees: one sentence that says what to do, and a way back.</summary>
[ForAnyone]
[IgnoreAntiforgeryToken]
internal sealed class ErrorModel(Words words) : PageModel
{
    public string Sentence { get; private set; } = "";

    public bool ForNewcomer { get; private set; }

    public string Back { get; private set; } = "/";

    public void OnGet(int? status) => Show(status);

    public void OnPost(int? status) => Show(status);

    private void Show(int? status)
    {
        var from = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? "/";
        ForNewcomer = from.StartsWith("/my", StringComparison.Ordinal) || from.StartsWith("/p/", StringComparison.Ordinal);
        Back = ForNewcomer ? "/my" : "/";
        var problem = HttpContext.Features.Get<ProblemDetails>();
        if (problem is not null)
        {
            Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        }

        Sentence = problem?.Title ?? words.Say((status ?? Response.StatusCode) switch
        {
            StatusCodes.Status401Unauthorized => "error.sign-in-first",
            StatusCodes.Status403Forbidden => "error.forbidden",
            StatusCodes.Status404NotFound => "error.not-found",
            StatusCodes.Status413PayloadTooLarge => "error.too-large",
            StatusCodes.Status429TooManyRequests => "error.too-many",
            StatusCodes.Status503ServiceUnavailable => "error.database-away",
            >= 500 => "error.unexpected",
            _ => "error.fields",
        });
    }
}
