using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Courses.Platform.Web;

/// <summary>
/// Text in a page: what HTML would read as its own is escaped, letters stay letters. As numbers, which is what ASP.NET Core writes of everything beyond Latin, a page in Arabic or Ukrainian is three times as long.
/// </summary>
internal static class PageText
{
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);
}
