using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Courses.Platform.Web;

/// <summary>
/// <c>&lt;wide-table label="Sessions"&gt;</c> around a table: where it is wider than the screen it scrolls in its own place, also by keyboard, and readers aloud say what it is.
/// Without a label it is called as the page is. It is a group and no region: a page may have many, and two of one name.
/// </summary>
[HtmlTargetElement("wide-table")]
public sealed class WideTableTagHelper : TagHelper
{
    public string? Label { get; set; }

    /// <summary>More classes than <c>table</c>.</summary>
    public string? Class { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", Class is null ? "table" : $"table {Class}");
        output.Attributes.SetAttribute("tabindex", "0");
        output.Attributes.SetAttribute("role", "group");
        output.Attributes.SetAttribute("aria-label", Label ?? ViewContext.ViewData["Title"]);
    }
}
