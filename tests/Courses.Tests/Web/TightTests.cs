using System.Text.Encodings.Web;
using Courses.Web.Pages;
using Microsoft.AspNetCore.Html;

namespace Courses.Tests.Web;

public sealed class TightTests
{
    [Fact]
    public void Indentation_before_tags_goes_and_what_people_wrote_stays()
    {
        var page = new HtmlString("<main>\n    <ul>\r\n\t\n        <li>one\n          two</li>\n    </ul>\n    <pre>a\n   b\n   </pre>\n    <textarea>\n  c\n  </textarea>\n</main>").WithoutIndentation(HtmlEncoder.Default).ToString();
        Assert.Equal("<main>\n<ul>\n<li>one\n          two</li>\n</ul>\n    <pre>a\n   b\n   </pre>\n    <textarea>\n  c\n  </textarea>\n</main>", page);
    }
}
