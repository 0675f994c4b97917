using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>Patterns of scans that no classroom makes. They count all the same, until a person has looked.</summary>
internal static class Suspicions
{
    private const int BurstScans = 30;
    private static readonly TimeSpan BurstTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(30);

    /// <summary>A clock that is off by less than this is good; its scans lie where the index on the device's time finds them at once.</summary>
    public const long GoodClockMs = 600_000;

    /// <summary>Nobody shows thirty passes to one tablet in twenty seconds.</summary>
    public static IEnumerable<Review> Bursts(IReadOnlyCollection<AttendanceFact> earlier, AttendanceFact[] fresh, Dictionary<Guid, SessionInfo> sessions)
    {
        var scanned = fresh.Where(fact => fact.Source == FactSource.Scan && IsOwn(fact, sessions)).ToLookup(fact => (fact.SessionId, fact.DeviceId));
        var before = earlier.Where(fact => fact.Source == FactSource.Scan && IsOwn(fact, sessions)).ToLookup(fact => (fact.SessionId, fact.DeviceId));
        foreach (var scans in scanned)
        {
            var all = scans.Concat(before[scans.Key]).OrderBy(fact => fact.At).ToArray();
            if (Enumerable.Range(0, Math.Max(0, all.Length - BurstScans + 1)).Any(i => all[i + BurstScans - 1].At - all[i].At <= BurstTime))
            {
                yield return Reviews.Of(all[^1], ReviewCodes.Burst, sessions[scans.Key.SessionId].ProviderId, $"{ReviewCodes.Burst}:{scans.Key.SessionId}:{scans.Key.DeviceId}");
            }
        }
    }

    /// <summary>
    /// One pass shown in two classes within half an hour. The scans of a tablet whose clock is wrong are compared when they arrive, and once more by the hourly job,
    /// for the case that the other scan came after them.
    /// </summary>
    public static IEnumerable<Review> TwoPlaces(IReadOnlyCollection<Sighting> before, AttendanceFact[] fresh, Dictionary<Guid, SessionInfo> sessions)
    {
        var scans = Scans(fresh, sessions);
        var others = before.Concat(scans.Select(fact => new Sighting(fact.ParticipantId!.Value, fact.SessionId, fact.DeviceTime, fact.ClockOffsetMs))).ToLookup(other => other.ParticipantId);
        return from scan in scans
               from other in others[scan.ParticipantId!.Value]
               where other.SessionId != scan.SessionId && (other.DeviceTime.AddMilliseconds(other.ClockOffsetMs ?? 0) - scan.At).Duration() < Near
               let ordered = new[] { scan.SessionId, other.SessionId }.Order().ToArray()
               select Reviews.Of(scan, ReviewCodes.TwoPlaces, sessions[scan.SessionId].ProviderId, $"{ReviewCodes.TwoPlaces}:{scan.ParticipantId}:{ordered[0]}:{ordered[1]}");
    }

    /// <summary>The stored scans of these people around the time of these facts.</summary>
    public static async Task<IReadOnlyCollection<Sighting>> Sightings(CoursesDb db, AttendanceFact[] facts, Dictionary<Guid, SessionInfo> sessions, CancellationToken cancel)
    {
        var scans = Scans(facts, sessions);
        if (scans is [])
        {
            return [];
        }

        var people = scans.Select(fact => fact.ParticipantId!.Value).Distinct().ToArray();
        var (from, until) = (scans.Min(fact => fact.At) - (2 * Near), scans.Max(fact => fact.At) + (2 * Near));
        return await db.Set<AttendanceFact>()
            .Where(fact => fact.ParticipantId != null && people.Contains(fact.ParticipantId.Value) && fact.DeviceTime > from && fact.DeviceTime < until
                && (fact.Source == FactSource.Scan || fact.Source == FactSource.RoomCode) && fact.HeldFor != ReviewCodes.UnknownSession)
            .Select(fact => new Sighting(fact.ParticipantId!.Value, fact.SessionId, fact.DeviceTime, fact.ClockOffsetMs))
            .ToListAsync(cancel);
    }

    private static AttendanceFact[] Scans(AttendanceFact[] facts, Dictionary<Guid, SessionInfo> sessions) =>
        [.. facts.Where(fact => fact is { IsScan: true, ParticipantId: not null } && IsOwn(fact, sessions))];

    /// <summary>What somebody says of another provider's session is no sighting.</summary>
    private static bool IsOwn(AttendanceFact fact, Dictionary<Guid, SessionInfo> sessions) => sessions.ContainsKey(fact.SessionId) && fact.HeldFor != ReviewCodes.UnknownSession;
}

/// <summary>Somebody's pass was scanned somewhere.</summary>
internal sealed record Sighting(Guid ParticipantId, Guid SessionId, DateTimeOffset DeviceTime, long? ClockOffsetMs);
