using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Courses.Access.SignIn;

/// <summary>
/// What somebody typed into a form after their sign-in had ended: sealed, it goes through the page of the sign-in and comes back to be sent. Nothing of it is stored. Files cannot come along, and what
/// stands on pages of the account, such as a password, does not.
/// </summary>
internal sealed class KeptForms(IDataProtectionProvider protection)
{
    public const string Page = "/sign-in/again";
    private const int Most = 64 * 1024;

    private readonly IDataProtector protector = protection.CreateProtector("Courses.Access.KeptForms");

    public static bool HasForm(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request is { HasFormContentType: true, ContentLength: > 0 and <= Most } && !request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);

    /// <summary>The form, sealed; null when it does not come from a page of ours: nobody is to send what a stranger's page wrote.</summary>
    /// <param name="request">With the form as it was typed.</param>
    /// <param name="to">The page and handler that it was sent to.</param>
    public async Task<string?> Keep(HttpRequest request, string to)
    {
        if (request.Headers.Origin != $"{request.Scheme}://{request.Host}")
        {
            return null;
        }

        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var fields = form.Where(field => field.Key != "__RequestVerificationToken").SelectMany(field => field.Value.Select(value => new KeptField(field.Key, value ?? ""))).ToArray();
        return fields is [] ? null : WebEncoders.Base64UrlEncode(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new KeptForm(to, fields))));
    }

    public KeptForm? Read(string? kept)
    {
        try
        {
            return string.IsNullOrEmpty(kept) ? null : JsonSerializer.Deserialize<KeptForm>(protector.Unprotect(WebEncoders.Base64UrlDecode(kept)));
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}

internal sealed record KeptForm(string To, IReadOnlyList<KeptField> Fields);

internal sealed record KeptField(string Name, string Value);
