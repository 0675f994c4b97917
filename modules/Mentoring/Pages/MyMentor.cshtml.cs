using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>Who accompanies me: yes or no, which meetings were so, and the wish for somebody else.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyMentorModel(CoursesDb db, PairTemplates templates, MentoringDesk desk, IParticipants people, Caller caller) : CoursesPage
{
    [BindProperty]
    public Guid? PairId { get; set; }

    [BindProperty]
    public Guid? MeetingId { get; set; }

    [BindProperty, StringLength(Meeting.LongestText)]
    public string? Said { get; set; }

    public IReadOnlyList<PairLine> Pairs { get; private set; } = [];

    public ILookup<Guid, Meeting> Meetings { get; private set; } = Array.Empty<Meeting>().ToLookup(meeting => meeting.PairId);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAcceptAsync() => Does(() => desk.NewcomerAnswers(ThePair(), true, Cancel));

    public Task<IActionResult> OnPostDeclineAsync() => Does(() => desk.NewcomerAnswers(ThePair(), false, Cancel));

    public Task<IActionResult> OnPostConfirmAsync() => Does(() => desk.Say(TheMeeting(), true, "", Cancel));

    public Task<IActionResult> OnPostNotSoAsync() => Does(() => desk.Say(TheMeeting(), false, (Said ?? "").Trim(), Cancel));

    public Task<IActionResult> OnPostOtherAsync() => Does(() => desk.WishForOther(ThePair(), (Said ?? "").Trim(), Cancel), "my.mentor.other-sent");

    protected override async Task Load()
    {
        var me = caller.Id;
        Pairs = await PairLine.Read(
            db, templates, people, false,
            db.Set<Pair>().Where(pair => pair.ParticipantId == me && pair.State != PairState.Declined && (pair.State != PairState.Ended || pair.StartedOn != null)).OrderBy(pair => pair.EndedOn != null).ThenByDescending(pair => pair.ProposedAt).ThenBy(pair => pair.Id),
            Cancel);
        var ids = Pairs.Select(line => line.Pair.Id).ToArray();
        Meetings = (await db.Set<Meeting>().AsNoTracking().Where(meeting => EF.Parameter(ids).Contains(meeting.PairId) && meeting.State != MeetingState.Corrected && meeting.State != MeetingState.TakenBack)
            .OrderByDescending(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id).ToListAsync(Cancel)).ToLookup(meeting => meeting.PairId);
    }

    private Guid ThePair() => PairId ?? throw new NotFound("The pair");

    private Guid TheMeeting() => MeetingId ?? throw new NotFound("The meeting");

    private Task<IActionResult> Does(Func<Task> act, string said = "my.mentor.thanks") => Act(async () =>
    {
        await act();
        Done = Words[said];
        return RedirectToPage();
    });
}
