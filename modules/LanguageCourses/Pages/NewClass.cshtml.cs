using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>A new class from a course and a weekly pattern. The sessions are shown before anything is made.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class NewClassModel(CoursesDb db, ILanguageCourses courses, ITimetable timetable, IProviders providers, IEligibility eligibility, IStaff staff, IAudit audit, Caller caller) : CoursesPage
{
    [BindProperty]
    [Required]
    public Guid? CourseId { get; set; }

    [BindProperty]
    [Required]
    public Guid? VenueId { get; set; }

    [BindProperty]
    public Guid? TeacherId { get; set; }

    [BindProperty]
    [Required]
    [StringLength(60)]
    public string? Number { get; set; }

    [BindProperty]
    [Required]
    [Euros]
    [Range(0.0, 100_000.0)]
    public decimal? Price { get; set; }

    /// <summary>The price in cents that the page has said in words before: only that one is saved.</summary>
    [BindProperty]
    public long? RepeatedCents { get; set; }

    /// <summary>An unusual price is meant.</summary>
    [BindProperty]
    public bool PriceIsMeant { get; set; }

    [BindProperty]
    [Required]
    [Range(1, 500)]
    public int? Capacity { get; set; }

    [BindProperty]
    public List<int> Weekdays { get; set; } = [];

    [BindProperty]
    [Required]
    public TimeOnly? From { get; set; }

    [BindProperty]
    [Required]
    public TimeOnly? Until { get; set; }

    [BindProperty]
    [Range(0, 240)]
    public int BreakMinutes { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? FirstDay { get; set; }

    /// <summary>Empty: as many as the course's hours need.</summary>
    [BindProperty]
    [Range(1, WeeklyPattern.MostSessions)]
    public int? Sessions { get; set; }

    [BindProperty]
    public bool Childcare { get; set; }

    [BindProperty]
    [StringLength(10)]
    public string? HelpLanguage { get; set; }

    [BindProperty]
    [StringLength(60)]
    public string? ProgrammeCode { get; set; }

    [BindProperty]
    public List<string> Bring { get; set; } = [];

    public IReadOnlyList<Course> Courses { get; private set; } = [];

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public IReadOnlyList<StaffRow> Teachers { get; private set; } = [];

    public IReadOnlyList<ProgrammeRow> Programmes { get; private set; } = [];

    public IReadOnlyList<PlannedDay> Preview { get; private set; } = [];

    public WeeklyPattern? Pattern { get; private set; }

    public long PriceCents => (long)Math.Round(Price!.Value * 100);

    /// <summary>Other sessions of the teacher or in the room at these times.</summary>
    public IReadOnlyList<TakenTime> Taken { get; private set; } = [];

    /// <summary>The hours of the course, where the price is unusual for them; null where it is not.</summary>
    public int? OddHours { get; private set; }

    private Guid ProviderId => caller.OrganisationId ?? throw new Forbidden();

    public async Task OnGet()
    {
        Bring = ["pass", "pen", "paper"];
        await Load();
    }

    public Task<IActionResult> OnPostPreview() => Act(async () =>
    {
        await Load();
        return await Repeat(await Planned());
    });

    public Task<IActionResult> OnPostCreate() => Act(async () =>
    {
        var pattern = await Planned();
        var course = await db.Set<Course>().AsNoTracking().SingleAsync(row => row.Id == CourseId, Cancel);
        if (RepeatedCents != PriceCents || (OddHours is not null && !PriceIsMeant))
        {
            await Load();
            return await Repeat(pattern);
        }

        var sessions = pattern.SessionsOf(await Holidays());
        var id = await db.Transact(
            async () =>
            {
                var groupId = await timetable.CreateGroup(GroupOf(course.Name, sessions), Cancel);
                await courses.AddClass(new(groupId, course.Id, Number!.Trim(), PriceCents, ProgrammeCode), Cancel);
                audit.Record("class.created", groupId, Number!.Trim());
                return groupId;
            },
            Cancel);
        Done = Words.Say("classes.created", sessions.Count);
        return Redirect($"/provider/classes/{id}");
    });

    /// <summary>Says what is going to be made: the days, the price in words, and who else needs teacher or room then.</summary>
    private async Task<IActionResult> Repeat(WeeklyPattern pattern)
    {
        (Pattern, Preview) = (pattern, pattern.Plan(await Holidays()));
        if (Venues.Any(venue => venue.Id == VenueId))
        {
            Taken = await timetable.TakenTimes(GroupOf("", pattern.SessionsOf(await Holidays())), Cancel);
        }

        return Page();
    }

    private NewGroup GroupOf(string name, IReadOnlyList<NewSession> sessions) => new()
    {
        Kind = GroupKind.LanguageClass,
        Name = name,
        ProviderId = ProviderId,
        VenueId = VenueId!.Value,
        TeacherId = TeacherId,
        Capacity = Capacity!.Value,
        ProgrammeCode = ProgrammeCode,
        Childcare = Childcare,
        HelpLanguage = HelpLanguage,
        Bring = string.Join(',', Bring.Intersect(NewGroup.ThingsToBring, StringComparer.Ordinal)),
        Sessions = sessions,
    };

    protected override async Task Load()
    {
        Courses = [.. (await db.Set<Course>().AsNoTracking().Where(course => course.ProviderId == ProviderId && course.WithdrawnAt == null).ToListAsync(Cancel)).InReadersOrder(course => course.Name)];
        Venues = [.. (await providers.Venues.Where(venue => venue.ProviderId == ProviderId).ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)];
        Teachers = [.. (await staff.Staff.Where(row => row.ProviderId == ProviderId && row.Role == Roles.Teacher).ToListAsync(Cancel)).InReadersOrder(row => row.Name)];
        Programmes = [.. (await eligibility.Programmes.ToListAsync(Cancel)).InReadersOrder(programme => programme.Name)];
    }

    /// <summary>Reads the form into a pattern; everything that is not the provider's own is as if it did not exist.</summary>
    private async Task<WeeklyPattern> Planned()
    {
        var course = await db.Set<Course>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == CourseId && row.ProviderId == ProviderId && row.WithdrawnAt == null, Cancel)
            ?? throw new InvalidField(nameof(CourseId), Words["error.field.invalid"]);
        OddHours = UsualPrice.IsOdd(PriceCents, course.AcademicHours) ? course.AcademicHours : null;
        var weekdays = Weekdays.Where(day => day is >= 1 and <= 7).ToHashSet();
        if (weekdays.Count == 0)
        {
            throw new InvalidField(nameof(Weekdays), Words["classes.choose-weekday"]);
        }

        if (TeacherId is { } teacher && !await staff.Staff.AnyAsync(row => row.Id == teacher && row.ProviderId == ProviderId && row.Role == Roles.Teacher, Cancel))
        {
            throw new InvalidField(nameof(TeacherId), Words["error.field.invalid"]);
        }

        if (ProgrammeCode is { } programme && !await eligibility.Programmes.AnyAsync(row => row.Code == programme, Cancel))
        {
            throw new InvalidField(nameof(ProgrammeCode), Words["error.field.invalid"]);
        }

        if (Until <= From)
        {
            throw new RuleBroken("session.ends-before-start");
        }

        var pattern = new WeeklyPattern
        {
            Weekdays = weekdays,
            From = From!.Value,
            Until = Until!.Value,
            BreakMinutes = BreakMinutes,
            FirstDay = FirstDay!.Value,
            Sessions = 0,
        };
        if (pattern.PlannedMinutes <= 0)
        {
            throw new InvalidField(nameof(BreakMinutes), Words["classes.break-too-long"]);
        }

        return pattern with { Sessions = Math.Min(WeeklyPattern.MostSessions, Sessions ?? WeeklyPattern.SessionsFor(course.AcademicHours, pattern.PlannedMinutes)) };
    }

    private Task<List<HolidayRow>> Holidays() => timetable.Holidays.Where(holiday => holiday.ProviderId == null || holiday.ProviderId == ProviderId).ToListAsync(Cancel);
}
