using System.Text.Json;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>
/// Works decisions out anew for a batch of people and writes what changed, in one transaction: the old decision is closed, the new one added, proposals and letters follow.
/// The incremental job and the nightly one call this same method; the answer depends on the facts and the day only.
/// </summary>
internal sealed class Recompute(CoursesDb db, FactsReader reader, IParticipants participants, IMessages messages, CityTime city, TimeProvider clock)
{
    public const int BatchSize = 1000;

    /// <summary>A class that ended so long ago moves nobody's benefit any more.</summary>
    private const int DaysAfterTheLastSession = 30;

    private static readonly ILookup<Guid, Guid> Nobody = Array.Empty<Guid>().ToLookup(person => person);

    /// <summary>Everybody, batch by batch. Answers how many decisions were written.</summary>
    public async Task<int> Everybody(CancellationToken cancel)
    {
        var people = await participants.People.OrderBy(person => person.Id).Select(person => person.Id).ToArrayAsync(cancel);
        var written = 0;
        foreach (var batch in people.Chunk(BatchSize))
        {
            written += await Careful(batch, Nobody, cancel);
        }

        return written;
    }

    /// <summary>Those whose facts changed. Answers how many people were looked at.</summary>
    public async Task<int> WhoIsStale(CancellationToken cancel)
    {
        var done = 0;
        while (true)
        {
            var marks = await db.Set<Stale>().AsNoTracking().OrderBy(row => row.MarkedAt).Select(row => new { row.Id, row.ParticipantId }).Take(BatchSize * 4).ToListAsync(cancel);
            if (marks.Count == 0)
            {
                return done;
            }

            Guid[] people = [.. marks.Select(mark => mark.ParticipantId).Distinct().Take(BatchSize)];
            await Careful(people, marks.ToLookup(mark => mark.ParticipantId, mark => mark.Id), cancel);
            done += people.Length;
        }
    }

