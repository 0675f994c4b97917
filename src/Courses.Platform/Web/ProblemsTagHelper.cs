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
        var problems = ViewContext.ModelState
            .SelectMany(entry => entry.Value!.Errors, (entry, error) => (Field: entry.Key, Sentence: error.ErrorMessage))
            .Where(problem => problem.Sentence.Length > 0)
            .DistinctBy(problem => problem.Sentence)
            .ToArray();
        if (problems is [])
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "problems");
        output.Attributes.SetAttribute("role", "alert");
        var list = new TagBuilder("ul");
        foreach (var (field, sentence) in problems)
        {
            var item = new TagBuilder("li");
            if (field.Length == 0)
            {
                item.InnerHtml.Append(sentence);
            }
            else
            {
                // The way to the field, which may be far below on a phone.
                var way = new TagBuilder("a") { Attributes = { ["href"] = "#" + TagBuilder.CreateSanitizedId(field, "_") } };
                way.InnerHtml.Append(sentence);
                item.InnerHtml.AppendHtml(way);
            }

            list.InnerHtml.AppendHtml(item);
        }

        output.Content.SetHtmlContent(list);
    }
}
