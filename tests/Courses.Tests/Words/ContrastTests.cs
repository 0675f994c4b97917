using System.Globalization;
using System.Text.RegularExpressions;

namespace Courses.Tests.Words;

/// <summary>Every pair of colours that text and its ground make, by day and in the dark: WCAG 2.2 asks for 4.5 to 1.</summary>
public sealed partial class ContrastTests
{
    private static readonly (string Text, string Ground)[] Pairs =
    [
        ("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("brand", "paper"), ("brand", "ground"), ("brand", "brand-soft"), ("brand-ink", "brand"), ("bar-ink", "bar"),
        ("good", "paper"), ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "paper"), ("bad", "bad-soft"), ("ink", "brand-soft"), ("ink", "good-soft"), ("ink", "warn-soft"), ("ink", "bad-soft"),
        ("brand", "good-soft"), ("brand", "warn-soft"), ("brand", "bad-soft"), ("soft", "brand-soft"), ("soft", "warn-soft"),
    ];

    [Fact]
    public void Text_stands_out_from_its_ground_by_day_and_in_the_dark()
    {
        var modes = Modes();
        Assert.Equal(2, modes.Length);
        Assert.All(modes, colours => Assert.All(Pairs, pair => Assert.True(
            Contrast(colours[pair.Text], colours[pair.Ground]) >= 4.5, $"--{pair.Text} {colours[pair.Text]} on --{pair.Ground} {colours[pair.Ground]}: {Contrast(colours[pair.Text], colours[pair.Ground]):0.00}")));
        Assert.NotEqual(modes[0]["paper"], modes[1]["paper"]);
    }

    [Fact]
    public void The_measure_knows_black_on_white_and_grey_on_white()
    {
        Assert.Equal(21, Contrast("#000", "#ffffff"), 2);
        Assert.Equal(4.48, Contrast("#777777", "#fff"), 2);
    }

    /// <summary>The colours of the sheet: those of the day first, then those of the dark.</summary>
    private static Dictionary<string, string>[] Modes()
    {
        var sheet = File.ReadAllText(Path.Combine(Repository.Root, "src/Courses.Web/wwwroot/site.css"));
        return [.. Block().Matches(sheet).Select(block => Colour().Matches(block.Value).ToDictionary(colour => colour.Groups["name"].Value, colour => colour.Groups["value"].Value, StringComparer.Ordinal))];
    }

    private static double Contrast(string one, string other)
    {
        var (light, dark) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string colour)
    {
        var hex = colour[1..];
        var full = hex.Length == 3 ? string.Concat(hex.Select(digit => new string(digit, 2))) : hex;
        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));

        double Channel(int at)
        {
            var value = int.Parse(full.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }

    [GeneratedRegex(":root[^{]*\\{[^}]*--ink:[^}]*\\}", RegexOptions.None, 5000)]
    private static partial Regex Block();

    [GeneratedRegex("--(?<name>[a-z-]+): (?<value>#[0-9a-f]{3,6})", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Colour();
}
