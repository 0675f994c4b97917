using System.Text.Json;
using Courses.Contracts.Participants;
using Courses.Eligibility;

namespace Courses.Tests.Eligibility;

/// <summary>Each condition of the sources, worked out by hand: when it is met, when not, when not yet, and when nobody knows.</summary>
public sealed class LeafTests
{
    private static readonly DateOnly Today = new(2026, 11, 16);

    private static readonly Facts Nobody = new() { On = Today, BirthDate = new(1990, 1, 1) };

    private static readonly Facts Known = Nobody with
    {
        Status = LegalStatus.ThirdCountryNational,
        IsFamilyMember = false,
        IsRegisteredInCity = true,
        Works = true,
        Hours = new() { PresentPlanned = 90 * 45, AbsentPlanned = 10 * 45, ExcusedPlanned = 5 * 45 },
        Besides = new()
        {
            Skills = new Dictionary<Skill, string> { [Skill.Reading] = "A2.1", [Skill.Writing] = "A1" },
            Certificates = [new("de", "A1"), new("de", "A2"), new("en", "C1")],
            ReferredBy = ["MA 35"],
            Providers = [RuleTests.School],
            ModuleMinutes = new Dictionary<string, int> { ["enterprise"] = 55 * 45, ["housing"] = 120 },
        },
    };

    public static TheoryData<string, string, string> WhenKnown => new()
    {
        { """{"familyMember": true}""", "No", "rule.family-member.no" },
        { """{"registeredInCity": true}""", "Yes", "rule.registered.yes" },
        { """{"works": true}""", "Yes", "rule.works.yes" },

        // A sub-level belongs to its level.
        { """{"skillAtLeast": {"skill": "Reading", "level": "A2"}}""", "Yes", "rule.skill.yes" },
        { """{"skillAtLeast": {"skill": "Reading", "level": "B1"}}""", "NotYet", "rule.skill.not-yet" },
        { """{"skillAtLeast": {"skill": "Writing", "level": "A2"}}""", "NotYet", "rule.skill.not-yet" },
        { """{"skillAtLeast": {"skill": "Listening", "level": "A1"}}""", "Unknown", "rule.skill.unknown" },

        // The best certificate counts, and only one of that language.
        { """{"certificateAtLeast": {"language": "de", "level": "A2"}}""", "Yes", "rule.certificate.yes" },
        { """{"certificateAtLeast": {"language": "de", "level": "B1"}}""", "NotYet", "rule.certificate.not-yet" },
        { """{"certificateAtLeast": {"language": "lv", "level": "A1"}}""", "NotYet", "rule.certificate.not-yet" },
        { """{"referredBy": "ma 35"}""", "Yes", "rule.referred.yes" },
        { """{"referredBy": "MA 17"}""", "No", "rule.referred.no" },
        { """{"learnsAt": "7d1f2a34-0000-4000-8000-000000000001"}""", "Yes", "rule.provider.yes" },
        { """{"learnsAt": "7d1f2a34-0000-4000-8000-000000000003"}""", "NotYet", "rule.provider.not-yet" },

        // 100 of 100 hours are used; excused ones give theirs back. 55 of 55 hours of enterprise, 2.7 more of housing.
        { """{"categoryHoursBelow": {"category": "language", "hours": 101}}""", "Yes", "rule.category-hours.yes" },
        { """{"categoryHoursBelow": {"category": "language", "hours": 100}}""", "No", "rule.category-hours.no" },
        { """{"categoryHoursBelow": {"category": "enterprise", "hours": 56}}""", "Yes", "rule.category-hours.yes" },
        { """{"categoryHoursBelow": {"category": "enterprise", "hours": 55}}""", "No", "rule.category-hours.no" },
        { """{"categoryHoursBelow": {"category": "orientation", "hours": 58}}""", "Yes", "rule.category-hours.yes" },
        { """{"categoryHoursBelow": {"category": "orientation", "hours": 57}}""", "No", "rule.category-hours.no" },
        { """{"categoryHoursBelow": {"category": "waste", "hours": 1}}""", "Yes", "rule.category-hours.yes" },
    };

