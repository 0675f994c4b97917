using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Courses.Platform.Web;

/// <summary>What must be filled in is marked before anybody sends it, wherever the page's model says so: a sign at the label, and for readers aloud at the field.</summary>
[HtmlTargetElement("label", Attributes = ForAttribute)]
[HtmlTargetElement("input", Attributes = ForAttribute)]
[HtmlTargetElement("select", Attributes = ForAttribute)]
[HtmlTargetElement("textarea", Attributes = ForAttribute)]
public sealed class RequiredLabelTagHelper : TagHelper
{
    private const string ForAttribute = "asp-for";

    [HtmlAttributeName(ForAttribute)]
    public required ModelExpression For { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        // One of several buttons is not required, the choice is; and some fields have no way to say it.
        if (!For.Metadata.ValidatorMetadata.OfType<RequiredAttribute>().Any() || output.Attributes["type"]?.Value?.ToString() is "hidden" or "radio" or "checkbox" or "file")
        {
            return;
        }

        if (context.TagName == "label")
        {
            var own = output.Attributes["class"]?.Value?.ToString();
            output.Attributes.SetAttribute("class", own is null ? "must" : own + " must");
        }
        else if (!output.Attributes.ContainsName("required"))
        {
            output.Attributes.SetAttribute("aria-required", "true");
        }
    }
}
