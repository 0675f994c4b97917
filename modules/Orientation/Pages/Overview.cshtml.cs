using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation.Pages;

/// <summary>Civic orientation for the city's people: coming runs, the topics, what people said of them.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class OverviewModel(CoursesDb db, ITimetable timetable, IProviders providers, IEligibility eligibility, CityTime city, Caller caller) : CoursesPage
{
    private const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<ComingRun> Runs { get; private set; } = [];

    public IReadOnlyList<TopicFigures> Topics { get; private set; } = [];

    private Dictionary<string, (int People, int Finished)> Registered { get; set; } = [];

    /// <summary>That somebody finished a module is written down by a coach.</summary>
    public bool MayRecord => caller.Is(Roles.Coach);

    public bool IsAdministrator => caller.Is(Roles.Administrator);

    public async Task OnGet()
    {
        var today = city.Today;
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var begin = Place.Read(From);
        var (day, id) = (begin?.Day, begin?.Id ?? Guid.Empty);
        var runs = await (
            from run in db.Set<ModuleRun>()
            join topic in db.Set<Topic>() on run.TopicCode equals topic.Code
            join grp in timetable.Groups on run.Id equals grp.Id
            join venue in providers.Venues on grp.VenueId equals venue.Id
            where grp.EndsOn >= today && grp.CancelledAt == null && (day == null || grp.StartsOn > day || (grp.StartsOn == day && run.Id.CompareTo(id) > 0))
            orderby grp.StartsOn, run.Id
            select new ComingRun
            {
                Id = run.Id,
                Topic = topic.Names.Where(name => name.Language == language).Select(name => name.Name).FirstOrDefault() ?? topic.Name,
                Language = run.Language,
                StartsOn = grp.StartsOn,
                Venue = venue.Name,
                SeatsTaken = grp.SeatsTaken,
                Capacity = grp.Capacity,
                InLine = grp.InLine,
            }).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(runs, AtOnce, "/orientation", begin, run => new(run.StartsOn, run.Id));
        Runs = runs;
        Topics = await db.Set<Topic>().OrderBy(topic => topic.ProgrammeCode).ThenBy(topic => topic.Code).Select(topic => new TopicFigures
        {
            Code = topic.Code,
            Programme = eligibility.Programmes.Where(programme => programme.Code == topic.ProgrammeCode).Select(programme => programme.Name).FirstOrDefault() ?? topic.ProgrammeCode,
            Name = topic.Names.Where(name => name.Language == language).Select(name => name.Name).FirstOrDefault() ?? topic.Name,
            PlannedMinutes = topic.PlannedMinutes,
            Runs = db.Set<ModuleRun>().Count(run => run.TopicCode == topic.Code),
            Finished = db.Set<Completion>().Count(completion => completion.TopicCode == topic.Code),
            Ratings = db.Set<Rating>().Count(rating => db.Set<ModuleRun>().Any(run => run.Id == rating.RunId && run.TopicCode == topic.Code)),
            VeryUseful = db.Set<Rating>().Count(rating => rating.Useful == Usefulness.Very && db.Set<ModuleRun>().Any(run => run.Id == rating.RunId && run.TopicCode == topic.Code)),
        }).ToListAsync(Cancel);
        Registered = (await (
            from run in db.Set<ModuleRun>()
            join grp in timetable.Groups on run.Id equals grp.Id
            join enrolment in timetable.Enrolments on run.Id equals enrolment.GroupId
            where grp.EndsOn < today && grp.CancelledAt == null && enrolment.State == EnrolmentState.Enrolled
            from done in db.Set<Completion>().Where(row => row.ParticipantId == enrolment.ParticipantId && row.TopicCode == run.TopicCode).DefaultIfEmpty()
            group done == null ? 0 : 1 by run.TopicCode into topic
            select new { topic.Key, People = topic.Count(), Finished = topic.Sum(one => one) }).ToListAsync(Cancel))
            .ToDictionary(topic => topic.Key, topic => (topic.People, topic.Finished));
    }

    /// <summary>Of those who were registered for a run that is over, how many have finished the module; null where nobody was.</summary>
    public int? FinishedPercent(string topic) => Registered.TryGetValue(topic, out var people) ? people.Finished * 100 / people.People : null;

    public async Task<IActionResult> OnPostLoad()
    {
        if (!IsAdministrator)
        {
            throw new Courses.Platform.Errors.Forbidden();
        }

        Done = Words.Say("orientation.loaded", await StandardTopics.Load(db, Cancel));
        return RedirectToPage();
    }
}

internal sealed record ComingRun
{
    public required Guid Id { get; init; }

    public required string Topic { get; init; }

    public required string Language { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required string Venue { get; init; }

    public required int SeatsTaken { get; init; }

    public required int Capacity { get; init; }

    public required int InLine { get; init; }
}

internal sealed record TopicFigures
{
    public required string Code { get; init; }

    public required string Programme { get; init; }

    public required string Name { get; init; }

    public required int PlannedMinutes { get; init; }

    public required int Runs { get; init; }

    public required int Finished { get; init; }

    public required int Ratings { get; init; }

    public required int VeryUseful { get; init; }
}
