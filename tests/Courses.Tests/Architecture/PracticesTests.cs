using System.Text.RegularExpressions;

namespace Courses.Tests.Architecture;

/// <summary>docs/practices.md says which story plays which practice. Here it is compared with the stories that there are.</summary>
public sealed partial class PracticesTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/practices.md"));

    private static readonly string[] Stories = ["ActivityStory", "CentreStory", "ExamStory", "HelperStory", "MaterialsStory", "MentorStory", "PlanStory", "PracticeStory", "QuestionnaireStory", "ServicesStory"];

    private static readonly string[] Practices = ["METAdrasi", "Netherlands", "Latvia", "Talk with Me", "Weichenstellwerk", "PRIME", "Renew Europe", "Estonia", "COM(2011)", "UNHCR", "AMIF", "Antwerp", "DISCRI", "My Place", "REACT_RO", "Caritas", "Start Wien", "InLT", "Bread House", "miHUB"];

    [Fact]
    public void Every_practice_is_played_by_a_story_that_exists_and_no_story_is_left_out()
    {
        var rows = Row().Matches(Page).Select(row => (Practice: row.Groups["practice"].Value, Stories: Story().Matches(row.Groups["stories"].Value).Select(story => story.Groups["name"].Value).ToArray())).ToArray();
        Assert.Empty(Practices.Except(rows.Select(row => row.Practice)));
        Assert.All(rows, row => Assert.True(row.Stories.Length > 0, $"{row.Practice} is played by no story."));
        var known = Stories.SelectMany(story => Fact().Matches(File.ReadAllText(Path.Combine(Repository.Root, "tests/Courses.BrowserTests", $"{story}.cs"))).Select(fact => $"{story}.{fact.Groups["name"].Value}")).ToArray();
        Assert.True(known.Length > 10, "The stories were not read.");
        Assert.Empty(rows.SelectMany(row => row.Stories).Except(known));
        Assert.Empty(known.Except(rows.SelectMany(row => row.Stories)));
    }

    [GeneratedRegex(@"^\| (?<practice>[^|`]+?) \| [^|`]+ \| (?<stories>[^|]*`[^|]+) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+\.\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Story();

    [GeneratedRegex(@"\[Fact\]\s+public (async )?Task (?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fact();
}
