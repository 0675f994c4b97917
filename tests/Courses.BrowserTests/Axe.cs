using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// axe-core, at the version that the package brings. Every rule counts, best practices and the sizes of targets included, and every level of harm: a page is clean or it is not.
/// </summary>
internal static class Axe
{
    private static readonly AxeRunOptions Everything = new() { Rules = new() { ["target-size"] = new() { Enabled = true } } };

    /// <summary>What axe holds against the page as it stands: level, rule, element and what to do, one line each.</summary>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        var result = await page.RunAxe(Everything);
        return [.. result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Impact} {violation.Id}: {node.Html} ({violation.Help})"))];
    }

    public static async Task FindsNothing(IPage page)
    {
        var violations = await Violations(page);
        Assert.True(violations.Count == 0, $"{page.Url}:\n{string.Join('\n', violations)}");
    }
}
