using System.Text.Json;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Eligibility;

namespace Courses.Tests.Eligibility;

/// <summary>A decision taken again by a later version on the facts that were kept with it, worked out by hand.</summary>
public sealed class LookBackTests
{
    private static readonly DateOnly Then = new(2026, 3, 2);

    private static readonly Terms Half = new()
    {
        Funder = "City",
        ReportEveryMonths = 12,
        Rules = new Rule.AgeBetween(18, null),
        Gives = [],
        Attendance = new() { Percent = 50, Period = Period.Month, Mode = AttendanceMode.Binding, AppliesTo = new Rule.StatusIn([LegalStatus.Refugee]) },
    };

    private static readonly Facts Kept = new()
    {
        On = Then,
        BirthDate = new(2008, 3, 10),
        Status = LegalStatus.Refugee,
        Hours = new() { PresentPlanned = 900, PresentMinutes = 900, AbsentPlanned = 1100, ExcusedPlanned = 300, ExcusedProven = 100, LastSessionOn = Then },
        Besides = new() { Skills = new Dictionary<Skill, string> { [Skill.Reading] = "A2" }, Certificates = [new("de", "A1")], Providers = [RuleTests.School] },
        Excused = Excused.LeavesBothSums,
    };

    [Fact]
    public void Who_was_too_young_then_is_looked_at_as_of_the_first_day_of_the_version()
    {
        // Eighteen on 10 March: too young for a version of 1 March, old enough for one of 15 March that the decision still held in.
        Assert.Equal(Outcome.NotYet, LookBack.Again(Of(Decision.Entry, "", Outcome.May), Half, new(2026, 3, 1)).After);
        Assert.Equal(Movement.Unchanged, LookBack.Again(Of(Decision.Entry, "", Outcome.May), Half, new(2026, 3, 15)).Movement);
    }

    [Theory]
    [InlineData("2026-03", 45, Movement.Unchanged)]
    [InlineData("2026-03", 46, Movement.Loses)]

    // Of another kind of period nobody knows, and who is not watched keeps the benefit.
    [InlineData("2026-Q1", 46, Movement.Unknown)]
    [InlineData("", 46, Movement.Unknown)]
    public void The_sums_of_the_same_period_are_held_against_the_new_line(string period, int percent, object movement) =>
        Assert.Equal(movement, LookBack.Again(Of(Decision.Benefit, period, Outcome.May), Half with { Attendance = Half.Attendance! with { Percent = percent } }, Then).Movement);

    [Fact]
    public void Who_is_not_watched_any_more_keeps_the_benefit()
    {
        var lost = Of(Decision.Benefit, "2026-03", Outcome.MayNot);
        Assert.Equal(Movement.Gains, LookBack.Again(lost, Half with { Attendance = null }, Then).Movement);
        Assert.Equal(Movement.Gains, LookBack.Again(lost, Half with { Attendance = Half.Attendance! with { AppliesTo = new Rule.StatusIn([LegalStatus.EuCitizen]) } }, Then).Movement);
    }

    [Fact]
    public void Excuses_count_as_the_new_version_counts_them()
    {
        // 900 of 2000 are 45 %; with 200 minutes by word as attended it is 1100 of 2200, half.
        Assert.Equal(Movement.Unchanged, LookBack.Again(Of(Decision.Benefit, "2026-03", Outcome.May), Half with { Attendance = Half.Attendance! with { ExcusedByWord = Excused.CountsAsAttended } }, Then).Movement);
    }

    private static Decision Of(string subject, string period, Outcome outcome) => new()
    {
        ParticipantId = Guid.NewGuid(),
        ProgrammeCode = "inlt",
        RuleVersion = 1,
        Subject = subject,
        Period = period,
        Outcome = outcome,
        Forecast = "",
        AttendedMinutes = 0,
        HeldMinutes = 0,
        Reasons = JsonSerializer.Serialize(new Reason("rule.status.yes", outcome switch { Outcome.May => Answer.Yes, Outcome.NotYet => Answer.NotYet, _ => Answer.No }, [], []), Terms.Json),
        Facts = JsonSerializer.Serialize(Kept, Terms.Json),
        Signature = "",
        DecidedAt = new(Then, new(12, 0), TimeSpan.Zero),
    };
}
