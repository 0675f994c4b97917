using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>The timetable of one place on paper, A4, with a large picture for each kind, in one language of newcomers or in two.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class ActivityLeafletModel(CoursesDb db, ITimetable timetable, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    private const int MostLines = 60;

    public static IReadOnlyList<int> WeeksToChoose { get; } = [1, 2, 4];

    [BindProperty(SupportsGet = true)]
    public Guid? Venue { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Weeks { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public string? First { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Second { get; set; }

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public VenueRow? Place { get; private set; }

    public IReadOnlyList<Language> Languages { get; private set; } = [];

    public IReadOnlyList<LeafletLine> Lines { get; private set; } = [];

    public DateOnly Begin { get; private set; }

    public DateOnly End { get; private set; }

    public async Task OnGet()
    {
        var own = caller.OrganisationId;
        var used = db.Set<Activity>().VisibleTo(caller).Where(activity => own == null || activity.ProviderId == own).Select(activity => activity.VenueId);
        Venues = [.. (await providers.Venues.Where(venue => used.Contains(venue.Id)).ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)];
        Place = Venues.FirstOrDefault(venue => venue.Id == Venue) ?? (Venue is null && Venues.Count == 1 ? Venues[0] : null);
        var first = Language.Of(First ?? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        Languages = Second is { Length: > 0 } second && Language.Of(second) is { } other && other.Code == second && other != first ? [first, other] : [first];
        var weeks = WeeksToChoose.Contains(Weeks) ? Weeks : 1;
        Begin = city.Today;
        End = Begin.AddDays((7 * weeks) - 1);
        if (Place is not { } place)
        {
            return;
        }

        var (begin, end, now) = (Begin, End, city.Now);
        var rows = await (
            from meeting in db.Set<ActivityMeeting>()
            join activity in db.Set<Activity>() on meeting.ActivityId equals activity.Id
            join kind in db.Set<ActivityKind>() on activity.KindCode equals kind.Code
            join session in timetable.Sessions on meeting.Id equals session.GroupId
            where activity.CancelledAt == null && session.CancelledAt == null && session.EndsAt > now && session.LocalDate >= begin && session.LocalDate <= end
                && timetable.Groups.Any(one => one.Id == meeting.Id && one.VenueId == place.Id && one.CancelledAt == null)
            orderby session.StartsAt, session.Id
            select new { activity, kind.Icon, session.LocalDate, session.LocalFrom, session.LocalUntil }).AsNoTracking().Take(MostLines * 8).ToListAsync(Cancel);

        // The times of a consultation stand in one line, from the first to the last.
        Lines = [.. rows.GroupBy(row => (row.LocalDate, row.activity.Id)).Select(group => new LeafletLine(group.Key.LocalDate, group.Min(row => row.LocalFrom), group.Max(row => row.LocalUntil), group.First().activity, group.First().Icon)).Take(MostLines)];
    }
}

/// <summary>One line of the paper.</summary>
internal sealed record LeafletLine(DateOnly On, TimeOnly From, TimeOnly Until, Activity Activity, string Icon);
