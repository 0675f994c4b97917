using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.LanguageCourses.Features;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>
/// Finding a class or a module. All filters stand in the address, so that going back, sharing and reloading work. What the address does not say is what fits the person: their level, the hours in which
/// they are in no other course, what their vouchers pay for, and the place and times that they chose on this phone before.
/// </summary>
[Audience(Roles.Newcomer)]
internal sealed class FindModel(Offerings offerings, IParticipants participants, ITimetable timetable, IVouchers vouchers, IEligibility eligibility, Caller caller, TimeProvider clock) : CoursesPage
{
    public const string AllLevels = "all";
    private const int PageSize = 10;
    private const string Any = "any";

    /// <summary>What the phone remembers: it stands in a cookie of this page alone, with whose choice it was, since phones are lent.</summary>
    private const string Remembered = "courses.find";
    private static readonly string[] Choices = ["day", "time", "district", "help", "childcare", "wheelchair"];

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

    public static IReadOnlyList<string> PartsOfTheDay { get; } = ["morning", "afternoon", "evening"];

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

    /// <summary>Only what meets while the person is in no other course.</summary>
    [BindProperty(SupportsGet = true, Name = "fits")]
    public bool? Fits { get; set; }

    /// <summary>Only what a voucher of the person pays for, or what costs them nothing.</summary>
    [BindProperty(SupportsGet = true, Name = "paid")]
    public bool? Paid { get; set; }

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

    /// <summary>The person is in other courses: their hours are taken.</summary>
    public bool HasCourses { get; private set; }

    public bool HasVoucher { get; private set; }

    /// <summary>Nothing fitted the person, so what nobody asked for was left out.</summary>
    public bool IsWidened { get; private set; }

    public int PagesInAll => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public bool HasFilters => Said().Any() || Level is not null || Teaches is not null || Free;

    /// <summary>The address under which nothing is left out.</summary>
    public string Everything => With([("level", IsOrientation ? null : AllLevels), ("fits", "false"), ("paid", "false"), ("teaches", null), ("free", null), .. Choices.Select(name => (name, (string?)null))]);

    /// <summary>What is looked for, in a few words.</summary>
    public IEnumerable<string> Said()
    {
        IEnumerable<string?> said =
        [
            IsOrientation || Level is null or AllLevels ? null : Cefr.Normal(Level),
            Day switch { null => null, "weekdays" or "weekend" => Words["find." + Day], _ => Weekdays() is [var day] ? Shown.Weekday(day) : null },
            Time is null ? null : Words["find." + Time],
            District is null ? null : Shown.Apart(District),
            Help is null ? null : Shown.Apart(Shown.LanguageName(Help)),
            Childcare ? Words["find.childcare"] : null,
            Wheelchair ? Words["find.wheelchair"] : null,
            Fits == true ? Words["find.fits"] : null,
            Paid == true ? Words["find.paid"] : null,
        ];
        return said.OfType<string>();
    }

