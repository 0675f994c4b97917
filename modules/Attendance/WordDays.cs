namespace Courses.Attendance;

/// <summary>Days of an illness that were accepted before, and how many of them by the person's own word.</summary>
internal sealed record AcceptedDays(DateOnly From, DateOnly Until, int WordDays);

/// <summary>
/// How long a person's own word is enough. Days in a row are one illness, however many reports told of them: from the day after the programme's number a certificate is needed, and no word excuses more days of
/// one illness than that number. Source: domain.md, illness days and the certificate from day four.
/// </summary>
internal static class WordDays
{
    /// <returns>The last day that the own word excuses; before <paramref name="from"/> when it excuses none.</returns>
    public static DateOnly Last(DateOnly from, DateOnly until, IEnumerable<AcceptedDays> accepted, int days)
    {
        var (begin, end, used) = (from, until, 0);
        var others = accepted.ToList();
        while (others.FindIndex(other => other.From <= end.AddDays(1) && other.Until >= begin.AddDays(-1)) is >= 0 and var next)
        {
            var other = others[next];
            others.RemoveAt(next);
            (begin, end, used) = (other.From < begin ? other.From : begin, other.Until > end ? other.Until : end, used + other.WordDays);
        }

        var (ofTheIllness, ofTheWord) = (begin.AddDays(days - 1), from.AddDays(days - used - 1));
        var last = ofTheIllness < ofTheWord ? ofTheIllness : ofTheWord;
        return last < until ? last : until;
    }
}
