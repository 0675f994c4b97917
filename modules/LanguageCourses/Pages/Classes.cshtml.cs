using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The provider's classes, running and finished.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ClassesModel(ILanguageCourses courses, ITimetable timetable, IProviders providers, CityTime city, Caller caller, TimeProvider clock) : CoursesPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "finished")]
    public bool Finished { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public int PagesInAll { get; private set; }

    public IReadOnlyList<ListedClass> Classes { get; private set; } = [];

    public async Task OnGet()
    {
        var (now, today) = (clock.GetUtcNow(), city.Today);
        var listed =
            from one in courses.Classes
            join course in courses.Courses on one.CourseId equals course.Id
            join grp in timetable.Groups on one.Id equals grp.Id
            join venue in providers.Venues on grp.VenueId equals venue.Id
            where one.ProviderId == caller.OrganisationId && (grp.EndsOn < today || grp.CancelledAt != null) == Finished
            select new ListedClass
            {
                Id = one.Id,
                Number = one.Number,
                Course = course.Name,
                Level = course.Level,
                Venue = venue.Name,
                StartsOn = grp.StartsOn,
                EndsOn = grp.EndsOn,
                Capacity = grp.Capacity,
                SeatsTaken = grp.SeatsTaken,
                InLine = grp.InLine,
                CancelledAt = grp.CancelledAt,
                Next = timetable.Sessions.Where(session => session.GroupId == one.Id && session.CancelledAt == null && session.EndsAt > now).Min(session => (DateOnly?)session.LocalDate),
            };
        PagesInAll = Math.Max(1, (await listed.CountAsync(Cancel) + PageSize - 1) / PageSize);
        Number = Math.Clamp(Number, 1, PagesInAll);
        listed = Finished ? listed.OrderByDescending(one => one.EndsOn).ThenBy(one => one.Id) : listed.OrderBy(one => one.StartsOn).ThenBy(one => one.Id);
        Classes = await listed.Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(Cancel);
    }
}

internal sealed record ListedClass
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Course { get; init; }

    public required string Level { get; init; }

    public required string Venue { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required int Capacity { get; init; }

    public required int SeatsTaken { get; init; }

    public required int InLine { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }

    public required DateOnly? Next { get; init; }
}
