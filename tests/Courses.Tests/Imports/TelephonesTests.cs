using Courses.Platform.Reading;
using Microsoft.Extensions.Configuration;

namespace Courses.Tests.Imports;

public sealed class TelephonesTests
{
    [Theory]
    [InlineData("AT", "0660 123456", "+43 660 123456")]
    [InlineData("AT", "0660/12 34 56", "0043660123456")]
    [InlineData("AT", "(0660) 123-456", "+43 (0)660 123456")]
    [InlineData("AT", "01 4000", "+43 1 4000")]
    [InlineData("AT", "٠٦٦٠ ١٢٣٤٥٦", "+43660123456")]
    [InlineData("LV", "26 123 456", "+371 26123456")]
    [InlineData("TR", "0532 123 45 67", "+90 532 123 45 67")]
    public void The_same_number_at_home_and_from_abroad_is_one(string country, string home, string abroad) => Assert.Equal(In(country).Key(abroad), In(country).Key(home));

    [Theory]
    [InlineData("0660 123456", "0660 123457")]
    [InlineData("0660 123456", "+49 660 123456")]
    [InlineData("0660 123456", "+371 660 123456")]
    public void Different_numbers_stay_different(string one, string other) => Assert.NotEqual(In("AT").Key(other), In("AT").Key(one));

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("none", "")]
    [InlineData("112", "112")]
    [InlineData("12", "12")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    public void What_is_no_number_keeps_its_digits(string? written, string expected) => Assert.Equal(expected, In("AT").Key(written));

    [Fact]
    public void A_country_that_does_not_exist_is_said_at_the_start() => Assert.Throws<InvalidOperationException>(() => In("Austria"));

    private static Telephones In(string country) => new(new ConfigurationBuilder().AddInMemoryCollection([new("COURSES_COUNTRY", country)]).Build());
}
