using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>Days without classes: a provider's own, and those of the city, which an administrator keeps.</summary>
[Audience(Roles.ProviderManager, Roles.Administrator)]
internal sealed class HolidaysModel(CoursesDb db, IAudit audit, CityTime city, Caller caller, TimeProvider clock) : CoursesPage
{
    [BindProperty]
    [Required]
    [StringLength(200)]
    public string? Name { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? From { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? Until { get; set; }

    public IReadOnlyList<Holiday> Holidays { get; private set; } = [];

    /// <summary>How many sessions that have not begun fall on the days of each; those with none are missing.</summary>
    public IReadOnlyDictionary<Guid, int> SessionsOn { get; private set; } = new Dictionary<Guid, int>();

    private Guid? Mine => caller.OrganisationId;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Until < From)
        {
            throw new InvalidField(nameof(Until), Words["holidays.until-before-from"]);
        }

        var added = new Holiday { ProviderId = Mine, Name = Name!.Trim(), From = From!.Value, Until = Until ?? From.Value };
        db.Add(added);
        audit.Record("holiday.added", added.Id, HolidayTerms.Of(added).ToString());
        await db.SaveChangesAsync(Cancel);
        await Load();
        Done = Words["holidays.added"];
        return Redirect(SessionsOn.ContainsKey(added.Id) ? $"/provider/holidays/{added.Id}" : "/provider/holidays");
    });

    protected override async Task Load()
    {
        var today = city.Today;
        Holidays = await db.Set<Holiday>().AsNoTracking()
            .Where(holiday => holiday.Until >= today && (holiday.ProviderId == null || holiday.ProviderId == Mine))
            .OrderBy(holiday => holiday.From)
            .ToListAsync(Cancel);
        if (Holidays is [])
        {
            return;
        }

        var (mine, now, first, last) = (Mine, clock.GetUtcNow(), Holidays.Min(holiday => holiday.From), Holidays.Max(holiday => holiday.Until));
        var perDay = await db.Set<Session>()
            .Where(session => session.CancelledAt == null && session.StartsAt > now && session.LocalDate >= first && session.LocalDate <= last && (mine == null || session.ProviderId == mine))
            .GroupBy(session => session.LocalDate)
            .Select(day => new { On = day.Key, Sessions = day.Count() })
            .ToListAsync(Cancel);
        SessionsOn = Holidays.Select(holiday => (holiday.Id, Sessions: perDay.Where(day => holiday.From <= day.On && day.On <= holiday.Until).Sum(day => day.Sessions)))
            .Where(one => one.Sessions > 0)
            .ToDictionary(one => one.Id, one => one.Sessions);
    }
}
