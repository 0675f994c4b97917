using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Features;

/// <summary>
/// A seat in a meeting, taken by the person, by a coach or by the partner that was invited, and given back. Under the lock of the meeting's group (docs/concurrency.md): of two who want the last seat one gets it, the other a place in
/// line or, of an appointment, a sentence. A second tap is the same seat.
/// </summary>
internal sealed class SignUp(
    CoursesDb db, ITimetable timetable, IParticipants participants, IProviders providers, PeopleOfPartners partners, IMessages messages, IEligibility eligibility, IAudit audit, Caller caller, CityTime city)
{
    public const string Letter = "activity-signed-up";

    /// <summary>How a seat is given up by who has it; with it the same person may come back on the same day.</summary>
    private const string Left = "withdrawn";

    /// <summary>
    /// Answers whether the person waits for a seat. Broken rules: <c>activity.cancelled</c>, <c>activity.walk-in</c>, <c>activity.begun</c>, <c>activity.age</c>, <c>activity.not-invited</c>, <c>activity.partner-full</c>,
    /// <c>activity.taken</c>, <c>activity.one-appointment</c>, <c>seat.overlaps</c>.
    /// </summary>
    /// <param name="meetingId">To what.</param>
    /// <param name="participantId">Who.</param>
    /// <param name="cancel">Stops.</param>
    public Task<bool> Take(Guid meetingId, Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await ActivityOf(meetingId, cancel);
            var person = await participants.People.Where(row => row.Id == participantId).Select(row => new { row.BirthDate }).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The participant");
            var session = await timetable.Sessions.SingleAsync(row => row.GroupId == meetingId, cancel);
            if (activity.Admission == Admission.WalkIn)
            {
                throw new RuleBroken("activity.walk-in");
            }

            if (activity.CancelledAt is not null || session.CancelledAt is not null)
            {
                throw new RuleBroken("activity.cancelled");
            }

            if (session.StartsAt <= city.Now)
            {
                throw new RuleBroken("activity.begun");
            }

            // Whoever holds it may make an exception; the others are told for whom it is.
            var byHost = caller.OrganisationId is { } organisation ? organisation == activity.ProviderId : !caller.Is(Roles.Newcomer);
            if (!byHost && !activity.IsFor(Activity.YearsOn(person.BirthDate, session.LocalDate)))
            {
                throw new RuleBroken("activity.age");
            }

            var invited = byHost ? [] : await InvitationsFor(activity, participantId, cancel);
            if (!byHost && activity.Admission == Admission.Invitation && invited is [])
            {
                throw new RuleBroken("activity.not-invited");
            }

            var seat = (await timetable.LockSeats([new(meetingId, participantId, null, caller.Id)], cancel))[0] ?? throw new NotFound("The meeting");
            var mine = await timetable.Enrolments.Where(row => row.GroupId == meetingId && row.ParticipantId == participantId).Select(row => (EnrolmentState?)row.State).SingleOrDefaultAsync(cancel);
            var isOffered = mine == EnrolmentState.Waiting && await timetable.Offers.AnyAsync(offer => offer.GroupId == meetingId && offer.ParticipantId == participantId && offer.ClosedAt == null, cancel);
            if (mine == EnrolmentState.Enrolled || (mine == EnrolmentState.Waiting && !isOffered))
            {
                return mine == EnrolmentState.Waiting;
            }

            if (!byHost && activity.Admission == Admission.Invitation && !await HasRoomFor(invited, meetingId, cancel))
            {
                throw new RuleBroken("activity.partner-full");
            }

            if (activity.Admission == Admission.Appointment && await HasAnother(activity.Id, participantId, cancel))
            {
                throw new RuleBroken("activity.one-appointment");
            }

            var taken = seat.Take();
            if (taken.IsWaiting && activity.Admission == Admission.Appointment)
            {
                throw new RuleBroken("activity.taken");
            }

            await db.SaveChangesAsync(cancel);
            await Tell(activity, meetingId, participantId, session, taken, cancel);
            await eligibility.MarkStale([participantId], cancel);
            if (!caller.Is(Roles.Newcomer))
            {
                audit.Record("activity.signed-up", participantId, activity.Title);
            }

            return taken.IsWaiting;
        },
        cancel);

    /// <summary>Broken rules: <c>activity.begun</c>, <c>group.not-enrolled</c>.</summary>
    public Task GiveBack(Guid meetingId, Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await ActivityOf(meetingId, cancel);
            if (await timetable.Sessions.AnyAsync(row => row.GroupId == meetingId && row.StartsAt <= city.Now, cancel))
            {
                throw new RuleBroken("activity.begun");
            }

            await timetable.GiveBackSeat(meetingId, participantId, Left, cancel);
        },
        cancel);

    private async Task<Activity> ActivityOf(Guid meetingId, CancellationToken cancel) =>
        await db.Set<Activity>().AsNoTracking().SingleOrDefaultAsync(row => row.Meetings.Any(meeting => meeting.Id == meetingId), cancel) ?? throw new NotFound("The meeting");

    /// <summary>The invitations by which this person comes: of the partner that brings them, or of any whose person they are.</summary>
    private async Task<IReadOnlyList<ActivityInvitation>> InvitationsFor(Activity activity, Guid participantId, CancellationToken cancel)
    {
        var invited = new List<ActivityInvitation>();
        foreach (var invitation in await db.Set<ActivityInvitation>().AsNoTracking().Where(row => row.ActivityId == activity.Id && (caller.OrganisationId == null || row.ProviderId == caller.OrganisationId)).ToListAsync(cancel))
        {
            if (await partners.Of(invitation.ProviderId).AnyAsync(id => id == participantId, cancel))
            {
                invited.Add(invitation);
            }
        }

        return invited;
    }

    private async Task<bool> HasRoomFor(IReadOnlyList<ActivityInvitation> invited, Guid meetingId, CancellationToken cancel)
    {
        foreach (var invitation in invited)
        {
            var people = partners.Of(invitation.ProviderId);
            if (await timetable.Enrolments.CountAsync(row => row.GroupId == meetingId && row.State == EnrolmentState.Enrolled && people.Contains(row.ParticipantId), cancel) < invitation.Seats)
            {
                return true;
            }
        }

        return false;
    }

    private Task<bool> HasAnother(Guid activityId, Guid participantId, CancellationToken cancel)
    {
        var now = city.Now;
        return timetable.Enrolments.AnyAsync(
            row => row.ParticipantId == participantId && row.State == EnrolmentState.Enrolled && db.Set<ActivityMeeting>().Any(meeting => meeting.Id == row.GroupId && meeting.ActivityId == activityId)
                && timetable.Sessions.Any(session => session.GroupId == row.GroupId && session.CancelledAt == null && session.EndsAt > now),
            cancel);
    }

    private async Task Tell(Activity activity, Guid meetingId, Guid participantId, SessionRow session, Seat taken, CancellationToken cancel)
    {
        if (taken.IsWaiting)
        {
            await timetable.ConfirmSeats([new(taken, meetingId, participantId, activity.Title)], cancel);
            return;
        }

        var place = await providers.Venues.Where(venue => timetable.Groups.Any(one => one.Id == meetingId && one.VenueId == venue.Id)).Select(venue => venue.Name + ", " + venue.Address).SingleAsync(cancel);
        await messages.Queue(
            new()
            {
                ParticipantId = participantId,
                Kind = Letter,

                // Whoever signs up again after signing off is told again.
                OnceKey = SeatConfirmation.LettersOf(taken.EnrolmentId) + city.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                Until = session.StartsAt,
                Details = [activity.Title, session.StartsAt.ToString("O", CultureInfo.InvariantCulture), place],
                Link = "/my/activities",
            },
            cancel);
    }
}
