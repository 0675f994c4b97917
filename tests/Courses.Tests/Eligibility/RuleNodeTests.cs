using System.Text.Json.Nodes;
using Courses.Eligibility;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Eligibility;

/// <summary>Editing the tree, step by step, as the buttons of the form do it.</summary>
public sealed class RuleNodeTests
{
    private const string Two = """{"all":[{"livesInCentre":true},{"levelBelow":"B1"}]}""";
    private static readonly string[] Acts = ["up", "down", "in", "out", "group"];

    [Theory]
    [InlineData(Two, "add rules", "hoursUsedBelow", """{"all":[{"livesInCentre":true},{"levelBelow":"B1"},{"hoursUsedBelow":null}]}""", "rules.2")]
    [InlineData(Two, "add rules", "nonsense", Two, "rules")]
    [InlineData(Two, "add rules.1", "all", Two, "rules.1")]
    [InlineData(Two, "remove rules.0", "", """{"all":[{"levelBelow":"B1"}]}""", "rules")]
    [InlineData(Two, "remove rules", "", Two, "rules")]
    [InlineData(Two, "remove rules.7", "", Two, "rules")]
    [InlineData(Two, "remove rules.x", "", Two, "rules")]
    [InlineData(Two, "up rules.1", "", """{"all":[{"levelBelow":"B1"},{"livesInCentre":true}]}""", "rules.0")]
    [InlineData(Two, "up rules.0", "", Two, "rules.0")]
    [InlineData(Two, "down rules.0", "", """{"all":[{"levelBelow":"B1"},{"livesInCentre":true}]}""", "rules.1")]
    [InlineData(Two, "group rules.0", "", """{"all":[{"all":[{"livesInCentre":true}]},{"levelBelow":"B1"}]}""", "rules.0")]
    [InlineData("""{"levelBelow":"B1"}""", "group rules", "", """{"all":[{"levelBelow":"B1"}]}""", "rules")]
    [InlineData("""{"all":[{"any":[{"livesInCentre":true}]},{"levelBelow":"B1"}]}""", "in rules.1", "", """{"all":[{"any":[{"livesInCentre":true},{"levelBelow":"B1"}]}]}""", "rules.0.1")]
    [InlineData("""{"all":[{"any":[{"livesInCentre":true},{"levelBelow":"B1"}]}]}""", "out rules.0.0", "", """{"all":[{"any":[{"levelBelow":"B1"}]},{"livesInCentre":true}]}""", "rules.1")]
    public void One_step_changes_the_tree_and_says_where_to_look(string rule, string step, string kind, string after, string look)
    {
        var tree = RuleNode.Of(JsonNode.Parse(rule));
        var words = step.Split(' ');
        Assert.Equal(look, tree.Do(words[0], words[1], kind));
        Assert.Equal(after, tree.ToJson().ToJsonString());
    }

    [Fact]
    public void Moving_loses_no_condition() => Prop.ForAll(
        RuleTests.Trees.ToArbitrary(),
        (from act in Gen.Elements(Acts) from way in Gen.Choose(0, 2).ArrayOf(3) select (act, way)).ArrayOf(8).ToArbitrary(),
        (rule, steps) =>
        {
            var tree = RuleNode.Of(System.Text.Json.JsonSerializer.SerializeToNode(rule, Terms.Json));
            var before = Leaves(tree);
            foreach (var (act, way) in steps)
            {
                tree.Do(act, "rules." + string.Join('.', way.Take(way[0] + 1)), "");
            }

            return before.SequenceEqual(Leaves(tree));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void What_was_typed_stays_as_it_was_typed()
    {
        var tree = RuleNode.Of(JsonNode.Parse("""{"ageBetween":{"from":"eighteen","to":30}}"""));
        Assert.Equal(("eighteen", "30"), (tree.Typed["from"], tree.Typed["to"]));
        Assert.Equal("""{"ageBetween":{"from":"eighteen","to":30}}""", tree.ToJson().ToJsonString());
    }

    private static string[] Leaves(RuleNode node) => [.. AllOf(node).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> AllOf(RuleNode node) => node.IsGroup ? node.Below.SelectMany(AllOf) : [node.ToJson().ToJsonString()];
}
