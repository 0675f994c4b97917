using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>A pair as the office sees it: what happened, what they did, and what the office does about it.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class OnePairModel(CoursesDb db, PairTemplates templates, MentoringDesk desk, IParticipants people, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public EndReason? Reason { get; set; }

    [BindProperty, StringLength(Pair.LongestReason)]
    public string? Said { get; set; }

    public PairLine Line { get; private set; } = null!;

    public IReadOnlyList<PairEvent> Events { get; private set; } = [];

    public IReadOnlyList<Meeting> Meetings { get; private set; } = [];

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public IEnumerable<Guid> PeopleShown => caller.May(Permissions.CaseData) ? [Line.Pair.ParticipantId] : [];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostEndAsync() => Does(() => desk.OfficeEnds(Id, Reason is { } reason && Enum.IsDefined(reason) ? reason : throw new InvalidField(nameof(Reason), Words["error.field.required"]), (Said ?? "").Trim(), Cancel));

    public Task<IActionResult> OnPostAnswerAsync() => Does(() => desk.AnswerWish(Id, Needed(), Cancel));

    public Task<IActionResult> OnPostContactAsync() => Does(() => desk.ContactAgain(Id, Needed(), Cancel));

    private string Needed() => Said?.Trim() is { Length: > 0 } said ? said : throw new InvalidField(nameof(Said), Words["error.field.required"]);

    private Task<IActionResult> Does(Func<Task> act) => Act(async () =>
    {
        await act();
        Done = Words["mentoring.saved"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        Line = (await PairLine.Read(db, templates, people, caller.May(Permissions.CaseData), db.Set<Pair>().Where(pair => pair.Id == Id), Cancel)).SingleOrDefault() ?? throw new NotFound("The pair");
        Events = await db.Set<PairEvent>().AsNoTracking().Where(act => act.PairId == Id).OrderBy(act => act.At).ThenBy(act => act.Id).ToListAsync(Cancel);
        Meetings = await db.Set<Meeting>().AsNoTracking().Include(meeting => meeting.Words).Where(meeting => meeting.PairId == Id).OrderByDescending(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id).ToListAsync(Cancel);
    }
}
