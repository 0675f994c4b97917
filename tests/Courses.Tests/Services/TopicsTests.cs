using System.Text.RegularExpressions;
using Courses.Platform.Languages;
using Courses.Services;

namespace Courses.Tests.Services;

public sealed class TopicsTests
{
    [Fact]
    public void Every_topic_has_a_name_in_every_language_and_a_picture_that_exists_and_so_has_what_is_brought()
    {
        var pictures = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "src/Courses.Web/wwwroot/icons.svg")), "id=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["id"].Value).ToArray();
        Assert.All(Topics.All, topic => Assert.Equal(Language.ForNewcomers.Select(language => language.Code).Order(StringComparer.Ordinal), topic.Names.Keys.Order(StringComparer.Ordinal)));
        Assert.All(Topics.All.Select(topic => topic.Icon).Concat(ThingsToBring.All.Select(thing => thing.Icon)), icon => Assert.Contains(icon, pictures));
        Assert.Equal(Topics.All.Count, Topics.All.Select(topic => topic.Code).Distinct().Count());
    }
}
