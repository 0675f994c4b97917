using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;

namespace Courses.Eligibility;

/// <summary>What one version of a programme says of one person: pure, from the facts alone.</summary>
internal sealed record Verdict(string Subject, Outcome Outcome, Reason Reason, Facts Facts, AttendanceStanding? Standing)
{
    /// <summary>The period that it is about; empty for the whole time.</summary>
    public string Period { get; init; } = "";

    /// <summary>What the benefit of the period is cut by; null where it is not, or not yet.</summary>
    public long? CutCents { get; init; }

    public string Forecast => Standing?.Forecast.ToString() ?? "";

    /// <summary>May the person join?</summary>
    public static Verdict Entry(string programmeCode, Terms terms, PersonFacts person)
    {
        var facts = person.For(programmeCode, terms);
        var reason = Evaluation.Evaluate(terms.Rules, facts);
        return new(Decision.Entry, reason.Outcome, reason, facts, null);
    }

    /// <summary>May the person keep the benefit? Null when no attendance rule watches this person.</summary>
    /// <param name="programmeCode">The programme.</param>
    /// <param name="terms">Its terms in that period.</param>
    /// <param name="person">The facts.</param>
    /// <param name="from">The first day of the period; null for the whole time.</param>
    public static Verdict? Benefit(string programmeCode, Terms terms, PersonFacts person, DateOnly? from = null)
    {
        if (terms.Attendance is not { } rule || !person.Attends(programmeCode))
        {
            return null;
        }

        return Benefit(rule, person.ForAttendance(programmeCode, terms, from), from);
    }

    /// <summary>The same from facts that hold the sums of the period.</summary>
    public static Verdict? Benefit(AttendanceRule rule, Facts facts, DateOnly? from)
    {
        if (rule.AppliesTo is { } appliesTo && Evaluation.Evaluate(appliesTo, facts).Outcome != Outcome.May)
        {
            return null;
        }

        var standing = AttendanceLine.Standing(
            facts.AttendedMinutes, facts.HeldMinutes, facts.Hours.RemainingPlanned, rule.Percent, rule.MinimumHeldHours * facts.AcademicHourMinutes, rule.AtRiskHours * facts.AcademicHourMinutes) with
        {
            AcademicHourMinutes = facts.AcademicHourMinutes,
            ExcusedByWordMinutes = facts.Hours.ExcusedPlanned - facts.Hours.ExcusedProven,
            ExcusedByCertificateMinutes = facts.Hours.ExcusedProven,
            CountsFrom = facts.CountsFrom ?? ProofGrade.Written,
            TooWeakMinutes = facts.TooWeakMinutes,
        };
        var isUnder = standing.Forecast is Contracts.Eligibility.Forecast.Under or Contracts.Eligibility.Forecast.OutOfReach;
        if (isUnder && rule.Effect == BenefitEffect.Cut)
        {
            return Cut(rule, facts, standing, from);
        }

        var (answer, code) = standing.Forecast switch
        {
            Contracts.Eligibility.Forecast.TooEarly => (Answer.Yes, "too-early"),
            Contracts.Eligibility.Forecast.OnTrack => (Answer.Yes, "on-track"),
            Contracts.Eligibility.Forecast.AtRisk => (Answer.Yes, "at-risk"),
            Contracts.Eligibility.Forecast.Under => (Answer.NotYet, "under"),
            _ => (Answer.No, "out-of-reach"),
        };
        string[] details =
        [
            Hours(standing.AttendedHours), Hours(standing.HeldHours), rule.Percent.ToString(CultureInfo.InvariantCulture), Hours(standing.MayStillMissHours), Hours(standing.MustStillAttendHours),
            rule.MinimumHeldHours.ToString(CultureInfo.InvariantCulture),
        ];
        var reason = new Reason($"attendance.{code}", answer, details, [], Running: true);
        return new(Decision.Benefit, reason.Outcome, reason, facts, standing) { Period = rule.NameOf(from) };
    }

    /// <summary>
    /// Under the line the benefit goes on, less the share of the time held that was missed. The share is known when the period is over and its registers are signed or no longer waited for: an amount
    /// that changes is another decision.
    /// </summary>
    private static Verdict Cut(AttendanceRule rule, Facts facts, AttendanceStanding standing, DateOnly? from)
    {
        var missed = standing.HeldMinutes - standing.AttendedMinutes;
        var isOver = from is { } first && facts.On > rule.PeriodEnd(first) && facts.Hours.RemainingPlanned == 0;
        long? cut = isOver ? rule.CutCents(missed, standing.HeldMinutes) : null;
        string[] hours = [Evaluation.Hours(missed, facts), Hours(standing.HeldHours)];
        var reason = cut is { } cents
            ? new Reason("attendance.cut", Answer.Yes, [.. hours, Iso(from!.Value), Iso(rule.PeriodEnd(from.Value)), Euros(cents), Euros(rule.BenefitOfPeriodCents ?? 0)], [])
            : new Reason("attendance.cut-so-far", Answer.Yes, hours, [], Running: true);
        return new(Decision.Benefit, reason.Outcome, reason, facts, standing) { Period = rule.NameOf(from), CutCents = cut };
    }

    /// <summary>Two verdicts of one signature are the same decision: rule version, outcome and reasons, without what changes by itself every day.</summary>
    public string Signature(int ruleVersion)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{ruleVersion}|{Subject}|{Outcome}|{Forecast}");
        Append(text, Reason);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, Reason reason)
    {
        text.Append('(').Append(reason.Code).Append('=').Append(reason.Answer);
        if (!reason.Running)
        {
            text.AppendJoin(';', reason.Details);
        }

        foreach (var below in reason.Below)
        {
            Append(text, below);
        }

        text.Append(')');
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Euros(long cents) => (cents / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Hours(decimal hours) => hours.ToString("0.#", CultureInfo.InvariantCulture);
}
