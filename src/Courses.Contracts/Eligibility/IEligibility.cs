using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;

namespace Courses.Contracts.Eligibility;

/// <summary>Programmes, their rules, and what they say of a person.</summary>
public interface IEligibility
{
    IQueryable<ProgrammeRow> Programmes { get; }

    IQueryable<DecisionRow> Decisions { get; }

    /// <summary>What binding rules proposed, and what people decided on it.</summary>
    IQueryable<ProposalRow> Proposals { get; }

    /// <summary>What every programme says of this person today, worked out now. Reasons are sentences in the current culture.</summary>
    Task<IReadOnlyList<ProgrammeAnswer>> Check(Guid participantId, CancellationToken cancel);

    /// <summary>Facts of these people changed: the job recomputes them within a minute. Commits with the change.</summary>
    Task MarkStale(IReadOnlyCollection<Guid> participantIds, CancellationToken cancel);

    /// <summary>Whose facts changed and were not worked out anew since; somebody may be in it several times.</summary>
    IQueryable<Guid> Stale { get; }

    /// <summary>
    /// The class hours that programmes give these people today, across all providers: a row for each person and each of the programmes that limits them. Who is about to use hours locks the person first.
    /// </summary>
    Task<IReadOnlyDictionary<(Guid ParticipantId, string ProgrammeCode), HoursGiven>> HoursOf(IReadOnlyCollection<Guid> participantIds, IReadOnlyCollection<string> programmeCodes, CancellationToken cancel);

    /// <summary>How many people a group of the programme has at most, by the rules of that day; null when the programme does not say.</summary>
    Task<GroupLimit?> GroupLimitOf(string programmeCode, GroupKind kind, DateOnly on, CancellationToken cancel);

    /// <summary>What the programme is called in the reader's language; its code where nothing is known of it.</summary>
    string NameOf(string programmeCode);

    /// <summary>What programmes want people to come to before all else on that day.</summary>
    Task<IReadOnlyCollection<FirstStep>> FirstSteps(DateOnly on, CancellationToken cancel);

    /// <summary>The vouchers that the programme gives on that day, or null when it gives none.</summary>
    Task<VoucherTerms?> VoucherTermsOf(string programmeCode, DateOnly on, CancellationToken cancel);

    /// <summary>What a person's own word excuses, by the rules of that day, in each of these programmes; <see cref="OwnWord.Usual"/> where a programme does not say.</summary>
    Task<IReadOnlyDictionary<string, OwnWord>> OwnWordOf(IReadOnlyCollection<string> programmeCodes, DateOnly on, CancellationToken cancel);

    /// <summary>The weakest proof of a presence that counts for this person, by the rules of that day, in each programme that watches their attendance and asks for more than any.</summary>
    Task<IReadOnlyDictionary<string, ProofGrade>> CountsFrom(Guid participantId, DateOnly on, CancellationToken cancel);
}

/// <summary>What a person's own word excuses. Source: domain.md, Norway's self-certificates of 3 days, at most 4 in 12 months, only after 8 weeks.</summary>
/// <param name="Days">Of one illness; from the day after them a certificate is needed.</param>
/// <param name="TimesAYear">So many illnesses within twelve months; null for any number.</param>
/// <param name="AfterWeeks">Only from so many weeks after the person's first day in the programme.</param>
public sealed record OwnWord(int Days, int? TimesAYear, int AfterWeeks)
{
    /// <summary>A certificate from day four on, as most employers ask.</summary>
    public const int UsualDays = 3;

    public static OwnWord Usual { get; } = new(UsualDays, null, 0);
}

/// <summary>A funded scheme; its rules have versions with a validity.</summary>
public sealed record ProgrammeRow
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string City { get; init; }

    public required int CurrentVersion { get; init; }
}

public enum Outcome
{
    /// <summary>May have it.</summary>
    May,

    /// <summary>Something that the person can still do is missing.</summary>
    NotYet,

    /// <summary>May not have it.</summary>
    MayNot,
}

