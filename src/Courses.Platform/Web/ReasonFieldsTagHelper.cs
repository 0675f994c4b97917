using System.Globalization;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Courses.Platform.Web;

/// <summary>
/// <c>&lt;reason-fields name="Reason" lists="benefit-ends benefit-stays" label="..." suffix="..." /&gt;</c>: a prepared sentence from a list, which the newcomer reads in their own language, and words of
/// one's own beside it with the language that they are in. Binds to the properties of <see cref="PageWithReason"/>.
/// </summary>
[HtmlTargetElement("reason-fields", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ReasonFieldsTagHelper(Words words) : TagHelper
{
    public required string Name { get; set; }

    /// <summary>Names of <see cref="PreparedReasons"/>, with blanks between them.</summary>
    public required string Lists { get; set; }

    public required string Label { get; set; }

    /// <summary>Keeps the ids of several forms on a page apart.</summary>
    public string Suffix { get; set; } = "";

    public int Most { get; set; } = 1500;

    /// <summary>What was typed before, where the form comes back.</summary>
    public string? Text { get; set; }

    public string? Code { get; set; }

    public string? Language { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        var lists = Lists.Split(' ');
        var chosen = new TagBuilder("select") { Attributes = { ["id"] = Id("Code"), ["name"] = Name + "Code" } };
        chosen.InnerHtml.AppendHtml(Option("", words["reason.none"], string.IsNullOrEmpty(Code)));
        foreach (var list in lists)
        {
            var into = lists.Length == 1 ? chosen : new TagBuilder("optgroup") { Attributes = { ["label"] = words["reason.list." + list] } };
            foreach (var key in PreparedReasons.Of(list))
            {
                into.InnerHtml.AppendHtml(Option(key, words[key], key == Code));
            }

            if (into != chosen)
            {
                chosen.InnerHtml.AppendHtml(into);
            }
        }

        var own = new TagBuilder("textarea")
        {
            Attributes = { ["id"] = Id(""), ["name"] = Name, ["rows"] = "2", ["dir"] = "auto", ["maxlength"] = Most.ToString(CultureInfo.InvariantCulture) },
        };
        own.InnerHtml.Append(Text ?? "");
        var language = new TagBuilder("select") { Attributes = { ["id"] = Id("Language"), ["name"] = Name + "Language" } };
        var inThis = string.IsNullOrEmpty(Language) ? CultureInfo.CurrentUICulture.TwoLetterISOLanguageName : Language;
        foreach (var one in Languages.Language.ForNewcomers)
        {
            language.InnerHtml.AppendHtml(Option(one.Code, one.OwnName, one.Code == inThis));
        }

        output.Content.AppendHtml(Field("Code", words["reason.prepared"], chosen)).AppendHtml(Field("", Label, own)).AppendHtml(Field("Language", words["reason.language"], language));
        if (ViewContext.ModelState.TryGetValue(Name, out var entry) && entry.Errors.Count > 0 && Text is not null)
        {
            var error = new TagBuilder("span") { Attributes = { ["class"] = "field-validation-error" } };
            error.InnerHtml.Append(entry.Errors[0].ErrorMessage);
            output.Content.AppendHtml(error);
        }
    }

    private string Id(string part) => Suffix.Length == 0 ? Name + part : $"{Name}{part}-{Suffix}";

    private static TagBuilder Option(string value, string text, bool selected)
    {
        var option = new TagBuilder("option") { Attributes = { ["value"] = value } };
        if (selected)
        {
            option.Attributes["selected"] = "selected";
        }

        option.InnerHtml.Append(text);
        return option;
    }

    private TagBuilder Field(string part, string label, TagBuilder input)
    {
        var field = new TagBuilder("div") { Attributes = { ["class"] = "field" } };
        var named = new TagBuilder("label") { Attributes = { ["for"] = Id(part) } };
        named.InnerHtml.Append(label);
        field.InnerHtml.AppendHtml(named).AppendHtml(input);
        return field;
    }
}
