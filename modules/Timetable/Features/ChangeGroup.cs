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

/// <summary>The provider moves or cancels a session, or cancels the whole class; everybody in it hears of it in the same commit.</summary>
internal sealed class ChangeGroup(CoursesDb db, IVouchers vouchers, IEligibility eligibility, IMessages messages, IProviders providers, IAudit audit, Caller caller, TimeProvider clock)
{
    public Task MoveSession(Guid sessionId, NewSession to, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var (group, session) = await Load(sessionId, cancel);
            var before = session.LocalDate;
            session.Move(to, reason, clock.GetUtcNow(), caller.Id);
            await Follow(group, cancel);
            var place = await providers.Venues.Where(venue => venue.Id == group.VenueId).Select(venue => venue.Name + ", " + venue.Address).SingleAsync(cancel);
            var revision = await db.Set<SessionChange>().CountAsync(change => change.SessionId == sessionId, cancel);
            await MarkStale(group, [before, to.On], cancel);
            foreach (var person in await PeopleIn(group.Id, cancel))
            {
                await Tell(person, "session-moved", $"{sessionId}:{revision.ToString(CultureInfo.InvariantCulture)}", [group.Name, Instant(session.StartsAt), place], cancel);
            }
        },
        cancel);

    public Task CancelSession(Guid sessionId, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var (group, session) = await Load(sessionId, cancel);
            session.Cancel(reason, clock.GetUtcNow(), caller.Id);
            await Follow(group, cancel);
            await MarkStale(group, [session.LocalDate], cancel);
            foreach (var person in await PeopleIn(group.Id, cancel))
            {
                await Tell(person, "session-cancelled", sessionId.ToString(), [group.Name, Instant(session.StartsAt)], cancel);
            }
        },
        cancel);

    /// <summary>The class does not take place (any more): whoever paid or waits gets the money back. Answers how many people were in it.</summary>
    public Task<int> Cancel(Guid groupId, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await MustSee(groupId, cancel);
            var now = clock.GetUtcNow();
            var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
            group.Cancel(reason, now, caller.Id);
            var offers = await db.Set<Offer>().Where(offer => offer.GroupId == groupId && offer.ClosedAt == null).ToListAsync(cancel);
            var people = await db.Set<Enrolment>().Include(row => row.Stays).Where(row => row.GroupId == groupId && row.State != EnrolmentState.Withdrawn).ToListAsync(cancel);
            var lastDay = await db.LastDayIn(group, now, cancel);
            foreach (var one in people)
            {
                group.Release(one, offers.Find(offer => offer.EnrolmentId == one.Id), Parting.ClassCancelled, lastDay, now, caller.Id);
                await Tell(one.ParticipantId, "class-cancelled", groupId.ToString(), [group.Name], cancel);
            }

            await vouchers.GiveBack([.. people.Select(one => one.Id)], "class-cancelled", cancel);
            foreach (var session in await db.Set<Session>().Where(session => session.GroupId == groupId && session.CancelledAt == null && session.StartsAt > now).ToListAsync(cancel))
            {
                session.Cancel(reason, now, caller.Id);
            }

            await eligibility.MarkStale([.. people.Select(one => one.ParticipantId)], cancel);
            audit.Record("class.cancelled", groupId, reason);
            return people.Count;
        },
        cancel);

    private async Task<(Group Group, Session Session)> Load(Guid sessionId, CancellationToken cancel)
    {
        var groupId = await db.Set<Session>().Where(session => session.Id == sessionId).Select(session => session.GroupId).SingleOrDefaultAsync(cancel);
        await MustSee(groupId, cancel);
        var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The session");
        if (group.CancelledAt is not null)
        {
            throw new RuleBroken("group.cancelled-already");
        }

        return (group, await db.Set<Session>().SingleAsync(session => session.Id == sessionId, cancel));
    }

    private async Task MustSee(Guid groupId, CancellationToken cancel)
    {
        if (!await db.Set<Group>().VisibleTo(caller).AnyAsync(group => group.Id == groupId, cancel))
        {
            throw new NotFound("The group");
        }
    }

    private async Task Follow(Group group, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        group.Follow(await db.Set<Session>().Where(session => session.GroupId == group.Id).ToListAsync(cancel));
    }

    /// <summary>Whoever was or will be in the class on one of these days.</summary>
    private async Task MarkStale(Group group, DateOnly[] days, CancellationToken cancel) => await eligibility.MarkStale(
        await db.Set<Stay>().Where(stay => stay.GroupId == group.Id && days.Any(day => stay.From <= day && (stay.Until == null || stay.Until >= day)))
            .Select(stay => stay.ParticipantId).Distinct().ToArrayAsync(cancel),
        cancel);

    private Task<List<Guid>> PeopleIn(Guid groupId, CancellationToken cancel) =>
        db.Set<Enrolment>().Where(row => row.GroupId == groupId && row.State == EnrolmentState.Enrolled).Select(row => row.ParticipantId).ToListAsync(cancel);

    private Task Tell(Guid person, string kind, string subject, string[] details, CancellationToken cancel) =>
        messages.Queue(new() { ParticipantId = person, Kind = kind, OnceKey = $"{kind}:{person}:{subject}", Details = details, Immediate = CannotWait(details) }, cancel);

    /// <summary>What happens within a day is said at night too.</summary>
    private bool CannotWait(string[] details) => details.Length > 1 && DateTimeOffset.Parse(details[1], CultureInfo.InvariantCulture) < clock.GetUtcNow().AddDays(1);

    private static string Instant(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