    /// <summary>
    /// One person whose facts break the evaluation must not stop a city: what fails is halved until it is a single person, who is set aside and named on the jobs page. A database that is away
    /// is nobody's fault and fails the run.
    /// </summary>
    private async Task<int> Careful(Guid[] people, ILookup<Guid, Guid> marks, CancellationToken cancel)
    {
        try
        {
            return await Batch(people, cancel, [.. people.SelectMany(person => marks[person])]);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or TimeoutException) && !db.Engine.IsAway(broken))
        {
            if (people is [var person])
            {
                await SetOneAside(person, [.. marks[person]], broken, cancel);
                return 0;
            }

            var half = people.Length / 2;
            return await Careful(people[..half], marks, cancel) + await Careful(people[half..], marks, cancel);
        }
    }

    private Task SetOneAside(Guid person, Guid[] marks, Exception broken, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await Forget(marks, cancel);
            var why = $"{broken.GetType().Name}: {broken.Message}";
            await db.Set<SetAside>().Where(row => row.Id == person).ExecuteDeleteAsync(cancel);
            db.Add(new SetAside { Id = person, Since = clock.GetUtcNow(), Why = why.Length > 2000 ? why[..2000] : why });
        },
        cancel);

    public Task<int> Batch(Guid[] people, CancellationToken cancel, Guid[]? marks = null) =>
        db.Transact(
            async () =>
            {
                await db.Lock<RecomputeGate>(RecomputeGate.TheOne, cancel);
                await Forget(marks ?? [], cancel);
                await db.Set<SetAside>().Where(row => EF.Parameter(people).Contains(row.Id)).ExecuteDeleteAsync(cancel);
                return await Decide(people, cancel);
            },
            cancel);

    private async Task Forget(Guid[] marks, CancellationToken cancel)
    {
        if (marks is not [])
        {
            await db.Set<Stale>().Where(row => EF.Parameter(marks).Contains(row.Id)).ExecuteDeleteAsync(cancel);
        }
    }

    private async Task<int> Decide(Guid[] people, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var today = city.DayOf(now);
        var programmes = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).OrderBy(programme => programme.Code).ToListAsync(cancel);
        var inForce = programmes.Select(programme => (Programme: programme, Version: programme.InForce(today)!)).Where(pair => pair.Version is not null).ToArray();
        var facts = await reader.Read(people, today, inForce.ToDictionary(pair => pair.Programme.Code, pair => pair.Version.Terms.Attendance?.Period ?? Period.Enrolment), cancel);
        var current = (await db.Set<Decision>().AsNoTracking().Where(row => EF.Parameter(people).Contains(row.ParticipantId) && row.SupersededAt == null)
            .Select(row => new Standing(row.Id, row.ParticipantId, row.ProgrammeCode, row.Subject, row.Period, row.Signature, row.Forecast)).ToListAsync(cancel))
            .ToDictionary(row => (row.ParticipantId, row.ProgrammeCode, row.Subject, row.Period));

        var superseded = new List<Guid>();
        var written = new List<Decision>();
        var watched = new List<Watched>();
        foreach (var person in facts)
        {
            foreach (var (programme, version) in inForce)
            {
                foreach (var (verdict, of) in Verdicts(programme, version, person, today))
                {
                    current.Remove((person.ParticipantId, programme.Code, verdict.Subject, verdict.Period), out var before);
                    var signature = verdict.Signature(of.Number);
                    var isNew = before?.Signature != signature;
                    var decision = isNew ? Row(person.ParticipantId, programme.Code, of.Number, verdict, signature, now) : null;
                    if (decision is not null)
                    {
                        written.Add(decision);
                        if (before is not null)
                        {
                            superseded.Add(before.Id);
                        }
                    }

                    if (verdict.Standing is not null)
                    {
                        watched.Add(new(person.ParticipantId, programme.Code, programme.Name, verdict, of.Terms, decision, before));
                    }
                }
            }

            // Nothing watches or offers this any more: the programme ended, or the person is not in it. Past periods keep what was decided on them.
            foreach (var gone in current.Values.Where(row => row.ParticipantId == person.ParticipantId).ToArray())
            {
                current.Remove((gone.ParticipantId, gone.ProgrammeCode, gone.Subject, gone.Period));
                var reason = gone.Subject == Decision.Entry ? new Reason("rule.programme-ended.no", Answer.No, [], []) : new Reason("attendance.not-watched", Answer.Yes, [], []);
                var verdict = new Verdict(gone.Subject, reason.Outcome, reason, person.Person, null);
                var signature = verdict.Signature(0);
                if (gone.Signature != signature && gone.Period.Length == 0)
                {
                    superseded.Add(gone.Id);
                    written.Add(Row(gone.ParticipantId, gone.ProgrammeCode, 0, verdict, signature, now));
                }
            }
        }

        if (superseded.Count > 0)
        {
            var ids = superseded.ToArray();
            await db.Set<Decision>().Where(row => EF.Parameter(ids).Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.SupersededAt, now), cancel);
        }

        if (written.Count > 0)
        {
            await db.Engine.BulkInsert(db, written, cancel);
        }

        var proposed = await Propose(people, facts, inForce, watched, now, today, cancel);
        await messages.QueueMany([.. watched.Select(one => Letter(one, proposed.Contains(one), today)).OfType<NewMessage>()], cancel);
        return written.Count;
    }

    /// <summary>
    /// May the person join, and keep the benefit: now, and in each earlier period that can still be corrected, by the terms of that time. A new period decides for itself only.
    /// </summary>
    private static IEnumerable<(Verdict Verdict, ProgrammeVersion Of)> Verdicts(Programme programme, ProgrammeVersion version, PersonFacts person, DateOnly today)
    {
        yield return (Verdict.Entry(programme.Code, version.Terms, person), version);
        var now = version.Terms.Attendance?.PeriodStart(today);
        if (Verdict.Benefit(programme.Code, version.Terms, person, now) is { } benefit)
        {
            yield return (benefit, version);
        }

        foreach (var start in now is null ? [] : person.PeriodsIn(programme.Code).Where(start => start < now))
        {
            var then = programme.InForceThen(version.Terms.Attendance!.PeriodEnd(start));
            if (then?.Terms.Attendance?.Period == version.Terms.Attendance.Period && Verdict.Benefit(programme.Code, then.Terms, person, start) is { } past)
            {
                yield return (past, then);
            }
        }
    }

    /// <summary>
    /// Binding rules propose, after a warning and time to come back over the line, or at once when it cannot be reached any more; what was corrected meanwhile is settled or opened again. Answers
    /// for whom something was proposed now.
    /// </summary>
    private async Task<HashSet<Watched>> Propose(
        Guid[] people, IReadOnlyList<PersonFacts> facts, (Programme Programme, ProgrammeVersion Version)[] inForce, List<Watched> watched, DateTimeOffset now, DateOnly today, CancellationToken cancel)
    {
        var earlier = await db.Set<Proposal>().Where(row => EF.Parameter(people).Contains(row.ParticipantId)).ToListAsync(cancel);
        var standings = watched.ToDictionary(one => (one.ParticipantId, one.ProgrammeCode, one.Verdict.Period), one => one.Verdict.Standing!);
        var known = facts.Select(person => person.ParticipantId).ToHashSet();
        var periodNow = inForce.ToDictionary(pair => pair.Programme.Code, pair => pair.Version.Terms.Attendance is { } rule ? rule.NameOf(rule.PeriodStart(today)) : "");
        foreach (var proposal in earlier.Where(row => row.IsRunning && known.Contains(row.ParticipantId)))
        {
            var standing = standings.GetValueOrDefault((proposal.ParticipantId, proposal.ProgrammeCode, proposal.Period));
            var isOfNow = proposal.Period.Length == 0 || proposal.Period == periodNow.GetValueOrDefault(proposal.ProgrammeCode);
            if (standing is { Forecast: Forecast.OnTrack or Forecast.AtRisk or Forecast.TooEarly } || (standing is null && isOfNow))
            {
                proposal.FactsWereCorrected(now);
            }
        }

        var history = earlier.ToLookup(row => (row.ParticipantId, row.ProgrammeCode, row.Period));
        var under = watched.Where(one => one.IsUnder && one.Rule.Mode == AttendanceMode.Binding && one.IsRecent(today)
            && history[(one.ParticipantId, one.ProgrammeCode, one.Verdict.Period)].All(row => !row.IsRunning && row.DecisionId != one.DecisionId)).ToArray();
        var warned = await WarnedAt([.. under.Where(one => one.Verdict.Standing!.Forecast == Forecast.Under).Select(one => one.ParticipantId)], cancel);
        var proposed = new HashSet<Watched>();
        foreach (var one in under)
        {
            var since = warned.GetValueOrDefault((one.ParticipantId, one.ProgrammeCode, one.Verdict.Period), now);
            if (one.Verdict.Standing!.Forecast == Forecast.OutOfReach || since <= now.AddDays(-one.Rule.WarningDays))
            {
                db.Add(one.Proposal(now));
                proposed.Add(one);
            }
        }

        return proposed;
    }

    /// <summary>
    /// When these people were first told, in each programme and period, that they are under the line. Whoever heard before that they come near it has been warned for long: the first of all instants.
    /// </summary>
    private async Task<Dictionary<(Guid, string, string), DateTimeOffset>> WarnedAt(Guid[] people, CancellationToken cancel) => people is [] ? [] : await db.Set<Decision>()
        .Where(row => EF.Parameter(people).Contains(row.ParticipantId) && row.Subject == Decision.Benefit && (row.Forecast == nameof(Forecast.AtRisk) || row.Forecast == nameof(Forecast.Under)))
        .GroupBy(row => new { row.ParticipantId, row.ProgrammeCode, row.Period })
        .Select(rows => new { rows.Key.ParticipantId, rows.Key.ProgrammeCode, rows.Key.Period, WasAtRisk = rows.Max(row => row.Forecast == nameof(Forecast.AtRisk) ? 1 : 0), At = rows.Min(row => row.DecidedAt) })
        .ToDictionaryAsync(row => (row.ParticipantId, row.ProgrammeCode, row.Period), row => row.WasAtRisk == 1 ? DateTimeOffset.MinValue : row.At, cancel);

    private static Decision Row(Guid participantId, string programmeCode, int version, Verdict verdict, string signature, DateTimeOffset now) => new()
    {
        ParticipantId = participantId,
        ProgrammeCode = programmeCode,
        RuleVersion = version,
        Subject = verdict.Subject,
        Period = verdict.Period,
        Outcome = verdict.Outcome,
        Forecast = verdict.Forecast,
        AttendedMinutes = verdict.Facts.AttendedMinutes,
        HeldMinutes = verdict.Facts.HeldMinutes,
        Reasons = JsonSerializer.Serialize(verdict.Reason, Terms.Json),
        Facts = JsonSerializer.Serialize(verdict.Facts, Terms.Json),
        Signature = signature,
        DecidedAt = now,
    };

    private static NewMessage? Letter(Watched one, bool isProposed, DateOnly today)
    {
        var before = one.Before?.Forecast;
        var wasUnder = before is nameof(Forecast.Under) or nameof(Forecast.OutOfReach);
        var kind = (one.Decision is not null, one.Verdict.Standing!.Forecast) switch
        {
            _ when isProposed => "decision-proposed",
            (false, _) => null,
            (_, Forecast.AtRisk) when !wasUnder => "attendance-at-risk",
            (_, Forecast.AtRisk or Forecast.OnTrack) when wasUnder || before == nameof(Forecast.AtRisk) => "attendance-back",
            (_, Forecast.Under) => "attendance-under",
            (_, Forecast.OutOfReach) => "attendance-out-of-reach",
            _ => null,
        };
        if (kind is null || !one.IsRecent(today))
        {
            return null;
        }

        var details = one.Verdict.Reason.Details;
        return new()
        {
            ParticipantId = one.ParticipantId,
            Kind = kind,
            OnceKey = $"{kind}:{one.DecisionId:N}",
            About = one.DecisionId,
            Link = isProposed ? "/my/decisions" : "/my/attendance",
            Details =
            [
                one.ProgrammeName, details[0], details[1], details[2],
                isProposed ? NewMessage.LastDayToAnswer : kind == "attendance-under" ? details[4] : details[3],
            ],
            AnswerWorkingDays = isProposed ? one.Rule.CommentDays : null,
        };
    }

    private sealed record Standing(Guid Id, Guid ParticipantId, string ProgrammeCode, string Subject, string Period, string Signature, string Forecast);

    /// <summary>A person whose attendance a rule watches, in one period: what holds now, the decision if it is a new one, and the one before.</summary>
    private sealed record Watched(Guid ParticipantId, string ProgrammeCode, string ProgrammeName, Verdict Verdict, Terms Terms, Decision? Decision, Standing? Before)
    {
        public AttendanceRule Rule => Terms.Attendance!;

        public Guid DecisionId => Decision?.Id ?? Before!.Id;

        public bool IsUnder => Verdict.Standing!.Forecast is Forecast.Under or Forecast.OutOfReach;

        public bool IsRecent(DateOnly today) => Verdict.Facts.Hours.LastSessionOn?.AddDays(DaysAfterTheLastSession) >= today;

        public Proposal Proposal(DateTimeOffset now) => new()
        {
            ParticipantId = ParticipantId,
            ProgrammeCode = ProgrammeCode,
            Period = Verdict.Period,
            DecisionId = DecisionId,
            Forecast = Verdict.Standing!.Forecast,
            AttendedMinutes = Verdict.Facts.AttendedMinutes,
            HeldMinutes = Verdict.Facts.HeldMinutes,
            LinePercent = Rule.Percent,
            ProposedAt = now,
            CommentWorkingDays = Rule.CommentDays,
            NeedsPerson = Rule.BenefitCents is not { } cents || cents >= Rule.PersonConfirmsFromCents,
        };
    }
}
