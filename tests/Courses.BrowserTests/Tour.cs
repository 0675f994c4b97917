using System.Globalization;
using System.Text;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Takes a picture at each step of a story. With COURSES_TOUR=1 (tools/tour) the pictures and their captions become docs/tour.md; otherwise they
/// lie among those of the city, for whoever wants to look.
/// </summary>
internal sealed class Tour(string pictures)
{
    private static readonly bool Publish = Environment.GetEnvironmentVariable("COURSES_TOUR") == "1";
    private readonly string folder = Publish ? Path.Combine(HostProcess.Root, "docs/tour") : pictures;
    private readonly StringBuilder text = new(
        """
        # A tour in pictures

        Made by `tools/tour`, which plays the main story in a browser and photographs each step. Do not edit by hand.


        """);

    private int step;

    public void Chapter(string title) => text.Append("## ").AppendLine(title).AppendLine();

    public async Task Picture(IPage page, string name, string caption, bool whole = true)
    {
        Directory.CreateDirectory(folder);
        var file = $"{++step:00}-{name}.png";
        var (screen, height) = (page.ViewportSize!, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        if (whole)
        {
            // A screen as high as the page: what sticks to the foot of the screen then stands at the foot of the page.
            await page.SetViewportSizeAsync(screen.Width, Math.Max(screen.Height, height));
        }

        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, file), Animations = ScreenshotAnimations.Disabled });
        await page.SetViewportSizeAsync(screen.Width, screen.Height);
        var width = screen.Width switch { < 500 => 280, < 1000 => 460, _ => 720 };
        text.AppendLine(caption).AppendLine().AppendLine(CultureInfo.InvariantCulture, $"<img src=\"tour/{file}\" width=\"{width}\" alt=\"{caption}\">").AppendLine();
    }

    public void Write()
    {
        if (Publish)
        {
            File.WriteAllText(Path.Combine(HostProcess.Root, "docs/tour.md"), text.ToString());
        }
    }
}
