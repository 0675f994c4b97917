using Courses.Attendance;

namespace Courses.Tests.Attendance;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("Amina", "Haddad", null, null, "Amina H.")]
    [InlineData("Omar", "al-Khatib", null, null, "Omar K.")]
    [InlineData("Omar", "Ash-Shami", null, null, "Omar S.")]
    [InlineData("Omar", "al-", null, null, "Omar a.")]
    [InlineData("Alba", "Alonso", null, null, "Alba A.")]
    [InlineData("Jean", "", null, null, "Jean")]
    [InlineData("\u0639\u0645\u0631", "\u0627\u0644\u062e\u0637\u064a\u0628", "Omar", "al-Khatib", "\u0639\u0645\u0631 \u062e. \u2066(Omar K.)\u2069")]
    [InlineData("\u0639\u0645\u0631", "\u0627\u0644\u064a\u0627\u0633", "Omar", "Elias", "\u0639\u0645\u0631 \u0627. \u2066(Omar E.)\u2069")]
    public void The_first_letter_is_that_of_the_name_and_not_of_its_article(string given, string family, string? latinGiven, string? latinFamily, string expected) =>
        Assert.Equal(expected, PersonName.Short(given, family, latinGiven, latinFamily));
}
