using System.Globalization;
using System.Text.Json;

namespace Courses.Eligibility;

/// <summary>A decision taken again by a version that came later, on the facts that were kept with it: pure. What was decided stays as it was decided.</summary>
internal static class LookBack
{
    /// <param name="decision">As it was taken.</param>
    /// <param name="after">What the later version says.</param>
    /// <param name="since">Its first day: a decision that was taken before it is looked at as of that day.</param>
    public static Simulated Again(Decision decision, Terms after, DateOnly since)
    {
        var kept = JsonSerializer.Deserialize<Facts>(decision.Facts, Terms.Json)!;
        var facts = kept with
        {
            On = kept.On < since ? since : kept.On,
            AcademicHourMinutes = after.AcademicHourMinutes,
            Excused = after.Attendance?.Excused ?? Excused.LeavesBothSums,
            ExcusedByWord = after.Attendance?.ExcusedByWord,
            CountsFrom = after.Attendance?.CountsFrom,
        };
        var reason = decision.Subject == Decision.Entry ? Evaluation.Evaluate(after.Rules, facts) : Benefit(decision.Period, after, facts);
        return Simulated.Compare(decision.Subject, JsonSerializer.Deserialize<Reason>(decision.Reasons, Terms.Json)!, reason, decision.Outcome);
    }

    public static Facts FactsOf(Decision decision) => JsonSerializer.Deserialize<Facts>(decision.Facts, Terms.Json)!;

    private static Reason Benefit(string period, Terms after, Facts facts)
    {
        if (after.Attendance is not { } rule)
        {
            return NotWatched;
        }

        // Sums of a month say nothing of a quarter.
        var (kind, first) = PeriodOf(period);
        return kind != rule.Period ? new("rule.other-period.unknown", Answer.Unknown, [], [])
            : facts.IsProofUnknown ? new("rule.proof.unknown", Answer.Unknown, [], [])
            : Verdict.Benefit(rule, facts, first)?.Reason ?? NotWatched;
    }

    private static Reason NotWatched => new("attendance.not-watched", Answer.Yes, [], []);

    /// <summary>The name of a period read back: <c>2026</c>, <c>2026-Q4</c>, <c>2026-11</c>, or nothing.</summary>
    private static (Period Kind, DateOnly? First) PeriodOf(string name)
    {
        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return name switch
        {
            "" => (Period.Enrolment, null),
            [_, _, _, _] => (Period.Year, new(Number(name), 1, 1)),
            [_, _, _, _, '-', 'Q', _] => (Period.Quarter, new(Number(name[..4]), (Number(name[6..]) * 3) - 2, 1)),
            _ => (Period.Month, new(Number(name[..4]), Number(name[5..]), 1)),
        };
    }
}

/// <summary>
/// A version with a first day in the past would have decided otherwise: a coach looks at what was decided, and says what came of it. The decision itself is never changed.
/// </summary>
internal sealed class DecisionReview : Platform.Database.IVersioned
{
    public const int LongestNote = 2000;

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    /// <summary>The version that came later.</summary>
    public required int RuleVersion { get; init; }

    public required Guid DecisionId { get; init; }

    public required Contracts.Eligibility.Outcome Before { get; init; }

    public required Contracts.Eligibility.Outcome After { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public DateTimeOffset? SettledAt { get; private set; }

    public string? SettledBy { get; private set; }

    public Guid? SettledById { get; private set; }

    /// <summary>What came of it.</summary>
    public string? Note { get; private set; }

    /// <summary>The version was taken back.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public int Version { get; set; }

    public void Settle(string note, string by, Guid byId, DateTimeOffset at)
    {
        if (SettledAt is not null || WithdrawnAt is not null)
        {
            throw new Platform.Errors.RuleBroken("reviews.already");
        }

        (Note, SettledBy, SettledById, SettledAt) = (note, by, byId, at);
    }
}
