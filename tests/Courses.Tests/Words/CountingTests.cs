using Courses.Platform.Languages;

namespace Courses.Tests.Words;

/// <summary>Numbers with their nouns, in languages where the noun bends with the number.</summary>
public sealed class CountingTests
{
    [Theory]
    [InlineData("en", "{0:p|# hour|# hours}", "1 hour", "2 hours", "5 hours", "11 hours", "21 hours", "0 hours")]
    [InlineData("de", "{0:p|# Stunde|# Stunden}", "1 Stunde", "2 Stunden", "5 Stunden", "11 Stunden", "21 Stunden", "0 Stunden")]
    [InlineData("lv", "{0:p|# stundu|# stunda|# stundas}", "1 stunda", "2 stundas", "5 stundas", "11 stundu", "21 stunda", "0 stundu")]
    [InlineData("uk", "{0:p|# година|# години|# годин}", "1 година", "2 години", "5 годин", "11 годин", "21 година", "0 годин")]
    [InlineData("ru", "{0:p|# час|# часа|# часов}", "1 час", "2 часа", "5 часов", "11 часов", "21 час", "0 часов")]
    [InlineData("ar", "{0:p|لا ساعات|ساعة واحدة|ساعتان|# ساعات|# ساعة|# ساعة}", "ساعة واحدة", "ساعتان", "5 ساعات", "11 ساعة", "21 ساعة", "لا ساعات")]
    [InlineData("tr", "{0:p|# saat}", "1 saat", "2 saat", "5 saat", "11 saat", "21 saat", "0 saat")]
    public void The_noun_follows_the_number(string language, string sentence, string one, string two, string five, string eleven, string twentyOne, string none)
    {
        string Say(object count) => string.Format(new Counting(Language.Of(language).Culture), sentence, count);
        Assert.Equal([one, two, five, eleven, twentyOne, none], new[] { 1, 2, 5, 11, 21, 0 }.Select(count => Say(count)));

        // Details of letters come as text that is already in the language.
        Assert.Equal([one, five], new[] { "1", "5" }.Select(count => Say(count)));
    }

    [Theory]
    [InlineData("en", "1.5 hours")]
    [InlineData("de", "1,5 Stunden")]
    [InlineData("lv", "1,5 stundas")]
    [InlineData("uk", "1,5 години")]
    [InlineData("ru", "1,5 часа")]
    [InlineData("ar", "1.5 ساعة")]
    public void Half_an_hour_too(string language, string expected)
    {
        var sentence = language switch { "en" => "{0:p|# hour|# hours}", "de" => "{0:p|# Stunde|# Stunden}", "lv" => "{0:p|# stundu|# stunda|# stundas}", "uk" => "{0:p|# година|# години|# годин}", "ru" => "{0:p|# час|# часа|# часов}", _ => "{0:p|#|#|#|# ساعات|# ساعة|# ساعة}" };
        Assert.Equal(expected, string.Format(new Counting(Language.Of(language).Culture), sentence, 1.5m));
    }

    /// <summary>The first form, the second and so on, for the numbers that CLDR gives as examples.</summary>
    [Theory]
    [InlineData("fr", 0, 0, 0, 1, 1, 1, 1)]
    [InlineData("am", 0, 0, 1, 1, 1, 1, 1)]
    [InlineData("ti", 0, 0, 1, 1, 1, 1, 1)]
    [InlineData("so", 1, 0, 1, 1, 1, 1, 1)]
    [InlineData("ckb", 1, 0, 1, 1, 1, 1, 1)]
    [InlineData("pl", 2, 0, 1, 1, 2, 2, 1)]
    [InlineData("cs", 2, 0, 1, 1, 2, 2, 2)]
    [InlineData("ro", 1, 0, 1, 1, 1, 2, 2)]
    [InlineData("lt", 2, 0, 1, 1, 2, 0, 1)]
    [InlineData("sr", 2, 0, 1, 1, 2, 0, 1)]
    [InlineData("sl", 3, 0, 2, 1, 3, 3, 3)]
    [InlineData("he", 2, 0, 2, 1, 2, 2, 2)]
    [InlineData("th", 0, 0, 0, 0, 0, 0, 0)]
    public void Other_languages_count_too(string language, int none, int one, int half, int two, int fifteen, int twentyOne, int twentyTwo) =>
        Assert.Equal([none, one, half, two, fifteen, twentyOne, twentyTwo], new[] { 0m, 1m, 1.5m, 2m, 15m, 21m, 22m }.Select(count => Counting.FormOf(language, count)));

    [Fact]
    public void Everything_else_is_said_as_before()
    {
        Assert.Equal("03 of x, ", string.Format(new Counting(Language.Of("en").Culture), "{0:00} of {1}, {2}", 3, "x", ""));
    }

    [Theory]
    [InlineData("ka", "ქართული")]
    [InlineData("uk", "Українська")]
    [InlineData("de", "Deutsch")]
    [InlineData("ar", "العربية")]
    public void A_language_is_called_as_its_speakers_call_it(string code, string name) => Assert.Equal(name, Shown.LanguageName(code));
}
