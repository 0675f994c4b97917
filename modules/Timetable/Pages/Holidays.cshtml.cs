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
internal sealed class HolidaysModel(CoursesDb db, CityTime city, Caller caller) : CoursesPage
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

    public Guid? Mine => caller.OrganisationId;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Until < From)
        {
            throw new InvalidField(nameof(Until), Words["holidays.until-before-from"]);
        }

        db.Add(new Holiday { ProviderId = Mine, Name = Name!, From = From!.Value, Until = Until ?? From.Value });
        await db.SaveChangesAsync(Cancel);
        Done = Words["holidays.added"];
        return RedirectToPage();
    });

    public async Task<IActionResult> OnPostRemove(Guid id)
    {
        if (await db.Set<Holiday>().Where(holiday => holiday.Id == id && holiday.ProviderId == Mine).ExecuteDeleteAsync(Cancel) == 0)
        {
            throw new NotFound("The holiday");
        }

        Done = Words["holidays.removed"];
        return RedirectToPage();
    }

    protected override async Task Load()
    {
        var today = city.Today;
        Holidays = await db.Set<Holiday>().AsNoTracking()
            .Where(holiday => holiday.Until >= today && (holiday.ProviderId == null || holiday.ProviderId == Mine))
            .OrderBy(holiday => holiday.From)
            .ToListAsync(Cancel);
    }
}
