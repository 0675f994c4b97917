using Courses.Participants;
using Courses.Platform.Reading;

namespace Courses.Tests.Newcomers;

/// <summary>The names that the sounds were made with. tools/bench search measures them with 500 others.</summary>
public sealed class SoundsTests
{
    [Theory]
    [InlineData("محمدی", "Mohammadi")]
    [InlineData("محمدی", "Muhamadi")]
    [InlineData("Кузнецова", "Kuznetsova")]
    [InlineData("Кузнецова", "Kusnezowa")]
    [InlineData("Кузнецова", "Kuzņecova")]
    [InlineData("Güneş", "Guenes")]
    [InlineData("Шевченко", "Schewtschenko")]
    [InlineData("Шевченко", "Szewczenko")]
    [InlineData("Шевченко", "Ševčenko")]
    [InlineData("Григорій", "Hryhorii")]
    [InlineData("Григорій", "Grigori")]
    [InlineData("Юсуф", "Yusuf")]
    [InlineData("یوسفی", "Yousefi")]
    [InlineData("یوسفی", "Jusufi")]
    [InlineData("خالد", "Khaled")]
    [InlineData("خالد", "Chalid")]
    [InlineData("خالد", "Halid")]
    [InlineData("قاسم", "Ghasem")]
    [InlineData("قاسم", "Qasim")]
    [InlineData("رمضان", "Ramazan")]
    [InlineData("عثمان", "Osman")]
    [InlineData("عثمان", "Uthman")]
    [InlineData("جمال", "Djamal")]
    [InlineData("جمال", "Gamal")]
    [InlineData("Παπαδάκης", "Papadakis")]
    [InlineData("Ευαγγελία", "Evangelia")]
    [InlineData("Μπόγρης", "Bogris")]
    [InlineData("Χριστίνα", "Hristina")]
    [InlineData("Χριστίνα", "Christina")]
    [InlineData("Ђоковић", "Djokovic")]
    [InlineData("კვარაცხელია", "Kvaratskhelia")]
    [InlineData("Աբրահամյան", "Abrahamyan")]
    [InlineData("श्रीवास्तव", "Shrivastava")]
    [InlineData("ገብረመድህን", "Gebremedhin")]
    [InlineData("Żółkiewski", "Zolkiewski")]
    [InlineData("Joseph", "Yosef")]
    [InlineData("Philipp", "Filip")]
    [InlineData("Mohammed", "Mohamad")]
    [InlineData("Hoffmann", "Hofman")]
    public void Spellings_of_one_name_are_found_and_alike(string written, string typed)
    {
        var (one, other) = (SearchName.Of(written), SearchName.Of(typed));
        Assert.True(Sounds.KeysOf(one).Intersect(Sounds.KeysOf(other)).Any(), $"{string.Join(' ', Sounds.Of(one))} | {string.Join(' ', Sounds.Of(other))}");
        Assert.True(Sounds.Likeness(one, other) >= 0.75, $"{Sounds.Likeness(one, other)}: {string.Join(' ', Sounds.Of(one))} | {string.Join(' ', Sounds.Of(other))}");
    }

    [Theory]
    [InlineData("Anna", "Boris")]
    [InlineData("Schmidt", "Müller")]
    [InlineData("Ahmed", "Khalid")]
    [InlineData("Шевченко", "Иванова")]
    [InlineData("Fatima", "Mariam")]
    public void Other_names_are_not_alike(string one, string other) => Assert.True(Sounds.Likeness(SearchName.Of(one), SearchName.Of(other)) < 0.6);

    [Theory]
    [InlineData("O’Connor Mary", "mary o connor", true)]
    [InlineData("عبد الله حسن", "Hassan Abdullah", true)]
    [InlineData("حمید رضا نوری", "Hamidreza Nouri", true)]
    [InlineData("Марія Коваль", "Mariia Koval", true)]
    [InlineData("Suharto", "Suharto", true)]
    [InlineData("Anna Groß", "Bernd Groß", false)]
    [InlineData("Олена Коваль", "Марія Коваль", false)]
    [InlineData("", "", false)]
    public void Names_of_two_offices_are_compared_word_by_word(string one, string other, bool alike) => Assert.Equal(alike, SearchName.AreAlike(SearchName.Of(one), SearchName.Of(other)));

    [Fact]
    public void Whatever_is_typed_has_a_few_sounds_and_keys()
    {
        foreach (var odd in new[] { "", "h", "-", "ccchchchchchchchchchchch", new string('ж', 400), "\ud83d\ude00", "你好", "ﻣﺤﻤﺪ", "'’" })
        {
            var word = SearchName.Of(odd).Replace(" ", "", StringComparison.Ordinal);
            Assert.InRange(Sounds.Of(word).Count, 1, 24);
            Assert.Equal(1, Sounds.Likeness(word, word));
        }
    }
}
