using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>The secret address of the person's calendar: shown once, when it is made; it can be taken back.</summary>
[Audience(Roles.Newcomer)]
internal sealed class CalendarModel(CoursesDb db, Links links, Caller caller, TimeProvider clock) : CoursesPage
{
    public DateTimeOffset? Since { get; private set; }

    [TempData]
    public string? NewAddress { get; set; }

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostNew() => Act(async () =>
    {
        var token = CalendarFeed.NewToken();
        await db.Transact(
            async () =>
            {
                await Revoke();
                db.Add(new CalendarFeed { ParticipantId = caller.Id, TokenHash = CalendarFeed.HashOf(token), CreatedAt = clock.GetUtcNow() });
            },
            Cancel);
        NewAddress = links.To($"/calendar/{token}.ics");
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostRevoke() => Act(async () =>
    {
        await Revoke();
        Done = Words["calendar.revoked"];
        return RedirectToPage();
    });

    protected override async Task Load() => Since = await db.Set<CalendarFeed>()
        .Where(feed => feed.ParticipantId == caller.Id && feed.RevokedAt == null)
        .Select(feed => (DateTimeOffset?)feed.CreatedAt)
        .SingleOrDefaultAsync(Cancel);

    private Task<int> Revoke()
    {
        var now = clock.GetUtcNow();
        return db.Set<CalendarFeed>().Where(feed => feed.ParticipantId == caller.Id && feed.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(feed => feed.RevokedAt, now), Cancel);
    }
}
