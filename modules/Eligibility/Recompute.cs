using System.Text.Json;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>
/// Works decisions out anew for a batch of people and writes what changed, in one transaction: the old decision is closed, the new one added, proposals and letters follow.
/// The incremental job and the nightly one call this same method; the answer depends on the facts and the day only.
/// </summary>
internal sealed class Recompute(CoursesDb db, FactsReader reader, Look look, IParticipants participants, IAttendance attendance, IMessages messages, CityTime city, TimeProvider clock)
{
    public const int BatchSize = 1000;

    private static readonly ILookup<Guid, Guid> Nobody = Array.Empty<Guid>().ToLookup(person => person);

    /// <summary>Everybody: who is not as decided is found without a lock, and decided like those whose facts changed. Answers how many decisions were written.</summary>
    public async Task<int> Everybody(CancellationToken cancel)
    {
        var people = await participants.People.OrderBy(person => person.Id).Select(person => person.Id).ToArrayAsync(cancel);
        var written = 0;
        foreach (var crowd in people.Chunk(Look.PeopleAtOnce))
        {
            foreach (var batch in (await look.WhoIsNotAsDecided(crowd, cancel)).Chunk(BatchSize))
            {
                written += await Careful(batch, Nobody, cancel);
            }
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
        catch (Exception broken) when (db.IsOfTheItem(broken))
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
            await db.Lock<RecomputeGate>(RecomputeGate.TheOne, cancel);
            await Forget(marks, [person], cancel);
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
                await Forget(marks ?? [], people, cancel);
                await db.Set<SetAside>().Where(row => EF.Parameter(people).Contains(row.Id)).ExecuteDeleteAsync(cancel);
                return await Decide(people, cancel);
            },
            cancel);

    /// <summary>What made them stale is seen: their months are what their marks say from now on.</summary>
    private async Task Forget(Guid[] marks, Guid[] people, CancellationToken cancel)
    {
        if (marks is not [])
        {
            await db.Set<Stale>().Where(row => EF.Parameter(marks).Contains(row.Id)).ExecuteDeleteAsync(cancel);
            await attendance.AddUp(people, cancel);
        }
    }

