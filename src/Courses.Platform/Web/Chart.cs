using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace Courses.Platform.Web;

/// <summary>Bars as SVG, drawn on the server. The same numbers stand as text at the bars, so nothing is said by length or colour alone.</summary>
public static class Chart
{
    /// <summary>About as wide as half a desktop page, so that letters keep their size.</summary>
    private const int Width = 480;

    /// <summary>Of one letter, on average, in the letters of the chart.</summary>
    private const double Letter = 8;
    private const string Ink = "var(--ink)";
    private const string Brand = "var(--brand)";

    /// <summary>Bars side by side, for a course of time.</summary>
    public static IHtmlContent Columns(string title, IReadOnlyList<Bar> bars, double? largest = null)
    {
        const int height = 220, foot = 46, head = 24;
        var step = Math.Max(39, Width / Math.Max(1, bars.Count));
        var width = step * bars.Count;
        var most = Math.Max(largest ?? bars.Max(bar => bar.Size), 1e-9);
        var (named, said) = (EveryTo(step, bars.SelectMany(bar => bar.Name.Split('\n'))), EveryTo(step, bars.Select(bar => bar.Text)));
        return Svg(title, width, height, bars.SelectMany((bar, i) =>
        {
            var tall = Math.Clamp(bar.Size / most, 0, 1) * (height - foot - head);
            var middle = (i * step) + (step / 2.0);
            return new[]
            {
                $"<rect x=\"{N((i * step) + (step * .15))}\" y=\"{N(height - foot - tall)}\" width=\"{N(step * .7)}\" height=\"{N(tall)}\" rx=\"3\" fill=\"{Brand}\"/>",
                (bars.Count - 1 - i) % said == 0 ? Text(middle, height - foot - tall - 7, "middle", bar.Text) : "",
                (bars.Count - 1 - i) % named != 0 ? "" : string.Concat(bar.Name.Split('\n').Select((line, below) => Text(middle, height - foot + 18 + (below * 18), "middle", line))),
            };
        }).Append($"<line x1=\"0\" x2=\"{width}\" y1=\"{height - foot}\" y2=\"{height - foot}\" stroke=\"var(--edge)\"/>"));
    }

    /// <summary>Bars below each other, for names of any length.</summary>
    public static IHtmlContent Rows(string title, IReadOnlyList<Bar> bars, double? largest = null)
    {
        const int step = 52;
        var most = Math.Max(largest ?? bars.Max(bar => bar.Size), 1e-9);
        return Svg(title, Width, step * bars.Count, bars.SelectMany((bar, i) => new[]
        {
            Text(0, (i * step) + 17, "start", bar.Name),
            Text(Width, (i * step) + 17, "end", bar.Text),
            $"<rect x=\"0\" y=\"{(i * step) + 25}\" width=\"{Width}\" height=\"14\" rx=\"7\" fill=\"var(--line)\"/>",
            $"<rect x=\"0\" y=\"{(i * step) + 25}\" width=\"{N(Math.Clamp(bar.Size / most, 0, 1) * Width)}\" height=\"14\" rx=\"7\" fill=\"{Brand}\"/>",
        }));
    }

    /// <summary>Where the words of neighbours would touch, only each second or third bar has them. The last one, which is the newest, always does.</summary>
    private static int EveryTo(int step, IEnumerable<string> words) => Math.Max(1, (int)Math.Ceiling((words.Select(word => word.Length).DefaultIfEmpty().Max() + 1) * Letter / step));

    private static HtmlString Svg(string title, int width, int height, IEnumerable<string> parts) => new(
        $"<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{E(title)}\" font-size=\"14\" font-family=\"inherit\">{string.Concat(parts)}</svg>");

    private static string Text(double x, double y, string anchor, string text) =>
        $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" fill=\"{Ink}\">{E(text)}</text>";

    private static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string E(string text) => PageText.Encoder.Encode(text);
}
