using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Web;

/// <summary>A page whose posts may be refused: the reader gets the form back as it was, with the sentence at the top and at the field.</summary>
public abstract class CoursesPage : PageModel
{
    /// <summary>What was just done, shown once on the next page.</summary>
    [TempData]
    public string? Done { get; set; }

    protected CancellationToken Cancel => HttpContext.RequestAborted;

    protected Words Words => HttpContext.RequestServices.GetRequiredService<Words>();

    /// <summary>Loads what the page shows; called for a refused post too.</summary>
    protected virtual Task Load() => Task.CompletedTask;

    /// <summary>The field that a refusal is about, where there is one: it is said there as well.</summary>
    protected virtual string FieldOf(string code) => "";

    /// <summary>Refuses the post at this field, in these words, unless the condition holds.</summary>
    protected void Require(bool holds, string field, string sentence = "error.field.invalid")
    {
        if (!holds)
        {
            throw new InvalidField(field, Words[sentence]);
        }
    }

    /// <summary>Runs the act of a post. A broken rule or an invalid field shows the page again, with nothing of the input lost.</summary>
    protected async Task<IActionResult> Act(Func<Task<IActionResult>> act)
    {
        var status = StatusCodes.Status400BadRequest;
        if (ModelState.IsValid)
        {
            try
            {
                return await act();
            }
            catch (RuleBroken rule)
            {
                ModelState.AddModelError(FieldOf(rule.Code), Words.Say(rule.Code, [.. rule.Details]));
                status = StatusCodes.Status409Conflict;
            }
            catch (InvalidField invalid)
            {
                ModelState.AddModelError(invalid.Field, invalid.Message);
            }
        }

        await Load();
        Response.StatusCode = status;
        return Page();
    }
}
