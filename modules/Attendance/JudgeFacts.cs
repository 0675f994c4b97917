using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>What to think of a fact that arrives: who is meant, what is odd about it, and whether it counts before a person has looked. It is stored whatever comes out.</summary>
internal sealed class JudgeFacts(ITimetable timetable, IParticipants participants)
{
    /// <summary>A clock that is off by more than this is worth a look; the facts count all the same, by the measured offset.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan HoursTolerance = TimeSpan.FromMinutes(60);

    /// <summary>Until then a register is taken; from then on the provider is told that it is missing, and what is typed in is looked at.</summary>
    private static readonly TimeSpan TimeToTell = TimeSpan.FromHours(48);

    /// <summary>Finds the person behind each fact, and what is odd about it. The first oddity that keeps it from counting holds it.</summary>
    public async Task<Dictionary<Guid, List<string>>> Judge(Arrivals arrivals, Dictionary<Guid, SessionInfo> sessions, CancellationToken cancel)
    {
        var facts = arrivals.Facts;

        // A tablet that has not synced since two records became one names the one that was closed.
        var named = facts.Where(fact => fact.ParticipantId is not null).Select(fact => fact.ParticipantId!.Value).Distinct().ToArray();
        var aliases = named is [] ? [] : await participants.Aliases.Where(alias => named.Contains(alias.MergedId)).ToDictionaryAsync(alias => alias.MergedId, alias => alias.KeptId, cancel);
        foreach (var fact in facts.Where(fact => fact.ParticipantId is { } id && aliases.ContainsKey(id)))
        {
            fact.ParticipantId = aliases[fact.ParticipantId!.Value];
        }

        // A tablet that has not synced for a while takes an old pass for a good one, so the hash is looked at even where the tablet names the person.
        var passes = await Passes(facts, cancel);
        foreach (var fact in facts.Where(fact => fact.ParticipantId is null && fact.PassHash is not null))
        {
            fact.ParticipantId = passes.GetValueOrDefault(fact.PassHash!)?.ParticipantId;
        }

        foreach (var fact in facts)
        {
            Proofs.Decide(fact, arrivals.RecorderOf(fact).OnTablet, fact.PassHash is not null && passes.GetValueOrDefault(fact.PassHash) is { } pass && pass.ParticipantId == fact.ParticipantId);
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
            if (session is null || session.ProviderId != arrivals.RecorderOf(fact).ProviderId)
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
            else if (fact.Kind == FactKind.Guests)
            {
                // They have no names, and no money follows them: a count that comes after the signature counts, too.
                Note(session.CancelledAt is not null, ReviewCodes.CancelledSession);
                if (fact.ReceivedAt < session.StartsAt - HoursTolerance)
                {
                    Hold(ReviewCodes.BeforeSession);
                }
            }
            else if (fact.ParticipantId is null)
            {
                // A guest without a pass stands there by name, and the provider looks who it is.
                Hold(fact is { Kind: FactKind.WalkIn, PassHash: null, Note.Length: > 0 } ? ReviewCodes.WalkIn : ReviewCodes.UnknownPass);
            }
            else if (unknown.Contains(fact.ParticipantId.Value))
            {
                Hold(ReviewCodes.UnknownPerson);
            }
            else if (fact.PassHash is not null && passes.GetValueOrDefault(fact.PassHash)?.ReplacedAt <= fact.At)
            {
                Hold(ReviewCodes.OldPass);
            }
            else if (fact.Claimed == Proofs.ClaimsPerson)
            {
                // Without the pass it is somebody else's word, and of a lesson that goes on nobody knows how long they will have been there.
                if (!fact.IsOwnWord || fact.At < session.EndsAt - Register.LastMinutes)
                {
                    Hold(ReviewCodes.UnprovenWord);
                }
            }
            else
            {
                var expected = stays[(session.GroupId, fact.ParticipantId.Value)].Any(stay => stay.From <= session.LocalDate && (stay.Until is null || stay.Until >= session.LocalDate));
                Note(fact.Kind == FactKind.WalkIn, ReviewCodes.WalkIn);
                Note(!expected && fact.Kind != FactKind.WalkIn, ReviewCodes.NotEnrolled);
                Note(session.CancelledAt is not null, ReviewCodes.CancelledSession);
                Note(arrivals.RecorderOf(fact).TeacherId is { } teacher && session.TeacherId != teacher, ReviewCodes.OtherTeacher);
                var clockIsOff = Math.Abs(fact.ClockOffsetMs ?? 0) > ClockTolerance.TotalMilliseconds || fact.At > fact.ReceivedAt + ClockTolerance;
                Note(clockIsOff, ReviewCodes.ClockOff);
                var opens = session.StartsAt - HoursTolerance;
                if (fact.Kind != FactKind.Excused && (fact.ReceivedAt < opens || (!clockIsOff && fact.At < opens)))
                {
                    // Nobody was there yet. An excuse may be given before.
                    Hold(ReviewCodes.BeforeSession);
                }

                // When something was said is known of a tablet's clock, which is measured; of a browser it is when it came.
                var saidAt = arrivals.RecorderOf(fact).OnTablet || fact.IsReading ? fact.At : fact.ReceivedAt;
                Note(!clockIsOff && fact.IsReading && saidAt > session.EndsAt + HoursTolerance, ReviewCodes.OutsideHours);
                Note(!clockIsOff && !fact.IsReading && saidAt > session.EndsAt + TimeToTell, ReviewCodes.LongAfter);
                Note(fact.Claimed == Proofs.ClaimsScan && !fact.IsReading, ReviewCodes.UnprovenScan);
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

    /// <summary>The passes that were shown. Nearly all are the own and valid ones of whom the tablets name: these are found by the person, which is quicker than by the hash.</summary>
    private async Task<Dictionary<string, ShownPass>> Passes(AttendanceFact[] facts, CancellationToken cancel)
    {
        var shown = facts.Where(fact => fact.PassHash is not null).Select(fact => fact.PassHash!).ToHashSet(StringComparer.Ordinal);
        var named = facts.Where(fact => fact.PassHash is not null && fact.ParticipantId is not null).Select(fact => fact.ParticipantId!.Value).Distinct().ToArray();
        var found = named is [] ? [] : await Read(participants.Passes.Where(pass => named.Contains(pass.ParticipantId) && pass.ReplacedAt == null && pass.BroughtAt == null));
        var passes = found.Where(pass => shown.Contains(pass.TokenHash)).ToDictionary(pass => pass.TokenHash, StringComparer.Ordinal);
        var others = shown.Where(hash => !passes.ContainsKey(hash)).ToArray();
        foreach (var pass in others is [] ? [] : await Read(participants.Passes.Where(pass => others.Contains(pass.TokenHash))))
        {
            passes.Add(pass.TokenHash, pass);
        }

        return passes;

        Task<List<ShownPass>> Read(IQueryable<PassRow> rows) => rows.Select(pass => new ShownPass(pass.TokenHash, pass.ParticipantId, pass.ReplacedAt)).ToListAsync(cancel);
    }

    public static void HoldBackLate(AttendanceFact[] facts, Dictionary<Guid, Register> registers)
    {
        foreach (var fact in facts.Where(fact => fact is { HeldFor: null, IsOwnWord: false } && fact.Kind != FactKind.Guests && registers.TryGetValue(fact.SessionId, out var register) && register.IsSignedOff))
        {
            fact.HeldFor = ReviewCodes.LateFact;
        }
    }
}

/// <summary>A pass whose secret came with a fact.</summary>
internal sealed record ShownPass(string TokenHash, Guid ParticipantId, DateTimeOffset? ReplacedAt);