    public static TheoryData<string> Conditions => [.. WhenKnown.Select(row => (string)row[0]).Where(rule => !rule.Contains("\"language\", \"hours\"", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(WhenKnown))]
    public void Each_is_met_or_not(string rule, string answer, string code)
    {
        var reason = Evaluation.Evaluate(Of(rule), Known);
        Assert.Equal((answer, code), (reason.Answer.ToString(), reason.Code));

        // 'Not' turns it round; what nobody knows stays unknown.
        var expected = reason.Answer switch { Answer.Yes => Answer.No, Answer.Unknown => Answer.Unknown, _ => Answer.Yes };
        Assert.Equal(expected, Evaluation.Evaluate(new Rule.Not(Of(rule)), Known).Answer);
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void What_nobody_recorded_is_unknown_either_way(string rule)
    {
        Assert.Equal(Answer.Unknown, Evaluation.Evaluate(Of(rule), Nobody).Answer);
        Assert.Equal(Answer.Unknown, Evaluation.Evaluate(new Rule.Not(Of(rule)), Nobody).Answer);
    }

    [Fact]
    public void Who_has_the_status_of_a_family_member_is_one_and_who_is_registered_as_one_too()
    {
        var rule = new Rule.FamilyMember();
        Assert.Equal(Answer.Yes, Evaluation.Evaluate(rule, Nobody with { Status = LegalStatus.FamilyMember }).Answer);
        Assert.Equal(Answer.Yes, Evaluation.Evaluate(rule, Known with { IsFamilyMember = true }).Answer);
        Assert.Equal(Answer.NotYet, Evaluation.Evaluate(new Rule.RegisteredInCity(), Known with { IsRegisteredInCity = false }).Answer);
        Assert.Equal(Answer.No, Evaluation.Evaluate(new Rule.Works(), Known with { Works = false }).Answer);
        Assert.Equal(Answer.Unknown, Evaluation.Evaluate(new Rule.ReferredBy("MA 35"), Known with { Besides = new() { ReferredBy = [] } }).Answer);
    }

    /// <summary>Germany: 600 hours, and 300 once more for whoever has not passed the exam. Two conditions of the language say it.</summary>
    [Theory]
    [InlineData(599, false, true)]
    [InlineData(600, false, true)]
    [InlineData(899, false, true)]
    [InlineData(900, false, false)]
    [InlineData(599, true, true)]
    [InlineData(600, true, false)]
    public void Hours_may_be_repeated_once_by_whoever_has_not_passed(int used, bool hasPassed, bool may)
    {
        var rule = Of("""{"any": [{"hoursUsedBelow": 600}, {"all": [{"hoursUsedBelow": 900}, {"not": {"certificateAtLeast": {"language": "de", "level": "B1"}}}]}]}""");
        var facts = Nobody with { Hours = new() { PresentPlanned = used * 45 }, Besides = new() { Certificates = hasPassed ? [new("de", "B1")] : [new("de", "A2")] } };
        Assert.Equal(may ? Answer.Yes : Answer.No, Evaluation.Evaluate(rule, facts).Answer);
    }

    [Fact]
    public void A_rule_asks_only_for_what_it_needs()
    {
        Assert.Equal(Asked.Nothing, AskedFor.By(Of("""{"all": [{"works": true}, {"categoryHoursBelow": {"category": "language", "hours": 10}}]}""")));
        Assert.Equal(Asked.Skills | Asked.Referrals, AskedFor.By(Of("""{"any": [{"skillAtLeast": {"skill": "Reading", "level": "A1"}}, {"not": {"referredBy": "MA 35"}}]}""")));
    }

    private static Rule Of(string json) => JsonSerializer.Deserialize<Rule>(json, Terms.Json)!;
}
