using System.ComponentModel.DataAnnotations;
using Courses.Activities.Features;
using Courses.Contracts.Access;
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

/// <summary>
/// One activity with its meetings. Whoever holds it cancels it here, with a reason that people read; a coach signs somebody up by the number of their pass; a partner that is invited chooses among its own people. Here its people
/// are asked to vote for a topic: how many chose what is read when the vote is over, and who chose what by nobody.
/// </summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class OneActivityModel(
    CoursesDb db, PlanActivity plan, SignUp signUp, HoldVote vote, ITimetable timetable, IProviders providers, IParticipants participants, PeopleOfPartners partners, Caller caller, CityTime city) : PageWithReason, IShowsPeople
{
    private const int AtOnce = 50;
    private const int MostPeople = 300;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public Guid? Meeting { get; set; }

    [BindProperty]
    public Guid? Person { get; set; }

    [BindProperty, StringLength(40)]
    public string? PassNumber { get; set; }

    /// <summary>A topic to vote for, by language.</summary>
    [BindProperty(Name = nameof(Topic))]
    public Dictionary<string, string?> Topic { get; set; } = [];

    [BindProperty]
    public Guid TopicId { get; set; }

    [BindProperty, DateOf(DateMeaning.Plan)]
    public DateOnly? VoteUntil { get; set; }

    public Activity Activity { get; private set; } = null!;

    /// <summary>With the number of votes, once the vote is over.</summary>
    public IReadOnlyList<(ActivityTopic Topic, string Name, int? Votes)> Topics { get; private set; } = [];

    /// <summary>So many have voted so far.</summary>
    public int HaveVoted { get; private set; }

    public bool VoteIsOpen => Activity.VoteIsOpen(city.Today);

    public bool MayHoldVote => MayChange && Activity is { CancelledAt: null, Admission: Admission.OpenCall or Admission.Invitation };

    public VenueRow? Venue { get; private set; }

    public IReadOnlyList<(string Name, int Seats)> Invited { get; private set; } = [];

    public IReadOnlyList<ListedMeeting> Meetings { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    /// <summary>Meetings that somebody can still be signed up to.</summary>
    public IReadOnlyList<ListedMeeting> ToCome { get; private set; } = [];

    /// <summary>Of the partner that is invited.</summary>
    public IReadOnlyList<(Guid Id, string Name)> OwnPeople { get; private set; } = [];

    public bool MayChange => caller.MayChange(Activity);

    public bool MaySignUp => !caller.Is(Roles.Administrator) || caller.Is(Roles.Coach);

    public IEnumerable<Guid> PeopleShown => OwnPeople.Select(person => person.Id);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostCancel() => Act(async () =>
    {
        var told = await plan.Cancel(Id, ReasonFrom("activity"), Cancel);
        Done = Words.Say("activities.was-cancelled", told);
        return Redirect($"/activities/{Id}");
    });

    public Task<IActionResult> OnPostSignUp() => Act(async () =>
    {
        await Load();
        if (!MaySignUp)
        {
            throw new Forbidden();
        }

        if (Meeting is not { } meeting || !await db.Set<ActivityMeeting>().AnyAsync(row => row.Id == meeting && row.ActivityId == Id, Cancel))
        {
            throw new InvalidField(nameof(Meeting), Words["error.field.required"]);
        }

        var waits = await signUp.Take(meeting, await Chosen(), Cancel);
        Done = Words[waits ? "activities.person-waits" : "activities.person-signed-up"];
        return Redirect($"/activities/{Id}");
    });

    public Task<IActionResult> OnPostAddTopic() => Press("vote.topic-added", () =>
    {
        Require(Topic.Keys.All(code => Language.ForNewcomers.Any(language => language.Code == code)) && Topic.Values.All(name => name is null || name.Length <= 120), nameof(Topic));
        var names = Topic.Where(name => !string.IsNullOrWhiteSpace(name.Value)).ToDictionary(name => name.Key, name => name.Value!.Trim());
        Require(names.Count > 0, nameof(Topic), "error.field.required");
        return vote.AddTopic(Id, names, Cancel);
    });

    public Task<IActionResult> OnPostRemoveTopic() => Press("vote.topic-removed", () => vote.RemoveTopic(Id, TopicId, Cancel));

    public Task<IActionResult> OnPostOpenVote() => Press("vote.was-opened", () => vote.Open(Id, VoteUntil ?? throw new InvalidField(nameof(VoteUntil), Words["error.field.required"]), Cancel));

    public Task<IActionResult> OnPostTakeBackVote() => Press("vote.taken-back", () => vote.TakeBack(Id, Cancel));

    public Task<IActionResult> OnPostEndVote() => Press("vote.ended", () => vote.End(Id, Cancel));

    public Task<IActionResult> OnPostChooseTopic() => Press("vote.chosen", () => vote.Choose(Id, TopicId, Cancel));

    protected override string FieldOf(string code) => code switch
    {
        "vote.until-wrong" or "vote.too-few-topics" => nameof(VoteUntil),
        "vote.too-many-topics" => nameof(Topic),
        "reason.missing" or "reason.unknown" => nameof(Reason),
        "activity.age" or "activity.not-invited" => MayChange ? nameof(PassNumber) : nameof(Person),
        _ => "",
    };

    protected override async Task Load()
    {
        // The address of a meeting leads here, too.
        var series = await db.Set<ActivityMeeting>().Where(meeting => meeting.Id == Id).Select(meeting => (Guid?)meeting.ActivityId).SingleOrDefaultAsync(Cancel);
        Id = series ?? Id;
        Activity = await db.Set<Activity>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The activity");
        Venue = await providers.Venues.SingleOrDefaultAsync(venue => venue.Id == Activity.VenueId, Cancel);
        var own = caller.OrganisationId;
        Invited = [.. (await (
            from invitation in db.Set<ActivityInvitation>()
            join provider in providers.Providers on invitation.ProviderId equals provider.Id
            where invitation.ActivityId == Id && (Activity.ProviderId == own || own == null || invitation.ProviderId == own)
            orderby provider.Name
            select new { provider.Name, invitation.Seats }).ToListAsync(Cancel)).Select(one => (one.Name, one.Seats))];
        await LoadVote();
        var begin = Place.Read(From);
        var (at, id, now) = (begin?.At ?? default, begin?.Id ?? Guid.Empty, city.Now);
        var rows = await All().Where(one => begin == null || one.StartsAt > at || (one.StartsAt == at && one.Id.CompareTo(id) > 0)).OrderBy(one => one.StartsAt).ThenBy(one => one.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/activities/{Id}", begin, one => new(one.StartsAt, one.Id));
        Meetings = rows;
        ToCome = Activity.Admission == Admission.WalkIn || Activity.CancelledAt is not null ? []
            : await All().Where(one => !one.IsCancelled && one.StartsAt > now).OrderBy(one => one.StartsAt).ThenBy(one => one.Id).Take(AtOnce).ToListAsync(Cancel);
        if (!MayChange && own is { } partner && ToCome is not [])
        {
            var people = partners.Of(partner);
            OwnPeople = [.. (await participants.People.Where(person => people.Contains(person.Id)).OrderBy(person => person.FamilyName).ThenBy(person => person.GivenName).Take(MostPeople)
                .Select(person => new { person.Id, person.FamilyName, person.GivenName }).ToListAsync(Cancel)).InReadersOrder(person => person.FamilyName).ThenInReadersOrder(person => person.GivenName)
                .Select(person => (person.Id, $"{person.FamilyName} {person.GivenName}"))];
        }
    }

    private Task<IActionResult> Press(string done, Func<Task> act) => Act(async () =>
    {
        await act();
        Done = Words[done];
        return Redirect($"/activities/{Id}#vote");
    });

    private async Task LoadVote()
    {
        var topics = await db.Set<ActivityTopic>().AsNoTracking().Include(topic => topic.Names).Where(topic => topic.ActivityId == Id).OrderBy(topic => topic.Number).ToListAsync(Cancel);
        if (topics is [])
        {
            return;
        }

        // Whoever looked at every vote as it comes would know whose it is.
        var votes = await db.Set<ActivityVote>().Where(one => one.ActivityId == Id).GroupBy(one => one.TopicId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, Cancel);
        HaveVoted = votes.Values.Sum();
        var language = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        Topics = [.. topics.Select(topic => (topic, topic.In(language).Name, Activity.VoteUntil is null || VoteIsOpen ? null : topic.Votes ?? (int?)votes.GetValueOrDefault(topic.Id)))];
    }

    private async Task<Guid> Chosen()
    {
        if (!MayChange)
        {
            return OwnPeople.Any(person => person.Id == Person) ? Person!.Value : throw new InvalidField(nameof(Person), Words["error.field.required"]);
        }

        var number = (PassNumber ?? "").Trim().ToUpperInvariant();
        return number.Length == 0 ? throw new InvalidField(nameof(PassNumber), Words["error.field.required"])
            : await participants.People.Where(row => row.PassNumber == number).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(Cancel) ?? throw new InvalidField(nameof(PassNumber), Words["residence.nobody"]);
    }

    private IQueryable<ListedMeeting> All() =>
        from meeting in db.Set<ActivityMeeting>()
        join @group in timetable.Groups on meeting.Id equals @group.Id
        join session in timetable.Sessions on meeting.Id equals session.GroupId
        where meeting.ActivityId == Id
        select new ListedMeeting
        {
            Id = meeting.Id,
            ActivityId = meeting.ActivityId,
            SessionId = session.Id,
            Kind = "",
            Title = @group.Name,
            Admission = Activity.Admission,
            HasLimit = Activity.Capacity != null,
            IsOurs = true,
            Capacity = @group.Capacity,
            SeatsTaken = @group.SeatsTaken,
            InLine = @group.InLine,
            IsCancelled = session.CancelledAt != null,
            StartsAt = session.StartsAt,
            EndsAt = session.EndsAt,
            On = session.LocalDate,
            FromTime = session.LocalFrom,
            UntilTime = session.LocalUntil,
            Venue = "",
        };
}
