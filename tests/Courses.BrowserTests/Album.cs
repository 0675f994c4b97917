using System.Globalization;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>The pictures of a story, numbered as they were taken, under .data/screenshots for whoever wants to look.</summary>
internal sealed class Album(string story)
{
    private readonly string folder = Directory.CreateDirectory(Path.Combine(HostProcess.Root, ".data/screenshots", story)).FullName;
    private int step;

    /// <summary>Where the pictures lie.</summary>
    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Of a page on which nothing is cut off and axe finds nothing.</summary>
    public async Task TakeClean(IPage page, string name)
    {
        await page.WaitForLoadStateAsync();
        Assert.Empty(await Looks.Wrong(page));
        await Axe.FindsNothing(page);
        await page.EvaluateAsync("window.scrollTo(0, 0)");
        await Take(page, name);
    }

    /// <summary>Of a page in which no script runs: those are looked at one by one in <see cref="NewcomerPagesTests"/>.</summary>
    public Task Take(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = PathOf(string.Create(CultureInfo.InvariantCulture, $"{++step:00}-{name}.png")), FullPage = true, Animations = ScreenshotAnimations.Disabled });
}