/// <summary>A decision as it was taken: rule version, outcome, and the facts and reasons as JSON.</summary>
public sealed record DecisionRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required int RuleVersion { get; init; }

    /// <summary>What was decided on: <c>entry</c> (may join) or <c>benefit</c> (may keep it).</summary>
    public required string Subject { get; init; }

    /// <summary>The period that it is about: <c>2026-11</c>, <c>2026-Q4</c> or <c>2026</c>; empty for the whole time.</summary>
    public required string Period { get; init; }

    public required Outcome Outcome { get; init; }

    public required string Forecast { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The next decision on the same subject; null for the one in force.</summary>
    public required DateTimeOffset? SupersededAt { get; init; }
}

/// <summary>That a benefit ends or is cut: proposed by a binding rule, and confirmed, rejected or settled since.</summary>
public sealed record ProposalRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Period { get; init; }

    /// <summary><c>Open</c>, <c>Confirmed</c> (the benefit ended, or was cut), <c>Rejected</c>, <c>Settled</c> or <c>Reopened</c>.</summary>
    public required string State { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

    public required DateTimeOffset? AppealedAt { get; init; }

    /// <summary>The newcomer may comment until the end of this day, unless they have said that this was all.</summary>
    public required DateOnly? CommentUntil { get; init; }

    public required DateTimeOffset? SaidAllAt { get; init; }

    /// <summary>What the benefit of the period is to be cut by, in euro cents; null where it is to end.</summary>
    public required long? CutCents { get; init; }
}

/// <summary>What one programme says of one person.</summary>
public sealed record ProgrammeAnswer
{
    public required string ProgrammeCode { get; init; }

    public required string ProgrammeName { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Sentences, the deciding one first.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What the programme gives, in words.</summary>
    public required IReadOnlyList<string> Gives { get; init; }

    /// <summary>A plan that is made with the person is among what it gives.</summary>
    public bool GivesPlan { get; init; }

    /// <summary>What the programme wants people to come to before all else; null for nothing.</summary>
    public FirstStep? FirstStep { get; init; }

    /// <summary>The day on which a person confirmed that the benefit ends; null while it goes on.</summary>
    public DateOnly? BenefitEndedOn { get; init; }

    /// <summary>The attendance that the programme watches; null when it watches none or nothing has been held.</summary>
    public required AttendanceStanding? Attendance { get; init; }
}

/// <summary>A module of orientation that comes first.</summary>
/// <param name="TopicCode">The module.</param>
/// <param name="ActivityKind">Whoever was at an appointment or another activity of this kind by its signed register has finished the module, too; null for none.</param>
public sealed record FirstStep(string TopicCode, string? ActivityKind);

/// <summary>
/// Where a person stands against an attendance line. All times are minutes; the hours are academic ones to a tenth, for every page and letter the same: never more than may really be missed,
/// never less than must really be attended.
/// </summary>
public sealed record AttendanceStanding(
    int AttendedMinutes, int HeldMinutes, int LinePercent, int MayStillMissMinutes, int MustStillAttendMinutes, int RemainingMinutes, Forecast Forecast)
{
    public int AcademicHourMinutes { get; init; } = 45;

    /// <summary>Planned minutes of sessions held that were excused by word alone.</summary>
    public int ExcusedByWordMinutes { get; init; }

    /// <summary>Planned minutes of sessions held that were excused by a certificate.</summary>
    public int ExcusedByCertificateMinutes { get; init; }

    /// <summary>The weakest proof of a presence that counts.</summary>
    public ProofGrade CountsFrom { get; init; }

    /// <summary>Minutes that the person was there, but proven less than that: held, and not attended.</summary>
    public int TooWeakMinutes { get; init; }

    public decimal TooWeakHours => Math.Round((decimal)TooWeakMinutes / AcademicHourMinutes, 1);

    public decimal ExcusedByWordHours => Math.Round((decimal)ExcusedByWordMinutes / AcademicHourMinutes, 1);

    public decimal ExcusedByCertificateHours => Math.Round((decimal)ExcusedByCertificateMinutes / AcademicHourMinutes, 1);

    public decimal AttendedHours => Math.Round((decimal)AttendedMinutes / AcademicHourMinutes, 1);

    public decimal HeldHours => Math.Round((decimal)HeldMinutes / AcademicHourMinutes, 1);

    /// <summary>At most what is left to come.</summary>
    public decimal MayStillMissHours => Math.Floor(MayStillMissMinutes * 10m / AcademicHourMinutes) / 10;

    public decimal MustStillAttendHours => Math.Ceiling(MustStillAttendMinutes * 10m / AcademicHourMinutes) / 10;

    /// <summary>Whole percent, rounded down: nobody is told of a line that was not reached.</summary>
    public int Percent => HeldMinutes == 0 ? 0 : (int)(AttendedMinutes * 100L / HeldMinutes);
}

public enum Forecast
{
    TooEarly,
    OnTrack,
    AtRisk,

