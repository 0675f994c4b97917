using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Participants.Pages;

/// <summary>The person asks to be erased, reads what goes, what stays and why, and takes it back until two have confirmed it.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyErasureModel(ErasureDesk desk, Caller caller, CityDay city) : CoursesPage
{
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>What was asked for and not taken back.</summary>
    public Erasure? Asked { get; private set; }

    public IReadOnlyList<ErasureHold> Holds { get; private set; } = [];

    public (IReadOnlyList<string> Goes, IReadOnlyList<string> Stays) Fates { get; private set; } = ([], []);

    public DateOnly DayOf(DateTimeOffset instant) => city.Of(instant);

    public string Say(ErasureHold hold) => Words.Say(hold.Code, hold.Until is { } day ? [Shown.Date(day)] : []);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (!Sure)
        {
            throw new RuleBroken("erasure.not-sure");
        }

        await desk.Ask(caller.Id, Cancel);
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostWithdrawAsync() => Act(async () =>
    {
        await desk.Withdraw(caller.Id, Cancel);
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var last = await desk.Last(caller.Id, Cancel);
        (Asked, Holds, Fates) = (last is { WithdrawnAt: null } ? last : null, await desk.Holds(caller.Id, Cancel), desk.Fates());
    }
}
