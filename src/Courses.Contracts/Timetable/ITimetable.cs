using Courses.Contracts.Vouchers;

namespace Courses.Contracts.Timetable;

/// <summary>Groups (a class, a module run or a meeting of an activity), their sessions and their seats.</summary>
public interface ITimetable
{
    IQueryable<GroupRow> Groups { get; }

    IQueryable<SessionRow> Sessions { get; }

    /// <summary>Seats taken, places on waiting lists, and withdrawals; one row a person and group.</summary>
    IQueryable<EnrolmentRow> Enrolments { get; }

    /// <summary>The time that people spent in groups: only the sessions of these days are expected, held and attended. Several rows a person and group; they never overlap.</summary>
    IQueryable<StayRow> Stays { get; }

    /// <summary>That hours of a class which belonged to no programme were given to one, and whether that was taken back.</summary>
    IQueryable<AssignmentRow> Assignments { get; }

    /// <summary>Seats that became free and wait for the answer of the next in line.</summary>
    IQueryable<OfferRow> Offers { get; }

    /// <summary>Days without classes, of the city or of one provider.</summary>
    IQueryable<HolidayRow> Holidays { get; }

    /// <summary>The so-manieth working day after that day: no weekend, and no day without classes in the whole city.</summary>
    Task<DateOnly> WorkingDayAfter(DateOnly day, int workingDays, CancellationToken cancel);

    /// <summary>Adds a group with its sessions to the running unit of work and answers its id.</summary>
    Task<Guid> CreateGroup(NewGroup group, CancellationToken cancel);

    /// <summary>Adds many groups with their sessions, set-based, and answers their ids in the same order. The rules are those of <see cref="CreateGroup"/>.</summary>
    Task<IReadOnlyList<Guid>> CreateGroups(IReadOnlyList<NewGroup> groups, CancellationToken cancel);

    /// <summary>
    /// Takes a seat under the group's lock, or the next place on the waiting list when the group is full or others wait. Whoever waits and has been
    /// offered a seat takes that one. Call it inside a transaction, after every other check.
    /// Nobody gets a seat at the time of another one, or for more hours than the programme gives; waiting asks for neither.
    /// Broken rules: <c>group.closed</c>, <c>group.already-enrolled</c>, <c>group.ended</c>, <c>seat.overlaps</c>, <c>seat.too-few-hours</c>.
    /// </summary>
    Task<Seat> TakeSeat(Guid groupId, Guid participantId, string? programmeCode, CancellationToken cancel);

    /// <summary>
    /// Locks the groups of several wishes and answers for each what is at hand; null when there is no such group. Nobody has a seat before
    /// <see cref="ISeatAtHand.Take"/>. Call it inside a transaction.
    /// </summary>
    Task<IReadOnlyList<ISeatAtHand?>> LockSeats(IReadOnlyList<SeatWish> wishes, CancellationToken cancel);

    /// <summary>
    /// What would speak against a seat in each of these groups, with the programme whose hours it would use: <c>seat.overlaps</c> or <c>seat.too-few-hours</c>. Groups that fit are left out. A look without locks.
    /// </summary>
    Task<IReadOnlyDictionary<Guid, Refusal>> CheckSeats(Guid participantId, IReadOnlyDictionary<Guid, string?> programmeByGroup, CancellationToken cancel);

    /// <summary>The day of the first lesson that these enrolments have, from the day on which the person came in; those that have none are left out.</summary>
    Task<IReadOnlyDictionary<Guid, DateOnly>> FirstLessons(IReadOnlyCollection<Guid> enrolmentIds, CancellationToken cancel);

    /// <summary>Other sessions of the teacher, or in the room, at the times of a group that is planned: a warning, since two may teach together and rooms can be shared.</summary>
    Task<IReadOnlyList<TakenTime>> TakenTimes(NewGroup group, CancellationToken cancel);

    /// <summary>Tells people of their seats or places in line: the class, its next meeting and where it is. In the running unit of work.</summary>
    Task ConfirmSeats(IReadOnlyList<SeatConfirmation> seats, CancellationToken cancel);

    /// <summary>The secret address of a person's calendar ends: whoever had the old pass may have it. They make a new one on their phone.</summary>
    Task EndCalendar(Guid participantId, CancellationToken cancel);

    /// <summary>
    /// The group does not take place (any more): whoever has a seat or waits hears of it by letter. Answers how many people that were. Broken rules: <c>group.closed</c>.
    /// </summary>
    /// <param name="groupId">Which.</param>
    /// <param name="reason">As staff read it.</param>
    /// <param name="toldAs">As a detail of the letter.</param>
    /// <param name="cancel">Stops.</param>
    Task<int> CancelGroup(Guid groupId, string reason, string toldAs, CancellationToken cancel);

