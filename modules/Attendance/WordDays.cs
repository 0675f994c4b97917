namespace Courses.Attendance;

/// <summary>Days of an illness that were accepted before, and how many of them by the person's own word.</summary>
internal sealed record AcceptedDays(DateOnly From, DateOnly Until, int WordDays);

/// <summary>
/// How long a person's own word is enough. Days in a row are one illness, however many reports told of them: from the day after the programme's number a certificate is needed, and no word excuses more days of
/// one illness than that number. Source: domain.md, illness days and the certificate from day four.
/// </summary>
internal static class WordDays
{
    /// <summary>Illnesses of the twelve months before this one that a word excused; what was accepted of this one itself is none of them.</summary>
    public static int IllnessesByWord(DateOnly from, DateOnly until, IEnumerable<AcceptedDays> accepted)
    {
        var (count, last) = (0, (DateOnly?)null);
        var others = accepted.OrderBy(other => other.From).ToList();
        var (begin, end) = (from, until);
        while (others.FindIndex(other => Touches(other, begin, end)) is >= 0 and var next)
        {
            (begin, end) = (others[next].From < begin ? others[next].From : begin, others[next].Until > end ? others[next].Until : end);
            others.RemoveAt(next);
        }

        foreach (var other in others.Where(other => other.WordDays > 0 && other.Until > begin.AddMonths(-12) && other.From < begin))
        {
            count += last is { } before && other.From <= before.AddDays(1) ? 0 : 1;
            last = last > other.Until ? last : other.Until;
        }

        return count;
    }

    /// <returns>The last day that the own word excuses; before <paramref name="from"/> when it excuses none.</returns>
    public static DateOnly Last(DateOnly from, DateOnly until, IEnumerable<AcceptedDays> accepted, int days)
    {
        var (begin, end, used) = (from, until, 0);
        var others = accepted.ToList();
        while (others.FindIndex(other => Touches(other, begin, end)) is >= 0 and var next)
        {
            var other = others[next];
            others.RemoveAt(next);
            (begin, end, used) = (other.From < begin ? other.From : begin, other.Until > end ? other.Until : end, used + other.WordDays);
        }

        var (ofTheIllness, ofTheWord) = (begin.AddDays(days - 1), from.AddDays(days - used - 1));
        var last = ofTheIllness < ofTheWord ? ofTheIllness : ofTheWord;
        return last < until ? last : until;
    }

    /// <summary>Days in a row are one illness.</summary>
    private static bool Touches(AcceptedDays other, DateOnly begin, DateOnly end) => other.From <= end.AddDays(1) && other.Until >= begin.AddDays(-1);
}
