using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>How many guests of one age band and gender a session had: always what the last count of them says. Nobody's name stands here.</summary>
internal sealed class GuestCount
{
    public Guid Id { get; private set; }

    public required Guid SessionId { get; init; }

    public required string Band { get; init; }

    public required string Gender { get; init; }

    public int People { get; set; }

    /// <summary>The fact that decided.</summary>
    public Guid FactId { get; set; }
}

internal static class GuestCountsOf
{
    /// <summary>
    /// What a set of facts says of the guests: the last count of each band and gender stands, whatever came in which order and how often. A count is of the whole room; two that count the same room do not add up.
    /// </summary>
    public static IReadOnlyDictionary<(Guid SessionId, string Band, string Gender), AttendanceFact> Last(IEnumerable<AttendanceFact> facts) => facts
        .Where(fact => fact is { Kind: FactKind.Guests, HeldFor: null, GuestBand: not null, GuestGender: not null, Guests: not null })
        .GroupBy(fact => (fact.SessionId, fact.GuestBand!, fact.GuestGender!))
        .ToDictionary(group => group.Key, group => group.MaxBy(fact => (fact.At, fact.FactId))!);

    /// <summary>Makes the counts of these sessions what their facts say. Whoever calls it holds the register locks.</summary>
    public static async Task DeriveGuests(this CoursesDb db, IReadOnlyCollection<Guid> sessions, IEnumerable<AttendanceFact> known, CancellationToken cancel)
    {
        if (sessions.Count == 0)
        {
            return;
        }

        var ids = sessions.ToArray();
        var stored = await db.Set<GuestCount>().Where(count => ids.Contains(count.SessionId)).ToDictionaryAsync(count => (count.SessionId, count.Band, count.Gender), cancel);
        foreach (var (cell, fact) in Last(known.Where(fact => ids.Contains(fact.SessionId))))
        {
            if (!stored.TryGetValue(cell, out var count))
            {
                count = new() { SessionId = cell.SessionId, Band = cell.Band, Gender = cell.Gender };
                db.Add(count);
            }

            (count.People, count.FactId) = (fact.Guests!.Value, fact.FactId);
        }
    }
}
