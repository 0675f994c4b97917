using System.Text.Json;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using FsCheck;
using FsCheck.Fluent;
using Outcome = Courses.Contracts.Eligibility.Outcome;

namespace Courses.Tests.Eligibility;

public sealed class RuleTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2_000);
    private static readonly DateOnly Today = new(2026, 11, 16);

    internal static readonly Guid School = new("7d1f2a34-0000-4000-8000-000000000001");
    internal static readonly Guid OtherSchool = new("7d1f2a34-0000-4000-8000-000000000003");

    private static readonly Gen<Rule> Leaf = Gen.OneOf(
        Gen.Elements(Enum.GetValues<LegalStatus>()).Select(status => (Rule)new Rule.StatusIn([status])),
        Gen.Choose(1, 40).Select(months => (Rule)new Rule.FirstPermitWithinMonths(months)),
        Gen.Choose(1, 9).Select(years => (Rule)new Rule.StayShorterThanYears(years)),
        Gen.Choose(1, 40).Select(months => (Rule)new Rule.StatusGrantedWithinMonths([LegalStatus.Refugee, LegalStatus.FamilyMember], months)),
        Gen.Choose(0, 60).Select(age => (Rule)new Rule.AgeBetween(age, age + 12)),
        Gen.Elements("A1", "A2", "B1").Select(level => (Rule)new Rule.LevelBelow(level)),
        Gen.Elements("A1", "A2", "B1").Select(level => (Rule)new Rule.LevelAtLeast(level)),
        Gen.Choose(1, 300).Select(hours => (Rule)new Rule.HoursUsedBelow(hours)),
        Gen.Choose(0, 100).Select(percent => (Rule)new Rule.AttendanceAtLeast(percent, 8)),
        Gen.Choose(0, 100).Select(percent => (Rule)new Rule.AbsenceBelow(percent)),
        Gen.Elements("start-coaching", "needs-assessment").Select(topic => (Rule)new Rule.ModuleCompleted(topic)),
        Gen.Elements<Rule>(new Rule.LivesInCentre(), new Rule.FamilyMember(), new Rule.RegisteredInCity(), new Rule.Works()),
        from skill in Gen.Elements(Enum.GetValues<Skill>()) from level in Gen.Elements("A1", "A2", "B1") select (Rule)new Rule.SkillAtLeast(skill, level),
        from language in Gen.Elements("de", "lv") from level in Gen.Elements("A1", "A2", "B1") select (Rule)new Rule.CertificateAtLeast(language, level),
        Gen.Elements("MA 35", "MA 17").Select(office => (Rule)new Rule.ReferredBy(office)),
        Gen.Elements(School, OtherSchool).Select(school => (Rule)new Rule.LearnsAt(school)),
        from category in Gen.Elements("language", "orientation", "enterprise") from hours in Gen.Choose(1, 300) select (Rule)new Rule.CategoryHoursBelow(category, hours));

    internal static readonly Gen<Rule> Trees = Gen.Sized(size => Tree(Math.Min(size / 12, 4)));

    /// <summary>What only some rules ask for: not asked, nobody knows, something.</summary>
    private static readonly Gen<Besides?> SomeBesides =
        from isAsked in Gen.Elements(true, true, true, false)
        from skill in Gen.Elements<string?>(null, "Alpha", "A2.1", "B2")
        from certificate in Gen.Elements<string?>(null, "A1", "B1", "unreadable")
        from office in Gen.Elements<string?>(null, "MA 35", "ma 17")
        from schools in Gen.Choose(0, 2)
        from minutes in Gen.Elements<int?>(null, 0, 2_000, 9_000)
        select isAsked ? new Besides
        {
            Skills = skill is null ? new Dictionary<Skill, string>() : new Dictionary<Skill, string> { [Skill.Reading] = skill, [Skill.Writing] = "A1" },
            Certificates = certificate is null ? [] : [new("de", certificate), new("en", "C1")],
            ReferredBy = office is null ? null : [office],
            Providers = schools == 0 ? [] : schools == 1 ? [School] : [School, OtherSchool],
            ModuleMinutes = minutes is { } some ? new Dictionary<string, int> { ["enterprise"] = some, ["housing"] = 60 } : null,
        } : null;

    internal static readonly Gen<Facts> SomeFacts =
        from status in Gen.Elements<LegalStatus?>(null, LegalStatus.Refugee, LegalStatus.AsylumSeeker, LegalStatus.ThirdCountryNational, LegalStatus.FamilyMember)
        from permit in Gen.Choose(0, 3000)
        from age in Gen.Choose(0, 90)
        from level in Gen.Elements<string?>(null, "Alpha", "A1.2", "A2", "B2")
        from present in Gen.Choose(0, 9000)
        from absent in Gen.Choose(0, 9000)
        from left in Gen.Choose(0, 9000)
        from coached in Gen.Elements(true, false)
        from recorded in Gen.Elements<bool?>(null, true, false)
        from besides in SomeBesides
        select new Facts
        {
            On = Today,
            Status = status,
            StatusFrom = status is null ? null : Today.AddDays(-permit / 2),
            FirstPermitOn = permit % 5 == 0 ? null : Today.AddDays(-permit),
            BirthDate = Today.AddYears(-age).AddDays(-permit % 300),
            Level = level,
            Hours = new() { PresentPlanned = present, PresentMinutes = present, AbsentPlanned = absent, RemainingPlanned = left },
            Modules = coached ? ["start-coaching"] : [],
            ResidenceCentre = age % 2 == 0 ? "Ovcha Kupel" : null,
            IsFamilyMember = recorded,
            IsRegisteredInCity = age % 3 == 0 ? null : recorded,
            Works = recorded is null ? null : !recorded,
            Besides = besides,
        };

    [Fact]
    public void Where_one_way_is_enough_the_ways_that_did_not_fit_are_not_told()
    {
        var facts = new Facts { On = Today, BirthDate = Today.AddYears(-30), Status = LegalStatus.ThirdCountryNational, FirstPermitOn = Today.AddDays(-10), StatusFrom = Today.AddDays(-10), Hours = new() };
        var rule = new Rule.Any([new Rule.FirstPermitWithinMonths(24), new Rule.StatusIn([LegalStatus.FamilyMember])]);
        Assert.Single(Evaluation.Evaluate(rule, facts).Leaves);
        Assert.Equal(2, Evaluation.Evaluate(rule, facts with { FirstPermitOn = Today.AddYears(-5) }).Leaves.Count());
    }

    [Fact]
    public void A_rule_written_down_is_read_back_the_same() => Prop.ForAll(
        Trees.ToArbitrary(),
        rule =>
        {
            var json = JsonSerializer.Serialize(rule, Terms.Json);
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<Rule>(json, Terms.Json), Terms.Json) == json;
        }).Check(Many);

    [Fact]
    public void Evaluating_twice_gives_the_same_answer_and_reasons() => Prop.ForAll(
        Trees.ToArbitrary(), SomeFacts.ToArbitrary(),
        (rule, facts) => Json(Evaluation.Evaluate(rule, facts)) == Json(Evaluation.Evaluate(rule, facts with { }))).Check(Many);

    [Fact]
    public void All_is_the_least_of_its_parts_and_any_the_greatest() => Prop.ForAll(
        Trees.ToArbitrary(), Trees.ToArbitrary(), SomeFacts.ToArbitrary(),
        (one, other, facts) =>
        {
            var (a, b) = (Evaluation.Evaluate(one, facts).Answer, Evaluation.Evaluate(other, facts).Answer);
            return Evaluation.Evaluate(new Rule.All([one, other]), facts).Answer == (Answer)Math.Min((int)a, (int)b)
                && Evaluation.Evaluate(new Rule.Any([one, other]), facts).Answer == (Answer)Math.Max((int)a, (int)b);
        }).Check(Many);

    [Fact]
    public void Not_turns_all_into_any() => Prop.ForAll(
        Trees.ToArbitrary(), Trees.ToArbitrary(), SomeFacts.ToArbitrary(),
        (one, other, facts) => Evaluation.Evaluate(new Rule.Not(new Rule.All([one, other])), facts).Answer
            == Evaluation.Evaluate(new Rule.Any([new Rule.Not(one), new Rule.Not(other)]), facts).Answer).Check(Many);

    [Fact]
    public void The_deciding_reasons_have_the_answer_of_the_whole() => Prop.ForAll(
        Trees.ToArbitrary(), SomeFacts.ToArbitrary(),
        (rule, facts) =>
        {
            var reason = Evaluation.Evaluate(rule, facts);
            return reason.Deciding.Any() && reason.Deciding.All(leaf => leaf.Answer == reason.Answer);
        }).Check(Many);

    [Fact]
    public void What_nobody_recorded_is_not_yet_also_when_negated()
    {
        var facts = new Facts { On = Today, BirthDate = new(1990, 1, 1) };
        var rule = new Rule.StatusIn([LegalStatus.Refugee]);
        Assert.Equal(Outcome.NotYet, Evaluation.Evaluate(rule, facts).Outcome);
        Assert.Equal(Outcome.NotYet, Evaluation.Evaluate(new Rule.Not(rule), facts).Outcome);
    }

    [Theory]
    [InlineData("{\"statusIn\":[\"Martian\"]}")]
    [InlineData("{\"unheardOf\":1}")]
    [InlineData("{\"firstPermitWithinMonths\":0}")]
    [InlineData("{\"all\":[],\"any\":[]}")]
    [InlineData("[]")]
    [InlineData("{\"levelBelow\":\"Z9\"}")]
    public void A_rule_that_makes_no_sense_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Rule>(json, Terms.Json));

    private static Gen<Rule> Tree(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            Tree(depth - 1).Select(inner => (Rule)new Rule.Not(inner)),
            from one in Tree(depth - 1) from other in Tree(depth - 1) select (Rule)new Rule.All([one, other]),
            from one in Tree(depth - 1) from other in Tree(depth - 1) select (Rule)new Rule.Any([one, other]));

    private static string Json(Reason reason) => JsonSerializer.Serialize(reason, Terms.Json);
}
