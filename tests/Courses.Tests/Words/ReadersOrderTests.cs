using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Tests.Words;

public sealed class ReadersOrderTests
{
    [Theory]
    [InlineData("lv", "Ilze", "Īva", "Zane", "Žanete")]
    [InlineData("de", "Änne", "Bernd", "Özgür", "Zoë")]
    [InlineData("tr", "Çağla", "Deniz", "İnci", "Şule", "Tuba")]
    public void Names_stand_as_the_reader_looks_for_them(string language, params string[] right)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Language.Of(language).Culture;
            Assert.Equal(right, right.Reverse().InReadersOrder(name => name));
            Assert.Equal(right, right.Reverse().Select(name => (Family: "A", name)).InReadersOrder(person => person.Family).ThenInReadersOrder(person => person.name).Select(person => person.name));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
