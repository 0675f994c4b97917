using System.ComponentModel.DataAnnotations;
using Courses.Access.Passes;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>A newcomer chooses a number of their own instead of the one in the letter. Whoever finds an open phone cannot: the old one is asked for, and wrong answers count as they do at the door.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyPinModel(PassOpening opening, IParticipants participants, CityTime city, Caller caller) : CoursesPage
{
    [BindProperty, Required, StringLength(8)]
    public string? Current { get; set; }

    [BindProperty, Required, StringLength(8)]
    public string? Pin { get; set; }

    /// <summary>A pass of an earlier version is still opened by the year of birth.</summary>
    public bool AsksPin { get; private set; }

    public Task OnGet() => Load();

    protected override async Task Load() => AsksPin = await Pass() is not { } pass || await opening.AsksPin(pass, Cancel);

    private Task<PassRow?> Pass() => participants.Passes.SingleOrDefaultAsync(pass => pass.ParticipantId == caller.Id && pass.ReplacedAt == null && pass.BroughtAt == null, Cancel);

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        // Whichever digits the phone types: the same number opens the pass on any other.
        var pin = Digits.Of(Pin!).Trim();
        var pass = await Pass() ?? throw new NotFound("The pass");
        var birth = await participants.People.Where(person => person.Id == caller.Id).Select(person => person.BirthDate).SingleAsync(Cancel);
        if (pin.Length != Pins.Digits || !pin.All(char.IsAsciiDigit) || Pins.IsGuessed(pin) || Pins.IsBirthDate(pin, birth))
        {
            throw new InvalidField(nameof(Pin), Words["my.pin.weak"]);
        }

        var tried = await opening.Try(pass, Digits.Of(Current!).Trim(), Cancel);
        if (tried.How != Opening.Open)
        {
            throw new InvalidField(
                nameof(Current),
                tried.How == Opening.Locked ? Words.Say("pass.locked-until", city.Show(tried.Until!.Value)) : $"{Words[await opening.AsksPin(pass, Cancel) ? "pass.wrong-pin" : "pass.wrong-year"]} {Words.Say("pass.tries-left", tried.Left)}");
        }

        await opening.ChoosePin(caller.Id, pin, Cancel);
        Done = Words["my.pin.done"];
        return LocalRedirect("/my");
    });
}
