using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Orientation.Pages;

/// <summary>A run of a topic in a language; a topic of several days takes as many days in a row.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class NewRunModel(CoursesDb db, IOrientation orientation, IEligibility eligibility, ITimetable timetable, IProviders providers, IAudit audit) : CoursesPage
{
    [BindProperty]
    [Required]
    public string? TopicCode { get; set; }

    [BindProperty]
    [Required]
    [RegularExpression("[a-z]{2,3}")]
    public string? RunLanguage { get; set; }

    [BindProperty]
    [Required]
    public Guid? VenueId { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? On { get; set; }

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
    [Range(1, 10)]
    public int? Days { get; set; } = 1;

    [BindProperty]
    [Required]
    [Range(1, 500)]
    public int? Capacity { get; set; } = 15;

    [BindProperty]
    public bool Childcare { get; set; }

    /// <summary>The room is taken at that time, and the run is meant all the same.</summary>
    [BindProperty]
    public bool IsMeant { get; set; }

    /// <summary>Other sessions in the room at that time.</summary>
    public IReadOnlyList<TakenTime> Taken { get; private set; } = [];

    /// <summary>Names of the programmes by code.</summary>
    public IReadOnlyDictionary<string, string> Programmes { get; private set; } = new Dictionary<string, string>();

    /// <summary>In which cities hold modules; any other code is taken, too.</summary>
    public IReadOnlyList<string> Languages { get; } = [.. DeliveryLanguages.All.InReadersOrder(Shown.LanguageName)];

    public IReadOnlyList<Topic> Topics { get; private set; } = [];

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var topic = await db.Set<Topic>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == TopicCode, Cancel) ?? throw new InvalidField(nameof(TopicCode), Words["error.field.invalid"]);
        var venue = await providers.Venues.SingleOrDefaultAsync(row => row.Id == VenueId, Cancel) ?? throw new InvalidField(nameof(VenueId), Words["error.field.invalid"]);
        var minutes = (int)(Until!.Value - From!.Value).TotalMinutes - BreakMinutes;
        var run = new NewGroup
        {
            Kind = GroupKind.OrientationRun,
            Name = topic.Name,
            ProviderId = venue.ProviderId,
            VenueId = venue.Id,
            Capacity = Capacity!.Value,
            ProgrammeCode = topic.ProgrammeCode,
            Childcare = Childcare,
            HelpLanguage = RunLanguage,
            Bring = "pass",
            Sessions = [.. Enumerable.Range(0, Days!.Value).Select(day => new NewSession(On!.Value.AddDays(day), From.Value, Until.Value, minutes))],
        };
        if (!IsMeant && await timetable.TakenTimes(run, Cancel) is [_, ..] taken)
        {
            Taken = taken;
            await Load();
            return Page();
        }

        var id = await db.Transact(
            async () =>
            {
                var groupId = await timetable.CreateGroup(run, Cancel);
                await orientation.AddRun(groupId, topic.Code, RunLanguage!, Cancel);
                audit.Record("module-run.created", groupId, topic.Code);
                return groupId;
            },
            Cancel);
        Done = Words["orientation.run-created"];
        return Redirect($"/provider/classes/{id}");
    });

    protected override async Task Load()
    {
        Programmes = await eligibility.Programmes.ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
        Topics = [.. (await db.Set<Topic>().AsNoTracking().ToListAsync(Cancel)).OrderBy(topic => topic.ProgrammeCode, StringComparer.Ordinal).ThenInReadersOrder(topic => topic.Name)];
        Venues = [.. (await providers.Venues.ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)];
    }
}
