using System.Globalization;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Users;
using Courses.Timetable.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Timetable;

/// <summary>What other modules may ask of the timetable. Vouchers and messages ask it too, so they are fetched when needed and not at construction.</summary>
internal sealed class TimetableContract(CoursesDb db, Diaries diaries, TimeProvider clock, Caller caller, IConfiguration configuration, IServiceProvider services) : ITimetable
{
    public IQueryable<GroupRow> Groups => db.Set<Group>().Select(group => new GroupRow
    {
        Id = group.Id,
        Kind = group.Kind,
        Name = group.Name,
        ProviderId = group.ProviderId,
        VenueId = group.VenueId,
        TeacherId = group.TeacherId,
        Capacity = group.Capacity,
        SeatsTaken = group.SeatsTaken,
        SeatsOffered = group.SeatsOffered,
        InLine = group.InLine,
        Bring = group.Bring,
        Childcare = group.Childcare,
        HelpLanguage = group.HelpLanguage,
        StartsOn = group.StartsOn,
        EndsOn = group.EndsOn,
        PlannedMinutes = group.PlannedMinutes,
        CancelledAt = group.CancelledAt,
    });

    public IQueryable<SessionRow> Sessions => db.Set<Session>().Select(session => new SessionRow
    {
        Id = session.Id,
        GroupId = session.GroupId,
        ProviderId = session.ProviderId,
        StartsAt = session.StartsAt,
        EndsAt = session.EndsAt,
        LocalDate = session.LocalDate,
        Weekday = session.Weekday,
        LocalFrom = session.LocalFrom,
        LocalUntil = session.LocalUntil,
        PlannedMinutes = session.PlannedMinutes,
        CancelledAt = session.CancelledAt,
        Expected = db.Set<Stay>().Count(stay => stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)),
    });

    public IQueryable<EnrolmentRow> Enrolments => db.Set<Enrolment>().Select(enrolment => new EnrolmentRow
    {
        Id = enrolment.Id,
        GroupId = enrolment.GroupId,
        ParticipantId = enrolment.ParticipantId,
        State = enrolment.State,
        ProgrammeCode = enrolment.ProgrammeCode,
        CreatedAt = enrolment.CreatedAt,
        WaitingNumber = enrolment.WaitingNumber,
    });

    public IQueryable<StayRow> Stays => db.Set<Stay>().Select(stay => new StayRow
    {
        Id = stay.Id,
        EnrolmentId = stay.EnrolmentId,
        BookingId = stay.BookingId,
        GroupId = stay.GroupId,
        ParticipantId = stay.ParticipantId,
        ProgrammeCode = stay.ProgrammeCode,
        From = stay.From,
        Until = stay.Until,
        Began = stay.Began,
        Ended = stay.Ended,
    });

    public IQueryable<AssignmentRow> Assignments => db.Set<ProgrammeAssignment>().Select(assignment => new AssignmentRow
    {
        Id = assignment.Id,
        GroupId = assignment.GroupId,
        ProgrammeCode = assignment.ProgrammeCode,
        Reason = assignment.Reason,
        At = assignment.At,
        By = assignment.ByName,
        UndoneAt = assignment.UndoneAt,
        UndoneBy = assignment.UndoneByName,
    });

    public IQueryable<OfferRow> Offers => db.Set<Offer>().Select(offer => new OfferRow
    {
        Id = offer.Id,
        GroupId = offer.GroupId,
        EnrolmentId = offer.EnrolmentId,
        ParticipantId = offer.ParticipantId,
        OfferedAt = offer.OfferedAt,
        ExpiresAt = offer.ExpiresAt,
        ClosedAt = offer.ClosedAt,
    });

    public IQueryable<HolidayRow> Holidays => db.Set<Holiday>().Select(holiday => new HolidayRow
    {
        Id = holiday.Id,
        ProviderId = holiday.ProviderId,
        Name = holiday.Name,
        From = holiday.From,
        Until = holiday.Until,
    });

    public async Task<DateOnly> WorkingDayAfter(DateOnly day, int workingDays, CancellationToken cancel) => WorkingDays.After(
        day,
        workingDays,
        (await db.Set<Holiday>().AsNoTracking().Where(holiday => holiday.ProviderId == null && holiday.Until > day).ToListAsync(cancel)).ConvertAll(holiday => (holiday.From, holiday.Until)));

    private TimeSpan AnswerWithin => TimeSpan.FromHours(configuration.GetValue("Timetable:OfferHours", 24));

    public async Task<Guid> CreateGroup(NewGroup group, CancellationToken cancel)
    {
        var venue = await services.GetRequiredService<IProviders>().Venues.SingleOrDefaultAsync(row => row.Id == group.VenueId, cancel);
        var created = Made(group, venue, await MostSeats([group], cancel));
        db.Add(created);
        db.AddRange(group.Sessions.Select(session => Session.Create(created, session)));
        await db.SaveChangesAsync(cancel);
        return created.Id;
    }

    public Task<IReadOnlyList<Guid>> CreateGroups(IReadOnlyList<NewGroup> groups, CancellationToken cancel) => db.Transact<IReadOnlyList<Guid>>(
        async () =>
        {
            var wanted = groups.Select(group => group.VenueId).Distinct().ToArray();
            var venues = await services.GetRequiredService<IProviders>().Venues.Where(row => wanted.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancel);
            var most = await MostSeats(groups, cancel);
            var created = groups.Select(group => Made(group, venues.GetValueOrDefault(group.VenueId), most)).ToArray();

            // What is tracked may be what these rows refer to.
            await db.SaveChangesAsync(cancel);
            await db.Engine.BulkInsert(db, created, cancel);
            await db.Engine.BulkInsert(db, [.. groups.SelectMany((group, index) => group.Sessions.Select(session => Session.Create(created[index], session)))], cancel);
            return [.. created.Select(group => group.Id)];
        },
        cancel);

    private async Task<IReadOnlyDictionary<(string, GroupKind, DateOnly), GroupLimit>> MostSeats(IReadOnlyList<NewGroup> groups, CancellationToken cancel)
    {
        var limits = new Dictionary<(string, GroupKind, DateOnly), GroupLimit>();
        foreach (var (programme, kind, on) in groups.Where(group => group.ProgrammeCode is not null && group.Sessions is not []).Select(KeyOf).Distinct())
        {
            if (await services.GetRequiredService<IEligibility>().GroupLimitOf(programme, kind, on, cancel) is { } limit)
            {
                limits[(programme, kind, on)] = limit;
            }
        }

        return limits;
    }

    private static (string Programme, GroupKind Kind, DateOnly On) KeyOf(NewGroup group) => (group.ProgrammeCode ?? "", group.Kind, group.Sessions.Min(session => session.On));

    private Group Made(NewGroup group, VenueRow? venue, IReadOnlyDictionary<(string, GroupKind, DateOnly), GroupLimit> limits)
    {
        if (venue is null || venue.ProviderId != group.ProviderId)
        {
            throw new NotFound("The venue");
        }

        if (group.Sessions is [])
        {
            throw new RuleBroken("group.no-sessions");
        }

        if (group.Capacity < 1)
        {
            throw new RuleBroken("group.no-seats");
        }

        if (group.Capacity > venue.RoomCapacity && venue.RoomCapacity > 0)
        {
            throw new RuleBroken("group.room-too-small", venue.RoomCapacity);
        }

        if (limits.TryGetValue(KeyOf(group), out var limit) && group.Capacity > limit.People)
        {
            throw limit.Broken();
        }

        return Group.Create(group, venue.TimeZone, clock.GetUtcNow());
    }

    public Task<Seat> TakeSeat(Guid groupId, Guid participantId, string? programmeCode, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var seat = ((await LockSeats([new(groupId, participantId, programmeCode, caller.Id)], cancel))[0] ?? throw new NotFound("The group")).Take();
            await MarkStale([participantId], cancel);
            return seat;
        },
        cancel);

    public async Task<IReadOnlyList<ISeatAtHand?>> LockSeats(IReadOnlyList<SeatWish> wishes, CancellationToken cancel)
    {
        var groups = await db.LockAll<Group>(wishes.Select(wish => wish.GroupId), cancel);
        var (groupIds, people) = (groups.Keys.ToArray(), wishes.Select(wish => wish.ParticipantId).Distinct().ToArray());
        var enrolments = await db.Set<Enrolment>().Include(enrolment => enrolment.Stays)
            .Where(enrolment => groupIds.Contains(enrolment.GroupId) && people.Contains(enrolment.ParticipantId))
            .ToDictionaryAsync(enrolment => (enrolment.GroupId, enrolment.ParticipantId), cancel);
        var waiting = enrolments.Values.Where(enrolment => enrolment.State == EnrolmentState.Waiting).Select(enrolment => enrolment.Id).ToArray();
        var offers = waiting is [] ? [] : await db.Set<Offer>()
            .Where(offer => waiting.Contains(offer.EnrolmentId) && offer.ClosedAt == null)
            .ToDictionaryAsync(offer => (offer.GroupId, offer.ParticipantId), cancel);
        var now = clock.GetUtcNow();
        var limits = await diaries.Lock([.. wishes.Select(wish => wish with { ProgrammeCode = wish.ProgrammeCode ?? enrolments.GetValueOrDefault((wish.GroupId, wish.ParticipantId))?.ProgrammeCode })], groups, cancel);
        return [.. wishes.Select(wish => groups.TryGetValue(wish.GroupId, out var group)
            ? new SeatAtHand(db, group, wish, enrolments, offers.GetValueOrDefault((wish.GroupId, wish.ParticipantId)), limits, now) : null)];
    }

    public async Task<IReadOnlyDictionary<Guid, Refusal>> CheckSeats(Guid participantId, IReadOnlyDictionary<Guid, string?> programmeByGroup, CancellationToken cancel)
    {
        var wanted = programmeByGroup.Keys.ToArray();
        var groups = await db.Set<Group>().AsNoTracking().Where(group => wanted.Contains(group.Id)).ToDictionaryAsync(group => group.Id, cancel);

        // Each is looked at as if it were the only one.
        var limits = await diaries.Read([.. programmeByGroup.Select(pair => new SeatWish(pair.Key, participantId, pair.Value, participantId))], groups, cancel);
        return programmeByGroup.Select(pair => (pair.Key, Refusal: limits.RefusalFor(participantId, pair.Key, pair.Value)))
            .Where(pair => pair.Refusal is not null)
            .ToDictionary(pair => pair.Key, pair => new Refusal(pair.Refusal!.Code, pair.Refusal.Details));
    }

    public async Task<IReadOnlyDictionary<Guid, DateOnly>> FirstLessons(IReadOnlyCollection<Guid> enrolmentIds, CancellationToken cancel) => await (
        from stay in db.Set<Stay>()
        where enrolmentIds.Contains(stay.EnrolmentId)
        join session in db.Set<Session>() on stay.GroupId equals session.GroupId
        where session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
        group session.LocalDate by stay.EnrolmentId into days
        select new { days.Key, First = days.Min() }).ToDictionaryAsync(row => row.Key, row => row.First, cancel);

    public async Task<IReadOnlyList<TakenTime>> TakenTimes(NewGroup group, CancellationToken cancel)
    {
        var venue = await services.GetRequiredService<IProviders>().Venues.SingleOrDefaultAsync(row => row.Id == group.VenueId, cancel) ?? throw new NotFound("The venue");
        return await db.TakenTimes([.. group.Sessions.Select(session => (LocalTime.Instant(session.On, session.From, venue.TimeZone), LocalTime.Instant(session.On, session.Until, venue.TimeZone)))], group.TeacherId, group.VenueId, null, cancel);
    }

    public async Task ConfirmSeats(IReadOnlyList<SeatConfirmation> seats, CancellationToken cancel)
    {
        if (seats is [])
        {
            return;
        }

        var (now, groups) = (clock.GetUtcNow(), seats.Select(seat => seat.GroupId).Distinct().ToArray());
        var meetings = await (
            from @group in db.Set<Group>()
            where groups.Contains(@group.Id)
            join venue in services.GetRequiredService<IProviders>().Venues on @group.VenueId equals venue.Id
            select new
            {
                @group.Id,
                Place = venue.Name + ", " + venue.Address,
                First = db.Set<Session>().Where(session => session.GroupId == @group.Id && session.CancelledAt == null && session.StartsAt > now).Min(session => (DateTimeOffset?)session.StartsAt),
            }).ToDictionaryAsync(row => row.Id, cancel);
        await services.GetRequiredService<IMessages>().QueueMany(
            [.. seats.Select(one => new NewMessage
            {
                ParticipantId = one.ParticipantId,
                Kind = one.Seat.IsWaiting ? "waiting-confirmed" : "booking-confirmed",

                // Whoever books again after leaving is told again, so the moment is part of the key.
                OnceKey = SeatConfirmation.LettersOf(one.Seat.EnrolmentId) + now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                Details = one.Seat.WaitingPlace is { } place
                    ? [one.GroupName, place.ToString(CultureInfo.InvariantCulture)]
                    : [one.GroupName, meetings[one.GroupId].First?.ToString("O", CultureInfo.InvariantCulture) ?? "", meetings[one.GroupId].Place],
            })],
            cancel);
    }

    public Task EndCalendar(Guid participantId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db.Set<CalendarFeed>().Where(feed => feed.ParticipantId == participantId && feed.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(feed => feed.RevokedAt, now), cancel);
    }

    public Task GiveBackSeat(Guid groupId, Guid participantId, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var group = await Lock(groupId, cancel);
            var mine = await EnrolmentOf(groupId, participantId, cancel);
            if (mine is null or { State: EnrolmentState.Withdrawn })
            {
                throw new RuleBroken("group.not-enrolled");
            }

            var now = clock.GetUtcNow();
            group.Release(mine, await OpenOffer(mine, cancel), Parting.Left(reason), await db.LastDayIn(group, now, cancel), now, caller.Id);
            await MarkStale([participantId], cancel);
            await OfferTo(group, cancel);
        },
        cancel);

    // These acts ask this contract themselves.
    public Task<int> CancelGroup(Guid groupId, string reason, string toldAs, CancellationToken cancel) => services.GetRequiredService<ChangeGroup>().Cancel(groupId, reason, cancel, toldAs);

    public Task<IReadOnlyList<Guid>> ChangeMeeting(Guid groupId, MeetingTerms to, CancellationToken cancel) => services.GetRequiredService<ChangeGroup>().ChangeMeeting(groupId, to, cancel);

    public Task<int> OfferFreeSeats(Guid groupId, CancellationToken cancel) => db.Transact(async () => await OfferTo(await Lock(groupId, cancel), cancel), cancel);

    public async Task<int> OfferFreeSeats(CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var groups = await db.Set<Group>()
            .Where(group => group.CancelledAt == null && group.EndsOn >= today && group.InLine > 0 && group.SeatsTaken + group.SeatsOffered < group.Capacity)
            .Select(group => group.Id)
            .ToListAsync(cancel);
        return await db.EachAlone(groups, id => OfferFreeSeats(id, cancel), cancel);
    }

    public async Task<int> ExpireOffers(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var groups = await db.Set<Offer>().Where(offer => offer.ClosedAt == null && offer.ExpiresAt <= now).Select(offer => offer.GroupId).Distinct().ToListAsync(cancel);
        return await db.EachAlone(groups, id => ExpireOffersOf(id, now, cancel), cancel);
    }

    private async Task<int> ExpireOffersOf(Guid groupId, DateTimeOffset now, CancellationToken cancel)
    {
        var group = await Lock(groupId, cancel);
        var late = await db.Set<Offer>().Where(offer => offer.GroupId == groupId && offer.ClosedAt == null && offer.ExpiresAt <= now).OrderBy(offer => offer.OfferedAt).ToListAsync(cancel);
        foreach (var offer in late)
        {
            var mine = await db.Set<Enrolment>().Include(enrolment => enrolment.Stays).SingleAsync(enrolment => enrolment.Id == offer.EnrolmentId, cancel);
            group.Release(mine, offer, Parting.OfferRanOut, LocalTime.Day(now, group.TimeZone), now, caller.Id);
        }

        await services.GetRequiredService<IVouchers>().GiveBack([.. late.Select(offer => offer.EnrolmentId)], "offer-ran-out", cancel);
        await OfferTo(group, cancel);
        return late.Count;
    }

    /// <summary>Offers the free seats of a locked group, in the order of the line.</summary>
    private async Task<int> OfferTo(Group group, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (group.CancelledAt is not null || group.FreeSeats <= 0 || group.InLine <= 0 || group.EndsOn < LocalTime.Day(now, group.TimeZone))
        {
            return 0;
        }

        // What was just released must be out of the line before the next is looked for.
        await db.SaveChangesAsync(cancel);
        var next = await db.Set<Enrolment>()
            .Where(enrolment => enrolment.GroupId == group.Id && enrolment.State == EnrolmentState.Waiting
                && !db.Set<Offer>().Any(offer => offer.EnrolmentId == enrolment.Id && offer.ClosedAt == null))
            .OrderBy(enrolment => enrolment.WaitingNumber)
            .Take(group.FreeSeats)
            .ToListAsync(cancel);
        foreach (var enrolment in next)
        {
            var offer = group.OfferSeat(enrolment, AnswerWithin, now);
            db.Add(offer);
            await services.GetRequiredService<IMessages>().Queue(
                new()
                {
                    ParticipantId = enrolment.ParticipantId,
                    Kind = "seat-free",
                    OnceKey = string.Create(CultureInfo.InvariantCulture, $"seat-free:{enrolment.Id}:{offer.ExpiresAt.ToUnixTimeSeconds()}"),
                    Until = offer.ExpiresAt,
                    Details = [group.Name, offer.ExpiresAt.ToString("O", CultureInfo.InvariantCulture)],
                },
                cancel);
        }

        await db.SaveChangesAsync(cancel);
        return next.Count;
    }

    private Task MarkStale(Guid[] people, CancellationToken cancel) => services.GetRequiredService<IEligibility>().MarkStale(people, cancel);

    private async Task<Group> Lock(Guid id, CancellationToken cancel) => await db.Lock<Group>(id, cancel) ?? throw new NotFound("The group");

    private Task<Enrolment?> EnrolmentOf(Guid groupId, Guid participantId, CancellationToken cancel) =>
        db.Set<Enrolment>().Include(enrolment => enrolment.Stays).SingleOrDefaultAsync(enrolment => enrolment.GroupId == groupId && enrolment.ParticipantId == participantId, cancel);

    private Task<Offer?> OpenOffer(Enrolment mine, CancellationToken cancel) =>
        db.Set<Offer>().SingleOrDefaultAsync(offer => offer.EnrolmentId == mine.Id && offer.ClosedAt == null, cancel);
}
