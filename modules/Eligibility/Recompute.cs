using System.Globalization;
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

    /// <summary>Everybody, batch by batch. Answers how many decisions were written.</summary>
    public async Task<int> Everybody(CancellationToken cancel)
    {
        var people = await participants.People.OrderBy(person => person.Id).Select(person => person.Id).ToArrayAsync(cancel);
        var written = 0;
        foreach (var batch in people.Chunk(BatchSize))
        {
            written += await Batch(batch, cancel);
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

            var people = marks.Select(mark => mark.ParticipantId).Distinct().Take(BatchSize).ToHashSet();
            var ids = marks.Where(mark => people.Contains(mark.ParticipantId)).Select(mark => mark.Id).ToArray();
            await Batch([.. people], cancel, ids);
            done += people.Count;
        }
    }

    public Task<int> Batch(Guid[] people, CancellationToken cancel, Guid[]? marks = null) =>
        db.Transact(
            async () =>
            {
                await db.Lock<RecomputeGate>(RecomputeGate.TheOne, cancel);
                if (marks is not null)
                {
                    await db.Set<Stale>().Where(row => EF.Parameter(marks).Contains(row.Id)).ExecuteDeleteAsync(cancel);
                }

                return await Decide(people, cancel);
            },
            cancel);

    private async Task<int> Decide(Guid[] people, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var today = city.DayOf(now);
        var programmes = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).OrderBy(programme => programme.Code).ToListAsync(cancel);
        var inForce = programmes.Select(programme => (Programme: programme, Version: programme.InForce(today)!)).Where(pair => pair.Version is not null).ToArray();
        var periods = inForce.Select(pair => pair.Version.Terms.Attendance?.PeriodStart(today)).Append(null);
        var facts = await reader.Read(people, today, periods, cancel);
        var current = (await db.Set<Decision>().AsNoTracking().Where(row => EF.Parameter(people).Contains(row.ParticipantId) && row.SupersededAt == null)
            .Select(row => new Standing(row.Id, row.ParticipantId, row.ProgrammeCode, row.Subject, row.Signature, row.Forecast)).ToListAsync(cancel))
            .ToDictionary(row => (row.ParticipantId, row.ProgrammeCode, row.Subject));

        var superseded = new List<Guid>();
        var written = new List<Decision>();
        var changes = new List<Change>();
        foreach (var person in facts)
        {
            foreach (var (programme, version) in inForce)
            {
                var terms = version.Terms;
                foreach (var verdict in new[] { Verdict.Entry(programme.Code, terms, person), Verdict.Benefit(programme.Code, terms, person) }.OfType<Verdict>())
                {
                    current.Remove((person.ParticipantId, programme.Code, verdict.Subject), out var before);
                    var signature = verdict.Signature(version.Number);
                    if (before?.Signature == signature)
                    {
                        continue;
                    }

                    if (before is not null)
                    {
                        superseded.Add(before.Id);
                    }

                    var decision = Row(person.ParticipantId, programme.Code, version.Number, verdict, signature, now);
                    written.Add(decision);
                    if (verdict.Standing is not null)
                    {
                        changes.Add(new(decision, verdict, terms, programme.Name, before?.Forecast));
                    }
                }
            }

            // Nothing watches or offers this any more: the programme ended, or the person is not in it.
            foreach (var gone in current.Values.Where(row => row.ParticipantId == person.ParticipantId).ToArray())
            {
                current.Remove((gone.ParticipantId, gone.ProgrammeCode, gone.Subject));
                var reason = gone.Subject == Decision.Entry ? new Reason("rule.programme-ended.no", Answer.No, [], []) : new Reason("attendance.not-watched", Answer.Yes, [], []);
                var verdict = new Verdict(gone.Subject, reason.Outcome, reason, person.Person, null);
                var signature = verdict.Signature(0);
                if (gone.Signature != signature)
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

        await Propose(people, facts, inForce, changes, now, today, cancel);
        await messages.QueueMany([.. changes.Select(Letter).OfType<NewMessage>()], cancel);
        return written.Count;
    }

    /// <summary>Binding rules propose; what was corrected meanwhile is settled or opened again.</summary>
    private async Task Propose(Guid[] people, IReadOnlyList<PersonFacts> facts, (Programme Programme, ProgrammeVersion Version)[] inForce, List<Change> changes, DateTimeOffset now, DateOnly today, CancellationToken cancel)
    {
        var running = await db.Set<Proposal>().Where(row => EF.Parameter(people).Contains(row.ParticipantId)
            && (row.State == ProposalState.Open || row.State == ProposalState.Confirmed || row.State == ProposalState.Reopened)).ToListAsync(cancel);
        if (running.Count > 0)
        {
            var person = facts.ToDictionary(row => row.ParticipantId);
            var terms = inForce.ToDictionary(pair => pair.Programme.Code, pair => pair.Version.Terms);
            foreach (var proposal in running)
            {
                var standing = person.TryGetValue(proposal.ParticipantId, out var row) && terms.TryGetValue(proposal.ProgrammeCode, out var version)
                    ? Verdict.Benefit(proposal.ProgrammeCode, version, row)?.Standing
                    : null;
                if (standing is null or { Forecast: Forecast.OnTrack or Forecast.AtRisk or Forecast.TooEarly })
                {
                    proposal.FactsWereCorrected(now);
                }
            }
        }

        foreach (var change in changes.Where(change => change.IsUnder && change.IsRecent(today) && change.Rule.Mode == AttendanceMode.Binding))
        {
            if (!running.Any(proposal => proposal.ParticipantId == change.Decision.ParticipantId && proposal.ProgrammeCode == change.Decision.ProgrammeCode
                && proposal.State is ProposalState.Open or ProposalState.Confirmed or ProposalState.Reopened))
            {
                db.Add(change.Proposal(now, today));
            }
        }
    }

    private static Decision Row(Guid participantId, string programmeCode, int version, Verdict verdict, string signature, DateTimeOffset now) => new()
    {
        ParticipantId = participantId,
        ProgrammeCode = programmeCode,
        RuleVersion = version,
        Subject = verdict.Subject,
        Outcome = verdict.Outcome,
        Forecast = verdict.Forecast,
        AttendedMinutes = verdict.Facts.AttendedMinutes,
        HeldMinutes = verdict.Facts.HeldMinutes,
        Reasons = JsonSerializer.Serialize(verdict.Reason, Terms.Json),
        Facts = JsonSerializer.Serialize(verdict.Facts, Terms.Json),
        Signature = signature,
        DecidedAt = now,
    };

    private NewMessage? Letter(Change change)
    {
        var today = city.Today;
        var wasLow = change.Before is nameof(Forecast.AtRisk) or nameof(Forecast.Under) or nameof(Forecast.OutOfReach);
        var kind = change.Verdict.Standing!.Forecast switch
        {
            Forecast.AtRisk when change.Before is not (nameof(Forecast.Under) or nameof(Forecast.OutOfReach)) => "attendance-at-risk",
            Forecast.AtRisk or Forecast.OnTrack when wasLow => "attendance-back",
            Forecast.Under or Forecast.OutOfReach when change.Rule.Mode == AttendanceMode.Binding && change.Before is not (nameof(Forecast.Under) or nameof(Forecast.OutOfReach)) => "decision-proposed",
            Forecast.Under => "attendance-under",
            Forecast.OutOfReach => "attendance-out-of-reach",
            _ => null,
        };
        if (kind is null || !change.IsRecent(today))
        {
            return null;
        }

        var details = change.Verdict.Reason.Details;
        return new()
        {
            ParticipantId = change.Decision.ParticipantId,
            Kind = kind,
            OnceKey = $"{kind}:{change.Decision.Id:N}",
            About = change.Decision.Id,
            Link = kind == "decision-proposed" ? "/my/decisions" : "/my/attendance",
            Details =
            [
                change.ProgrammeName, details[0], details[1], details[2],
                kind == "decision-proposed" ? today.AddDays(change.Rule.CommentDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                    : kind == "attendance-under" ? details[4] : details[3],
            ],
        };
    }

    private sealed record Standing(Guid Id, Guid ParticipantId, string ProgrammeCode, string Subject, string Signature, string Forecast);

    private sealed record Change(Decision Decision, Verdict Verdict, Terms Terms, string ProgrammeName, string? Before)
    {
        public AttendanceRule Rule => Terms.Attendance!;

        public bool IsUnder => Verdict.Standing!.Forecast is Forecast.Under or Forecast.OutOfReach;

        public bool IsRecent(DateOnly today) => Verdict.Facts.Hours.LastSessionOn?.AddDays(DaysAfterTheLastSession) >= today;

        public Proposal Proposal(DateTimeOffset now, DateOnly today) => new()
        {
            ParticipantId = Decision.ParticipantId,
            ProgrammeCode = Decision.ProgrammeCode,
            DecisionId = Decision.Id,
            Forecast = Verdict.Standing!.Forecast,
            AttendedMinutes = Decision.AttendedMinutes,
            HeldMinutes = Decision.HeldMinutes,
            LinePercent = Rule.Percent,
            ProposedAt = now,
            CommentUntil = today.AddDays(Rule.CommentDays),
            NeedsPerson = Rule.BenefitCents is not { } cents || cents >= Rule.PersonConfirmsFromCents,
        };
    }
}
