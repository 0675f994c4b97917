using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.LanguageCourses.Features;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>Finding a class or a module. All filters stand in the address, so that going back, sharing and reloading work.</summary>
[Audience(Roles.Newcomer)]
internal sealed class FindModel(Offerings offerings, IParticipants participants, Caller caller, TimeProvider clock) : CoursesPage
{
    public const string AllLevels = "all";
    private const int PageSize = 10;

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string? Kind { get; set; }

    /// <summary>Where the address does not say: the person's own, as far as somebody assessed it.</summary>
    [BindProperty(SupportsGet = true, Name = "level")]
    public string? Level { get; set; }

    [BindProperty(SupportsGet = true, Name = "teaches")]
    public string? Teaches { get; set; }

    /// <summary>weekdays, weekend, or a weekday from 1 to 7.</summary>
    [BindProperty(SupportsGet = true, Name = "day")]
    public string? Day { get; set; }

    /// <summary>morning, afternoon or evening.</summary>
    [BindProperty(SupportsGet = true, Name = "time")]
    public string? Time { get; set; }

    [BindProperty(SupportsGet = true, Name = "district")]
    public string? District { get; set; }

    [BindProperty(SupportsGet = true, Name = "help")]
    public string? Help { get; set; }

    [BindProperty(SupportsGet = true, Name = "childcare")]
    public bool Childcare { get; set; }

    [BindProperty(SupportsGet = true, Name = "wheelchair")]
    public bool Wheelchair { get; set; }

    [BindProperty(SupportsGet = true, Name = "free")]
    public bool Free { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public bool IsOrientation => Kind == "orientation";

    public DateOnly Today { get; private set; }

    public string? AssessedLevel { get; private set; }

    public IReadOnlyList<string> Districts { get; private set; } = [];

    public IReadOnlyList<string> Languages { get; private set; } = [];

    public IReadOnlyList<string> HelpLanguages { get; private set; } = [];

    public IReadOnlyList<FoundClass> Found { get; private set; } = [];

    public int Total { get; private set; }

    public int PagesInAll => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public bool HasMoreFilters => District is not null || Help is not null || Childcare || Wheelchair || Free;

    public bool HasFilters => HasMoreFilters || Level is not null || Teaches is not null || Day is not null || Time is not null;

    public async Task OnGet()
    {
        Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        AssessedLevel = await participants.People.Where(person => person.Id == caller.Id).Select(person => person.Level).SingleOrDefaultAsync(Cancel);
        var open = offerings.Open(IsOrientation ? GroupKind.OrientationRun : GroupKind.LanguageClass);
        Districts = await open.Select(one => one.District).Distinct().OrderBy(name => name).ToListAsync(Cancel);
        Languages = await open.Select(one => one.Language).Distinct().OrderBy(code => code).ToListAsync(Cancel);
        HelpLanguages = await open.Where(one => one.HelpLanguage != null).Select(one => one.HelpLanguage!).Distinct().OrderBy(code => code).ToListAsync(Cancel);

        var isOwnLevel = !IsOrientation && AssessedLevel is not null && !Request.Query.ContainsKey("level");
        Level = isOwnLevel ? Cefr.Main(AssessedLevel!) : Level;
        var found = Filter(open);
        Total = await found.CountAsync(Cancel);
        if (Total == 0 && isOwnLevel)
        {
            // Nothing of the own level is open: all is better than nothing.
            Level = AllLevels;
            found = Filter(open);
            Total = await found.CountAsync(Cancel);
        }

        Number = Math.Clamp(Number, 1, PagesInAll);
        var today = Today;
        var page = await found
            .OrderBy(one => one.StartsOn < today ? 1 : 0).ThenBy(one => one.StartsOn).ThenBy(one => one.Id)
            .Skip((Number - 1) * PageSize).Take(PageSize)
            .ToListAsync(Cancel);
        var meetings = await offerings.MeetingsOf([.. page.Select(one => one.Id)], Cancel);
        Found = [.. page.Select(one => new FoundClass(one, meetings.GetValueOrDefault(one.Id), today))];
    }

    /// <summary>The address of this search with some of it changed; null takes a filter away.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var query = Current().Where(pair => changes.All(change => change.Name != pair.Key)).Concat(changes.Select(change => KeyValuePair.Create(change.Name, change.Value)));
        return "/my/find" + QueryString.Create(query.Where(pair => !string.IsNullOrEmpty(pair.Value)));
    }

    private Dictionary<string, string?> Current() => new Dictionary<string, string?>
    {
        ["kind"] = Kind,
        ["level"] = Level,
        ["teaches"] = Teaches,
        ["day"] = Day,
        ["time"] = Time,
        ["district"] = District,
        ["help"] = Help,
        ["childcare"] = Childcare ? "true" : null,
        ["wheelchair"] = Wheelchair ? "true" : null,
        ["free"] = Free ? "true" : null,
    };

    private IQueryable<Offering> Filter(IQueryable<Offering> found)
    {
        if (!IsOrientation && Cefr.Normal(Level) is { } level)
        {
            var within = level + ".";
            found = found.Where(one => one.Level == level || one.Level!.StartsWith(within));
        }

        found = Teaches is null ? found : found.Where(one => one.Language == Teaches);
        found = District is null ? found : found.Where(one => one.District == District);
        found = Help is null ? found : found.Where(one => one.HelpLanguage == Help);
        found = Childcare ? found.Where(one => one.Childcare) : found;
        found = Wheelchair ? found.Where(one => one.WheelchairAccess) : found;
        found = Free ? found.Where(one => one.FreeSeats > 0 && one.InLine == 0) : found;
        return Day is null && Time is null ? found : offerings.Meeting(found, Weekdays(), PartOfDay().From, PartOfDay().Until);
    }

    private int[] Weekdays() => Day switch
    {
        "weekdays" => [1, 2, 3, 4, 5],
        "weekend" => [6, 7],
        [>= '1' and <= '7'] => [Day[0] - '0'],
        _ => [1, 2, 3, 4, 5, 6, 7],
    };

    private (TimeOnly From, TimeOnly Until) PartOfDay() => Time switch
    {
        "morning" => (new(0, 0), new(11, 59)),
        "afternoon" => (new(12, 0), new(16, 59)),
        "evening" => (new(17, 0), new(23, 59)),
        _ => (new(0, 0), new(23, 59)),
    };
}

internal sealed record FoundClass(Offering Class, Meetings? Meetings, DateOnly Today);
