using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>My courses: what is next, where, what to bring; seats that are offered come first.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyCoursesModel(CoursesDb db, IProviders providers, IOrientation orientation, TakeOfferedSeat take, Withdraw withdraw, Caller caller, TimeProvider clock) : CoursesPage
{
    public IReadOnlyList<MyCourse> Current { get; private set; } = [];

    public IReadOnlyList<MyCourse> Past { get; private set; } = [];

    /// <summary>What the person left today, perhaps by mistake.</summary>
    public IReadOnlyList<MyCourse> LeftToday { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostComeBack(Guid id) => Act(async () =>
    {
        await withdraw.ComeBack(id, caller.Id, Cancel);
        Done = Words["leave.undone"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostTake(Guid id) => Act(async () =>
    {
        await take.Take(id, caller.Id, Cancel);
        Done = Words["my.courses.seat-taken"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var now = clock.GetUtcNow();
        var aDayAgo = now.AddHours(-26);
        var rows = await (
            from enrolment in db.Set<Enrolment>()
            join grp in db.Set<Group>() on enrolment.GroupId equals grp.Id
            join venue in providers.Venues on grp.VenueId equals venue.Id
            where enrolment.ParticipantId == caller.Id && (enrolment.State != EnrolmentState.Withdrawn || grp.CancelledAt != null || enrolment.Changes.Any(change => change.At >= aDayAgo))
            select new MyCourse
            {
                GroupId = grp.Id,
                Kind = grp.Kind,
                Name = grp.Name,
                Bring = grp.Bring,
                CancelledAt = grp.CancelledAt,
                EndsOn = grp.EndsOn,
                LeftAt = enrolment.State != EnrolmentState.Withdrawn ? null
                    : enrolment.Changes.Where(change => change.Reason == Enrolment.Left).Max(change => (DateTimeOffset?)change.At),
                IsWaiting = enrolment.State == EnrolmentState.Waiting,
                OfferedUntil = db.Set<Offer>().Where(offer => offer.EnrolmentId == enrolment.Id && offer.ClosedAt == null).Select(offer => (DateTimeOffset?)offer.ExpiresAt).FirstOrDefault(),
                TimeZone = grp.TimeZone,
                Place = db.Set<Enrolment>().Count(other => other.GroupId == grp.Id && other.State == EnrolmentState.Waiting && other.WaitingNumber <= enrolment.WaitingNumber
                    && !db.Set<Offer>().Any(offer => offer.EnrolmentId == other.Id && offer.ClosedAt == null)),
                VenueName = venue.Name,
                Address = venue.Address,
                Latitude = venue.Latitude,
                Longitude = venue.Longitude,
                HasBegun = db.Set<Session>().Any(session => session.GroupId == grp.Id && session.CancelledAt == null && session.StartsAt <= now),
                Next = db.Set<Session>()
                    .Where(session => session.GroupId == grp.Id && session.CancelledAt == null && session.EndsAt > now)
                    .OrderBy(session => session.StartsAt)
                    .Select(session => new NextSession { On = session.LocalDate, From = session.LocalFrom, Until = session.LocalUntil, StartsAt = session.StartsAt })
                    .FirstOrDefault(),
            }).AsNoTracking().ToListAsync(Cancel);
        var modules = await orientation.NamesOf([.. rows.Where(row => row.Kind == GroupKind.OrientationRun).Select(row => row.GroupId)], Cancel);
        rows = rows.ConvertAll(row => row with { Name = modules.GetValueOrDefault(row.GroupId, row.Name) });
        LeftToday = [.. rows.Where(row => row.LeftAt is { } left && row.CancelledAt is null && row.Next is not null && LocalTime.Day(left, row.TimeZone) == LocalTime.Day(now, row.TimeZone))];
        rows = rows.FindAll(row => row.LeftAt is null || row.CancelledAt is not null);
        Current = [.. rows.Where(row => row.Next is not null && row.CancelledAt is null).OrderBy(row => row.OfferedUntil is null).ThenBy(row => row.Next!.StartsAt)];
        Past = [.. rows.Where(row => row.Next is null || row.CancelledAt is not null).Where(row => !row.IsWaiting).OrderByDescending(row => row.EndsOn)];
    }
}

internal sealed record MyCourse
{
    public required Guid GroupId { get; init; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Bring { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }

    public required DateOnly EndsOn { get; init; }

    /// <summary>When the person left; null for who has a seat or waits.</summary>
    public required DateTimeOffset? LeftAt { get; init; }

    public required bool IsWaiting { get; init; }

    public required DateTimeOffset? OfferedUntil { get; init; }

    public required string TimeZone { get; init; }

    public required int Place { get; init; }

    public required string VenueName { get; init; }

    public required string Address { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    public required bool HasBegun { get; init; }

    public required NextSession? Next { get; init; }
}

internal sealed record NextSession
{
    public required DateOnly On { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public required DateTimeOffset StartsAt { get; init; }
}
