namespace Courses.Contracts.Attendance;

/// <summary>Registers and what they say of each person.</summary>
public interface IAttendance
{
    /// <summary>What the trail calls the signing of a register; the session is what it was done to.</summary>
    const string SignedOff = "register.signed-off";

    /// <summary>The assessed mark of one person at one session, derived from the facts. No row means unknown.</summary>
    IQueryable<MarkRow> Marks { get; }

    /// <summary>Which facts there are: who was spoken of, and at which session.</summary>
    IQueryable<FactRow> Facts { get; }

    /// <summary>Guests without a record whom a register counted: one row a session, age band and gender, with nobody's name. Only what is more than none.</summary>
    IQueryable<GuestCountRow> Guests { get; }

    /// <summary>Registers that were signed off. No row means the register has not been signed.</summary>
    IQueryable<RegisterRow> Registers { get; }

    /// <summary>Lessons that ended before then and whose register nobody has signed, though somebody was expected or seen.</summary>
    IQueryable<MissingRegisterRow> MissingRegisters(DateTimeOffset endedBefore);

    /// <summary>Confirmations of attendance that were handed out, those that were withdrawn too; neither their number nor a name.</summary>
    IQueryable<ConfirmationRow> Confirmations { get; }

    /// <summary>Marks that a correction made what they are, after their register had been signed: who corrected, when and why.</summary>
    IQueryable<CorrectionRow> Corrections { get; }

    /// <summary>Patterns of scans that no classroom makes, settled by the provider or not: for whoever looks for fraud.</summary>
    IQueryable<SuspicionRow> Suspicions { get; }

    /// <summary>What people said of days on which they cannot come, and what each of their providers decided; one row a report and provider. Reports that were taken back are left out.</summary>
    IQueryable<IllnessRow> Illness { get; }

    /// <summary>
    /// What signed registers say of people, a row for each month, class and stay of a person: what reports and lists add up without going through the marks, of which it is the same as they say. Lessons
    /// that were cancelled are left out.
    /// </summary>
    Task<IQueryable<MonthRow>> Months(CancellationToken cancel);

    /// <summary>Brings the kept months of these people to what their marks say, in the running unit of work. The job that works out who is stale calls it, and nobody beside it.</summary>
    Task AddUp(IReadOnlyCollection<Guid> people, CancellationToken cancel);

    /// <summary>A session stands on another day, in the running unit of work: who told before that they cannot come on it, and was believed, is excused from it, too, and who was seen already has its new minutes.</summary>
    Task SessionMoved(Guid sessionId, CancellationToken cancel);
}

/// <summary>A lesson whose register is missing, and whose it is to sign.</summary>
public sealed record MissingRegisterRow
{
    public required Guid SessionId { get; init; }

    public required Guid ProviderId { get; init; }
}

public enum MarkState
{
    Present,
    Late,
    LeftEarly,
    Excused,
    Absent,
}

/// <summary>What a presence rests on, the weakest first. Decided by the server: docs/decisions/0019-proof-of-presence.md.</summary>
public enum ProofGrade
{
    /// <summary>Typed in from paper, or from a list.</summary>
    Written,

    /// <summary>Said by a signed-in member of staff on any device; corrections too.</summary>
    Said,

    /// <summary>Tapped on an enrolled tablet, in the room.</summary>
    Seen,

    /// <summary>The person showed it: the pass's secret was read on an enrolled tablet, or their signed-in phone read the code on the wall.</summary>
    Shown,
}

/// <summary>What an excuse rests on, the weakest first.</summary>
public enum ExcuseProof
{
    /// <summary>The person's own word, or what somebody at the provider heard.</summary>
    Word,

    /// <summary>A certificate that somebody at the provider has seen.</summary>
    Certificate,
}

public enum IllnessState
{
    Waiting,
    Accepted,
    Refused,
}

