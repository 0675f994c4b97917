using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>The exams ahead, or those that are over, the newest first. In pages.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class ExamsModel(CoursesDb db, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    internal const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public bool MayMake => caller.MayMakeExams();

    public bool MayEnter => caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher);

    public IReadOnlyList<ListedExam> Exams { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public async Task OnGet()
    {
        var today = city.Today;
        var exams = db.Set<Exam>().VisibleTo(caller).AsNoTracking();
        var begin = Place.Read(From);
        var (day, id) = (begin?.Day, begin?.Id ?? Guid.Empty);
        var some = await (Past
            ? exams.Where(exam => exam.On < today && (day == null || exam.On < day || (exam.On == day && exam.Id.CompareTo(id) > 0))).OrderByDescending(exam => exam.On)
            : exams.Where(exam => exam.On >= today && (day == null || exam.On > day || (exam.On == day && exam.Id.CompareTo(id) > 0))).OrderBy(exam => exam.On)).ThenBy(exam => exam.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(some, AtOnce, Past ? "/exams?past=true" : "/exams", begin, exam => new(exam.On, exam.Id));
        var venues = some.Select(exam => exam.VenueId).Distinct().ToArray();
        var names = await providers.Venues.Where(venue => venues.Contains(venue.Id)).Select(venue => new { venue.Id, venue.Name }).ToDictionaryAsync(venue => venue.Id, venue => venue.Name, Cancel);
        Exams = some.ConvertAll(exam => new ListedExam(exam, names.GetValueOrDefault(exam.VenueId, "")));
    }
}

internal sealed record ListedExam(Exam Exam, string Venue);
