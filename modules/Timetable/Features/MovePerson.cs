using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Features;

/// <summary>
/// A manager or a coach brings a person from one class to another. What was attended stays with the class it was attended in, the programme goes on counting, and what was paid covers both.
/// </summary>
internal sealed class MovePerson(CoursesDb db, IVouchers vouchers, IEligibility eligibility, IMessages messages, IProviders providers, Diaries diaries, IAudit audit, Caller caller, TimeProvider clock)
{
    /// <summary>A manager moves people of the own provider; a coach moves anybody.</summary>
    public IQueryable<Group> Groups => caller.OrganisationId is { } own ? db.Set<Group>().Where(group => group.ProviderId == own) : db.Set<Group>();

    public Task Move(Guid fromId, Guid participantId, Guid toId, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await Groups.CountAsync(group => group.Id == fromId || group.Id == toId, cancel) != 2)
            {
                throw new NotFound("The class");
            }

            var now = clock.GetUtcNow();
            var groups = await db.LockAll<Group>([fromId, toId], cancel);
            var (from, to) = (groups[fromId], groups[toId]);
            if (from.Kind != to.Kind)
            {
                throw new RuleBroken("move.other-kind");
            }

            var places = await db.Set<Enrolment>().Include(row => row.Stays).Where(row => row.ParticipantId == participantId && (row.GroupId == fromId || row.GroupId == toId)).ToListAsync(cancel);
            if (places.Find(row => row.GroupId == fromId) is not { State: EnrolmentState.Enrolled } mine)
            {
                throw new RuleBroken("group.not-enrolled");
            }

            // The old seat is given up first: its hours and evenings are free for the new one.
            from.Release(mine, null, Parting.Moved, await db.LastDayIn(from, now, cancel), now, caller.Id);
            await db.SaveChangesAsync(cancel);
            var limits = await diaries.Lock([new(toId, participantId, mine.ProgrammeCode, caller.Id)], groups, cancel);
            var there = to.Receive(places.Find(row => row.GroupId == toId), mine, limits, now, caller.Id);
            if (db.Entry(there).State == EntityState.Detached)
            {
                db.Add(there);
            }

            // What was paid for the old class covers the new one, and what was attended in the old one still proves it.
            foreach (var stay in await db.Set<Stay>().Where(stay => stay.BookingId == mine.Id).ToListAsync(cancel))
            {
                stay.Booking = there;
            }

            await db.SaveChangesAsync(cancel);
            await vouchers.Follow(mine.Id, there.Id, toId, to.ProviderId, cancel);
            await eligibility.MarkStale([participantId], cancel);
            audit.Record("person.moved", participantId, $"{from.Name} -> {to.Name}: {reason}");
            await Tell(participantId, from, to, now, cancel);
        },
        cancel);

    private async Task Tell(Guid participantId, Group from, Group to, DateTimeOffset now, CancellationToken cancel)
    {
        var place = await providers.Venues.Where(venue => venue.Id == to.VenueId).Select(venue => venue.Name + ", " + venue.Address).SingleAsync(cancel);
        var next = await db.Set<Session>().Where(session => session.GroupId == to.Id && session.CancelledAt == null && session.StartsAt > now).MinAsync(session => (DateTimeOffset?)session.StartsAt, cancel);
        await messages.Queue(
            new()
            {
                ParticipantId = participantId,
                Kind = "class-moved",
                OnceKey = string.Create(CultureInfo.InvariantCulture, $"class-moved:{participantId}:{to.Id}:{now.ToUnixTimeSeconds()}"),
                Link = "/my/courses",
                Details = [from.Name, to.Name, next?.ToString("O", CultureInfo.InvariantCulture) ?? "", place],
            },
            cancel);
    }
}