    /// <summary>Under the line now, but it can still be reached.</summary>
    Under,
    OutOfReach,
}

/// <summary>Class time that a programme gives one person, in minutes: used in sessions held, and booked ahead.</summary>
public sealed record HoursGiven(int GivenMinutes, int UsedMinutes, int AheadMinutes, int AcademicHourMinutes)
{
    public int LeftMinutes => Math.Max(0, GivenMinutes - UsedMinutes - AheadMinutes);

    /// <summary>Academic hours to a tenth, never more than there are.</summary>
    public decimal LeftHours => Math.Floor(LeftMinutes * 10m / AcademicHourMinutes) / 10;

    /// <summary>Academic hours to a tenth, never less than it takes.</summary>
    public decimal HoursOf(int minutes) => Math.Ceiling(minutes * 10m / AcademicHourMinutes) / 10;
}

/// <summary>The largest group that a programme allows.</summary>
public sealed record GroupLimit(string ProgrammeName, int People);

/// <summary>What vouchers a programme version gives. Amounts are euro cents.</summary>
public sealed record VoucherTerms
{
    public required int Version { get; init; }

    /// <summary>How many vouchers.</summary>
    public required int Count { get; init; }

    public required long AmountCents { get; init; }

    public required int ValidMonths { get; init; }

    /// <summary>CEFR levels that it pays for, e.g. A1, A2, B1; sub-levels are included.</summary>
    public required IReadOnlyList<string> Levels { get; init; }

    /// <summary>A course that began at most so many weeks before the issue date still counts.</summary>
    public required int WeeksAfterStart { get; init; }

    /// <summary>
    /// What unlocks each voucher, in order: a topic code, <c>any-module</c> for one more information module each, or an empty string for nothing.
    /// </summary>
    public required IReadOnlyList<string> Unlocks { get; init; }

    /// <summary>What the programme wants people to come to before all else: it is no further module, so <c>any-module</c> waits for another one. Null for nothing.</summary>
    public string? FirstTopic { get; init; }

    /// <summary>May a voucher be used in parts?</summary>
    public required bool PartialUse { get; init; }

    /// <summary>Settlement: attended share (percent) from which the full amount is paid; below it, the share of sessions attended.</summary>
    public required int FullPaymentFromPercent { get; init; }

    /// <summary>What a programme pays of excused time when it says nothing: a quarter of the course.</summary>
    public const int UsualExcusedPercent = 25;

    /// <summary>Settlement: so many percent of the course may be excused at the programme's cost; what is excused beyond counts as held and not attended. It changes nothing for the person.</summary>
    public int ExcusedPercent { get; init; } = UsualExcusedPercent;

    /// <summary>Settlement: the weakest proof that pays a presence. What is proven less counts as held and not attended; it changes nothing for the person.</summary>
    public ProofGrade PaysFrom { get; init; }

    /// <summary>The most that one person may get across all providers, in cents; null for no cap.</summary>
    public required long? CapCents { get; init; }

    /// <summary>The most class time that one person may have paid across all providers, in minutes; null for no cap.</summary>
    public int? CapMinutes { get; init; }

    /// <summary>Must a course that began before the issue date have been attended from its start?</summary>
    public bool FromItsStart { get; init; }
}
