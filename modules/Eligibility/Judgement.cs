using Courses.Contracts.Eligibility;

namespace Courses.Eligibility;

/// <summary>What the rules say of one person on one day, beside what was decided before: pure. Whoever looks and whoever writes ask the same questions here.</summary>
internal sealed class Judgement
{
    private readonly RulesOfADay rules;

    public Judgement(RulesOfADay rules, PersonFacts person, IEnumerable<Standing> inForce)
    {
        this.rules = rules;
        ParticipantId = person.ParticipantId;
        Found = [.. Compare(person, [.. inForce])];
    }

    public Guid ParticipantId { get; }

    /// <summary>What holds now, and what ended: each with the decision before it.</summary>
    public IReadOnlyList<Found> Found { get; }

    /// <summary>Is anything of it not as it was decided, so that somebody must write?</summary>
    public bool IsNews(IReadOnlyCollection<Proposal> earlier) => Found.Any(one => one.IsNew) || earlier.Any(IsCorrected) || MayBeProposed(earlier).Any();

    /// <summary>Does what holds now contradict what was proposed on earlier facts?</summary>
    public bool IsCorrected(Proposal proposal)
    {
        if (proposal.State is not (ProposalState.Open or ProposalState.Confirmed))
        {
            return false;
        }

        var verdict = Found.FirstOrDefault(one => one.Verdict.Standing is not null && one.ProgrammeCode == proposal.ProgrammeCode && one.Verdict.Period == proposal.Period)?.Verdict;
        var standing = verdict?.Standing;
        var isOfNow = proposal.Period.Length == 0 || proposal.Period == rules.PeriodNow(proposal.ProgrammeCode);
        return standing is { Forecast: Forecast.OnTrack or Forecast.AtRisk or Forecast.TooEarly } || (standing is null && isOfNow) || (verdict?.CutCents is { } cut && cut != proposal.CutCents);
    }

    /// <summary>What a binding rule would propose to end, when the person was warned in time.</summary>
    public IEnumerable<Found> MayBeProposed(IReadOnlyCollection<Proposal> earlier) => Found.Where(one =>
        one is { IsUnder: true, Terms.Attendance.Mode: AttendanceMode.Binding } && one.IsRecent(rules.On)
        && earlier.Where(row => row.ProgrammeCode == one.ProgrammeCode && row.Period == one.Verdict.Period).All(row => !row.IsRunning && (one.IsNew || row.DecisionId != one.Before!.Id)));

    private IEnumerable<Found> Compare(PersonFacts person, List<Standing> inForce)
    {
        foreach (var (programme, version) in rules.InForce)
        {
            foreach (var (verdict, of) in Verdicts(programme, version, person))
            {
                var at = inForce.FindIndex(row => row.Subject == verdict.Subject && row.ProgrammeCode == programme.Code && row.Period == verdict.Period);
                var before = at < 0 ? null : inForce[at];
                if (at >= 0)
                {
                    inForce.RemoveAt(at);
                }

                yield return new(programme.Code, of.Number, of.Terms, verdict, verdict.Signature(of.Number), before);
            }
        }

        // Nothing watches or offers this any more: the programme ended, or the person is not in it. Past periods keep what was decided on them.
        foreach (var gone in inForce.Where(row => row.Period.Length == 0))
        {
            var reason = gone.Subject == Decision.Entry ? new Reason("rule.programme-ended.no", Answer.No, [], []) : new Reason("attendance.not-watched", Answer.Yes, [], []);
            var verdict = new Verdict(gone.Subject, reason.Outcome, reason, person.Person, null);
            yield return new(gone.ProgrammeCode, 0, null, verdict, verdict.Signature(0), gone);
        }
    }

    /// <summary>
    /// May the person join, and keep the benefit: now, and in each earlier period that can still be corrected, by the terms of that time. A new period decides for itself only.
    /// </summary>
    private IEnumerable<(Verdict Verdict, ProgrammeVersion Of)> Verdicts(Programme programme, ProgrammeVersion version, PersonFacts person)
    {
        yield return (Verdict.Entry(programme.Code, version.Terms, person), version);
        var now = version.Terms.Attendance?.PeriodStart(rules.On);
        if (Verdict.Benefit(programme.Code, version.Terms, person, now) is { } benefit)
        {
            yield return (benefit, version);
        }

        foreach (var start in now is null ? [] : person.PeriodsIn(programme.Code, version.Terms.Attendance!.Period).Where(start => start < now))
        {
            var then = programme.InForceThen(version.Terms.Attendance!.PeriodEnd(start));
            if (then?.Terms.Attendance?.Period == version.Terms.Attendance.Period && Verdict.Benefit(programme.Code, then.Terms, person, start) is { } past)
            {
                yield return (past, then);
            }
        }
    }
}

/// <summary>A decision in force, as far as it is compared with what the rules say now.</summary>
internal sealed record Standing(Guid Id, Guid ParticipantId, string ProgrammeCode, string Subject, string Period, string Signature, string Forecast);

/// <summary>One verdict, and the decision that was in force before; without terms when nothing decides on it any more.</summary>
internal sealed record Found(string ProgrammeCode, int RuleVersion, Terms? Terms, Verdict Verdict, string Signature, Standing? Before)
{
    /// <summary>A class that ended so long ago moves nobody's benefit any more.</summary>
    private const int DaysAfterTheLastSession = 30;

    public bool IsNew => Before?.Signature != Signature;

    /// <summary>There is something to propose: the line is not reached, and where that cuts a share, the share is known and is no nothing.</summary>
    public bool IsUnder => Verdict.Standing?.Forecast is Forecast.Under or Forecast.OutOfReach && (Terms?.Attendance?.Effect != BenefitEffect.Cut || Verdict.CutCents > 0);

    public bool IsRecent(DateOnly today) => Verdict.Facts.Hours.LastSessionOn?.AddDays(DaysAfterTheLastSession) >= today;
}
