using System.Globalization;
using System.Text;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Takes a picture at each step of a story. With COURSES_TOUR=1 (tools/tour) the pictures and their captions become docs/tour.md; otherwise they
/// lie under .data/screenshots for whoever wants to look.
/// </summary>
internal sealed class Tour
{
    private static readonly bool Publish = Environment.GetEnvironmentVariable("COURSES_TOUR") == "1";
    private static readonly string Folder = Path.Combine(HostProcess.Root, Publish ? "docs/tour" : ".data/screenshots");
    private readonly StringBuilder text = new(
        """
        # A tour in pictures

        Made by `tools/tour`, which plays the main story in a browser and photographs each step. Do not edit by hand.


        """);

    private int step;

    /// <summary>On a picture of a whole page, what sticks to the foot of the screen belongs at the foot of the page.</summary>
    private const string StillFoot = ".foot { position: static !important; }";

    public void Chapter(string title) => text.Append("## ").AppendLine(title).AppendLine();

    public async Task Picture(IPage page, string name, string caption, bool whole = true)
    {
        Directory.CreateDirectory(Folder);
        var file = $"{++step:00}-{name}.png";
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, file), FullPage = whole, Animations = ScreenshotAnimations.Disabled, Style = whole ? StillFoot : null });
        var width = page.ViewportSize!.Width switch { < 500 => 280, < 1000 => 460, _ => 720 };
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
