using System.ComponentModel.DataAnnotations;
using Courses.Access.Passes;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>A newcomer chooses a number of their own instead of the year of birth, which others may know.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyPinModel(PassOpening opening, Caller caller) : CoursesPage
{
    [BindProperty, Required, StringLength(8)]
    public string? Pin { get; set; }

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (Pin!.Length < 4 || !Pin.All(char.IsAsciiDigit) || Pin.Distinct().Count() < 2)
        {
            throw new InvalidField(nameof(Pin), Words["my.pin.weak"]);
        }

        await opening.ChoosePin(caller.Id, Pin, Cancel);
        Done = Words["my.pin.done"];
        return LocalRedirect("/my");
    });
}
