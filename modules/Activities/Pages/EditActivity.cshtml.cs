using System.ComponentModel.DataAnnotations;
using Courses.Activities.Features;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>A new activity, once or again and again, or another wording, place, time or number of seats for all meetings of one that are to come, and other days when somebody says so.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class EditActivityModel(CoursesDb db, PlanActivity plan, ITimetable timetable, IProviders providers, IStaff staff, Caller caller, CityTime city) : CoursesPage
{
    private const int MostPartners = 300;

    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    /// <summary>A new one gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    /// <summary>The version that the reader saw.</summary>
    [BindProperty]
    public int Seen { get; set; }

    [BindProperty, Required, StringLength(40)]
    public string? Kind { get; set; }

    [BindProperty, Required, StringLength(120)]
    public string? Subject { get; set; }

    [BindProperty, StringLength(1000)]
    public string? About { get; set; }

    [BindProperty]
    public Guid? VenueId { get; set; }

    [BindProperty]
    public Guid? TeacherId { get; set; }

    [BindProperty]
    public Admission Admission { get; set; }

    /// <summary>Of one that is there: the days are other ones, too.</summary>
    [BindProperty]
    public bool ChangesDays { get; set; }

    /// <summary>The reader knows that people lose their seats.</summary>
    [BindProperty]
    public bool IsMeant { get; set; }

    /// <summary>So many would lose their seats; asked before it is done.</summary>
    public int WouldLose { get; private set; }

    [BindProperty, DateOf(DateMeaning.Plan)]
    public DateOnly? First { get; set; }

    [BindProperty, DateOf(DateMeaning.Plan)]
    public DateOnly? Last { get; set; }

    [BindProperty]
    public int[] Weekdays { get; set; } = [];

    [BindProperty, Range(1, Recurrence.MostWeeks)]
    public int? EveryWeeks { get; set; } = 1;

    [BindProperty, Required]
    public TimeOnly? From { get; set; }

    [BindProperty, Required]
    public TimeOnly? Until { get; set; }

    [BindProperty, Range(15, 240)]
    public int? SlotMinutes { get; set; } = 30;

    [BindProperty, Range(1, 500)]
    public int? Capacity { get; set; }

    [BindProperty, Range(0, 120)]
    public int? AgeFrom { get; set; }

    [BindProperty, Range(0, 120)]
    public int? AgeUntil { get; set; }

    [BindProperty]
    public string[] Spoken { get; set; } = [];

    [BindProperty]
    public string[] Interpreted { get; set; } = [];

    [BindProperty]
    public bool OpenToLocals { get; set; }

    /// <summary>Seats by partner; empty for not invited.</summary>
    [BindProperty(Name = nameof(Seats))]
    public Dictionary<Guid, int?> Seats { get; set; } = [];

    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public IReadOnlyList<(Guid Id, string Name)> Partners { get; private set; } = [];

    public IReadOnlyList<(Guid Id, string Name)> Leaders { get; private set; } = [];

    /// <summary>Languages that are taught, that newcomers read, or in which cities speak to them.</summary>
    public IReadOnlyList<string> Languages { get; } = [.. TaughtLanguages.All.Union(DeliveryLanguages.All).Union(Language.ForNewcomers.Select(language => language.Code)).OrderBy(Shown.LanguageName, StringComparer.CurrentCulture)];

    public async Task OnGet()
    {
        if (Id is { } id)
        {
            var activity = await Find(id);
            VenueId = activity.VenueId;
            await LoadDays(id);
            (Kind, Subject, About, Admission, Seen, OpenToLocals) = (activity.KindCode, activity.Title, activity.About, activity.Admission, activity.Version, activity.OpenToLocals);
            (From, Until, Capacity, AgeFrom, AgeUntil) = (activity.From, activity.Until, activity.Capacity, activity.AgeFrom, activity.AgeUntil);
            (Spoken, Interpreted) = ([.. activity.SpokenLanguages], [.. activity.InterpretedLanguages]);
            Seats = activity.Invitations.ToDictionary(invitation => invitation.ProviderId, invitation => (int?)invitation.Seats);
        }
        else
        {
            FormId = Guid.CreateVersion7(city.Now);
        }

        await Load();
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Id is { } id)
        {
            var known = await Find(id);
            Admission = known.Admission;
            VenueId ??= known.VenueId;
            WouldLose = await plan.Change(id, await Read(known), Seen, IsMeant, Cancel);
            if (WouldLose > 0)
            {
                await Load();
                return Page();
            }

            Done = Words["activities.changed"];
            return Redirect($"/activities/{id}");
        }

        if (FormId == Guid.Empty)
        {
            throw new InvalidField("", Words["error.field.invalid"]);
        }

        var meetings = await plan.Make(FormId, await Read(null), Cancel);
        Done = Words.Say("activities.made", meetings);
        return Redirect($"/activities/{FormId}");
    });

    protected override string FieldOf(string code) => code switch
    {
        "group.seats-in-use" or "group.room-too-small" => nameof(Capacity),
        "group.other-zone" => nameof(VenueId),
        "session.move-to-past" => nameof(First),
        "activity.no-days" or "activity.too-many" => nameof(First),
        "activity.slot-too-long" => nameof(SlotMinutes),
        "session.ends-before-start" or "session.too-long" or "session.too-short" => nameof(Until),
        _ => "",
    };

    protected override async Task Load()
    {
        Kinds = await db.Set<ActivityKind>().OrderBy(kind => kind.Number).ThenBy(kind => kind.Code).Select(kind => kind.Code).ToListAsync(Cancel);
        var own = caller.OrganisationId;
        var host = Id is { } known ? await db.Set<Activity>().Where(activity => activity.Id == known).Select(activity => (Guid?)activity.ProviderId).SingleOrDefaultAsync(Cancel) : own;
        Venues = [.. (await providers.Venues.Where(venue => host == null || venue.ProviderId == host).ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)];
        Partners = [.. (await providers.Providers.Where(provider => provider.Id != own).OrderBy(provider => provider.Name).Take(MostPartners).Select(provider => new { provider.Id, provider.Name }).ToListAsync(Cancel))
            .InReadersOrder(provider => provider.Name).Select(provider => (provider.Id, provider.Name))];
        Leaders = own is null ? [] : [.. (await staff.Staff.Where(row => row.ProviderId == own && row.Role == Roles.Teacher).Select(row => new { row.Id, row.Name }).Distinct().ToListAsync(Cancel)).InReadersOrder(row => row.Name).Select(row => (row.Id, row.Name))];
        if (Id is { } id)
        {
            // Somebody else may have changed it meanwhile: the next press is on top of what is new.
            Seen = await db.Set<Activity>().Where(activity => activity.Id == id).Select(activity => activity.Version).SingleAsync(Cancel);
        }
    }

    private async Task<ActivityForm> Read(Activity? known)
    {
        var own = caller.OrganisationId;
        Require(await db.Set<ActivityKind>().AnyAsync(kind => kind.Code == Kind, Cancel), nameof(Kind));
        Require(Enum.IsDefined(Admission), nameof(Admission));
        var host = known?.ProviderId ?? own;
        Require(await providers.Venues.AnyAsync(venue => venue.Id == VenueId && (host == null || venue.ProviderId == host), Cancel), nameof(VenueId), "error.field.required");
        Require(Until > From, nameof(Until), "activities.ends-before");
        Require(AgeUntil is null || AgeFrom is null || AgeFrom <= AgeUntil, nameof(AgeUntil), "activities.ages-wrong");
        Require(Array.TrueForAll(Spoken, Languages.Contains) && Spoken.Length <= 20, nameof(Spoken));
        Require(Array.TrueForAll(Interpreted, Languages.Contains) && Interpreted.Length <= 20, nameof(Interpreted));
        if (known is null || ChangesDays)
        {
            Require(First is not null, nameof(First), "error.field.required");
            Require(First >= city.Today, nameof(First), "activities.in-the-past");
            Require(Weekdays.Length == 0 || Last is not null, nameof(Last), "activities.until-when");
            Require(Weekdays.Length == 0 || (Last >= First && Last < First!.Value.AddYears(2)), nameof(Last), "activities.until-when");
            Require(Array.TrueForAll(Weekdays, day => day is >= 1 and <= 7), nameof(Weekdays));
        }

        if (known is null)
        {
            Require(Admission != Admission.Appointment || SlotMinutes is not null, nameof(SlotMinutes), "error.field.required");
            Require(TeacherId is null || await staff.Staff.AnyAsync(row => row.Id == TeacherId && row.ProviderId == own && row.Role == Roles.Teacher, Cancel), nameof(TeacherId));
        }

        var invited = Seats.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!.Value);
        Require(invited.Values.All(seats => seats is >= 1 and <= 500), nameof(Seats), "activities.seats-of-partner");
        Require(Admission != Admission.Invitation || invited.Count > 0, nameof(Seats), "activities.invite-somebody");
        return new()
        {
            KindCode = Kind!,
            VenueId = VenueId!.Value,
            TeacherId = TeacherId,
            Title = Subject!.Trim(),
            About = (About ?? "").Trim(),
            Languages = [.. Spoken.Distinct()],
            Interpreters = [.. Interpreted.Distinct()],
            AgeFrom = AgeFrom,
            AgeUntil = AgeUntil,
            Capacity = Capacity,
            OpenToLocals = OpenToLocals,
            Admission = Admission,
            When = known is not null && !ChangesDays ? null : new(First ?? default, Weekdays.Length == 0 ? First ?? default : Last ?? default, Weekdays, EveryWeeks ?? 1),
            From = From!.Value,
            Until = Until!.Value,
            SlotMinutes = SlotMinutes,
            Invited = invited,
        };
    }

    /// <summary>As the meetings to come are: one day, or the weekdays with the smallest gap between their weeks.</summary>
    private async Task LoadDays(Guid id)
    {
        var now = city.Now;
        var days = await (
            from meeting in db.Set<ActivityMeeting>()
            join session in timetable.Sessions on meeting.Id equals session.GroupId
            where meeting.ActivityId == id && session.StartsAt > now && session.CancelledAt == null
            select session.LocalDate).Distinct().ToListAsync(Cancel);
        if (days is [])
        {
            return;
        }

        days.Sort();
        var mondays = days.Select(Recurrence.MondayOf).Distinct().ToArray();
        (First, Last) = (days[0], days.Count > 1 ? days[^1] : null);
        Weekdays = days.Count > 1 ? [.. days.Select(Recurrence.WeekdayOf).Distinct().Order()] : [];
        EveryWeeks = mondays.Length > 1 ? Math.Clamp(mondays.Zip(mondays.Skip(1), (one, next) => (next.DayNumber - one.DayNumber) / 7).Min(), 1, Recurrence.MostWeeks) : 1;
    }

    private async Task<Activity> Find(Guid id)
    {
        var activity = await db.Set<Activity>().VisibleTo(caller).AsNoTracking().Include(row => row.Invitations).SingleOrDefaultAsync(row => row.Id == id, Cancel);
        return activity is not null && caller.MayChange(activity) && activity.CancelledAt is null ? activity : throw new NotFound("The activity");
    }
}
