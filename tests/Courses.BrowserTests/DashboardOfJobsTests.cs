using Courses.Seed;

namespace Courses.BrowserTests;

/// <summary>Hangfire's own pages in a browser: nothing there breaks the policy of every page, and what they offer works.</summary>
[Collection(InTheBrowser.Name)]
public sealed class DashboardOfJobsTests(BrowserCity city)
{
    private const string Job = "forget";
    private const string RunsOfTheDay = $"#{Job} > p.soft";

    [Fact]
    public async Task An_administrator_looks_at_the_schedule_and_starts_a_job_and_the_browser_has_nothing_to_complain_of()
    {
        var page = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        await page.GotoAsync("/admin/jobs");
        var before = await page.InnerTextAsync(RunsOfTheDay);
        await page.ClickAsync("a[href='/admin/jobs/hangfire']");
        foreach (var address in new[] { "", "/jobs/enqueued", "/jobs/processing", "/jobs/succeeded", "/retries", "/servers" })
        {
            Assert.Equal(200, (await page.GotoAsync("/admin/jobs/hangfire" + address))!.Status);
        }

        await page.GotoAsync("/admin/jobs/hangfire/recurring?from=0&count=100");
        foreach (var job in new[] { "recompute-all", "recompute-stale", "send-messages", "vouchers-expire", Job })
        {
            Assert.Equal(1, await page.Locator($"input[value='{job}']").CountAsync());
        }

        // A job of the night, so that only this button can have started it.
        var row = page.Locator("tr", new() { Has = page.Locator($"input[value='{Job}']") });
        await row.Locator("input").CheckAsync();
        await page.EvaluateAsync("() => { window.before = true; }");
        await page.RunAndWaitForResponseAsync(
            () => page.ClickAsync("button[data-url$='/recurring/trigger']"),
            answer => answer.Url.EndsWith("/recurring/trigger", StringComparison.Ordinal) && answer.Status == 204);

        // Its page loads itself again then, which would break off whatever we open meanwhile.
        await page.WaitForFunctionAsync("() => !window.before && document.readyState === 'complete'");
        Assert.True(await RunsAgain(page, before), await page.InnerTextAsync($"#{Job}"));
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        await page.Context.CloseAsync();
    }

    /// <summary>On our own page, until it has run; a node that is free takes it at once.</summary>
    private static async Task<bool> RunsAgain(Microsoft.Playwright.IPage page, string before)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        do
        {
            await page.GotoAsync("/admin/jobs");
            if (await page.InnerTextAsync(RunsOfTheDay) != before && await page.Locator($"#{Job} .badge.good").CountAsync() > 0)
            {
                return true;
            }
        }
        while (!patience.IsCancellationRequested);
        return false;
    }
}
