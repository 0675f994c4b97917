using System.ComponentModel.DataAnnotations;
using Courses.Access.Passes;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
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
        // Whichever digits the phone types: the same number opens the pass on any other.
        var pin = Digits.Of(Pin!).Trim();
        if (pin.Length < 4 || !pin.All(char.IsAsciiDigit) || pin.Distinct().Count() < 2)
        {
            throw new InvalidField(nameof(Pin), Words["my.pin.weak"]);
        }

        await opening.ChoosePin(caller.Id, pin, Cancel);
        Done = Words["my.pin.done"];
        return LocalRedirect("/my");
    });
}
