using Courses.Messaging;

namespace Courses.Tests.Messaging;

/// <summary>What a text costs, worked out by hand from 3GPP TS 23.038 and 23.040: 160 letters of GSM alone, 153 together; 70 and 67 of UCS-2.</summary>
public sealed class SmsTextTests
{
    [Theory]
    [InlineData("", 1, false)]
    [InlineData("Kurs am Montag, 18:00", 1, false)]
    [InlineData("Größe: 5 €", 1, false)]
    [InlineData("ABCÇÉ", 1, false)]
    [InlineData("ç", 1, true)] // small c with cedilla is not in the alphabet, the capital is
    [InlineData("ß à la carte [1] {2} ~ | \\ ^", 1, false)]
    [InlineData("Ваш урок завтра", 1, true)]
    [InlineData("درسك القادم غدًا في الساعة السادسة مساءً", 1, true)]
    [InlineData("جلسهٔ بعدی شما فرداست ساعت ۱۸", 1, true)]
    [InlineData("See you 👋", 1, true)]
    public void Short_texts_go_alone(string text, int segments, bool isUnicode) => Assert.Equal(new SmsSize(segments, isUnicode), SmsText.SizeOf(text));

    [Theory]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('a', 459, 3)]
    [InlineData('a', 460, 4)]
    [InlineData('€', 80, 1)] // two for each
    [InlineData('€', 81, 2)]
    [InlineData('€', 152, 2)] // 76 in each of 153: half of one would not fit
    [InlineData('€', 153, 3)]
    [InlineData('[', 80, 1)]
    [InlineData('[', 81, 2)]
    [InlineData('س', 70, 1)]
    [InlineData('س', 71, 2)]
    [InlineData('س', 134, 2)]
    [InlineData('س', 135, 3)]
    public void A_letter_so_many_times_takes_so_many_messages(char letter, int times, int segments) => Assert.Equal(segments, SmsText.SizeOf(new string(letter, times)).Segments);

    [Fact]
    public void No_letter_is_cut_in_two()
    {
        // 152 letters and a bracket: the bracket and its escape go into the second message together.
        Assert.Equal(2, SmsText.SizeOf(new string('a', 152) + "[" + new string('a', 151)).Segments);
        Assert.Equal(3, SmsText.SizeOf(new string('a', 152) + "[" + new string('a', 152)).Segments);

        // An emoji is two units: 35 of them alone, 33 in each of 67.
        Assert.Equal(1, SmsText.SizeOf(string.Concat(Enumerable.Repeat("👋", 35))).Segments);
        Assert.Equal(2, SmsText.SizeOf(string.Concat(Enumerable.Repeat("👋", 66))).Segments);
        Assert.Equal(3, SmsText.SizeOf(string.Concat(Enumerable.Repeat("👋", 67))).Segments);
    }

    [Fact]
    public void Typography_does_not_make_a_text_twice_as_dear()
    {
        Assert.Equal("18:00-19:30 \"Kurs\"...", SmsText.Plain("\u206618:00\u2060–\u206019:30\u2069 „Kurs“…"));
        Assert.False(SmsText.SizeOf(SmsText.Plain("18:00–19:30")).IsUnicode);

        // Where other letters need UCS-2 anyway, nothing is taken away.
        Assert.Equal("Урок – завтра", SmsText.Plain("Урок – завтра"));
    }
}
