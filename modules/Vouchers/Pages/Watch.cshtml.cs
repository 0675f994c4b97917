using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Vouchers.Pages;

/// <summary>The watch list: what deserves a look, with points and reasons, and what was done about it. Auditors look; administrators write down what they did.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class WatchModel(CoursesDb db, WatchList list, IWatch watch, Caller caller, CityTime city) : CoursesPage
{
    private const int DaysOfAnswers = 90;

    [BindProperty]
    public Guid Subject { get; set; }

    [BindProperty, MaxLength(200)]
    public string Sign { get; set; } = "";

    [BindProperty, Required, MaxLength(500)]
    public string? What { get; set; }

    public IReadOnlyList<Watched> Providers { get; private set; } = [];

    public IReadOnlyList<UnusualLook> Looks { get; private set; } = [];

    public bool MayAnswer => caller.Is(Roles.Administrator);

    private ILookup<(Guid, string), WatchAnswer> answers = Array.Empty<WatchAnswer>().ToLookup(answer => (answer.Subject, answer.Sign));

    public Handled About(Guid subject, string sign, string about) =>
        new(subject, sign, about, [.. answers[(subject, sign)]], MayAnswer, Subject == subject && Sign == sign ? What : null);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAnswer() => Act(async () =>
    {
        if (!MayAnswer)
        {
            throw new Forbidden();
        }

        await db.Transact(
            () =>
            {
                watch.Answer(Subject, Sign, What!.Trim());
                return Task.CompletedTask;
            },
            Cancel);
        Done = Words["watch.answered"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        Providers = await list.Of(Cancel);
        Looks = await watch.UnusualLooks(Cancel);
        answers = (await watch.Answers(city.Now.AddDays(-DaysOfAnswers), Cancel)).ToLookup(answer => (answer.Subject, answer.Sign));
    }

    /// <summary>What was done about one sign, and the place to write it down; what was typed stands there again after a refusal.</summary>
    internal sealed record Handled(Guid Subject, string Sign, string About, IReadOnlyList<WatchAnswer> Answers, bool MayAnswer, string? Typed);
}
