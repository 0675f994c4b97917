using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace Courses.Web.Pages;

/// <summary>A page without the spaces by which its source is indented: between a fifth and a sixth of a table. What people wrote is encoded and stays as it is.</summary>
internal static partial class Tight
{
    public static IHtmlContent WithoutIndentation(this IHtmlContent body, HtmlEncoder encoder)
    {
        using var written = new StringWriter();
        body.WriteTo(written, encoder);
        return new HtmlString(Indentation().Replace(written.ToString(), "\n"));
    }

    [GeneratedRegex(@"\r?\n[ \t\r\n]+(?=<(?!/?(textarea|pre)\b))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Indentation();
}
