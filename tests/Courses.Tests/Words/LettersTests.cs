using System.Text;
using Courses.Platform.Languages;

namespace Courses.Tests.Words;

public sealed class LettersTests
{
    [Theory]
    [InlineData("Zoë", "Zoe\u0308")]
    [InlineData("a\ud800b", "a\ufffdb")]
    [InlineData("\udc00", "\ufffd")]
    [InlineData("\ufffe\uffff", "\ufffd\ufffd")]
    [InlineData("🙂", "🙂")]
    public void What_is_no_letter_is_read_as_an_unknown_one(string text, string apart) => Assert.Equal(apart, text.TakenApart(NormalizationForm.FormKD), StringComparer.Ordinal);

    [Fact]
    public void Every_code_can_be_taken_apart() =>
        Assert.All(Enumerable.Range(0, 0x10000), code => Assert.NotNull(((char)code).ToString().TakenApart(NormalizationForm.FormD)));
}
