using System.Globalization;
using Courses.Activities.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>What the person may come to, on the phone: by kind, language and days. Signing up and off, and voting for a topic, work without JavaScript.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyActivitiesModel(
    CoursesDb db, ITimetable timetable, IProviders providers, IParticipants participants, PeopleOfPartners partners, SignUp signUp, Votes votes, CastVote cast, Caller caller, CityTime city) : CoursesPage
{
    private const int AtOnce = 15;

    /// <summary>Of one consultation, times to choose from.</summary>
    private const int MostSlots = 60;

    public static IReadOnlyList<int> DaysToChoose { get; } = [7, 30, 90];

    [BindProperty]
    public Guid Meeting { get; set; }

    [BindProperty]
    public Guid? TopicId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Spoken { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Days { get; set; } = 30;

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<MyMeeting> Mine { get; private set; } = [];

    public IReadOnlyList<MyMeeting> Open { get; private set; } = [];

    /// <summary>Consultations with the times that are free.</summary>
    public IReadOnlyList<MySlots> Appointments { get; private set; } = [];

    /// <summary>Votes in which the person has a say, until their topic is set.</summary>
    public IReadOnlyList<MyVote> Votes { get; private set; } = [];

    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public IReadOnlyList<string> Languages { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostSignUp() => Act(async () =>
    {
        Done = Words[await signUp.Take(Meeting, caller.Id, Cancel) ? "my.activities.waiting" : "my.activities.signed-up"];
        return Redirect("/my/activities");
    });

    public Task<IActionResult> OnPostSignOff() => Act(async () =>
    {
        await signUp.GiveBack(Meeting, caller.Id, Cancel);
        Done = Words["my.activities.signed-off"];
        return Redirect("/my/activities");
    });

    public Task<IActionResult> OnPostVote() => Act(async () =>
    {
        await cast.Cast(TopicId ?? throw new InvalidField(nameof(TopicId), Words["error.field.required"]), Cancel);
        Done = Words["my.vote.done"];
        return Redirect("/my/activities");
    });

    protected override async Task Load()
    {
        var (me, now) = (caller.Id, city.Now);
        var birth = await participants.People.Where(person => person.Id == me).Select(person => (DateOnly?)person.BirthDate).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The participant");
        Kinds = await db.Set<ActivityKind>().OrderBy(kind => kind.Number).ThenBy(kind => kind.Code).Select(kind => kind.Code).ToListAsync(Cancel);
        var days = DaysToChoose.Contains(Days) ? Days : 30;
        var last = now.AddDays(days);
        Mine = await Meetings(me).Where(one => one.State == EnrolmentState.Enrolled || one.State == EnrolmentState.Waiting).OrderBy(one => one.StartsAt).ThenBy(one => one.Id).Take(AtOnce * 2).ToListAsync(Cancel);

        await LoadVotes(me);

        // Years of life on the day of the meeting, without asking the engine for them: who is born by this day is old enough.
        var (today, invited, begin) = (city.Today, partners.InvitationsOf(me), Place.Read(From));
        var years = Activity.YearsOn(birth, today);
        var open = Meetings(me).Where(one => (one.State == null || one.State == EnrolmentState.Withdrawn) && one.StartsAt < last
            && (one.Admission != Admission.Invitation || invited.Contains(one.ActivityId))
            && (one.AgeFrom == null || one.AgeFrom <= years + 1) && (one.AgeUntil == null || one.AgeUntil >= years));
        Languages = [.. (await open.Select(one => one.Languages).Distinct().ToListAsync(Cancel)).SelectMany(codes => codes.Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal)];
        if (Kinds.Contains(Kind))
        {
            open = open.Where(one => one.Kind == Kind);
        }

        if (Languages.Contains(Spoken))
        {
            open = open.Where(one => one.Languages == "" || ("," + one.Languages + "," + one.Interpreters + ",").Contains("," + Spoken + ","));
        }

        var slots = await open.Where(one => one.Admission == Admission.Appointment && one.SeatsTaken + one.SeatsOffered < one.Capacity).OrderBy(one => one.StartsAt).ThenBy(one => one.Id).Take(MostSlots).ToListAsync(Cancel);
        Appointments = [.. slots.Where(one => IsMeant(one, birth)).GroupBy(one => one.ActivityId).Select(group => new MySlots(group.First(), [.. group]))];
        var (at, id) = (begin?.At ?? default, begin?.Id ?? Guid.Empty);
        var rows = await open.Where(one => one.Admission != Admission.Appointment && (begin == null || one.StartsAt > at || (one.StartsAt == at && one.Id.CompareTo(id) > 0)))
            .OrderBy(one => one.StartsAt).ThenBy(one => one.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/my/activities?days={days}{(Kinds.Contains(Kind) ? $"&kind={Kind}" : "")}{(Languages.Contains(Spoken) ? $"&spoken={Spoken}" : "")}", begin, one => new(one.StartsAt, one.Id));
        Open = rows.FindAll(one => IsMeant(one, birth));
        await LoadTopics();
    }

    private async Task LoadVotes(Guid me)
    {
        var asked = await votes.Of(me).AsNoTracking().Where(activity => activity.TopicId == null).OrderBy(activity => activity.VoteUntil).ThenBy(activity => activity.Id).Take(AtOnce).ToListAsync(Cancel);
        if (asked is [])
        {
            return;
        }

        var ids = asked.ConvertAll(activity => activity.Id);
        var topics = await db.Set<ActivityTopic>().AsNoTracking().Include(topic => topic.Names).Where(topic => ids.Contains(topic.ActivityId)).OrderBy(topic => topic.Number).ToListAsync(Cancel);
        var mine = await db.Set<ActivityVote>().Where(vote => vote.ParticipantId == me && ids.Contains(vote.ActivityId)).ToDictionaryAsync(vote => vote.ActivityId, vote => vote.TopicId, Cancel);
        Votes = asked.ConvertAll(activity => new MyVote(
            activity.Title,
            activity.VoteIsOpen(city.Today) ? activity.VoteUntil : null,
            mine.TryGetValue(activity.Id, out var topic) ? topic : null,
            [.. topics.Where(one => one.ActivityId == activity.Id).Select(one => (one.Id, one.In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)))]));
    }

    /// <summary>What people chose, in the reader's language.</summary>
    private async Task LoadTopics()
    {
        var shown = Mine.Concat(Open).Concat(Appointments.Select(one => one.Of)).Where(one => one.TopicId is not null).ToArray();
        var ids = shown.Select(one => one.TopicId!.Value).Distinct().ToArray();
        var topics = ids is [] ? [] : await db.Set<ActivityTopic>().AsNoTracking().Include(topic => topic.Names).Where(topic => ids.Contains(topic.Id)).ToDictionaryAsync(topic => topic.Id, Cancel);
        foreach (var one in shown)
        {
            one.Topic = topics[one.TopicId!.Value].In(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        }
    }

    private static bool IsMeant(MyMeeting one, DateOnly birth) => Activity.YearsOn(birth, one.On) is var then && !(then < one.AgeFrom) && !(then > one.AgeUntil);

    /// <summary>What is to come, with what this person has there.</summary>
    private IQueryable<MyMeeting> Meetings(Guid me)
    {
        var now = city.Now;
        return
            from meeting in db.Set<ActivityMeeting>()
            join activity in db.Set<Activity>() on meeting.ActivityId equals activity.Id
            join @group in timetable.Groups on meeting.Id equals @group.Id
            join session in timetable.Sessions on meeting.Id equals session.GroupId
            join venue in providers.Venues on @group.VenueId equals venue.Id
            where activity.CancelledAt == null && @group.CancelledAt == null && session.CancelledAt == null && session.EndsAt > now && (activity.Admission == Admission.WalkIn || session.StartsAt > now)
            select new MyMeeting
            {
                Id = meeting.Id,
                ActivityId = activity.Id,
                Kind = activity.KindCode,
                Icon = db.Set<ActivityKind>().Where(kind => kind.Code == activity.KindCode).Select(kind => kind.Icon).First(),
                Title = activity.Title,
                About = activity.About,
                Admission = activity.Admission,
                Languages = activity.Languages,
                Interpreters = activity.Interpreters,
                TopicId = activity.TopicId,
                AgeFrom = activity.AgeFrom,
                AgeUntil = activity.AgeUntil,
                HasLimit = activity.Capacity != null,
                OpenToLocals = activity.OpenToLocals,
                Capacity = @group.Capacity,
                SeatsTaken = @group.SeatsTaken,
                SeatsOffered = @group.SeatsOffered,
                InLine = @group.InLine,
                StartsAt = session.StartsAt,
                On = session.LocalDate,
                FromTime = session.LocalFrom,
                UntilTime = session.LocalUntil,
                Venue = venue.Name,
                Address = venue.Address,
                Latitude = venue.Latitude,
                Longitude = venue.Longitude,
                State = timetable.Enrolments.Where(row => row.GroupId == meeting.Id && row.ParticipantId == me).Select(row => (EnrolmentState?)row.State).FirstOrDefault(),
                IsOffered = timetable.Offers.Any(offer => offer.GroupId == meeting.Id && offer.ParticipantId == me && offer.ClosedAt == null),
            };
    }
}

internal sealed record MySlots(MyMeeting Of, IReadOnlyList<MyMeeting> Free);

/// <summary>A vote as one person finds it.</summary>
/// <param name="Title">Of the activity.</param>
/// <param name="Until">The last day; null when it is over and the topic is not set yet.</param>
/// <param name="Mine">What the person chose.</param>
/// <param name="Topics">Among what.</param>
internal sealed record MyVote(string Title, DateOnly? Until, Guid? Mine, IReadOnlyList<(Guid Id, ActivityTopicName Name)> Topics);

internal sealed record MyMeeting
{
    public required Guid Id { get; init; }

    public required Guid ActivityId { get; init; }

    public required string Kind { get; init; }

    public required string Icon { get; init; }

    public required string Title { get; init; }

    public required string About { get; init; }

    public required Admission Admission { get; init; }

    public required string Languages { get; init; }

    public required string Interpreters { get; init; }

    public required Guid? TopicId { get; init; }

    /// <summary>What people chose in a vote, in words.</summary>
    public ActivityTopicName? Topic { get; set; }

    public required int? AgeFrom { get; init; }

    public required int? AgeUntil { get; init; }

    public required bool HasLimit { get; init; }

    public required bool OpenToLocals { get; init; }

    public required int Capacity { get; init; }

    public required int SeatsTaken { get; init; }

    public required int SeatsOffered { get; init; }

    public required int InLine { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateOnly On { get; init; }

    public required TimeOnly FromTime { get; init; }

    public required TimeOnly UntilTime { get; init; }

    public required string Venue { get; init; }

    public required string Address { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    /// <summary>What the person has there; null for nothing yet.</summary>
    public required EnrolmentState? State { get; init; }

    public required bool IsOffered { get; init; }

    public int FreeSeats => Math.Max(0, Capacity - SeatsTaken - SeatsOffered);
}
