using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>One class or run: its sessions, its people, its waiting list.</summary>
[Audience(Roles.ProviderManager, Roles.Coach, Roles.Administrator)]
internal class GroupPageModel(CoursesDb db, ChangeGroup change, ILanguageCourses courses, IEligibility eligibility, IProviders providers, IParticipants participants, IStaff staff, Caller caller, TimeProvider clock) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Range(1, 500)]
    public int? Seats { get; set; }

    public Group Group { get; private set; } = null!;

    public ClassRow? Class { get; private set; }

    public VenueRow? Venue { get; private set; }

    public string? Teacher { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    public bool SeesNames => caller.MaySeeNames();

    public bool MayMove => (caller.Is(Roles.ProviderManager) || caller.Is(Roles.Coach)) && Group.CancelledAt is null;

    public bool MayChange => caller.MayChange(Group) && Group.CancelledAt is null && Sessions.Any(session => session.EndsAt > Now);

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public IReadOnlyList<PersonInGroup> People { get; private set; } = [];

    public IEnumerable<PersonInGroup> Enrolled => People.Where(person => person.State == EnrolmentState.Enrolled).InReadersOrder(person => person.FamilyName).ThenInReadersOrder(person => person.GivenName);

    public IEnumerable<PersonInGroup> Waiting => People.Where(person => person.State == EnrolmentState.Waiting).OrderBy(person => person.WaitingNumber);

    public IEnumerable<Guid> PeopleShown => SeesNames ? People.Select(person => person.ParticipantId) : [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostResize() => Act(async () =>
    {
        await change.Resize(Id, Seats ?? throw new InvalidField(nameof(Seats), Words["error.field.required"]), Cancel);
        Done = Words["classes.resized"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        Group = await db.Set<Group>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(group => group.Id == Id, Cancel) ?? throw new NotFound("The group");
        Seats ??= Group.Capacity;
        Class = await courses.Classes.SingleOrDefaultAsync(row => row.Id == Id, Cancel);
        Venue = await providers.Venues.SingleOrDefaultAsync(venue => venue.Id == Group.VenueId, Cancel);
        Teacher = Group.TeacherId is { } teacher ? await staff.Staff.Where(row => row.Id == teacher).Select(row => row.Name).FirstOrDefaultAsync(Cancel) : null;
        Sessions = await db.Set<Session>().AsNoTracking().Include(session => session.Changes).Where(session => session.GroupId == Id).OrderBy(session => session.StartsAt).ToListAsync(Cancel);
        People = await (
            from enrolment in db.Set<Enrolment>()
            join person in participants.People on enrolment.ParticipantId equals person.Id
            where enrolment.GroupId == Id && enrolment.State != EnrolmentState.Withdrawn
            orderby person.FamilyName, person.GivenName, person.Id
            select new PersonInGroup
            {
                ParticipantId = person.Id,
                GivenName = person.GivenName,
                FamilyName = person.FamilyName,
                LatinName = person.LatinFamilyName == null && person.LatinGivenName == null ? null : (person.LatinFamilyName ?? person.FamilyName) + " " + (person.LatinGivenName ?? person.GivenName),
                PassNumber = person.PassNumber,
                State = enrolment.State,
                From = db.Set<Stay>().Where(stay => stay.EnrolmentId == enrolment.Id).Min(stay => (DateOnly?)stay.From),
                WaitingNumber = enrolment.WaitingNumber,
                Programme = eligibility.Programmes.Where(programme => programme.Code == enrolment.ProgrammeCode).Select(programme => programme.Name).FirstOrDefault(),
                OfferedUntil = db.Set<Offer>().Where(offer => offer.EnrolmentId == enrolment.Id && offer.ClosedAt == null).Select(offer => (DateTimeOffset?)offer.ExpiresAt).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(Cancel);
    }
}

internal sealed record PersonInGroup
{
    public required Guid ParticipantId { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    /// <summary>In Latin letters, for who does not read the script; null for a name that is in them already.</summary>
    public required string? LatinName { get; init; }

    public required string? PassNumber { get; init; }

    public required EnrolmentState State { get; init; }

    /// <summary>The first day in the class; null for who only waits.</summary>
    public required DateOnly? From { get; init; }

    public required int? WaitingNumber { get; init; }

    /// <summary>The name of the programme that counts the hours; null when the person comes on their own.</summary>
    public required string? Programme { get; init; }

    public required DateTimeOffset? OfferedUntil { get; init; }
}