    /// <summary>
    /// A group of one session has another name, place, time or number of seats. Answers who has a seat in it where the place or the time is another one: whoever asks for the change tells them. In the running unit of work.
    /// Broken rules: <c>group.cancelled-already</c>, <c>group.seats-in-use</c>, <c>group.room-too-small</c>, <c>group.other-zone</c>, and those of a session that is moved.
    /// </summary>
    Task<IReadOnlyList<Guid>> ChangeMeeting(Guid groupId, MeetingTerms to, CancellationToken cancel);

    /// <summary>Gives the seat or the place back and offers what became free to the next in line. Broken rules: <c>group.not-enrolled</c>.</summary>
    Task GiveBackSeat(Guid groupId, Guid participantId, string reason, CancellationToken cancel);

    /// <summary>Offers every free seat to those who wait for it. May run twice without harm; answers how many were offered.</summary>
    Task<int> OfferFreeSeats(CancellationToken cancel);

    /// <summary>Ends offers that nobody answered in time, gives the held money back, and offers the seats to the next. Answers how many ended.</summary>
    Task<int> ExpireOffers(CancellationToken cancel);
}

/// <summary>What a group of one session is to be; what is the same as before moves nothing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="VenueId">Where it meets, in the same time zone as before.</param>
/// <param name="Seats">So many.</param>
/// <param name="At">When it meets.</param>
/// <param name="Reason">Why it is moved.</param>
public sealed record MeetingTerms(string Name, Guid VenueId, int Seats, NewSession At, string Reason);

/// <summary>A session of another group at the same time: of the same teacher, or in the same room.</summary>
public sealed record TakenTime(bool IsTeacher, string GroupName, DateOnly On, TimeOnly From, TimeOnly Until);

/// <summary>Who wishes for a seat in which group, for which programme, and by whose act.</summary>
public sealed record SeatWish(Guid GroupId, Guid ParticipantId, string? ProgrammeCode, Guid By);

/// <summary>A group under its lock, as one person finds it: good until the transaction ends.</summary>
public interface ISeatAtHand
{
    /// <summary>The person's enrolment, whatever its state; null for somebody new.</summary>
    Guid? EnrolmentId { get; }

    /// <summary>The first day that the person spent in the group; null without a seat now.</summary>
    DateOnly? EnrolledFrom { get; }

    /// <summary>What <see cref="ITimetable.TakeSeat"/> does, with its broken rules; a broken rule has changed nothing.</summary>
    Seat Take();

    /// <summary>The seat that the person has already. It belongs to the wish's programme when it belonged to none.</summary>
    Seat Keep();
}

/// <summary>A seat or a place in line that a person is told of; the name of the group is as they know it.</summary>
public sealed record SeatConfirmation(Seat Seat, Guid GroupId, Guid ParticipantId, string GroupName)
{
    /// <summary>How the keys of the letters begin that confirm this booking.</summary>
    public static string LettersOf(Guid enrolmentId) => $"booked:{enrolmentId}:";
}

/// <summary>What <see cref="ITimetable.TakeSeat"/> gave: a seat, or the place on the waiting list counted from 1.</summary>
public sealed record Seat(Guid EnrolmentId, int? WaitingPlace)
{
    public bool IsWaiting => WaitingPlace is not null;

    /// <summary>The person had waited and was offered this seat: what was held for it is paid now, not a second time.</summary>
    public bool FromOffer { get; init; }
}

public enum GroupKind
{
    LanguageClass,
    OrientationRun,

    /// <summary>One meeting of an activity: a workshop, an excursion, an hour for whoever drops in, one appointment. It has one session.</summary>
    Activity,
}

public enum EnrolmentState
{
    Enrolled,
    Waiting,
    Withdrawn,
}

/// <summary>A group to be created. Times are local to the venue.</summary>
public sealed record NewGroup
{
    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; init; }

    /// <summary>The staff account of the teacher, when there is one.</summary>
    public Guid? TeacherId { get; init; }

    public required int Capacity { get; init; }

    /// <summary>The programme that the group is held for: it is not larger than the programme allows. Null for none.</summary>
    public string? ProgrammeCode { get; init; }

    public bool Childcare { get; init; }

    /// <summary>ISO 639-1 code of the language in which help is given; the course's own language is the catalogue's.</summary>
    public string? HelpLanguage { get; init; }

    /// <summary>The codes of what people may be asked to bring; their words are <c>bring.*</c>.</summary>
    public static readonly IReadOnlyList<string> ThingsToBring = ["pass", "pen", "paper", "book", "id", "water", "clothes"];

    /// <summary>What people bring: some of <see cref="ThingsToBring"/>, with commas between.</summary>
    public string Bring { get; init; } = "pass,pen,paper";

    public required IReadOnlyList<NewSession> Sessions { get; init; }
}

