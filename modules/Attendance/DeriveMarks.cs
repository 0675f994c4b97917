using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>Keeps the marks what the facts say. Whoever calls it holds the register locks of the sessions.</summary>
internal sealed class DeriveMarks(CoursesDb db, ITimetable timetable, IEligibility eligibility, TimeProvider clock)
{
    /// <summary>The (session, person) pairs that the new facts speak of. A withdrawal may name nobody: then it is the person of the fact it takes back.</summary>
    public static HashSet<(Guid SessionId, Guid ParticipantId)> Pairs(AttendanceFact[] fresh, AttendanceFact[] known, Dictionary<Guid, SessionInfo> sessions)
    {
        var relevant = fresh.Where(fact => sessions.ContainsKey(fact.SessionId) && fact is { Counts: true, IsOwnWord: false }).ToArray();
        var withdrawn = relevant.Where(fact => fact.Withdraws is not null).Select(fact => fact.Withdraws!.Value).ToHashSet();
        return [.. relevant.Concat(withdrawn.Count == 0 ? [] : known.Where(fact => withdrawn.Contains(fact.FactId)))
            .Where(fact => fact.ParticipantId is not null).Select(fact => (fact.SessionId, fact.ParticipantId!.Value))];
    }

    /// <summary>Makes the marks of these pairs what their facts say, and answers what a person must look at. Where nothing new is said of them, what was said before means something else.</summary>
    public async Task<List<Review>> Derive(
        HashSet<(Guid SessionId, Guid ParticipantId)> pairs, IReadOnlyCollection<AttendanceFact> known, Dictionary<Guid, SessionInfo> sessions, Dictionary<Guid, Register> registers,
        CancellationToken cancel, bool isNew = true)
    {
        var reviews = new List<Review>();
        if (pairs.Count == 0)
        {
            return reviews;
        }

        var now = clock.GetUtcNow();
        var sessionIds = pairs.Select(pair => pair.SessionId).Distinct().ToArray();
        var counting = known.Where(fact => fact.Counts).ToArray();
        var factsOf = counting.Where(fact => fact is { Kind: not FactKind.Withdraw, ParticipantId: not null }).ToLookup(fact => (fact.SessionId, fact.ParticipantId!.Value));
        var withdrawalsOf = counting.Where(fact => fact.Kind == FactKind.Withdraw).ToLookup(fact => fact.SessionId);

        // Of whom one thing is said, nothing was derived before, unless the register is signed: the usual case needs no look.
        var seen = pairs.Where(pair => !isNew || registers[pair.SessionId].IsSignedOff || factsOf[pair].Take(2).Count() != 1 || withdrawalsOf.Contains(pair.SessionId)).ToArray();
        var (seenSessions, seenPeople) = (seen.Select(pair => pair.SessionId).Distinct().ToArray(), seen.Select(pair => pair.ParticipantId).Distinct().ToArray());
        var marks = seen is [] ? [] : await db.Set<Mark>().Where(mark => seenSessions.Contains(mark.SessionId) && seenPeople.Contains(mark.ParticipantId))
            .ToDictionaryAsync(mark => (mark.SessionId, mark.ParticipantId), cancel);
        var openContradictions = seen is [] ? [] : await db.Set<Review>()
            .Where(review => seenSessions.Contains(review.SessionId) && review.Code == ReviewCodes.Contradiction && review.SettledAt == null)
            .ToListAsync(cancel);
        var added = new List<Mark>();
        var expected = await Expected(sessionIds.Where(id => registers[id].IsSignedOff).Select(id => sessions[id]), cancel);
        var changed = new HashSet<Guid>();
        foreach (var pair in pairs)
        {
            var session = sessions[pair.SessionId];
            var all = factsOf[pair].Concat(withdrawalsOf[pair.SessionId]).ToArray();
            var assessed = Assessment.Of(all.Where(fact => fact.HeldFor is null), session.PlannedMinutes);
            var mark = marks.GetValueOrDefault(pair);
            if (assessed is not null || (registers[pair.SessionId].IsSignedOff && expected.Contains(pair)))
            {
                if (mark is null)
                {
                    mark = new() { SessionId = pair.SessionId, GroupId = session.GroupId, ParticipantId = pair.ParticipantId };
                    added.Add(mark);
                }

                if (mark.Set(assessed, now, assessed?.CorrectedAt > registers[pair.SessionId].SignedOffAt))
                {
                    changed.Add(pair.ParticipantId);
                }
            }
            else if (mark is not null)
            {
                db.Remove(mark);
                changed.Add(pair.ParticipantId);
            }

            Contradiction(pair, session, assessed, factsOf[pair]);
            LateFacts(pair, session, assessed, all);
        }

        if (added is not [])
        {
            await db.Engine.BulkInsert(db, added, cancel);
        }

        if (changed.Count > 0)
        {
            await eligibility.MarkStale(changed, cancel);
        }

        return reviews;

        // Until somebody settles it, the question is open as long as the facts contradict each other, and no longer.
        void Contradiction((Guid SessionId, Guid ParticipantId) pair, SessionInfo session, Assessment? assessed, IEnumerable<AttendanceFact> of)
        {
            var open = openContradictions.FirstOrDefault(review => (review.SessionId, review.ParticipantId) == (pair.SessionId, pair.ParticipantId));
            if (assessed is { Contradicted: true } && open is null)
            {
                var corrections = of.Count(fact => fact.Source == FactSource.Correction);
                reviews.Add(new()
                {
                    Key = $"{ReviewCodes.Contradiction}:{pair.SessionId}:{pair.ParticipantId}:{corrections}",
                    Code = ReviewCodes.Contradiction,
                    ProviderId = session.ProviderId,
                    SessionId = pair.SessionId,
                    ParticipantId = pair.ParticipantId,
                    FactId = assessed.FactId,
                    DeviceId = null,
                    At = now,
                });
            }
            else if (assessed is not { Contradicted: true } && open is not null)
            {
                db.Remove(open);
            }
        }

        // A late fact that agrees with the signed register needs nobody.
        void LateFacts((Guid SessionId, Guid ParticipantId) pair, SessionInfo session, Assessment? assessed, AttendanceFact[] all)
        {
            if (Array.TrueForAll(all, fact => fact.HeldFor is null))
            {
                return;
            }

            var would = Assessment.Of(all, session.PlannedMinutes);
            var latest = all.Where(fact => fact.HeldFor is not null).MaxBy(fact => (fact.ReceivedAt, fact.At, fact.FactId))!;
            if ((would?.State, would?.PresentMinutes) != (assessed?.State ?? (expected.Contains(pair) ? MarkState.Absent : null), assessed?.PresentMinutes ?? (expected.Contains(pair) ? 0 : null)))
            {
                reviews.Add(new()
                {
                    Key = $"{ReviewCodes.LateFact}:{latest.FactId}",
                    Code = ReviewCodes.LateFact,
                    ProviderId = session.ProviderId,
                    SessionId = pair.SessionId,
                    ParticipantId = pair.ParticipantId,
                    FactId = latest.FactId,
                    DeviceId = latest.DeviceId,
                    Details = latest.RecordedBy,
                    At = now,
                });
            }
        }
    }

