using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>Who brings facts, and whose registers they may write.</summary>
internal sealed record Recorder(Guid ProviderId, Guid? TeacherId = null);

internal enum Reception
{
    Accepted,
    Known,
    AcceptedForReview,
}

internal sealed record Answer(Guid Id, Reception Result, string? Code = null);

/// <summary>What one tablet or person brought at once.</summary>
internal sealed record Delivery(IReadOnlyList<AttendanceFact> Facts, Recorder Recorder);

/// <summary>
/// Takes facts in and keeps the marks what the facts say. Everything that touches a session's marks holds the session's register lock, so that
/// no mark is ever derived from a part of the facts.
/// </summary>
internal sealed class RegisterBook(
    CoursesDb db, ITimetable timetable, IParticipants participants, IOrientation orientation, IEligibility eligibility, TimeProvider clock)
{
    /// <summary>A clock that is off by more than this is worth a look; the facts count all the same, by the measured offset.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan HoursTolerance = TimeSpan.FromMinutes(60);

    /// <summary>Stores what is new, derives the marks it touches, and answers for each fact. Never refuses one: what is odd goes to review.</summary>
    public async Task<IReadOnlyList<Answer>> Record(IReadOnlyList<AttendanceFact> facts, Recorder recorder, CancellationToken cancel) =>
        (await Record([new Delivery(facts, recorder)], cancel))[0];

    /// <summary>The same for several who bring facts at the same time, in one commit. An id that two of them bring is new for the first.</summary>
    public Task<IReadOnlyList<Answer>[]> Record(IReadOnlyList<Delivery> deliveries, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var brought = deliveries.SelectMany(delivery => delivery.Facts.DistinctBy(fact => fact.FactId).Select(fact => (Fact: fact, delivery.Recorder))).ToArray();
                var first = brought.DistinctBy(one => one.Fact.FactId).ToArray();
                var incoming = first.Select(one => one.Fact).ToArray();
                var recorders = first.ToDictionary(one => one.Fact.FactId, one => one.Recorder);
                var sessions = await Sessions(incoming.Select(fact => fact.SessionId), cancel);
                var oddities = await Resolve(incoming, sessions, recorders, cancel);
                var registers = await LockRegisters(sessions.Keys, cancel);
                HoldBackLate(incoming, registers);

                var earlier = await FactsOf([.. sessions.Keys], cancel);
                var sightings = await Suspicions.Sightings(db, incoming, sessions, cancel);
                var inserted = incoming is [] ? [] : await db.Engine.InsertNew(db, incoming, nameof(AttendanceFact.FactId), cancel);
                var fresh = incoming.Where(fact => inserted.Contains(fact.FactId)).ToArray();
                var reviews = fresh.SelectMany(fact => oddities[fact.FactId].Select(code => Reviews.Of(fact, code, sessions, recorders[fact.FactId].ProviderId))).ToList();
                var repeated = brought.Where(one => !inserted.Contains(one.Fact.FactId) || !ReferenceEquals(one.Recorder, recorders[one.Fact.FactId])).ToArray();
                if (repeated is not [])
                {
                    reviews.AddRange(await ReusedIds(repeated, sessions, cancel));
                }

                reviews.AddRange(Suspicions.Bursts(earlier, fresh, sessions));
                reviews.AddRange(Suspicions.TwoPlaces(sightings, fresh, sessions));
                var known = earlier.Concat(fresh.Where(fact => sessions.ContainsKey(fact.SessionId))).ToArray();
                var touched = Pairs(fresh, known, sessions);
                reviews.AddRange(await Derive(touched, known, sessions, registers, cancel));
                await Add(reviews, cancel);
                await CompleteRuns([.. touched.Select(pair => pair.SessionId).Distinct().Where(id => registers[id].IsSignedOff).Select(id => sessions[id])], cancel);

                var codes = reviews.Where(review => review.FactId is not null).ToLookup(review => review.FactId!.Value, review => review.Code);
                return deliveries.Select(delivery => (IReadOnlyList<Answer>)[.. delivery.Facts.DistinctBy(fact => fact.FactId).Select(fact =>
                    !inserted.Contains(fact.FactId) || !ReferenceEquals(delivery.Recorder, recorders[fact.FactId]) ? new Answer(fact.FactId, Reception.Known)
                        : codes[fact.FactId].FirstOrDefault() is { } code ? new(fact.FactId, Reception.AcceptedForReview, code)
                        : new(fact.FactId, Reception.Accepted))]).ToArray();
            },
            cancel);

    /// <summary>Closes the register: whoever is expected and was never mentioned is absent from now on. A second call changes nothing.</summary>
    public Task<Register> SignOff(SessionInfo session, string by, Guid byId, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var registers = await LockRegisters([session.Id], cancel);
                var register = registers[session.Id];
                if (register.IsSignedOff)
                {
                    return register;
                }

                register.SignOff(session, by, byId, clock.GetUtcNow());
                var expected = await timetable.Expected(session.GroupId, session.LocalDate).Select(stay => stay.ParticipantId).Distinct().ToListAsync(cancel);
                var reviews = await Derive([.. expected.Select(person => (session.Id, person))], await FactsOf([session.Id], cancel), new() { [session.Id] = session }, registers, cancel);
                await Add(reviews, cancel);
                await db.SaveChangesAsync(cancel);
                await CompleteRuns([session], cancel);
                return register;
            },
            cancel);

    /// <summary>A person sets the mark straight, with name and reason, before or after the sign-off. What was said before is kept.</summary>
    public Task<Guid> Correct(SessionInfo session, Guid participantId, FactKind kind, int? minutes, string reason, string by, Guid byId, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                if (string.IsNullOrWhiteSpace(reason))
                {
                    throw new RuleBroken("attendance.reason-needed");
                }

                var registers = await LockRegisters([session.Id], cancel);
                var now = clock.GetUtcNow();
                var correction = new AttendanceFact
                {
                    FactId = Guid.CreateVersion7(now),
                    SessionId = session.Id,
                    ParticipantId = participantId,
                    Kind = kind,
                    Minutes = minutes,
                    Source = FactSource.Correction,
                    DeviceId = byId,
                    DeviceSequence = 0,
                    DeviceTime = now,
                    ClockOffsetMs = 0,
                    ReceivedAt = now,
                    RecordedBy = by,
                    Note = reason.Trim(),
                };
                db.Add(correction);
                await db.SaveChangesAsync(cancel);
                var reviews = await Derive([(session.Id, participantId)], await FactsOf([session.Id], cancel), new() { [session.Id] = session }, registers, cancel);
                await Add(reviews, cancel);
                await db.SaveChangesAsync(cancel);
                if (registers[session.Id].IsSignedOff)
                {
                    await CompleteRuns([session], cancel);
                }

                return correction.FactId;
            },
            cancel);

    private async Task<Dictionary<Guid, SessionInfo>> Sessions(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToArray();
        return await SessionInfos.Of(timetable).Where(session => wanted.Contains(session.Id)).ToDictionaryAsync(session => session.Id, cancel);
    }

    /// <summary>Finds the person behind each fact, and what is odd about it. The first oddity that keeps it from counting holds it.</summary>
    private async Task<Dictionary<Guid, List<string>>> Resolve(AttendanceFact[] facts, Dictionary<Guid, SessionInfo> sessions, Dictionary<Guid, Recorder> recorders, CancellationToken cancel)
    {
        // A tablet that has not synced for a while takes an old pass for a good one, so the hash is looked at even where the tablet names the person.
        var hashes = facts.Where(fact => fact.PassHash is not null).Select(fact => fact.PassHash!).Distinct().ToArray();
        var unnamed = facts.Where(fact => fact.ParticipantId is null && fact.PassHash is not null).Select(fact => fact.PassHash!).Distinct().ToArray();
        var passes = hashes is [] ? [] : await participants.Passes.Where(pass => hashes.Contains(pass.TokenHash) && pass.ReplacedAt != null)
            .Concat(participants.Passes.Where(pass => unnamed.Contains(pass.TokenHash) && pass.ReplacedAt == null))
            .Select(pass => new { pass.TokenHash, pass.ParticipantId, pass.ReplacedAt }).ToDictionaryAsync(pass => pass.TokenHash, StringComparer.Ordinal, cancel);
        foreach (var fact in facts.Where(fact => fact.ParticipantId is null && fact.PassHash is not null))
        {
            fact.ParticipantId = passes.GetValueOrDefault(fact.PassHash!)?.ParticipantId;
        }

        var people = facts.Where(fact => fact.ParticipantId is not null).Select(fact => fact.ParticipantId!.Value).Distinct().ToArray();
        var groups = sessions.Values.Select(session => session.GroupId).Distinct().ToArray();
        // By person or by group, whichever is less to look up: asking for both would look up every person in every group.
        var asked = people.Length > 4 * groups.Length
            ? timetable.Stays.Where(stay => groups.Contains(stay.GroupId))
            : timetable.Stays.Where(stay => people.Contains(stay.ParticipantId));
        var stays = (await asked
            .Select(stay => new { stay.GroupId, stay.ParticipantId, stay.From, stay.Until })
            .ToListAsync(cancel)).ToLookup(stay => (stay.GroupId, stay.ParticipantId));
        var strangers = people.Where(person => !groups.Any(group => stays.Contains((group, person)))).ToArray();
        var known = strangers is [] ? [] : (await participants.People.Where(person => strangers.Contains(person.Id)).Select(person => person.Id).ToListAsync(cancel)).ToHashSet();
        var unknown = strangers.Where(person => !known.Contains(person)).ToHashSet();

        var oddities = new Dictionary<Guid, List<string>>();
        foreach (var fact in facts)
        {
            var codes = oddities[fact.FactId] = [];
            var session = sessions.GetValueOrDefault(fact.SessionId);
            if (session is null || session.ProviderId != recorders[fact.FactId].ProviderId)
            {
                Hold(ReviewCodes.UnknownSession);
            }
            else if (fact.Kind == FactKind.Unreadable)
            {
                Hold(ReviewCodes.Unreadable);
            }
            else if (fact.Kind == FactKind.Withdraw)
            {
                continue;
            }
            else if (fact.ParticipantId is null)
            {
                Hold(ReviewCodes.UnknownPass);
            }
            else if (unknown.Contains(fact.ParticipantId.Value))
            {
                Hold(ReviewCodes.UnknownPerson);
            }
            else if (fact.PassHash is not null && passes.GetValueOrDefault(fact.PassHash)?.ReplacedAt <= fact.At)
            {
                Hold(ReviewCodes.OldPass);
            }
            else
            {
                var expected = stays[(session.GroupId, fact.ParticipantId.Value)].Any(stay => stay.From <= session.LocalDate && (stay.Until is null || stay.Until >= session.LocalDate));
                Note(fact.Kind == FactKind.WalkIn, ReviewCodes.WalkIn);
                Note(!expected && fact.Kind != FactKind.WalkIn, ReviewCodes.NotEnrolled);
                Note(session.CancelledAt is not null, ReviewCodes.CancelledSession);
                Note(recorders[fact.FactId].TeacherId is { } teacher && session.TeacherId != teacher, ReviewCodes.OtherTeacher);
                var clockIsOff = Math.Abs(fact.ClockOffsetMs ?? 0) > ClockTolerance.TotalMilliseconds || fact.At > fact.ReceivedAt + ClockTolerance;
                Note(clockIsOff, ReviewCodes.ClockOff);
                Note(!clockIsOff && fact.IsScan && (fact.At < session.StartsAt - HoursTolerance || fact.At > session.EndsAt + HoursTolerance), ReviewCodes.OutsideHours);
            }

            void Hold(string code)
            {
                fact.HeldFor = code;
                codes.Add(code);
            }

            void Note(bool odd, string code)
            {
                if (odd)
                {
                    codes.Add(code);
                }
            }
        }

        return oddities;
    }

    /// <summary>Locks in the order of the ids, so that two batches over the same sessions wait for each other instead of for ever.</summary>
    private async Task<Dictionary<Guid, Register>> LockRegisters(IEnumerable<Guid> sessionIds, CancellationToken cancel)
    {
        var registers = sessionIds.Distinct().Order().Select(id => new Register { Id = id }).ToDictionary(register => register.Id);
        var begun = await db.Engine.InsertNew(db, registers.Values, nameof(Register.Id), cancel);
        db.AttachRange(registers.Values.Where(register => begun.Contains(register.Id)));
        foreach (var (id, register) in await db.LockAll<Register>(registers.Keys.Where(id => !begun.Contains(id)), cancel))
        {
            registers[id] = register;
        }

        return registers;
    }

    private static void HoldBackLate(AttendanceFact[] facts, Dictionary<Guid, Register> registers)
    {
        foreach (var fact in facts.Where(fact => fact.HeldFor is null && registers.TryGetValue(fact.SessionId, out var register) && register.IsSignedOff))
        {
            fact.HeldFor = ReviewCodes.LateFact;
        }
    }

    /// <summary>What was said at these sessions before, as far as it counts or would count. Complete, because whoever adds to it holds the lock.</summary>
    private async Task<List<AttendanceFact>> FactsOf(Guid[] sessionIds, CancellationToken cancel) => sessionIds is [] ? [] : await db.Set<AttendanceFact>()
        .Where(fact => sessionIds.Contains(fact.SessionId))
        .Select(fact => new AttendanceFact
        {
            FactId = fact.FactId,
            SessionId = fact.SessionId,
            ParticipantId = fact.ParticipantId,
            Kind = fact.Kind,
            Minutes = fact.Minutes,
            Withdraws = fact.Withdraws,
            Source = fact.Source,
            DeviceId = fact.DeviceId,
            DeviceSequence = fact.DeviceSequence,
            DeviceTime = fact.DeviceTime,
            ClockOffsetMs = fact.ClockOffsetMs,
            ReceivedAt = fact.ReceivedAt,
            RecordedBy = fact.RecordedBy,
            HeldFor = fact.HeldFor,
        })
        .ToListAsync(cancel);

    /// <summary>The (session, person) pairs that the new facts speak of. A withdrawal may name nobody: then it is the person of the fact it takes back.</summary>
    private static HashSet<(Guid SessionId, Guid ParticipantId)> Pairs(AttendanceFact[] fresh, AttendanceFact[] known, Dictionary<Guid, SessionInfo> sessions)
    {
        var relevant = fresh.Where(fact => sessions.ContainsKey(fact.SessionId) && fact.Counts).ToArray();
        var withdrawn = relevant.Where(fact => fact.Withdraws is not null).Select(fact => fact.Withdraws!.Value).ToHashSet();
        return [.. relevant.Concat(withdrawn.Count == 0 ? [] : known.Where(fact => withdrawn.Contains(fact.FactId)))
            .Where(fact => fact.ParticipantId is not null).Select(fact => (fact.SessionId, fact.ParticipantId!.Value))];
    }

    /// <summary>Makes the marks of these pairs what their facts say, and answers what a person must look at.</summary>
    private async Task<List<Review>> Derive(
        HashSet<(Guid SessionId, Guid ParticipantId)> pairs, IReadOnlyCollection<AttendanceFact> known, Dictionary<Guid, SessionInfo> sessions, Dictionary<Guid, Register> registers,
        CancellationToken cancel)
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
        var seen = pairs.Where(pair => registers[pair.SessionId].IsSignedOff || factsOf[pair].Take(2).Count() != 1 || withdrawalsOf.Contains(pair.SessionId)).ToArray();
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

                if (mark.Set(assessed, now))
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

    /// <summary>An id that came before with another content: the first content stands, and a person hears of the second.</summary>
    private async Task<List<Review>> ReusedIds((AttendanceFact Fact, Recorder Recorder)[] repeated, Dictionary<Guid, SessionInfo> sessions, CancellationToken cancel)
    {
        var ids = repeated.Select(one => one.Fact.FactId).Distinct().ToArray();
        var stored = await db.Set<AttendanceFact>().AsNoTracking().Where(fact => ids.Contains(fact.FactId))
            .Select(fact => new { fact.FactId, fact.SessionId, fact.Kind, fact.ParticipantId, fact.PassHash })
            .ToDictionaryAsync(fact => fact.FactId, cancel);
        return [.. from one in repeated
                   let fact = one.Fact
                   where stored.TryGetValue(fact.FactId, out var first)
                       && (fact.SessionId != first.SessionId || fact.Kind != first.Kind || (fact.PassHash ?? first.PassHash) != first.PassHash
                           || (fact.PassHash is null && fact.ParticipantId != first.ParticipantId))
                   select Reviews.Of(fact, ReviewCodes.IdReused, sessions, one.Recorder.ProviderId)];
    }

    private async Task Add(List<Review> reviews, CancellationToken cancel)
    {
        var keys = reviews.Select(review => review.Key).Distinct().ToArray();
        if (keys is [])
        {
            return;
        }

        var asked = await db.Set<Review>().Where(review => keys.Contains(review.Key)).Select(review => review.Key).ToListAsync(cancel);
        db.AddRange(reviews.DistinctBy(review => review.Key).ExceptBy(asked, review => review.Key));
    }

    /// <summary>A signed register may have been the last one that an orientation run waited for.</summary>
    private async Task CompleteRuns(IReadOnlyCollection<SessionInfo> signed, CancellationToken cancel)
    {
        foreach (var groupId in signed.Where(session => session.Kind == GroupKind.OrientationRun).Select(session => session.GroupId).Distinct())
        {
            await db.SaveChangesAsync(cancel);
            await orientation.CompleteFromRegisters(groupId, cancel);
        }
    }
}
