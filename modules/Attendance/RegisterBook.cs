using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>
/// Takes facts in and keeps the marks what the facts say. Everything that touches a session's marks holds the session's register lock, so that
/// no mark is ever derived from a part of the facts.
/// </summary>
internal sealed class RegisterBook(CoursesDb db, JudgeFacts judge, DeriveMarks marks, IParticipants participants, ITimetable timetable, IOrientation orientation, IEligibility eligibility, IAudit audit, TimeProvider clock)
{
    /// <summary>Stores what is new, derives the marks it touches, and answers for each fact. Never refuses one: what is odd goes to review.</summary>
    public async Task<IReadOnlyList<Answer>> Record(IReadOnlyList<AttendanceFact> facts, Recorder recorder, CancellationToken cancel) =>
        (await Record([new Delivery(facts, recorder)], cancel))[0];

    /// <summary>The same for several who bring facts at the same time, in one commit. An id that two of them bring is new for the first.</summary>
    public Task<IReadOnlyList<Answer>[]> Record(IReadOnlyList<Delivery> deliveries, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var arrivals = new Arrivals(deliveries);
                var incoming = arrivals.Facts;
                var sessions = await Sessions(incoming.Select(fact => fact.SessionId), cancel);
                var oddities = await judge.Judge(arrivals, sessions, cancel);
                var registers = await LockRegisters(sessions.Keys, cancel);
                JudgeFacts.HoldBackLate(incoming, registers);

                var earlier = await FactsOf([.. sessions.Keys], cancel);
                var sightings = await Suspicions.Sightings(db, incoming, sessions, cancel);
                var inserted = incoming is [] ? [] : await db.Engine.InsertNew(db, incoming, nameof(AttendanceFact.FactId), cancel);
                var fresh = incoming.Where(fact => inserted.Contains(fact.FactId)).ToArray();
                var reviews = fresh.SelectMany(fact => oddities[fact.FactId].Select(code => Reviews.Of(fact, code, arrivals.RecorderOf(fact).ProviderId))).ToList();
                reviews.AddRange(await ReusedIds(arrivals.Repeated(inserted), cancel));
                reviews.AddRange(Suspicions.Bursts(earlier, fresh, sessions));
                reviews.AddRange(Suspicions.TwoPlaces(sightings, fresh, sessions));
                var known = earlier.Concat(fresh.Where(fact => sessions.ContainsKey(fact.SessionId))).ToArray();
                var touched = DeriveMarks.Pairs(fresh, known, sessions);
                reviews.AddRange(await marks.Derive(touched, known, sessions, registers, cancel));
                reviews.AddRange(await Doubts([.. fresh.Where(fact => fact is { IsOwnWord: true, HeldFor: null })], sessions, cancel));
                await db.DeriveGuests([.. fresh.Where(fact => fact.Kind == FactKind.Guests && sessions.ContainsKey(fact.SessionId)).Select(fact => fact.SessionId).Distinct()], known, cancel);
                await Add(reviews, cancel);
                await marks.Count(touched.Select(pair => pair.SessionId).Distinct().Select(id => registers[id]), cancel);
                await CompleteRuns([.. touched.Select(pair => pair.SessionId).Distinct().Where(id => registers[id].IsSignedOff).Select(id => sessions[id])], cancel);
                return arrivals.Answers(inserted, reviews);
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
                audit.Record(IAttendance.SignedOff, session.Id);
                var expected = await timetable.Expected(session.GroupId, session.LocalDate).Select(stay => stay.ParticipantId).Distinct().ToListAsync(cancel);
                var reviews = await marks.Derive([.. expected.Select(person => (session.Id, person))], await FactsOf([session.Id], cancel), new() { [session.Id] = session }, registers, cancel);
                await Add(reviews, cancel);

                // Minutes count from the signature on: also for whoever's mark stays as it was.
                await eligibility.MarkStale([.. (await marks.Count([register], cancel)).Select(mark => mark.ParticipantId)], cancel);
                await CompleteRuns([session], cancel);
                return register;
            },
            cancel);

    /// <summary>A person sets the mark straight, with name and reason, before or after the sign-off. What was said before is kept.</summary>
    public Task<Guid> Correct(SessionInfo session, Guid participantId, FactKind kind, int? minutes, ExcuseProof? excuse, string reason, string by, Guid byId, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                if (string.IsNullOrWhiteSpace(reason))
                {
                    throw new RuleBroken("attendance.reason-needed");
                }

                var registers = await LockRegisters([session.Id], cancel);
                var correction = Said(session, participantId, kind, minutes, FactSource.Correction, excuse, reason.Trim(), by, byId);
                await Say([correction], new() { [session.Id] = session }, registers, cancel);
                return correction.FactId;
            },
            cancel);

    /// <summary>
    /// Excuses the person from these sessions: a correction where the register is signed, and before that what was reported. Who is known to have been there is not excused. Answers the sessions that were.
    /// </summary>
    public Task<IReadOnlyList<Guid>> Excuse(IReadOnlyCollection<SessionInfo> sessions, Guid participantId, ExcuseProof proof, string note, string by, Guid byId, CancellationToken cancel) =>
        db.Transact<IReadOnlyList<Guid>>(
            async () =>
            {
                if (sessions.Count == 0)
                {
                    return [];
                }

                var registers = await LockRegisters(sessions.Select(session => session.Id), cancel);
                var ids = registers.Keys.ToArray();
                var here = await db.Set<Mark>().AsNoTracking()
                    .Where(mark => mark.ParticipantId == participantId && ids.Contains(mark.SessionId) && mark.State != MarkState.Absent && mark.State != MarkState.Excused)
                    .Select(mark => mark.SessionId).ToListAsync(cancel);
                var excused = sessions.Where(session => session.CancelledAt is null && !here.Contains(session.Id)).ToDictionary(session => session.Id);
                await Say(
                    [.. excused.Values.Select(session => Said(
                        session, participantId, FactKind.Excused, null, registers[session.Id].IsSignedOff ? FactSource.Correction : FactSource.Report, proof, note, by, byId))],
                    excused,
                    registers,
                    cancel);
                return [.. excused.Keys];
            },
            cancel);

    /// <summary>
    /// What the person says of their own minutes in these sessions; null for 'as the register says'. It changes no mark, whoever says nothing loses nothing, and less than the register says is a question
    /// for the provider and for the city. Saying the same again changes nothing.
    /// </summary>
    public Task Hear(IReadOnlyCollection<SessionInfo> sessions, Guid participantId, int? minutes, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var (now, ids) = (clock.GetUtcNow(), sessions.Select(session => session.Id).ToArray());
                await LockRegisters(ids, cancel);
                var said = (await FactsOf(ids, cancel)).Where(fact => fact.IsOwnWord && fact.ParticipantId == participantId).ToLookup(fact => fact.SessionId);
                var here = await db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == participantId && ids.Contains(mark.SessionId) && mark.PresentMinutes > 0).ToDictionaryAsync(mark => mark.SessionId, cancel);
                var reviews = new List<Review>();
                foreach (var session in sessions.Where(session => here.ContainsKey(session.Id)))
                {
                    var mark = here[session.Id];
                    var own = Math.Clamp(minutes ?? mark.PresentMinutes, 0, session.PlannedMinutes);
                    if (said[session.Id].MaxBy(fact => fact.ReceivedAt) is { } before && before.ReceivedAt >= mark.AssessedAt && before.SaidMinutes(session.PlannedMinutes) == own)
                    {
                        continue;
                    }

                    var missed = session.PlannedMinutes - own;
                    var word = new AttendanceFact
                    {
                        FactId = Guid.CreateVersion7(now),
                        SessionId = session.Id,
                        ParticipantId = participantId,
                        Kind = own == 0 ? FactKind.Absent : missed > 0 ? FactKind.LeftEarly : FactKind.Present,
                        Minutes = own > 0 && missed > 0 ? missed : null,
                        Source = FactSource.Person,
                        DeviceId = participantId,
                        DeviceSequence = 0,
                        DeviceTime = now,
                        ClockOffsetMs = 0,
                        ReceivedAt = now,
                        RecordedBy = "",
                    };
                    db.Add(word);
                    reviews.AddRange(Doubt(word, mark, session));
                }

                await Add(reviews, cancel);
                await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <summary>What people say with the pass at the end of a lesson, beside the marks as they are now.</summary>
    private async Task<IEnumerable<Review>> Doubts(AttendanceFact[] words, Dictionary<Guid, SessionInfo> sessions, CancellationToken cancel)
    {
        if (words is [])
        {
            return [];
        }

        await db.SaveChangesAsync(cancel);
        var (ids, people) = (words.Select(word => word.SessionId).Distinct().ToArray(), words.Select(word => word.ParticipantId!.Value).Distinct().ToArray());
        var said = await db.Set<Mark>().AsNoTracking().Where(mark => ids.Contains(mark.SessionId) && people.Contains(mark.ParticipantId)).ToDictionaryAsync(mark => (mark.SessionId, mark.ParticipantId), cancel);
        return words.SelectMany(word => said.TryGetValue((word.SessionId, word.ParticipantId!.Value), out var mark) ? Doubt(word, mark, sessions[word.SessionId]) : []);
    }

    /// <summary>Less than the register says is a question for the provider and for the city.</summary>
    private static Review[] Doubt(AttendanceFact word, Mark mark, SessionInfo session)
    {
        var own = word.SaidMinutes(session.PlannedMinutes);
        return own >= mark.PresentMinutes ? [] :
        [
            new()
            {
                Key = $"{ReviewCodes.NotAsMarked}:{word.FactId}",
                Code = ReviewCodes.NotAsMarked,
                ProviderId = session.ProviderId,
                SessionId = session.Id,
                ParticipantId = mark.ParticipantId,
                FactId = word.FactId,
                DeviceId = null,
                Details = string.Create(CultureInfo.InvariantCulture, $"{own}"),
                At = word.ReceivedAt,
            },
        ];
    }

    /// <summary>Who was seen before the lesson was moved has the minutes that it has now.</summary>
    public Task Moved(SessionInfo session, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                if (!await db.Set<Register>().AnyAsync(register => register.Id == session.Id, cancel))
                {
                    return;
                }

                var registers = await LockRegisters([session.Id], cancel);
                var known = await FactsOf([session.Id], cancel);
                var sessions = new Dictionary<Guid, SessionInfo> { [session.Id] = session };
                await Add(await marks.Derive(DeriveMarks.Pairs([.. known], [], sessions), known, sessions, registers, cancel, isNew: false), cancel);
                await marks.Count(registers.Values, cancel);
                await db.SaveChangesAsync(cancel);
            },
            cancel);

    private AttendanceFact Said(SessionInfo session, Guid participantId, FactKind kind, int? minutes, FactSource source, ExcuseProof? excuse, string note, string by, Guid byId)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            FactId = Guid.CreateVersion7(now),
            SessionId = session.Id,
            ParticipantId = participantId,
            Kind = kind,
            Minutes = minutes,
            Source = source,
            Proof = ProofGrade.Said,
            Excuse = kind == FactKind.Excused ? excuse ?? ExcuseProof.Word : null,
            DeviceId = byId,
            DeviceSequence = 0,
            DeviceTime = now,
            ClockOffsetMs = 0,
            ReceivedAt = now,
            RecordedBy = by,
            Note = note,
        };
    }

    /// <summary>Adds what a person of the provider said, and makes the marks that follow. The registers are locked.</summary>
    private async Task Say(AttendanceFact[] facts, Dictionary<Guid, SessionInfo> sessions, Dictionary<Guid, Register> registers, CancellationToken cancel)
    {
        db.AddRange(facts);
        await db.SaveChangesAsync(cancel);
        await Add(await marks.Derive([.. facts.Select(fact => (fact.SessionId, fact.ParticipantId!.Value))], await FactsOf([.. sessions.Keys], cancel), sessions, registers, cancel), cancel);
        await marks.Count(sessions.Keys.Select(id => registers[id]), cancel);
        await db.SaveChangesAsync(cancel);
        if (sessions.Values.Where(session => registers[session.Id].IsSignedOff).ToArray() is [_, ..] signed)
        {
            await CompleteRuns(signed, cancel);
        }
    }

    private async Task<Dictionary<Guid, SessionInfo>> Sessions(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToArray();
        return await SessionInfos.Of(timetable).Where(session => wanted.Contains(session.Id)).ToDictionaryAsync(session => session.Id, cancel);
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

    /// <summary>What was said at these sessions before, as far as it counts or would count. Complete, because whoever adds to it holds the lock.</summary>
    private async Task<List<AttendanceFact>> FactsOf(Guid[] sessionIds, CancellationToken cancel) => sessionIds is [] ? [] : await db.Set<AttendanceFact>()
        .Where(fact => sessionIds.Contains(fact.SessionId))
        .Select(fact => new AttendanceFact
        {
            FactId = fact.FactId,
            SessionId = fact.SessionId,
            // What was seen under a record that was closed since belongs to the one that goes on.
            ParticipantId = participants.Aliases.Where(alias => alias.MergedId == fact.ParticipantId).Select(alias => (Guid?)alias.KeptId).FirstOrDefault() ?? fact.ParticipantId,
            Kind = fact.Kind,
            Minutes = fact.Minutes,
            Withdraws = fact.Withdraws,
            Source = fact.Source,
            Claimed = fact.Claimed,
            Proof = fact.Proof,
            Excuse = fact.Excuse,
            DeviceId = fact.DeviceId,
            DeviceSequence = fact.DeviceSequence,
            DeviceTime = fact.DeviceTime,
            ClockOffsetMs = fact.ClockOffsetMs,
            ReceivedAt = fact.ReceivedAt,
            RecordedBy = fact.RecordedBy,
            HeldFor = fact.HeldFor,
            GuestBand = fact.GuestBand,
            GuestGender = fact.GuestGender,
            Guests = fact.Guests,
        })
        .ToListAsync(cancel);

    /// <summary>An id that came before with another content: the first content stands, and a person hears of the second.</summary>
    private async Task<IReadOnlyList<Review>> ReusedIds((AttendanceFact Fact, Recorder Recorder)[] repeated, CancellationToken cancel)
    {
        if (repeated is [])
        {
            return [];
        }

        var ids = repeated.Select(one => one.Fact.FactId).Distinct().ToArray();
        var stored = await db.Set<AttendanceFact>().AsNoTracking().Where(fact => ids.Contains(fact.FactId))
            .Select(fact => new
            {
                fact.FactId,
                fact.SessionId,
                fact.Kind,
                ParticipantId = participants.Aliases.Where(alias => alias.MergedId == fact.ParticipantId).Select(alias => (Guid?)alias.KeptId).FirstOrDefault() ?? fact.ParticipantId,
                fact.PassHash,
            })
            .ToDictionaryAsync(fact => fact.FactId, cancel);
        return [.. from one in repeated
                   let fact = one.Fact
                   where stored.TryGetValue(fact.FactId, out var first)
                       && (fact.SessionId != first.SessionId || fact.Kind != first.Kind || (fact.PassHash ?? first.PassHash) != first.PassHash
                           || (fact.PassHash is null && fact.ParticipantId != first.ParticipantId))
                   select Reviews.Of(fact, ReviewCodes.IdReused, one.Recorder.ProviderId)];
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

    /// <summary>A signed register may have been the last one that an orientation run waited for; and some meetings are a module, too.</summary>
    private async Task CompleteRuns(IReadOnlyCollection<SessionInfo> signed, CancellationToken cancel)
    {
        foreach (var groupId in signed.Where(session => session.Kind is GroupKind.OrientationRun or GroupKind.Activity).Select(session => session.GroupId).Distinct())
        {
            await db.SaveChangesAsync(cancel);
            await orientation.CompleteFromRegisters(groupId, cancel);
        }
    }
}
