using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>One of the helper's people: yes or no, the meetings, the end.</summary>
[Audience(Roles.Mentor)]
internal sealed class MentorPairModel(CoursesDb db, PairTemplates templates, MentoringDesk desk, IParticipants people, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The meeting that is corrected.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Corrects { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Past)]
    public DateOnly? On { get; set; }

    [BindProperty]
    public TimeOnly? From { get; set; }

    [BindProperty]
    public int? Minutes { get; set; }

    [BindProperty]
    public Support? Support { get; set; }

    [BindProperty]
    public Difficulty? Difficulty { get; set; }

    [BindProperty, StringLength(200)]
    public string? Place { get; set; }

    [BindProperty]
    public Guid? MeetingId { get; set; }

    [BindProperty]
    public EndReason? Reason { get; set; }

    [BindProperty, StringLength(Pair.LongestReason)]
    public string? Said { get; set; }

    public PairLine Line { get; private set; } = null!;

    public ParticipantRow? Person { get; private set; }

    public IReadOnlyList<Meeting> Meetings { get; private set; } = [];

    public IEnumerable<Support> Supports => Line.Terms.PlannedHours.Count > 0 ? Line.Terms.PlannedHours.Keys : Enum.GetValues<Support>();

    public bool MayEnter => Line.Pair is { StartedOn: not null };

    /// <summary>Telephone and mail, from the moment on which both said yes until the end.</summary>
    public bool SeesContacts => Line.Pair.State == PairState.Active;

    public IEnumerable<Guid> PeopleShown => [Line.Pair.ParticipantId];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        await Load();
        if (Corrects is { } id && Meetings.FirstOrDefault(meeting => meeting.Id == id) is { } old)
        {
            (On, From, Minutes, Support, Difficulty, Place) = (old.On, old.From, old.Minutes, old.Support, old.Difficulty, old.Place);
        }
    }

    public Task<IActionResult> OnPostAcceptAsync() => Does(() => desk.HelperAnswers(Id, true, Cancel));

    public Task<IActionResult> OnPostDeclineAsync() => Does(() => desk.HelperAnswers(Id, false, Cancel), "/mentor");

    public Task<IActionResult> OnPostEndAsync() => Does(() => desk.HelperEnds(Id, Reason is { } reason && Enum.IsDefined(reason) ? reason : throw Missing(nameof(Reason)), (Said ?? "").Trim(), Cancel));

    public Task<IActionResult> OnPostTakeBackAsync() => Does(() => desk.TakeBack(Id, MeetingId ?? throw new NotFound("The meeting"), Cancel));

    public Task<IActionResult> OnPostEnterAsync() => Does(() => desk.Enter(
        Id,
        new(
            On is { Year: > 2000 and < 2200 } on ? on : throw Missing(nameof(On)),
            From ?? throw Missing(nameof(From)),
            Minutes is null ? throw Missing(nameof(Minutes)) : Minutes is >= 1 and <= Meeting.Longest ? Minutes.Value : throw new InvalidField(nameof(Minutes), Words.Say("meeting.minutes-wrong", Meeting.Longest)),
            Support is { } support && Enum.IsDefined(support) ? support : throw Missing(nameof(Support)),
            Difficulty is { } difficulty && Enum.IsDefined(difficulty) ? difficulty : throw Missing(nameof(Difficulty)),
            (Place ?? "").Trim(),
            Corrects),
        Cancel));

    protected override string FieldOf(string code) => code switch
    {
        "meeting.future" or "meeting.outside" => nameof(On),
        "meeting.overlaps" => nameof(From),
        "meeting.too-short" => nameof(Minutes),
        "meeting.support" => nameof(Support),
        _ => "",
    };

    protected override async Task Load()
    {
        Line = (await PairLine.Read(
            db, templates, people, true, db.Set<Pair>().Where(pair => pair.Id == Id && pair.State != PairState.Declined && (pair.State != PairState.Ended || pair.StartedOn != null) && db.Set<Helper>().Any(helper => helper.Id == pair.HelperId && helper.AccountId == caller.Id)), Cancel)).SingleOrDefault()
            ?? throw new NotFound("The pair");
        Person = await people.People.SingleOrDefaultAsync(person => person.Id == Line.Pair.ParticipantId, Cancel);
        Meetings = await db.Set<Meeting>().AsNoTracking().Include(meeting => meeting.Words).Where(meeting => meeting.PairId == Id && meeting.State != MeetingState.Corrected && meeting.State != MeetingState.TakenBack)
            .OrderByDescending(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id).ToListAsync(Cancel);
        On ??= city.Today;
    }

    private InvalidField Missing(string field) => new(field, Words["error.field.required"]);

    private Task<IActionResult> Does(Func<Task> act, string? then = null) => Act(async () =>
    {
        await act();
        Done = Words["mentoring.saved"];
        return LocalRedirect(then ?? $"/mentor/pairs/{Id}");
    });
}
