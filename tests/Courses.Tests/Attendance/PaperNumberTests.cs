using Courses.Attendance;
using Courses.Platform.Papers;

namespace Courses.Tests.Attendance;

public sealed class PaperNumberTests
{
    [Theory]
    [InlineData("7KQ2M9TXB4H0V3ZC", "7KQ2M9TXB4H0V3ZC")]
    [InlineData("7kq2-m9tx-b4h0-v3zc", "7KQ2M9TXB4H0V3ZC")]
    [InlineData(" 7KQ2 M9TX\u2011B4HO V3ZC ", "7KQ2M9TXB4H0V3ZC")]
    [InlineData("IlLI000000000000", "1111000000000000")]
    [InlineData("7KQ2M9TXB4H0V3Z", null)]
    [InlineData("7KQ2M9TXB4H0V3ZCC", null)]
    [InlineData("7KQ2M9TXB4H0V3ZU", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_is_read_as_people_type_it(string? typed, string? number) => Assert.Equal(number, PaperNumber.Read(typed));

    [Fact]
    public void A_new_number_is_read_back_as_it_was_written()
    {
        var numbers = Enumerable.Range(0, 1000).Select(_ => PaperNumber.New()).ToList();
        Assert.Equal(1000, numbers.Distinct(StringComparer.Ordinal).Count());
        Assert.All(numbers, number => Assert.Equal(number, PaperNumber.Read(PaperNumber.Written(number))));
        Assert.Equal("7KQ2-M9TX-B4H0-V3ZC", PaperNumber.Written("7KQ2M9TXB4H0V3ZC"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(45, 1)]
    [InlineData(89, 1.9)]
    [InlineData(90, 2)]
    [InlineData(4, 0)]
    [InlineData(1030, 22.8)]
    public void Hours_are_cut_and_never_rounded_up(int minutes, double hours) => Assert.Equal((decimal)hours, ConfirmationPaper.Hours(minutes));
}
