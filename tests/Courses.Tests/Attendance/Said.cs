using Courses.Attendance;

namespace Courses.Tests.Attendance;

/// <summary>Facts as tablets make them, for tests.</summary>
internal static class Said
{
    public static readonly DateTimeOffset Start = new(2026, 11, 16, 17, 0, 0, TimeSpan.Zero);
    public static readonly Guid Session = new("00000000-0000-0000-0000-0000000000a1");
    public static readonly Guid Person = new("00000000-0000-0000-0000-0000000000b1");

    public static AttendanceFact Fact(
        FactKind kind, FactSource source = FactSource.Hand, int after = 0, int device = 1, int? minutes = null, Guid? withdraws = null, Guid? id = null, long offsetMs = 0, Guid? person = null, Guid? session = null) => new()
        {
            FactId = id ?? Guid.NewGuid(),
            SessionId = session ?? Session,
            ParticipantId = person ?? Person,
            Kind = kind,
            Minutes = minutes,
            Withdraws = withdraws,
            Source = source,
            DeviceId = DeviceId(device),
            DeviceSequence = after,
            DeviceTime = Start.AddSeconds(after).AddMilliseconds(-offsetMs),
            ClockOffsetMs = offsetMs,
            ReceivedAt = Start.AddHours(1),
            RecordedBy = "Teacher",
        };

    public static Guid DeviceId(int device) => new(device, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xD]);

    /// <summary>What a room full of tablets may say of one person: any kind, any source, clocks off by up to a day, some of it taken back.</summary>
    public static List<AttendanceFact> AtRandom(Random dice, int most, Guid? person = null, Guid? session = null, int devices = 20)
    {
        var facts = new List<AttendanceFact>();
        var kinds = new[] { FactKind.Present, FactKind.Late, FactKind.LeftEarly, FactKind.Absent, FactKind.Excused, FactKind.WalkIn, FactKind.Withdraw };
        var sources = new[] { FactSource.Scan, FactSource.Scan, FactSource.Hand, FactSource.Paper, FactSource.RoomCode, FactSource.Correction };
        for (var count = dice.Next(1, most); count > 0; count--)
        {
            var kind = kinds[dice.Next(kinds.Length)];
            if (kind == FactKind.Withdraw && facts.Count == 0)
            {
                kind = FactKind.Present;
            }

            facts.Add(Fact(
                kind,
                sources[dice.Next(sources.Length)],
                dice.Next(0, 40),
                dice.Next(devices),
                kind is FactKind.Late or FactKind.LeftEarly ? dice.Next(1, 100) : null,
                kind == FactKind.Withdraw ? facts[dice.Next(facts.Count)].FactId : null,
                NewId(dice),
                dice.Next(-86_400, 86_400) * 1000L,
                person,
                session));
        }

        return facts;
    }

    /// <summary>An id that the dice alone decide, so that a failing schedule can be run again.</summary>
    public static Guid NewId(Random dice)
    {
        Span<byte> bytes = stackalloc byte[16];
        dice.NextBytes(bytes);
        return new(bytes);
    }
}
