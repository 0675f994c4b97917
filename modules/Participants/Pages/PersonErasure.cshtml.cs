using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>A coach writes down that somebody wants to be erased, or that a proceeding needs the record until a day.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonErasureModel(CoursesDb db, ErasureDesk desk, CityTime city) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Person { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty, StringLength(LegalHold.LongestReason)]
    public string? Reason { get; set; }

    public string Name { get; private set; } = "";

    public Erasure? Asked { get; private set; }

    public IReadOnlyList<ErasureHold> Holds { get; private set; } = [];

    public IReadOnlyList<LegalHold> Kept { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public string Say(ErasureHold hold) => Words.Say(hold.Code, hold.Until is { } day ? [Shown.Date(day)] : []);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await desk.Ask(Person, Cancel);
        return RedirectToPage(new { Person });
    });

    public Task<IActionResult> OnPostWithdrawAsync() => Act(async () =>
    {
        await desk.Withdraw(Person, Cancel);
        return RedirectToPage(new { Person });
    });

    public Task<IActionResult> OnPostHoldAsync() => Act(async () =>
    {
        if (Until is not { } until || string.IsNullOrWhiteSpace(Reason))
        {
            throw new RuleBroken("erasure.law.incomplete");
        }

        await desk.Hold(Person, until, Reason.Trim(), Cancel);
        return RedirectToPage(new { Person });
    });

    public Task<IActionResult> OnPostEndAsync(Guid which) => Act(async () =>
    {
        await desk.EndHold(Person, which, Cancel);
        return RedirectToPage(new { Person });
    });

    protected override async Task Load()
    {
        var person = await db.Set<Participant>().AsNoTracking().Where(row => row.Id == Person && row.MergedInto == null).Select(row => new { row.GivenName, row.FamilyName }).SingleOrDefaultAsync(Cancel)
            ?? throw new NotFound("The participant");
        var last = await desk.Last(Person, Cancel);
        (Name, Asked, Holds) = ($"{person.GivenName} {person.FamilyName}".Trim(), last is { WithdrawnAt: null } ? last : null, await desk.Holds(Person, Cancel));
        Kept = await db.Set<LegalHold>().AsNoTracking().Where(row => row.ParticipantId == Person && row.EndedAt == null).OrderBy(row => row.Until).ToListAsync(Cancel);
    }
}
