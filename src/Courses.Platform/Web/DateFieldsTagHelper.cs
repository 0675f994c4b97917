using System.Globalization;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Courses.Platform.Web;

/// <summary>
/// <c>&lt;date-fields asp-for="BirthDate" label="..." /&gt;</c>: day, month and year in three fields that say which is which; for a <see cref="PartialDate"/> day and month may stay empty. A browser's own picker orders them by the
/// browser's language, which is not the page's, and knows no digits but its own.
/// </summary>
[HtmlTargetElement("date-fields", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateFieldsTagHelper(Words words) : TagHelper
{
    [HtmlAttributeName("asp-for")]
    public ModelExpression? For { get; set; }

    /// <summary>The name of the field, where it is no property of the page.</summary>
    public string? Name { get; set; }

    public DateOnly? Value { get; set; }

    public required string Label { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = Name ?? ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For?.Name ?? "");
        var isPartial = For?.ModelExplorer.ModelType is { } type && (Nullable.GetUnderlyingType(type) ?? type) == typeof(PartialDate);
        var known = Value is { } value ? new PartialDate(value) : For?.Model switch { DateOnly day => new PartialDate(day), PartialDate part => part, _ => (PartialDate?)null };
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "date");
        var legend = new TagBuilder("legend");
        legend.InnerHtml.Append(Label);
        output.Content.AppendHtml(legend);
        if (isPartial)
        {
            var hint = new TagBuilder("p") { Attributes = { ["class"] = "hint" } };
            hint.InnerHtml.Append(words["date.part-hint"]);
            output.Content.AppendHtml(hint);
        }

        Field("Day", 2, known is { Parts: >= PartialDate.Whole } ? known.Value.First.Day : null);
        Field("Month", 12, known is { Parts: >= PartialDate.YearAndMonth } ? known.Value.First.Month : null);
        Field("Year", 4, known?.First.Year);

        void Field(string part, int length, int? value)
        {
            // The way from the sentence at the top leads to the first field.
            var id = TagBuilder.CreateSanitizedId(part == "Day" ? name : $"{name}.{part}", "_");
            var typed = ViewContext.ModelState.TryGetValue($"{name}.{part}", out var entry) ? entry.AttemptedValue : value?.ToString(CultureInfo.InvariantCulture);
            var label = new TagBuilder("label") { Attributes = { ["for"] = id } };
            label.InnerHtml.Append(words["date." + part.ToLowerInvariant()]);
            var input = new TagBuilder("input")
            {
                TagRenderMode = TagRenderMode.SelfClosing,
                Attributes =
                {
                    ["id"] = id,
                    ["name"] = $"{name}.{part}",
                    ["type"] = "text",
                    ["inputmode"] = "numeric",
                    ["autocomplete"] = "off",
                    ["dir"] = "ltr",
                    ["maxlength"] = length.ToString(CultureInfo.InvariantCulture),
                    ["class"] = part.ToLowerInvariant(),
                    ["value"] = typed ?? "",
                },
            };
            if (ViewContext.ModelState.TryGetValue(name, out var whole) && whole.Errors.Count > 0)
            {
                input.Attributes["aria-invalid"] = "true";
            }

            var pair = new TagBuilder("div");
            pair.InnerHtml.AppendHtml(label).AppendHtml(input);
            output.Content.AppendHtml(pair);
        }
    }
}
