using Courses.Attendance;

namespace Courses.Tests.Attendance;

/// <summary>For how long a person's own word is enough: days of November, three of them without a certificate.</summary>
public sealed class WordDaysTests
{
    [Theory]
    // One illness of its own: its first three days, or all of them when it is shorter.
    [InlineData(10, 10, "", 10)]
    [InlineData(10, 12, "", 12)]
    [InlineData(10, 13, "", 12)]
    [InlineData(10, 30, "", 12)]

    // Another report that ends the day before: the same illness goes on, and its days count.
    [InlineData(13, 14, "10-12:3", 12)]
    [InlineData(12, 14, "10-11:2", 12)]
    [InlineData(11, 14, "10-10:1", 12)]

    // A day between them: another illness.
    [InlineData(13, 14, "10-11:2", 14)]

    // After days that a certificate proved it is still the same illness: from its fourth day on a word is not enough.
    [InlineData(13, 14, "10-12:0", 12)]
    [InlineData(12, 14, "10-11:0", 12)]

    // Days that were told later and lie before: no more than three of one illness by word, in whatever order they were told.
    [InlineData(10, 12, "13-15:3", 9)]
    [InlineData(10, 12, "13-13:1", 11)]

    // A chain of reports is one illness.
    [InlineData(16, 16, "10-11:2 12-13:1 14-15:0", 12)]
    public void The_word_excuses_until(int from, int until, string accepted, int last) =>
        Assert.Equal(Day(last), WordDays.Last(Day(from), Day(until), [.. accepted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)], 3));

    [Fact]
    public void A_programme_that_believes_no_word_excuses_no_day() => Assert.Equal(Day(9), WordDays.Last(Day(10), Day(12), [], 0));

    [Fact]
    public void The_order_in_which_reports_were_told_changes_nothing()
    {
        AcceptedDays[] accepted = [Read("10-11:2"), Read("12-13:1"), Read("14-15:0"), Read("20-22:3")];
        Assert.Equal(WordDays.Last(Day(16), Day(17), accepted, 3), WordDays.Last(Day(16), Day(17), [.. accepted.Reverse()], 3));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("2-3:2 5-6:2 9-9:1", 3)]

    // One illness in several reports, one that only a certificate proved, and the beginning of this one.
    [InlineData("2-3:2 4-4:1", 1)]
    [InlineData("2-3:0", 0)]
    [InlineData("2-3:2 18-19:2", 1)]
    public void Illnesses_that_a_word_excused_are_counted_once_each(string accepted, int times) =>
        Assert.Equal(times, WordDays.IllnessesByWord(Day(20), Day(21), [.. accepted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read)]));

    [Fact]
    public void After_twelve_months_an_illness_is_not_counted_any_more()
    {
        AcceptedDays[] before = [new(new(2025, 11, 18), new(2025, 11, 20), 3), new(new(2025, 11, 22), new(2025, 11, 22), 1)];
        Assert.Equal(1, WordDays.IllnessesByWord(Day(20), Day(21), before));
    }

    private static AcceptedDays Read(string text)
    {
        var parts = text.Split('-', ':').Select(int.Parse).ToArray();
        return new(Day(parts[0]), Day(parts[1]), parts[2]);
    }

    private static DateOnly Day(int day) => new(2026, 11, day);
}