/// <summary>One report of days on which a person cannot come, as one provider has it.</summary>
public sealed record IllnessRow
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly Until { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>It came after a lesson that it speaks of had begun.</summary>
    public required bool IsLate { get; init; }

    public required IllnessState State { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

    public required string DecidedBy { get; init; }

    /// <summary>Null until it was accepted.</summary>
    public required ExcuseProof? Proof { get; init; }

    /// <summary>Lessons that were excused by it, of so many in these days.</summary>
    public required int ExcusedLessons { get; init; }

    public required int Lessons { get; init; }

    /// <summary>The person sent a picture of a note; whether it is still kept says <see cref="HasNote"/>.</summary>
    public required bool HadNote { get; init; }

    public required bool HasNote { get; init; }
}

public enum SuspicionKind
{
    /// <summary>Thirty passes or more on one tablet within twenty seconds.</summary>
    Burst,

    /// <summary>One pass shown in two classes within half an hour.</summary>
    PassInTwoPlaces,

    /// <summary>One tablet that took the registers of two classes at different venues at the same time.</summary>
    TabletInTwoPlaces,

    /// <summary>Several people checked in from what looks like one phone.</summary>
    OneDevice,

    /// <summary>The person says that they were not there, or not so long as the register says.</summary>
    NotAsMarked,
}

/// <summary>A suspicious pattern at one session. It says nothing of guilt: somebody must look.</summary>
public sealed record SuspicionRow
{
    public required Guid Id { get; init; }

    public required SuspicionKind Kind { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid? ParticipantId { get; init; }

    public required Guid? DeviceId { get; init; }

    public required DateTimeOffset NoticedAt { get; init; }

    public required DateTimeOffset? SettledAt { get; init; }
}

/// <summary>A mark. Present minutes never exceed the session's planned minutes.</summary>
public sealed record MarkRow
{
    public required Guid SessionId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required MarkState State { get; init; }

    public required int PresentMinutes { get; init; }

    /// <summary>Was it a scan or check-in (true), or set by hand (false)?</summary>
    public required bool Scanned { get; init; }

    /// <summary>What it rests on; null for a mark that says the person was not there.</summary>
    public required ProofGrade? Proof { get; init; }

    /// <summary>What the excuse rests on; null for a mark that is no excuse.</summary>
    public required ExcuseProof? Excuse { get; init; }

    /// <summary>A correction made it what it is, after the register had been signed.</summary>
    public required bool CorrectedAfterSignOff { get; init; }

    public required DateTimeOffset AssessedAt { get; init; }

    /// <summary>The fact that decided, see <see cref="FactRow.FactId"/>; null for who is absent because nobody spoke of them.</summary>
    public required Guid? FactId { get; init; }
}

/// <summary>What signed registers say of one person in one month of one stay in a class; minutes as planned or attended.</summary>
public sealed record MonthRow
{
    public required Guid ParticipantId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>Null for lessons at which the register did not expect the person.</summary>
    public required Guid? StayId { get; init; }

    /// <summary>The programme whose hours they are; null for no programme.</summary>
    public required string? ProgrammeCode { get; init; }

    /// <summary>As <see cref="NumberOf"/> counts.</summary>
    public required int Month { get; init; }

    /// <summary>Lessons with a mark of the person.</summary>
    public required int Lessons { get; init; }

    public required int Absent { get; init; }

    public required int Excused { get; init; }

    /// <summary>Lessons at which the person was for a minute or more.</summary>
    public required int InRoom { get; init; }

    /// <summary>Planned minutes of the lessons from which the person was not excused.</summary>
    public required int HeldMinutes { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int ExcusedByWordMinutes { get; init; }

    public required int ExcusedByCertificateMinutes { get; init; }

    /// <summary>Of the attended minutes, those that rest on <see cref="ProofGrade.Written"/>.</summary>
    public required int WrittenMinutes { get; init; }

    /// <summary>On <see cref="ProofGrade.Said"/>.</summary>
    public required int SaidMinutes { get; init; }

    /// <summary>On <see cref="ProofGrade.Seen"/>; the rest was shown.</summary>
    public required int SeenMinutes { get; init; }

    /// <summary>Months are numbered from January of the year 0 on.</summary>
    public static int NumberOf(DateOnly day) => (day.Year * 12) + day.Month - 1;

    /// <summary>1 to 12.</summary>
    public static int MonthOfYear(int number) => (number % 12) + 1;

    public static int Year(int number) => number / 12;
}

/// <summary>A mark that was corrected after its register had been signed.</summary>
public sealed record CorrectionRow
{
    public required Guid SessionId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>What it is now.</summary>
    public required MarkState State { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    /// <summary>The reason as it was written.</summary>
    public required string Note { get; init; }
}

/// <summary>A register signed off by its teacher.</summary>
public sealed record RegisterRow
{
    public required Guid SessionId { get; init; }

    public required DateTimeOffset SignedOffAt { get; init; }

    public required string SignedOffBy { get; init; }

    /// <summary>The account or tablet that signed; null in registers of earlier versions.</summary>
    public required Guid? SignedOffById { get; init; }

    /// <summary>How many marks it has; null in registers of earlier versions until a job has counted them, and so are the numbers below.</summary>
    public required int? Marks { get; init; }

    /// <summary>Marks of people who were there for a minute or more.</summary>
    public required int? InRoom { get; init; }

    /// <summary>Marks that say anything else than that the person was there all the time.</summary>
    public required int? NotWhole { get; init; }

    public required int? Scanned { get; init; }

    public required int? Excused { get; init; }

    /// <summary>Marks that were corrected after the register had been signed.</summary>
    public required int? Corrected { get; init; }
}

/// <summary>Something that was seen or said of a person at a session; nobody where it is not known whom it is about.</summary>
public sealed record FactRow
{
    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid? ParticipantId { get; init; }

    /// <summary>Made on the device; <see cref="MarkRow.FactId"/> names it.</summary>
    public required Guid FactId { get; init; }

    /// <summary>The tablet, or the account or phone on which it was said.</summary>
    public required Guid DeviceId { get; init; }

    public required DateTimeOffset DeviceTime { get; init; }

    /// <summary>Server clock minus device clock in milliseconds, as last measured; null when it never was.</summary>
    public required long? ClockOffsetMs { get; init; }

    /// <summary>The device's time by the server's clock, as well as we know it.</summary>
    public DateTimeOffset At => DeviceTime.AddMilliseconds(ClockOffsetMs ?? 0);
}

/// <summary>A confirmation of attendance, as it was true on the day it was issued.</summary>
public sealed record ConfirmationRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>The first and the last lesson that was held while the person belonged to the group.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly? WithdrawnOn { get; init; }
}
