using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// axe-core, at the version that the package brings. Every rule counts, best practices and the sizes of targets included, and every level of harm: a page is clean or it is not.
/// It runs in the page itself and only what it objects to comes back. What Deque wraps around it for Playwright copies everything that is in order to a second page, for the sake of frames, and takes four times as long; a page of ours has none.
/// </summary>
internal static class Axe
{
    private const string Run =
        """
        async () => {
          const result = await axe.run(document, { rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] });
          return result.violations.flatMap(violation => violation.nodes.map(node => `${violation.impact} ${violation.id}: ${node.html} (${violation.help})`));
        }
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What axe holds against the page as it stands: level, rule, element and what to do, one line each.</summary>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        Assert.Single(page.Frames);
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<string[]>(Run);
    }

    public static async Task FindsNothing(IPage page)
    {
        // In the middle of a change the register has no heading, and axe is quick enough to see it so.
        await page.WaitForSelectorAsync("h1", new() { State = WaitForSelectorState.Attached });
        var violations = await Violations(page);
        Assert.True(violations.Count == 0, $"{page.Url}:\n{string.Join('\n', violations)}");
    }
}
