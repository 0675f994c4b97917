using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>The exams ahead, or those that are over, the newest first.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class ExamsModel(CoursesDb db, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    private const int Most = 100;

    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    public bool MayMake => caller.MayMakeExams();

    public bool MayEnter => caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher);

    public IReadOnlyList<ListedExam> Exams { get; private set; } = [];

    public async Task OnGet()
    {
        var today = city.Today;
        var exams = db.Set<Exam>().VisibleTo(caller).AsNoTracking();
        var some = await (Past ? exams.Where(exam => exam.On < today).OrderByDescending(exam => exam.On).ThenBy(exam => exam.Id) : exams.Where(exam => exam.On >= today).OrderBy(exam => exam.On).ThenBy(exam => exam.Id))
            .Take(Most).ToListAsync(Cancel);
        var venues = some.Select(exam => exam.VenueId).Distinct().ToArray();
        var names = await providers.Venues.Where(venue => venues.Contains(venue.Id)).Select(venue => new { venue.Id, venue.Name }).ToDictionaryAsync(venue => venue.Id, venue => venue.Name, Cancel);
        Exams = some.ConvertAll(exam => new ListedExam(exam, names.GetValueOrDefault(exam.VenueId, "")));
    }
}

internal sealed record ListedExam(Exam Exam, string Venue);
