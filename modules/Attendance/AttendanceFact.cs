using Courses.Contracts.Attendance;
using Courses.Platform.Database;

namespace Courses.Attendance;

internal enum FactKind
{
    Present,
    Late,
    LeftEarly,
    Absent,
    Excused,
    WalkIn,
    Withdraw,

    /// <summary>The device said something that this version does not know. Kept for a person to read.</summary>
    Unreadable,

    /// <summary>So many guests without a record, of one age band and gender, are in the room.</summary>
    Guests,
}

internal enum FactSource
{
    Scan,
    RoomCode,
    Hand,
    Paper,
    Correction,

    /// <summary>A pass was read on a device that is not enrolled: somebody's own phone, or a browser.</summary>
    OwnDevice,

    /// <summary>The person said that they cannot come, and the provider accepted it: it excuses an absence, and never a presence.</summary>
    Report,

    /// <summary>What the person says of their own minutes, on the phone or by the pass on a tablet. It stands beside the mark and never makes one: docs/decisions/0033-the-persons-own-word.md.</summary>
    Person,
}

/// <summary>
/// Something that was seen at a session. Rows are only ever added, and the device's own id makes each of them exist once: docs/offline.md.
/// </summary>
internal sealed class AttendanceFact : IAppendOnly
{
    public Guid Id { get; private set; }

    /// <summary>Made on the device.</summary>
    public required Guid FactId { get; init; }

    public required Guid SessionId { get; init; }

    public Guid? ParticipantId { get; set; }

    /// <summary>SHA-256 of the scanned token. The token itself opens a person's pass and is not kept.</summary>
    public string? PassHash { get; init; }

    public required FactKind Kind { get; init; }

    /// <summary>Late: minutes missed at the start. Left early: minutes missed at the end.</summary>
    public int? Minutes { get; init; }

    /// <summary>The fact that a withdrawal takes back.</summary>
    public Guid? Withdraws { get; init; }

    /// <summary>Decided by the server on arrival (<see cref="Proofs"/>).</summary>
    public required FactSource Source { get; set; }

    /// <summary>What the device said of itself. It is kept, and decides nothing alone.</summary>
    public string? Claimed { get; init; }

    /// <summary>Null in facts of earlier versions: then <see cref="Grade"/> follows from the source.</summary>
    public ProofGrade? Proof { get; set; }

    /// <summary>What an excuse rests on; null for everything else, and in excuses of earlier versions, which rest on a word.</summary>
    public ExcuseProof? Excuse { get; init; }

    public required Guid DeviceId { get; init; }

    public required long DeviceSequence { get; init; }

    /// <summary>As exact as every engine stores it: a mark must not depend on whether its facts were read back.</summary>
    public required DateTimeOffset DeviceTime { get; init => field = Stored(value); }

    /// <summary>Server clock minus device clock in milliseconds, as last measured; null when it never was.</summary>
    public long? ClockOffsetMs { get; init; }

    public required DateTimeOffset ReceivedAt { get; init => field = Stored(value); }

    public required string RecordedBy { get; init; }

    /// <summary>The reason of an excuse or a correction, or what the recorder added.</summary>
    public string Note { get; init; } = "";

    /// <summary>Why the fact does not count until a person has looked at it; null when it counts. Decided once, on arrival.</summary>
    public string? HeldFor { get; set; }

    /// <summary>Of a count of guests: the age band, the gender and how many; null in everything else.</summary>
    public string? GuestBand { get; init; }

    public string? GuestGender { get; init; }

    public int? Guests { get; init; }

    /// <summary>The device's time by the server's clock, as well as we know it.</summary>
    public DateTimeOffset At => DeviceTime.AddMilliseconds(ClockOffsetMs ?? 0);

    /// <summary>Counts, or would count had the register not been signed before.</summary>
    public bool Counts => HeldFor is null or ReviewCodes.LateFact;

    public ProofGrade Grade => Proof ?? Source switch
    {
        FactSource.Scan or FactSource.RoomCode => ProofGrade.Shown,
        FactSource.Paper => ProofGrade.Written,
        _ => ProofGrade.Said,
    };

    /// <summary>A pass was read, whatever that proves.</summary>
    public bool IsReading => IsScan || Source == FactSource.OwnDevice;

    public bool IsScan => Source is FactSource.Scan or FactSource.RoomCode;

    public bool IsOwnWord => Source == FactSource.Person;

    /// <summary>The minutes that it says the person was there.</summary>
    public int SaidMinutes(int plannedMinutes) => SaysHere ? Math.Max(0, plannedMinutes - (Minutes ?? 0)) : 0;

    public bool SaysHere => Kind is FactKind.Present or FactKind.Late or FactKind.LeftEarly or FactKind.WalkIn;

    public bool SaysNotHere => Kind is FactKind.Absent or FactKind.Excused;

    /// <summary>A scan yields to a mark set by hand, and that to a correction that gives its reason.</summary>
    public int Weight => Source switch
    {
        FactSource.Correction => 2,
        FactSource.Hand or FactSource.Paper => 1,
        _ => 0,
    };

    private static DateTimeOffset Stored(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