    private async Task<int> Decide(Guid[] people, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rules = await RulesOfADay.Read(db, city.DayOf(now), cancel);
        var facts = await reader.Read(Whom.These(people), rules.On, rules.Needed, cancel);
        var current = await db.StandingDecisions(Whom.These(people), cancel);
        var judged = facts.Select(person => new Judgement(rules, person, current[person.ParticipantId])).ToArray();

        var superseded = new List<Guid>();
        var written = new List<Decision>();
        var watched = new List<Watched>();
        foreach (var person in judged)
        {
            foreach (var found in person.Found)
            {
                var decision = found.IsNew ? Row(person.ParticipantId, found, now) : null;
                if (decision is not null)
                {
                    written.Add(decision);
                    if (found.Before is { } before)
                    {
                        superseded.Add(before.Id);
                    }
                }

                if (found.Verdict.Standing is not null)
                {
                    watched.Add(new(person.ParticipantId, found, decision));
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

        var proposed = await Propose(people, judged, watched, now, cancel);
        await messages.QueueMany([.. watched.Select(one => Letter(one, proposed.Contains(one), rules.On)).OfType<NewMessage>()], cancel);
        return written.Count;
    }

    /// <summary>
    /// Binding rules propose, after a warning and time to come back over the line, or at once when it cannot be reached any more; what was corrected meanwhile is settled or opened again. Answers
    /// for whom something was proposed now.
    /// </summary>
    private async Task<HashSet<Watched>> Propose(Guid[] people, Judgement[] judged, List<Watched> watched, DateTimeOffset now, CancellationToken cancel)
    {
        var earlier = (await db.Set<Proposal>().Where(row => EF.Parameter(people).Contains(row.ParticipantId)).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
        var mayBe = new HashSet<Found>(ReferenceEqualityComparer.Instance);
        foreach (var person in judged)
        {
            Proposal[] theirs = [.. earlier[person.ParticipantId]];
            foreach (var proposal in theirs.Where(person.IsCorrected))
            {
                proposal.FactsWereCorrected(now);
            }

            mayBe.UnionWith(person.MayBeProposed(theirs));
        }

        var under = watched.Where(one => mayBe.Contains(one.Found)).ToArray();
        var warned = await WarnedAt([.. under.Where(one => one.Verdict.Standing!.Forecast == Forecast.Under).Select(one => one.ParticipantId)], cancel);
        var proposed = new HashSet<Watched>();
        foreach (var one in under)
        {
            var since = warned.GetValueOrDefault((one.ParticipantId, one.Found.ProgrammeCode, one.Verdict.Period), now);
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

    private static Decision Row(Guid participantId, Found found, DateTimeOffset now) => new()
    {
        ParticipantId = participantId,
        ProgrammeCode = found.ProgrammeCode,
        RuleVersion = found.RuleVersion,
        Subject = found.Verdict.Subject,
        Period = found.Verdict.Period,
        Outcome = found.Verdict.Outcome,
        Forecast = found.Verdict.Forecast,
        AttendedMinutes = found.Verdict.Facts.AttendedMinutes,
        HeldMinutes = found.Verdict.Facts.HeldMinutes,
        Reasons = JsonSerializer.Serialize(found.Verdict.Reason, Terms.Json),
        Facts = JsonSerializer.Serialize(found.Verdict.Facts, Terms.Json),
        Signature = found.Signature,
        DecidedAt = now,
    };

    private static NewMessage? Letter(Watched one, bool isProposed, DateOnly today)
    {
        var before = one.Found.Before?.Forecast;
        var wasUnder = before is nameof(Forecast.Under) or nameof(Forecast.OutOfReach);
        var cuts = one.Rule.Effect == BenefitEffect.Cut;
        var kind = (one.Decision is not null, one.Verdict.Standing!.Forecast) switch
        {
            _ when isProposed => cuts ? ProposalLetter.OfCut : ProposalLetter.OfKind,
            (false, _) => null,
            (_, Forecast.Under or Forecast.OutOfReach) when cuts => wasUnder || one.Verdict.CutCents is not null ? null : AttendanceLetterCheck.CutWarning,
            (_, Forecast.AtRisk) when !wasUnder => "attendance-at-risk",
            (_, Forecast.AtRisk or Forecast.OnTrack) when wasUnder || before == nameof(Forecast.AtRisk) => "attendance-back",
            (_, Forecast.Under) => "attendance-under",
            (_, Forecast.OutOfReach) => "attendance-out-of-reach",
            _ => null,
        };
        if (kind is null || !one.Found.IsRecent(today))
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
            Details = kind switch
            {
                ProposalLetter.OfCut => [ProgrammeNames.InLetters(one.Found.ProgrammeCode), details[2], details[3], details[0], details[1], details[4], NewMessage.LastDayToAnswer],
                AttendanceLetterCheck.CutWarning => [ProgrammeNames.InLetters(one.Found.ProgrammeCode), details[0], details[1]],
                _ => [ProgrammeNames.InLetters(one.Found.ProgrammeCode), details[0], details[1], details[2], isProposed ? NewMessage.LastDayToAnswer : kind == "attendance-under" ? details[4] : details[3]],
            },
            AnswerWorkingDays = isProposed ? one.Rule.CommentDays : null,
        };
    }

    /// <summary>A person whose attendance a rule watches, in one period: what holds now, and the decision if it is a new one.</summary>
    private sealed record Watched(Guid ParticipantId, Found Found, Decision? Decision)
    {
        public Verdict Verdict => Found.Verdict;

        public AttendanceRule Rule => Found.Terms!.Attendance!;

        public Guid DecisionId => Decision?.Id ?? Found.Before!.Id;

        public Proposal Proposal(DateTimeOffset now) => new()
        {
            ParticipantId = ParticipantId,
            ProgrammeCode = Found.ProgrammeCode,
            Period = Verdict.Period,
            DecisionId = DecisionId,
            Forecast = Verdict.Standing!.Forecast,
            AttendedMinutes = Verdict.Facts.AttendedMinutes,
            HeldMinutes = Verdict.Facts.HeldMinutes,
            LinePercent = Rule.Percent,
            ProposedAt = now,
            CommentWorkingDays = Rule.CommentDays,
            CutCents = Verdict.CutCents,
            NeedsPerson = (Verdict.CutCents ?? Rule.BenefitCents) is not { } cents || cents >= Rule.PersonConfirmsFromCents,
        };
    }
}
