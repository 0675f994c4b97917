using System.Text.Json;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Eligibility;

namespace Courses.Tests.Eligibility;

/// <summary>From which proof on a presence counts for the person: worked out by hand on 1,000 minutes held, of which 450 are attended, 50 written, 100 said, 100 seen and 200 shown.</summary>
public sealed class ProofCountsTests
{
    private static readonly Sums Proven = new() { PresentPlanned = 500, PresentMinutes = 450, WrittenMinutes = 50, SaidMinutes = 100, SeenMinutes = 100, ShownMinutes = 200, AbsentPlanned = 500 };

    private static readonly Terms Forty = new()
    {
        Funder = "City",
        ReportEveryMonths = 12,
        Rules = new Rule.AttendanceAtLeast(40, 0),
        Gives = [],
        Attendance = new() { Percent = 40 },
    };

    [Theory]
    [InlineData(null, 450, 0, Forecast.OnTrack)]
    [InlineData(ProofGrade.Written, 450, 0, Forecast.OnTrack)]
    [InlineData(ProofGrade.Said, 400, 50, Forecast.OnTrack)]
    [InlineData(ProofGrade.Seen, 300, 150, Forecast.OutOfReach)]
    [InlineData(ProofGrade.Shown, 200, 250, Forecast.OutOfReach)]
    public void What_is_proven_less_is_held_and_not_attended(ProofGrade? from, int attended, int tooWeak, Forecast forecast)
    {
        var terms = Forty with { Attendance = Forty.Attendance! with { CountsFrom = from } };
        var person = new PersonFacts(Guid.NewGuid(), "", new() { On = new(2026, 3, 2), BirthDate = new(1990, 1, 1) }, [new("inlt", Period.Enrolment, null, Proven)]);
        var standing = Verdict.Benefit("inlt", terms, person)!.Standing!;
        Assert.Equal((attended, 1000, tooWeak, forecast), (standing.AttendedMinutes, standing.HeldMinutes, standing.TooWeakMinutes, standing.Forecast));
        Assert.Equal(forecast == Forecast.OnTrack ? Outcome.May : Outcome.MayNot, Verdict.Entry("inlt", terms, person).Outcome);
    }

    [Fact]
    public void Facts_of_a_time_when_nobody_asked_for_proof_leave_a_later_rule_that_does_without_an_answer()
    {
        var strict = Forty with { Attendance = Forty.Attendance! with { CountsFrom = ProofGrade.Shown } };
        var unproven = Proven with { WrittenMinutes = 0, SaidMinutes = 0, SeenMinutes = 0, ShownMinutes = 0 };
        Assert.Equal([Movement.Loses, Movement.Unknown], new[] { Proven, unproven }.Select(sums => LookBack.Again(Of(Decision.Benefit, sums), strict, new(2026, 1, 1)).Movement));
        Assert.Equal([Movement.Loses, Movement.Unknown], new[] { Proven, unproven }.Select(sums => LookBack.Again(Of(Decision.Entry, sums), strict, new(2026, 1, 1)).Movement));

        // A rule that asks for nothing more than before is answered from them, and they are written as before.
        Assert.Equal(Movement.Unchanged, LookBack.Again(Of(Decision.Benefit, unproven), Forty, new(2026, 1, 1)).Movement);
        Assert.DoesNotContain("saidMinutes", Of(Decision.Benefit, unproven).Facts, StringComparison.Ordinal);
    }

    private static Decision Of(string subject, Sums sums) => new()
    {
        ParticipantId = Guid.NewGuid(),
        ProgrammeCode = "inlt",
        RuleVersion = 1,
        Subject = subject,
        Period = "",
        Outcome = Outcome.May,
        Forecast = "",
        AttendedMinutes = 0,
        HeldMinutes = 0,
        Reasons = JsonSerializer.Serialize(new Reason("rule.status.yes", Answer.Yes, [], []), Terms.Json),
        Facts = JsonSerializer.Serialize(new Facts { On = new(2026, 3, 2), BirthDate = new(1990, 1, 1), Hours = sums }, Terms.Json),
        Signature = "",
        DecidedAt = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
    };
}
