using System.Globalization;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>A confirmation as it is read on paper and on the phone.</summary>
internal sealed class ConfirmationPaper(CoursesDb db, Links links, Words words) : IPaperSource
{
    /// <summary>An hour of lessons.</summary>
    private const int HourMinutes = 45;

    /// <summary>Hours of lessons, cut to a tenth: a paper never says more than was attended.</summary>
    public static decimal Hours(int minutes) => Math.Floor(minutes * 10m / HourMinutes) / 10;

    public PaperSheet SheetOf(Confirmation paper) => new()
    {
        Number = paper.Number,
        Address = links.To($"/confirmed/{paper.Number}"),
        Title = culture => words.In(culture, "confirmation.title"),
        Text = culture => words.In(culture, "confirmation.text"),
        Languages = [Language.Of(paper.FirstLanguage), Language.Of(paper.SecondLanguage)],
        Facts =
        [
            new("paper.name", _ => paper.LatinName is null ? paper.Name : $"{Shown.Apart(paper.Name)} {Shown.Apart($"({paper.LatinName})")}"),
            new("paper.born", culture => Shown.DateOrPart(culture, paper.Born)),
            new("confirmation.course", _ => paper.Course),
            new("confirmation.provider", _ => paper.Provider),
            new("confirmation.dates", culture => $"{Shown.Date(culture, paper.From)} – {Shown.Date(culture, paper.Until)}"),
            new("confirmation.attended", culture => Attended(culture, paper)),
            new("paper.issued", culture => Shown.Date(culture, paper.IssuedOn)),
        ],
        WithdrawnOn = paper.WithdrawnOn,
    };

    public async Task<PaperSheet?> Find(string number, CancellationToken cancel) =>
        await db.Set<Confirmation>().AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancel) is { } paper ? SheetOf(paper) : null;

    private string Attended(CultureInfo culture, Confirmation paper) =>
        words.In(culture, "confirmation.hours", Hours(paper.AttendedMinutes), paper.AttendedLessons, Hours(paper.HeldMinutes), paper.HeldLessons);
}
