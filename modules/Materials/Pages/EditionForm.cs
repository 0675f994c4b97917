using Courses.Materials.Features;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Http;

namespace Courses.Materials.Pages;

/// <summary>What a form says of an edition: a file or the address of a page, one of them.</summary>
internal static class EditionForm
{
    /// <summary>Broken rules: those of <see cref="TakeFile.Take"/>.</summary>
    public static async Task<NewEdition> Read(IFormFile? file, string? link, string? change, TakeFile take, Words words, CancellationToken cancel)
    {
        var (hasFile, hasLink) = (file is { Length: > 0 }, !string.IsNullOrWhiteSpace(link));
        if (hasFile == hasLink)
        {
            throw new InvalidField("Upload", words[hasFile ? "materials.file-and-link" : "materials.file-or-link"]);
        }

        var said = change?.Trim() ?? "";
        return hasFile ? new(await take.Take(file!, cancel), null, said) : new(null, LinkOf(link!.Trim(), words), said);
    }

    public static string FieldOf(string code) => code switch
    {
        "material.file-large" or "material.file-kind" or "material.file-infected" or "material.scan-failed" or "material.not-kept" => "Upload",
        _ => "",
    };

    private static string LinkOf(string typed, Words words) =>
        Uri.TryCreate(typed.Contains("://", StringComparison.Ordinal) ? typed : "https://" + typed, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
        && address.Host.Contains('.', StringComparison.Ordinal) && address.UserInfo.Length == 0 && address.AbsoluteUri.Length <= 500
            ? address.AbsoluteUri
            : throw new InvalidField("Link", words["materials.link-wrong"]);
}
