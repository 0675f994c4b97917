using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Courses.Platform.Web;

/// <summary><c>&lt;problems /&gt;</c>: what is wrong with what was sent, at the top of the page, read aloud at once. Each sentence stands at its field too. Nothing is shown when nothing is wrong.</summary>
[HtmlTargetElement("problems", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ProblemsTagHelper : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var sentences = ViewContext.ModelState.Values.SelectMany(entry => entry.Errors).Select(error => error.ErrorMessage).Where(sentence => sentence.Length > 0).Distinct().ToArray();
        if (sentences is [])
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "problems");
        output.Attributes.SetAttribute("role", "alert");
        var list = new TagBuilder("ul");
        foreach (var sentence in sentences)
        {
            var item = new TagBuilder("li");
            item.InnerHtml.Append(sentence);
            list.InnerHtml.AppendHtml(item);
        }

        output.Content.SetHtmlContent(list);
    }
}