/// <summary>One meeting, in local time of the venue. Planned minutes leave out the breaks.</summary>
public sealed record NewSession(DateOnly On, TimeOnly From, TimeOnly Until, int PlannedMinutes)
{
    /// <summary>A day's excursion; nobody teaches for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Of planned minutes: less is no session that anybody pays for.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);
}

/// <summary>A class, a module run or a meeting of an activity.</summary>
public sealed record GroupRow
{
    public required Guid Id { get; init; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; init; }

    public required Guid? TeacherId { get; init; }

    public required int Capacity { get; init; }

    /// <summary>Seats taken now; the waiting list is not counted.</summary>
    public required int SeatsTaken { get; init; }

    /// <summary>Seats kept for somebody who has been offered one.</summary>
    public required int SeatsOffered { get; init; }

    /// <summary>People who wait and have not been offered a seat.</summary>
    public required int InLine { get; init; }

    /// <summary>What people bring, as codes of <c>bring.*</c> with commas between.</summary>
    public required string Bring { get; init; }

    public required bool Childcare { get; init; }

    public required string? HelpLanguage { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required int PlannedMinutes { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

/// <summary>One meeting of a group.</summary>
public sealed record SessionRow
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The day in the venue's time zone.</summary>
    public required DateOnly LocalDate { get; init; }

    /// <summary>The weekday of the local date: 1 is Monday, 7 is Sunday.</summary>
    public required int Weekday { get; init; }

    public required TimeOnly LocalFrom { get; init; }

    public required TimeOnly LocalUntil { get; init; }

    public required int PlannedMinutes { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }

    /// <summary>So many stays are in the group on that day: whom its register expects. Nobody takes the register of a session without anybody.</summary>
    public required int Expected { get; init; }
}

/// <summary>A person's seat or place in line in a group, as it is now.</summary>
public sealed record EnrolmentRow
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required EnrolmentState State { get; init; }

    /// <summary>The programme under which the person attends, e.g. <c>inlt</c>; null when none pays or watches.</summary>
    public required string? ProgrammeCode { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The order on the waiting list of the group; null when the person does not wait.</summary>
    public required int? WaitingNumber { get; init; }
}

public enum StayBegin
{
    Booked,

    /// <summary>A seat became free, and the person who waited for it took it.</summary>
    OfferTaken,

    /// <summary>The provider or a coach moved the person here from another group.</summary>
    Moved,
}

public enum StayEnd
{
    Left,
    Moved,
    ClassCancelled,
}

/// <summary>From one day to another a person belongs to a group. Waiting is no stay.</summary>
public sealed record StayRow
{
    public required Guid Id { get; init; }

    public required Guid EnrolmentId { get; init; }

    /// <summary>The enrolment whose payment covers it: the own one, or after a move that in the new group.</summary>
    public required Guid BookingId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The programme whose hours these are, e.g. <c>inlt</c>; null when none pays or watches.</summary>
    public required string? ProgrammeCode { get; init; }

    /// <summary>Sessions before this day do not count for the person.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day that counts; null while it lasts. Before <see cref="From"/> when no session was in it.</summary>
    public required DateOnly? Until { get; init; }

    public required StayBegin Began { get; init; }

    /// <summary>Null while it lasts.</summary>
    public required StayEnd? Ended { get; init; }
}

/// <summary>Hours of a class that belonged to no programme and were given to one.</summary>
public sealed record AssignmentRow
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The name of who did it.</summary>
    public required string By { get; init; }

    /// <summary>Null as long as it stands.</summary>
    public required DateTimeOffset? UndoneAt { get; init; }

    public required string? UndoneBy { get; init; }
}

/// <summary>A seat that is kept for somebody until an instant.</summary>
public sealed record OfferRow
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid EnrolmentId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Accepted, declined or run out; null while it waits for the answer.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>Days without classes, both ends included.</summary>
public sealed record HolidayRow
{
    public required Guid Id { get; init; }

    /// <summary>Null for the whole city.</summary>
    public required Guid? ProviderId { get; init; }

    public required string Name { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }
}
