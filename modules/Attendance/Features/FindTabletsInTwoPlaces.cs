using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>
/// A tablet scans in one room at a time. Where its scans of two classes at different venues overlap, one of the classes was somewhere else. Looked for
/// by the clock and not at each fact, because a tablet brings its facts days late and in any order. The passes that tablets with wrong clocks have seen are
/// compared here too.
/// </summary>
internal sealed class FindTabletsInTwoPlaces(CoursesDb db, ITimetable timetable, TimeProvider clock) : ISweep
{
    /// <summary>A tablet may have been in a cellar for a fortnight.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(16);

    private sealed record Presence(Guid DeviceId, Guid SessionId, DateTimeOffset First, DateTimeOffset Last);

    public async Task<int> Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var from = now - LookBack;
        var sessions = SessionInfos.Of(timetable).Where(session => session.StartsAt > from && session.StartsAt < now);
        var scanned = await (
            from fact in db.Set<AttendanceFact>()
            where fact.Source == FactSource.Scan && sessions.Any(session => session.Id == fact.SessionId)
            group fact.DeviceTime by new { fact.DeviceId, fact.SessionId } into times
            select new Presence(times.Key.DeviceId, times.Key.SessionId, times.Min(), times.Max())).ToListAsync(cancel);
        var both = scanned.ToLookup(presence => presence.DeviceId).SelectMany(Overlapping).ToArray();
        var ids = both.SelectMany(pair => new[] { pair.Earlier.SessionId, pair.Later.SessionId }).Distinct().ToArray();
        var infos = await SessionInfos.Of(timetable).Where(session => ids.Contains(session.Id)).ToDictionaryAsync(session => session.Id, cancel);
        var found = both.Where(pair => infos[pair.Earlier.SessionId].VenueId != infos[pair.Later.SessionId].VenueId).Select(pair => new Review
        {
            Key = Key(pair.Earlier, pair.Later),
            Code = ReviewCodes.TabletElsewhere,
            ProviderId = infos[pair.Later.SessionId].ProviderId,
            SessionId = pair.Later.SessionId,
            DeviceId = pair.Later.DeviceId,
            Details = infos[pair.Earlier.SessionId].GroupName,
            At = now,
        }).ToArray();
        var passes = await PassesOfWrongClocks(sessions, cancel);
        return await db.Transact(() => Add([.. found, .. passes], cancel), cancel);
    }

    private async Task<IReadOnlyList<Review>> PassesOfWrongClocks(IQueryable<SessionInfo> recent, CancellationToken cancel)
    {
        var scans = await db.Set<AttendanceFact>().AsNoTracking()
            .Where(fact => fact.Source == FactSource.Scan && fact.ParticipantId != null && (fact.ClockOffsetMs > Suspicions.GoodClockMs || fact.ClockOffsetMs < -Suspicions.GoodClockMs))
            .Where(fact => recent.Any(session => session.Id == fact.SessionId))
            .ToArrayAsync(cancel);
        var ids = scans.Select(scan => scan.SessionId).Distinct().ToArray();
        var infos = await SessionInfos.Of(timetable).Where(session => ids.Contains(session.Id)).ToDictionaryAsync(session => session.Id, cancel);
        return [.. Suspicions.TwoPlaces(await Suspicions.Sightings(db, scans, infos, cancel), scans, infos)];
    }

    /// <summary>By the tablet's own clock, which is the same for both, whatever it shows.</summary>
    private static IEnumerable<(Presence Earlier, Presence Later)> Overlapping(IEnumerable<Presence> ofOneTablet)
    {
        var ordered = ofOneTablet.OrderBy(presence => presence.First).ThenBy(presence => presence.SessionId).ToArray();
        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = i + 1; j < ordered.Length && ordered[j].First <= ordered[i].Last; j++)
            {
                yield return (ordered[i], ordered[j]);
            }
        }
    }

    private static string Key(Presence one, Presence other)
    {
        var ids = new[] { one.SessionId, other.SessionId }.Order().ToArray();
        return $"{ReviewCodes.TabletElsewhere}:{one.DeviceId}:{ids[0]}:{ids[1]}";
    }

    private async Task<int> Add(IReadOnlyCollection<Review> all, CancellationToken cancel)
    {
        var found = all.DistinctBy(review => review.Key).ToArray();
        var keys = found.Select(review => review.Key).ToArray();
        var asked = keys is [] ? [] : await db.Set<Review>().Where(review => keys.Contains(review.Key)).Select(review => review.Key).ToListAsync(cancel);
        var news = found.ExceptBy(asked, review => review.Key).ToArray();
        db.AddRange(news);
        await db.SaveChangesAsync(cancel);
        return news.Length;
    }
}
