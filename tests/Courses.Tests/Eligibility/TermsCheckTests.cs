using System.Text.Json;
using System.Text.Json.Nodes;
using Courses.Contracts.Eligibility;
using Courses.Eligibility;
using Courses.Orientation;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Eligibility;

/// <summary>What makes no sense is refused at its place; what passes can be read and evaluated on anybody's facts.</summary>
public sealed class TermsCheckTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3_000);
    private static readonly Vocabulary Topics = new(StandardTopics.All.Select(topic => topic.Code).ToHashSet(StringComparer.Ordinal), new HashSet<Guid>([RuleTests.School]), new HashSet<string>(["first-appointment"], StringComparer.Ordinal));

    /// <summary>Sense and nonsense alike, as somebody might type it.</summary>
    private static readonly string[] Values =
    [
        "0", "1", "-1", "5", "18", "40", "100", "101", "700", "9999", "2147483647", "99999999999", "1.5", "true", "false", "null", "\"\"", "\"A1\"", "\"B2\"", "\"Z9\"", "\"start-coaching\"", "\"nowhere\"",
        "[]", "[\"Refugee\"]", "[\"Refugee\", \"AsylumSeeker\"]", "[\"Refugee\", \"Refugee\"]", "[\"Martian\"]", "[1]", "{}", "{\"from\": 30, \"to\": 18}", "{\"from\": 18}", "{\"from\": 18, \"to\": 9999}",
        "{\"months\": 3}", "{\"days\": 0}", "{\"statuses\": [\"Refugee\"], \"months\": 12}", "{\"percent\": 80, \"minimumHours\": 8}", "{\"percent\": 180}", "{\"months\": 9999, \"days\": 9999}",
        "{\"skill\": \"Reading\", \"level\": \"A2\"}", "{\"skill\": \"Flying\", \"level\": \"A2\"}", "{\"language\": \"de\", \"level\": \"B1\"}", "{\"language\": \"zz\", \"level\": \"B1\"}",
        "{\"category\": \"language\", \"hours\": 20}", "{\"category\": \"enterprise\", \"hours\": 20}", "{\"category\": \"nowhere\", \"hours\": 20}", "\"7d1f2a34-0000-4000-8000-000000000001\"",
        "\"7d1f2a34-0000-4000-8000-000000000002\"", "\" \"",
    ];

    private static readonly string[] Kinds = [.. Condition.All.Select(condition => condition.Kind), "unheardOf", "any", "not"];

    private static readonly Gen<string> WildLeaf =
        from kind in Gen.Elements(Kinds)
        from value in Gen.Elements(Values)
        select $"{{\"{kind}\": {value}}}";

    private static readonly Gen<string> WildTrees = Gen.Sized(size => Wild(Math.Min(size / 15, 3)));

    public static TheoryData<string, string, string> Refused => new()
    {
        { """{"stayShorterThanYears": 9999}""", "/stayShorterThanYears", "rules.problem.number" },
        { """{"firstPermitWithinMonths": 0}""", "/firstPermitWithinMonths", "rules.problem.number" },
        { """{"firstPermitWithinMonths": "24"}""", "/firstPermitWithinMonths", "rules.problem.number" },
        { """{"absenceBelow": 101}""", "/absenceBelow", "rules.problem.number" },
        { """{"attendanceAtLeast": {"percent": -1}}""", "/attendanceAtLeast/percent", "rules.problem.number" },
        { """{"attendanceAtLeast": {"minimumHours": 8}}""", "/attendanceAtLeast/percent", "rules.problem.missing" },
        { """{"attendanceAtLeast": {"percent": 50, "hours": 8}}""", "/attendanceAtLeast/hours", "rules.problem.no-field" },
        { """{"ageBetween": {"from": 30, "to": 18}}""", "/ageBetween/to", "rules.problem.order" },
        { """{"ageBetween": {}}""", "/ageBetween/from", "rules.problem.nothing-said" },
        { """{"attendedWithin": {"months": 0}}""", "/attendedWithin/months", "rules.problem.nothing-said" },
        { """{"statusIn": []}""", "/statusIn", "rules.problem.no-status" },
        { """{"all": [{"livesInCentre": true}, {"statusIn": ["Refugee", "Martian"]}]}""", "/all/1/statusIn/1", "rules.problem.status" },
        { """{"statusIn": ["Refugee", "Refugee"]}""", "/statusIn/1", "rules.problem.twice" },
        { """{"not": {"levelBelow": "Z9"}}""", "/not/levelBelow", "rules.problem.level" },
        { """{"any": [{"moduleCompleted": "nowhere"}]}""", "/any/0/moduleCompleted", "rules.problem.topic" },
        { """{"unheardOf": 1}""", "/unheardOf", "rules.problem.no-kind" },
        { """{"livesInCentre": false}""", "/livesInCentre", "rules.problem.always" },
        { """{"familyMember": false}""", "/familyMember", "rules.problem.always" },
        { """{"works": "yes"}""", "/works", "rules.problem.always" },
        { """{"skillAtLeast": {"skill": "Flying", "level": "A2"}}""", "/skillAtLeast/skill", "rules.problem.choice" },
        { """{"skillAtLeast": {"skill": "Reading"}}""", "/skillAtLeast/level", "rules.problem.missing" },
        { """{"certificateAtLeast": {"language": "xx", "level": "B1"}}""", "/certificateAtLeast/language", "rules.problem.language" },
        { """{"referredBy": " "}""", "/referredBy", "rules.problem.text" },
        { """{"learnsAt": "House of Languages"}""", "/learnsAt", "rules.problem.provider" },
        { """{"learnsAt": "7d1f2a34-0000-4000-8000-000000000002"}""", "/learnsAt", "rules.problem.provider" },
        { """{"categoryHoursBelow": {"category": "nowhere", "hours": 5}}""", "/categoryHoursBelow/category", "rules.problem.category" },
        { """{"categoryHoursBelow": {"category": "enterprise", "hours": 0}}""", "/categoryHoursBelow/hours", "rules.problem.number" },
        { """{"any": []}""", "/any", "rules.problem.empty-group" },
        { """{"all": [{"all": []}]}""", "/all/0/all", "rules.problem.empty-group" },
        { """{"all": {}}""", "/all", "rules.problem.not-list" },
        { "[]", "", "rules.problem.one-kind" },
        { """{"all": [], "any": []}""", "", "rules.problem.one-kind" },
        { """{"levelBelow": "Alpha"}""", "", "rules.problem.nobody" },

        // What can never be true together is named where it stands.
        { """{"all": [{"statusIn": ["Refugee"]}, {"statusIn": ["EuCitizen"]}]}""", "/all/1", "rules.problem.contradicts" },
        { """{"all": [{"statusIn": ["Refugee"]}, {"statusGrantedWithinMonths": {"statuses": ["EuCitizen"], "months": 12}}]}""", "/all/1", "rules.problem.contradicts" },
        { """{"all": [{"statusIn": ["Refugee"]}, {"not": {"statusIn": ["Refugee", "EuCitizen"]}}]}""", "/all/1/not", "rules.problem.contradicts" },
        { """{"all": [{"ageBetween": {"from": 18, "to": 30}}, {"ageBetween": {"from": 31}}]}""", "/all/1", "rules.problem.contradicts" },
        { """{"all": [{"levelAtLeast": "B1"}, {"any": [{"livesInCentre": true}, {"absenceBelow": 5}]}, {"levelBelow": "A2"}]}""", "/all/2", "rules.problem.contradicts" },
        { """{"all": [{"levelAtLeast": "B1"}, {"all": [{"livesInCentre": true}, {"levelBelow": "B1"}]}]}""", "/all/1/all/1", "rules.problem.contradicts" },
        { """{"all": [{"stayShorterThanYears": 2}, {"not": {"stayShorterThanYears": 3}}]}""", "/all/1/not", "rules.problem.contradicts" },
        { """{"not": {"any": [{"livesInCentre": true}, {"not": {"livesInCentre": true}}]}}""", "/not/any/1/not", "rules.problem.contradicts" },
        { """{"all": [{"works": true}, {"not": {"works": true}}]}""", "/all/1/not", "rules.problem.contradicts" },
        { """{"all": [{"certificateAtLeast": {"language": "de", "level": "B1"}}, {"not": {"certificateAtLeast": {"language": "de", "level": "A2"}}}]}""", "/all/1/not", "rules.problem.contradicts" },
        { """{"all": [{"skillAtLeast": {"skill": "Reading", "level": "B1"}}, {"not": {"skillAtLeast": {"skill": "Reading", "level": "A2"}}}]}""", "/all/1/not", "rules.problem.contradicts" },
        { """{"all": [{"hoursUsedBelow": 100}, {"not": {"categoryHoursBelow": {"category": "language", "hours": 100}}}]}""", "/all/1/not", "rules.problem.contradicts" },
        { """{"any": [{"absenceBelow": 5}, {"all": [{"hoursUsedBelow": 100}, {"not": {"hoursUsedBelow": 100}}]}]}""", "/any/1/all/1/not", "rules.problem.contradicts" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_makes_no_sense_is_refused_at_its_place(string rule, string path, string code) =>
        Assert.Equal([(path, code)], TermsCheck.OfRule(JsonNode.Parse(rule), Topics).Select(problem => (problem.Path, problem.Code)));

    [Theory]
    [InlineData("""{"all": []}""")]
    [InlineData("""{"all": [{"statusIn": ["Refugee", "EuCitizen"]}, {"not": {"statusIn": ["Refugee"]}}]}""")]
    [InlineData("""{"any": [{"ageBetween": {"from": 5, "to": 13}}, {"ageBetween": {"from": 14, "to": 20}}]}""")]
    [InlineData("""{"all": [{"levelAtLeast": "A1"}, {"levelBelow": "A2"}]}""")]
    [InlineData("""{"all": [{"skillAtLeast": {"skill": "Reading", "level": "B1"}}, {"not": {"skillAtLeast": {"skill": "Writing", "level": "A2"}}}]}""")]
    [InlineData("""{"all": [{"learnsAt": "7d1f2a34-0000-4000-8000-000000000001"}, {"referredBy": "MA 35"}, {"categoryHoursBelow": {"category": "enterprise", "hours": 55}}]}""")]
    [InlineData("""{"all": [{"not": {"firstPermitWithinMonths": 12}}, {"firstPermitWithinMonths": 24}]}""")]
    [InlineData("""{"not": {"all": [{"livesInCentre": true}, {"not": {"livesInCentre": true}}]}}""")]
    public void What_makes_sense_passes(string rule) => Assert.Empty(TermsCheck.OfRule(JsonNode.Parse(rule), Topics));

    [Theory]
    [InlineData("academicHourMinutes", "0", "/academicHourMinutes")]
    [InlineData("academicHourMinutes", "241", "/academicHourMinutes")]
    [InlineData("reportEveryMonths", "0", "/reportEveryMonths")]
    [InlineData("funder", "\" \"", "/funder")]
    [InlineData("gives", "null", "/gives")]
    [InlineData("gives", """[{"kind": "gold"}]""", "/gives/0/kind")]
    [InlineData("gives", """[{"kind": "vouchers"}]""", "/gives/0/vouchers")]
    [InlineData("gives", """[{"kind": "language-hours", "hours": 0}]""", "/gives/0/hours")]
    [InlineData("must", "null", "/must")]
    [InlineData("must", """[{"kind": "module"}]""", "/must/0/topic")]
    [InlineData("must", """[{"kind": "module", "topic": "start-coaching", "activity": "nowhere"}]""", "/must/0/activity")]
    [InlineData("must", """[{"kind": "attendance"}]""", "/must/0/kind")]
    [InlineData("groups", """[{"kind": "language", "from": 20, "to": 10}]""", "/groups/0/to")]
    [InlineData("attendance", """{"percent": 140}""", "/attendance/percent")]
    [InlineData("attendance", """{"percent": 40, "mode": "Binding"}""", "/attendance/mode")]
    [InlineData("attendance", """{"percent": 40, "appliesTo": {"statusIn": []}}""", "/attendance/appliesTo/statusIn")]
    [InlineData("attendance", """{"percent": 100, "effect": "cut", "benefitCents": 100000}""", "/attendance/period")]
    [InlineData("attendance", """{"percent": 100, "effect": "cut", "benefitCents": 100000, "period": "enrolment"}""", "/attendance/period")]
    [InlineData("attendance", """{"percent": 100, "effect": "cut", "period": "month"}""", "/attendance/benefitCents")]
    [InlineData("attendance", """{"percent": 40, "effect": "doubled"}""", "/attendance/effect")]
    [InlineData("attendance", """{"percent": 40, "excusedByWord": "never"}""", "/attendance/excusedByWord")]
    [InlineData("attendance", """{"percent": 40, "wordTimesAYear": 51}""", "/attendance/wordTimesAYear")]
    [InlineData("surprise", "1", "/surprise")]
    public void Terms_are_refused_at_their_place_too(string name, string value, string path)
    {
        var terms = Of("metadrasi");
        terms[name] = JsonNode.Parse(value);
        if (name == "attendance")
        {
            terms["must"] = new JsonArray();
        }

        Assert.Equal([path], TermsCheck.Of(terms, Topics).Select(problem => problem.Path));
    }

    [Fact]
    public void The_templates_pass() => Assert.All(
        ProgrammeTemplates.All.SelectMany(template => template.Versions),
        version => Assert.Empty(TermsCheck.Of(JsonSerializer.SerializeToNode(version.Terms, Terms.Json), Topics)));

    [Fact]
    public void The_rule_of_a_neighbour_passes_and_is_read_back_the_same()
    {
        // Norway: cut in proportion to what was missed, three days by word, four times a year, after eight weeks.
        var terms = Of("metadrasi");
        terms["attendance"] = JsonNode.Parse(
            """
            {"percent": 100, "minimumHeldHours": 0, "mode": "binding", "period": "month", "effect": "cut", "benefitCents": 100000, "personConfirmsFromCents": 50000, "excusedByWord": "leavesBothSums",
             "daysWithoutCertificate": 3, "wordTimesAYear": 4, "wordAfterWeeks": 8}
            """);
        Assert.Empty(TermsCheck.Of(terms, Topics));
        var read = terms.Deserialize<Terms>(Terms.Json)!;
        Assert.Equal((BenefitEffect.Cut, new OwnWord(3, 4, 8)), (read.Attendance!.Effect, read.Attendance.OwnWord));
        Assert.Empty(TermsCheck.Of(JsonSerializer.SerializeToNode(read, Terms.Json), Topics));
    }

    [Fact]
    public void What_is_no_JSON_or_says_one_thing_twice_is_a_problem_and_no_fault()
    {
        foreach (var text in new[] { "", "{", "{\"funder\": 1, \"funder\": 2}", "]" })
        {
            Assert.Null(TermsCheck.Read(text, out var problem));
            Assert.Equal("rules.problem.no-json", problem!.Code);
        }

        foreach (var text in new[] { "null", "[]", "1", "{}", "{\"rules\": null}" })
        {
            var read = TermsCheck.Read(text, out var problem);
            Assert.Null(problem);
            Assert.NotEmpty(TermsCheck.Of(read, Topics));
        }
    }

    [Fact]
    public void No_rule_that_passes_can_break_an_evaluation() => Prop.ForAll(
        Gen.OneOf(WildTrees, RuleTests.Trees.Select(rule => JsonSerializer.Serialize(rule, Terms.Json))).ToArbitrary(), RuleTests.SomeFacts.ToArbitrary(),
        (json, facts) =>
        {
            var node = TermsCheck.Read(json, out var unreadable);
            if (unreadable is not null || TermsCheck.OfRule(node, Topics) is not [])
            {
                return true;
            }

            var rule = node.Deserialize<Rule>(Terms.Json)!;
            var reason = Evaluation.Evaluate(rule, facts);

            // The form shows the same rule.
            return Evaluation.Evaluate(RuleNode.Of(node).ToJson().Deserialize<Rule>(Terms.Json)!, facts).Answer == reason.Answer;
        }).Check(Many);

    /// <summary>The canary: a good many of the conditions that are tried make sense, and a good many do not.</summary>
    [Fact]
    public void Enough_of_what_is_tried_passes()
    {
        var tried = Kinds.SelectMany(kind => Values.Select(value => TermsCheck.Read($"{{\"{kind}\": {value}}}", out _))).ToArray();
        Assert.InRange(tried.Count(node => node is not null && TermsCheck.OfRule(node, Topics) is []), 30, tried.Length / 2);
    }

    [Fact]
    public void No_rule_is_too_deep_or_too_large_to_be_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"not\":", 30)) + "{\"livesInCentre\":true}" + new string('}', 30);
        Assert.Equal("rules.problem.too-deep", Assert.Single(TermsCheck.OfRule(JsonNode.Parse(deep), Topics)).Code);
        var wide = "{\"any\":[" + string.Join(',', Enumerable.Repeat("{\"livesInCentre\":true}", 200)) + "]}";
        Assert.Equal("rules.problem.too-many", Assert.Single(TermsCheck.OfRule(JsonNode.Parse(wide), Topics)).Code);
    }

    private static JsonObject Of(string code) => JsonSerializer.SerializeToNode(ProgrammeTemplates.All.Single(template => template.Code == code).Versions[0].Terms, Terms.Json)!.AsObject();

    private static Gen<string> Wild(int depth) => depth == 0
        ? WildLeaf
        : Gen.OneOf(
            WildLeaf,
            Wild(depth - 1).Select(inner => $"{{\"not\": {inner}}}"),
            from one in Wild(depth - 1) from other in Wild(depth - 1) select $"{{\"all\": [{one}, {other}]}}",
            from one in Wild(depth - 1) from other in Wild(depth - 1) select $"{{\"any\": [{one}, {other}]}}");
}