    public async Task OnGet()
    {
        Time = PartsOfTheDay.Contains(Time) ? Time : null;
        Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        AssessedLevel = await participants.People.Where(person => person.Id == caller.Id).Select(person => person.Level).SingleOrDefaultAsync(Cancel);
        var open = offerings.Open(IsOrientation ? GroupKind.OrientationRun : GroupKind.LanguageClass);
        Districts = [.. (await open.Select(one => one.District).Distinct().ToListAsync(Cancel)).InReadersOrder(name => name)];
        Languages = await open.Select(one => one.Language).Distinct().OrderBy(code => code).ToListAsync(Cancel);
        HelpLanguages = await open.Where(one => one.HelpLanguage != null).Select(one => one.HelpLanguage!).Distinct().OrderBy(code => code).ToListAsync(Cancel);

        Remember();
        HasCourses = await timetable.Stays.AnyAsync(stay => stay.ParticipantId == caller.Id && stay.Until == null, Cancel);
        HasVoucher = !IsOrientation && await vouchers.Vouchers.AnyAsync(
            voucher => voucher.ParticipantId == caller.Id && voucher.State == VoucherState.Unlocked && voucher.RemainingCents > 0 && voucher.ExpiresOn >= Today, Cancel);
        var isOwnLevel = !IsOrientation && AssessedLevel is not null && !Request.Query.ContainsKey("level");
        var (fits, paid) = (HasCourses && Fits is null, HasVoucher && Paid is null);
        Level = isOwnLevel ? Cefr.Main(AssessedLevel!) : Level;
        (Fits, Paid) = (HasCourses ? Fits ?? true : null, HasVoucher ? Paid ?? true : null);
        var found = await Filter(open);
        Total = await found.CountAsync(Cancel);
        if (Total == 0 && (isOwnLevel || fits || paid))
        {
            // Nothing fits: all is better than nothing.
            IsWidened = true;
            Level = isOwnLevel ? AllLevels : Level;
            (Fits, Paid) = (fits ? false : Fits, paid ? false : Paid);
            found = await Filter(open);
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
        var left = query.Where(pair => !string.IsNullOrEmpty(pair.Value)).ToList();
        if (!left.Exists(pair => Choices.Contains(pair.Key)))
        {
            // Nothing is chosen, on purpose: what the phone remembers is not meant.
            left.Add(KeyValuePair.Create("day", (string?)Any));
        }

        return "/my/find" + QueryString.Create(left);
    }

    /// <summary>Where and when somebody can come stays the same from one search to the next: what the address does not say is what this phone heard last from this person.</summary>
    private void Remember()
    {
        var of = caller.Id.ToString("N") + "?";
        var kept = Request.Cookies[Remembered] is { } cookie && cookie.StartsWith(of, StringComparison.Ordinal) ? cookie[of.Length..] : "";
        if (!Choices.Any(Request.Query.ContainsKey))
        {
            var known = QueryHelpers.ParseQuery(kept);
            string? Known(string name) => known.GetValueOrDefault(name).ToString() is { Length: > 0 } value ? value : null;
            (Day, Time, District, Help) = (Known("day"), Known("time"), Known("district"), Known("help"));
            (Childcare, Wheelchair) = (Known("childcare") is not null, Known("wheelchair") is not null);
            return;
        }

        (Day, Time, District, Help) = (Day is Any ? null : Day, Time is Any ? null : Time, District is Any ? null : District, Help is Any ? null : Help);
        var chosen = QueryString.Create(Current().Where(pair => Choices.Contains(pair.Key) && !string.IsNullOrEmpty(pair.Value))).Value!.TrimStart('?');
        if (chosen != kept && chosen.Length < 500)
        {
            Response.Cookies.Append(Remembered, of + chosen, new() { Path = Request.PathBase + "/my/find", MaxAge = TimeSpan.FromDays(180), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps });
        }
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
        ["fits"] = Flag("fits", Fits),
        ["paid"] = Flag("paid", Paid),
    };

    /// <summary>What nobody said stands in no address.</summary>
    private string? Flag(string name, bool? value) => value is { } said && (IsWidened || Request.Query.ContainsKey(name)) ? (said ? "true" : "false") : null;

    private async Task<IQueryable<Offering>> Filter(IQueryable<Offering> found)
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
        found = Day is null && Time is null ? found : offerings.Meeting(found, Weekdays(), PartOfDay().From, PartOfDay().Until);
        found = Fits == true ? offerings.WhenFree(found, caller.Id) : found;
        return Paid == true ? await PaidFor(found) : found;
    }

    /// <summary>The voucher itself says what it pays for; a class that costs nothing, or that the person's programme pays, needs none.</summary>
    private async Task<IQueryable<Offering>> PaidFor(IQueryable<Offering> found)
    {
        var candidates = await found.Where(one => one.PriceCents > 0 && one.IsIntegrationCourse).Select(one => one.Id).ToListAsync(Cancel);
        var payable = (await vouchers.Payable(caller.Id, candidates, Cancel)).ToArray();
        var joined = await eligibility.Decisions
            .Where(decision => decision.ParticipantId == caller.Id && decision.Subject == "entry" && decision.SupersededAt == null && decision.Outcome == Outcome.May)
            .Select(decision => decision.ProgrammeCode).Distinct().ToArrayAsync(Cancel);
        return found.Where(one => one.PriceCents == 0 || payable.Contains(one.Id) || (one.ProgrammeCode != null && joined.Contains(one.ProgrammeCode)));
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
