using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

/// <summary>
/// Letters on paper: where the window of the envelope is (DIN 5008 form A or B, COURSES_LETTER_FORM), who writes (COURSES_LETTER_SENDER, one line), and how many working days the post takes
/// (COURSES_PAPER_DAYS).
/// </summary>
internal sealed class LetterPaper
{
    public LetterPaper(IConfiguration configuration)
    {
        Form = configuration["COURSES_LETTER_FORM"] switch
        {
            null or "" or "B" => "B",
            "A" => "A",
            var other => throw new InvalidOperationException($"COURSES_LETTER_FORM is '{other}'. Write A or B, the forms of DIN 5008."),
        };
        Sender = configuration["COURSES_LETTER_SENDER"] ?? "";
        PostDays = configuration["COURSES_PAPER_DAYS"] switch
        {
            null or "" => 3,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 31 => days,
            var text => throw new InvalidOperationException($"COURSES_PAPER_DAYS is '{text}'. Write a whole number of working days, 1 to 30."),
        };
    }

    public string Form { get; }

    public string Sender { get; }

    public int PostDays { get; }
}
