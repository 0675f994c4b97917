using System.Net;
using System.Text.RegularExpressions;

namespace Courses.IntegrationTests.Access;

/// <summary>A form that posts, as it stands in a page's HTML, filled with the values it shows.</summary>
internal sealed partial record PageForm(string? Action, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>A form without an action posts to its page.</summary>
    public string AddressOn(string page) => string.IsNullOrEmpty(Action) ? page : Action;

    public static IEnumerable<PageForm> In(string html) => FormText().Matches(html)
        .Where(form => AttributeOf(form.Groups["tag"].Value, "method")?.Equals("post", StringComparison.OrdinalIgnoreCase) == true)
        .Select(form => new PageForm(AttributeOf(form.Groups["tag"].Value, "action"), [.. FieldsIn(form.Groups["content"].Value)]));

    private static IEnumerable<(string Name, string Value)> FieldsIn(string html)
    {
        foreach (var tag in Tag().Matches(html).Select(match => match.Value))
        {
            if (AttributeOf(tag, "name") is { } name && name != "__RequestVerificationToken" && AttributeOf(tag, "type") is not ("checkbox" or "radio" or "file"))
            {
                yield return (name, AttributeOf(tag, "value") ?? "1");
            }
        }
    }

    private static string? AttributeOf(string tag, string name)
    {
        var match = Regex.Match(tag, $"\\s{name}=\"(?<value>[^\"]*)\"", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form(?<tag>[^>]*)>(?<content>.*?)</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex FormText();

    [GeneratedRegex("<(input|select|textarea|button)[^>]*>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Tag();
}
