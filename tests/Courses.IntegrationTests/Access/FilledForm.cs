using System.Net;
using System.Text.RegularExpressions;

namespace Courses.IntegrationTests.Access;

/// <summary>What a browser would send of a page's form as it stands: fields, texts, what is ticked and what is chosen. Buttons are left out.</summary>
internal static partial class FilledForm
{
    /// <param name="html">The page.</param>
    /// <param name="with">The name of a field that tells the form from the others of the page.</param>
    public static IReadOnlyList<(string Name, string Value)> In(string html, string with)
    {
        var form = FormText().Matches(html).Select(match => match.Value).Single(form => form.Contains($"name=\"{with}\"", StringComparison.Ordinal));
        return [.. Control().Matches(form).SelectMany(Sent)];
    }

    private static IEnumerable<(string Name, string Value)> Sent(Match control)
    {
        var (kind, tag, content) = (control.Groups["kind"].Value, control.Groups["tag"].Value, control.Groups["content"].Value);
        if (Of(tag, "name") is not { } name || name == "__RequestVerificationToken")
        {
            yield break;
        }

        if (kind == "textarea")
        {
            // The first line break of a text area is not part of it.
            yield return (name, WebUtility.HtmlDecode(content.StartsWith("\r\n", StringComparison.Ordinal) ? content[2..] : content.TrimStart('\n')));
        }
        else if (kind == "select")
        {
            var options = Option().Matches(content).Select(option => option.Groups["tag"].Value).ToArray();
            var chosen = options.FirstOrDefault(option => option.Contains(" selected", StringComparison.Ordinal)) ?? options.FirstOrDefault();
            yield return (name, chosen is null ? "" : Of(chosen, "value") ?? "");
        }
        else if (Of(tag, "type") is not ("checkbox" or "radio") || tag.Contains(" checked", StringComparison.Ordinal))
        {
            yield return (name, Of(tag, "value") ?? "");
        }
    }

    private static string? Of(string tag, string name)
    {
        var match = Regex.Match(tag, $"\\s{name}=\"(?<value>[^\"]*)\"", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return match.Success ? WebUtility.HtmlDecode(match.Groups["value"].Value) : null;
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex FormText();

    [GeneratedRegex("<(?<kind>input)(?<tag>[^>]*)>|<(?<kind>textarea|select)(?<tag>[^>]*)>(?<content>.*?)</(textarea|select)>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Control();

    [GeneratedRegex("<option(?<tag>[^>]*)>", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Option();
}
