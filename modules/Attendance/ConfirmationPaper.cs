using System.Globalization;
using Courses.Platform.Languages;
using Courses.Platform.Web;

namespace Courses.Attendance;

/// <summary>A confirmation as it is read on paper and on the phone: the same in two languages, with the address at which anybody checks it.</summary>
internal sealed record ConfirmationPaper(Confirmation Confirmation, Links Links, string Frame)
{
    /// <summary>An hour of lessons.</summary>
    private const int HourMinutes = 45;

    public IReadOnlyList<Language> Languages { get; } = [Language.Of(Confirmation.FirstLanguage), Language.Of(Confirmation.SecondLanguage)];

    public string Address => Links.To($"/confirmed/{Confirmation.Number}");

    /// <summary>Hours of lessons, cut to a tenth: a paper never says more than was attended.</summary>
    public static decimal Hours(int minutes) => Math.Floor(minutes * 10m / HourMinutes) / 10;

    /// <summary>What the paper says, one fact a row.</summary>
    public IEnumerable<(string Label, Func<Words, CultureInfo, string> Value)> Facts()
    {
        var paper = Confirmation;
        yield return ("confirmation.name", (_, _) => paper.LatinName is null ? paper.Name : $"{Shown.Apart(paper.Name)} {Shown.Apart($"({paper.LatinName})")}");
        yield return ("confirmation.born", (_, culture) => Shown.DateOrPart(culture, paper.Born));
        yield return ("confirmation.course", (_, _) => paper.Course);
        yield return ("confirmation.provider", (_, _) => paper.Provider);
        yield return ("confirmation.dates", (_, culture) => $"{Shown.Date(culture, paper.From)} – {Shown.Date(culture, paper.Until)}");
        yield return ("confirmation.attended", (words, culture) => words.In(culture, "confirmation.hours", Hours(paper.AttendedMinutes), paper.AttendedLessons, Hours(paper.HeldMinutes), paper.HeldLessons));
        yield return ("confirmation.issued", (_, culture) => Shown.Date(culture, paper.IssuedOn));
    }
}
