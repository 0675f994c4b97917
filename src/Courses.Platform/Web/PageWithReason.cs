using System.ComponentModel.DataAnnotations;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Platform.Web;

/// <summary>A page on which somebody decides and says why: what <see cref="ReasonFieldsTagHelper"/> named <c>Reason</c> sends.</summary>
public abstract class PageWithReason : CoursesPage
{
    [BindProperty, StringLength(1500)]
    public string? Reason { get; set; }

    [BindProperty, StringLength(80)]
    public string? ReasonCode { get; set; }

    [BindProperty, StringLength(8)]
    public string? ReasonLanguage { get; set; }

    /// <summary>The reason that was given, refused as <see cref="GivenReason.Of(string, string, string, string[])"/> says.</summary>
    protected GivenReason ReasonFrom(string list) => GivenReason.Of(ReasonCode, Reason, ReasonLanguage, list);

    protected override string FieldOf(string code) => code is "reason.missing" or "reason.unknown" ? nameof(Reason) : "";
}
