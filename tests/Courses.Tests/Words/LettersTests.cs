using System.Text;
using Courses.Platform.Languages;

namespace Courses.Tests.Words;

public sealed class LettersTests
{
    // Not as data of a theory: attributes cannot hold half a character either.
    [Fact]
    public void What_is_no_letter_is_read_as_an_unknown_one()
    {
        Assert.Equal("Zoe\u0308", "Zoë".TakenApart(NormalizationForm.FormKD), StringComparer.Ordinal);
        Assert.Equal("a\ufffdb", "a\ud800b".TakenApart(NormalizationForm.FormKD), StringComparer.Ordinal);
        Assert.Equal("\ufffd\ufffd", "\ufffe\uffff".TakenApart(NormalizationForm.FormKD), StringComparer.Ordinal);
        Assert.Equal("🙂", "🙂".TakenApart(NormalizationForm.FormKD), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_code_can_be_taken_apart() =>
        Assert.All(Enumerable.Range(0, 0x10000), code => Assert.NotNull(((char)code).ToString().TakenApart(NormalizationForm.FormD)));
}