    /// <summary>Counts anew what the marks of signed registers come to, and answers these marks. Whoever calls it holds their locks.</summary>
    public async Task<IReadOnlyCollection<Mark>> Count(IEnumerable<Register> registers, CancellationToken cancel)
    {
        var signed = registers.Where(register => register.IsSignedOff).ToArray();
        if (signed is [])
        {
            return [];
        }

        await db.SaveChangesAsync(cancel);
        var ids = signed.Select(register => register.Id).ToArray();
        var all = await db.Set<Mark>().AsNoTracking().Where(mark => ids.Contains(mark.SessionId)).ToListAsync(cancel);
        var ofRegister = all.ToLookup(mark => mark.SessionId);
        foreach (var register in signed)
        {
            register.Count(ofRegister[register.Id]);
        }

        return all;
    }

    private async Task<HashSet<(Guid SessionId, Guid ParticipantId)>> Expected(IEnumerable<SessionInfo> sessions, CancellationToken cancel)
    {
        var result = new HashSet<(Guid, Guid)>();
        foreach (var session in sessions)
        {
            var people = await timetable.Expected(session.GroupId, session.LocalDate).Select(stay => stay.ParticipantId).ToListAsync(cancel);
            result.UnionWith(people.Select(person => (session.Id, person)));
        }

        return result;
    }
}
