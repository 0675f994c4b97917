using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Features;

/// <summary>The provider moves or cancels a session, or cancels the whole class; everybody in it hears of it in the same commit.</summary>
internal sealed class ChangeGroup(
    CoursesDb db, IVouchers vouchers, IEligibility eligibility, IMessages messages, IProviders providers, ILanguageCourses courses, IOrientation orientation, IAttendance attendance, TimetableContract timetable, IAudit audit, Caller caller, TimeProvider clock)
{
    /// <summary>Moves the session, unless there is something to ask first: then it answers the questions and has moved nothing. What is meant is not asked again.</summary>
    public Task<IReadOnlyList<Refusal>> MoveSession(Guid sessionId, NewSession to, string reason, bool isMeant, CancellationToken cancel) => db.Transact<IReadOnlyList<Refusal>>(
        async () =>
        {
            var (group, session) = await Load(sessionId, cancel);
            if (!isMeant && await QuestionsBefore(group, session, to, cancel) is [_, ..] questions)
            {
                return questions;
            }

            await Move(group, session, to, reason, cancel);
            var place = await providers.Venues.Where(venue => venue.Id == group.VenueId).Select(venue => venue.Name + ", " + venue.Address).SingleAsync(cancel);
            var revision = await db.Set<SessionChange>().CountAsync(change => change.SessionId == sessionId, cancel);
            foreach (var person in await PeopleIn(group.Id, cancel))
            {
                await Tell(person, "session-moved", $"{sessionId}:{revision.ToString(CultureInfo.InvariantCulture)}", [group.Name, Instant(session.StartsAt), place], cancel);
            }

            return [];
        },
        cancel);

    /// <summary>A day without classes, another session of the class, its teacher or its room, or people of it who are elsewhere at that time.</summary>
    private async Task<IReadOnlyList<Refusal>> QuestionsBefore(Group group, Session session, NewSession to, CancellationToken cancel)
    {
        var (begin, end) = (LocalTime.Instant(to.On, to.From, group.TimeZone), LocalTime.Instant(to.On, to.Until, group.TimeZone));
        var (groupId, questions) = (group.Id, new List<Refusal>());
        if (await db.Set<Holiday>().Where(day => (day.ProviderId == null || day.ProviderId == group.ProviderId) && day.From <= to.On && day.Until >= to.On).Select(day => day.Name).FirstOrDefaultAsync(cancel) is { } holiday)
        {
            questions.Add(new("session.ask-holiday", [holiday]));
        }

        if (await db.Set<Session>().AnyAsync(own => own.GroupId == group.Id && own.Id != session.Id && own.CancelledAt == null && own.StartsAt < end && own.EndsAt > begin, cancel))
        {
            questions.Add(new("session.ask-own", []));
        }

        questions.AddRange((await db.TakenTimes([(begin, end)], group.TeacherId, group.VenueId, group.Id, cancel)).Select(taken => taken.Question()));
        var elsewhere = await (
            from stay in db.Set<Stay>()
            where stay.Until == null && db.Set<Stay>().Any(mine => mine.GroupId == groupId && mine.Until == null && mine.ParticipantId == stay.ParticipantId)
            join other in db.Set<Session>() on stay.GroupId equals other.GroupId
            where other.GroupId != groupId && other.CancelledAt == null && other.StartsAt < end && other.EndsAt > begin
            select stay.ParticipantId).Distinct().CountAsync(cancel);
        if (elsewhere > 0)
        {
            questions.Add(new("session.ask-people", [elsewhere]));
        }

        return questions;
    }

    /// <summary>More or fewer seats. What becomes free is offered to those who wait.</summary>
    public async Task Resize(Guid groupId, int seats, CancellationToken cancel)
    {
        await MustSee(groupId, cancel);
        var programme = await courses.Classes.Where(row => row.Id == groupId).Select(row => row.ProgrammeCode).FirstOrDefaultAsync(cancel);
        await db.Transact(
            async () =>
            {
                var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
                await MustFit(group, seats, group.VenueId, programme, isOtherProgramme: false, cancel);
                audit.Record("class.resized", groupId, string.Create(CultureInfo.InvariantCulture, $"{group.Capacity} -> {seats}"));
                group.Resize(seats);
            },
            cancel);
        await timetable.OfferFreeSeats(groupId, cancel);
    }

    /// <summary>Name, place, seats and time of a group of one session, which is asked nothing: whoever changes a whole series has been asked, and tells its people once.</summary>
    public Task<IReadOnlyList<Guid>> ChangeMeeting(Guid groupId, MeetingTerms to, CancellationToken cancel) => db.Transact<IReadOnlyList<Guid>>(
        async () =>
        {
            await MustSee(groupId, cancel);
            var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
            var isElsewhere = group.VenueId != to.VenueId;
            if (isElsewhere && await providers.Venues.Where(venue => venue.Id == to.VenueId).Select(venue => venue.TimeZone).SingleAsync(cancel) is { } zone && zone != group.TimeZone)
            {
                throw new RuleBroken("group.other-zone", zone);
            }

            await MustFit(group, to.Seats, to.VenueId, null, isOtherProgramme: false, cancel);
            group.Resize(to.Seats);
            (group.Name, group.VenueId) = (to.Name, to.VenueId);
            await db.SaveChangesAsync(cancel);
            var session = await db.Set<Session>().SingleAsync(row => row.GroupId == groupId, cancel);
            var isMoved = (session.LocalDate, session.LocalFrom, session.LocalUntil, session.PlannedMinutes) != (to.At.On, to.At.From, to.At.Until, to.At.PlannedMinutes);
            if (isMoved)
            {
                await Move(group, session, to.At, to.Reason, cancel);
                await db.SaveChangesAsync(cancel);
            }

            await timetable.OfferFreeSeats(groupId, cancel);
            return isMoved || isElsewhere ? await PeopleIn(groupId, cancel) : [];
        },
        cancel);

    /// <summary>So many people fit into the room, and the programme allows them.</summary>
    public async Task MustFit(Group group, int seats, Guid venueId, string? programme, bool isOtherProgramme, CancellationToken cancel)
    {
        var room = await providers.Venues.Where(venue => venue.Id == venueId).Select(venue => venue.RoomCapacity).SingleAsync(cancel);
        if (seats > room && room > 0)
        {
            throw new RuleBroken("group.room-too-small", room);
        }

        // Who has a large class of an earlier day may make it smaller step by step.
        programme ??= await orientation.Runs.Where(run => run.Id == group.Id).Join(orientation.Topics, run => run.TopicCode, topic => topic.Code, (run, topic) => topic.ProgrammeCode).FirstOrDefaultAsync(cancel);
        if ((seats > group.Capacity || isOtherProgramme) && programme is not null && await eligibility.GroupLimitOf(programme, group.Kind, group.StartsOn, cancel) is { } limit && seats > limit.People)
        {
            throw limit.Broken();
        }
    }

    public Task CancelSession(Guid sessionId, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var (group, session) = await Load(sessionId, cancel);
            session.Cancel(reason, caller.Is(Roles.Administrator) || caller.Is(Roles.Coach), clock.GetUtcNow(), caller.Id);
            await Follow(group, cancel);
            await MarkStale(session, [session.LocalDate], cancel);
            foreach (var person in await PeopleIn(group.Id, cancel))
            {
                await Tell(person, "session-cancelled", sessionId.ToString(), [group.Name, Instant(session.StartsAt)], cancel);
            }
        },
        cancel);

    /// <summary>The class does not take place (any more): whoever paid or waits gets the money back. Answers how many people were in it.</summary>
    public Task<int> Cancel(Guid groupId, string reason, CancellationToken cancel, string? toldAs = null) => db.Transact(
        async () =>
        {
            await MustSee(groupId, cancel);
            var now = clock.GetUtcNow();
            var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
            group.Cancel(reason, now, caller.Id);
            var offers = await db.Set<Offer>().Where(offer => offer.GroupId == groupId && offer.ClosedAt == null).ToListAsync(cancel);
            var people = await db.Set<Enrolment>().Include(row => row.Stays).Where(row => row.GroupId == groupId && row.State != EnrolmentState.Withdrawn).ToListAsync(cancel);
            var lastDay = await db.LastDayIn(group, now, cancel);

            // Of an activity, which costs nothing, people learn when it was and why it is not.
            var (kind, details) = group.Kind == GroupKind.Activity
                ? ("activity-cancelled", new[] { group.Name, Instant(await db.Set<Session>().Where(session => session.GroupId == groupId).OrderBy(session => session.StartsAt).Select(session => session.StartsAt).FirstAsync(cancel)), toldAs ?? reason })
                : ("class-cancelled", [group.Name]);
            foreach (var one in people)
            {
                group.Release(one, offers.Find(offer => offer.EnrolmentId == one.Id), Parting.ClassCancelled, lastDay, now, caller.Id);
                await Tell(one.ParticipantId, kind, groupId.ToString(), details, cancel);
            }

            await vouchers.GiveBack([.. people.Select(one => one.Id)], "class-cancelled", cancel);
            foreach (var session in await db.Set<Session>().Where(session => session.GroupId == groupId && session.CancelledAt == null && session.StartsAt > now).ToListAsync(cancel))
            {
                session.Cancel(reason, false, now, caller.Id);
            }

            await eligibility.MarkStale([.. people.Select(one => one.ParticipantId)], cancel);
            audit.Record("class.cancelled", groupId, reason);
            return people.Count;
        },
        cancel);

    private async Task Move(Group group, Session session, NewSession to, string reason, CancellationToken cancel)
    {
        var before = session.LocalDate;
        session.Move(to, reason, clock.GetUtcNow(), caller.Id);
        await Follow(group, cancel);
        await MarkStale(session, [before, to.On], cancel);
        await attendance.SessionMoved(session.Id, cancel);
    }

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

    /// <summary>Whoever was or will be in the class on one of these days, and whoever was seen at the lesson without being in it.</summary>
    private async Task MarkStale(Session session, DateOnly[] days, CancellationToken cancel) => await eligibility.MarkStale(
        await db.Set<Stay>().Where(stay => stay.GroupId == session.GroupId && days.Any(day => stay.From <= day && (stay.Until == null || stay.Until >= day))).Select(stay => stay.ParticipantId)
            .Union(attendance.Marks.Where(mark => mark.SessionId == session.Id).Select(mark => mark.ParticipantId)).ToArrayAsync(cancel),
        cancel);

    private Task<List<Guid>> PeopleIn(Guid groupId, CancellationToken cancel) =>
        db.Set<Enrolment>().Where(row => row.GroupId == groupId && row.State == EnrolmentState.Enrolled).Select(row => row.ParticipantId).ToListAsync(cancel);

    private Task Tell(Guid person, string kind, string subject, string[] details, CancellationToken cancel) =>
        messages.Queue(new() { ParticipantId = person, Kind = kind, OnceKey = $"{kind}:{person}:{subject}", Details = details, Immediate = CannotWait(details) }, cancel);

    /// <summary>What happens within a day is said at night too.</summary>
    private bool CannotWait(string[] details) => details.Length > 1 && DateTimeOffset.Parse(details[1], CultureInfo.InvariantCulture) < clock.GetUtcNow().AddDays(1);

    private static string Instant(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
