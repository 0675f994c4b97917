using Courses.Platform.Web;

namespace Courses.Tests.Web;

/// <summary>Letters of every language stay letters, and nothing that somebody typed becomes HTML.</summary>
public sealed class PageTextTests
{
    [Theory]
    [InlineData("Übung, Līmenis, Вправа, تمرین, Alıştırma")]
    [InlineData("ქართული, አማርኛ, 日本語")]
    public void A_letter_stays_a_letter(string text) => Assert.Equal(text, PageText.Encoder.Encode(text));

    [Fact]
    public void What_HTML_would_read_is_escaped() => Assert.Equal("&lt;b title=&quot;x&quot;&gt; &amp; &#x27;y&#x27;", PageText.Encoder.Encode("<b title=\"x\"> & 'y'"));
}
