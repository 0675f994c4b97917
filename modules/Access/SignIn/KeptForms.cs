using System.IO.Compression;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Courses.Access.SignIn;

/// <summary>
/// What somebody typed into a form after their sign-in had ended: sealed, it goes through the page of the sign-in and comes back to be sent. Nothing of it is stored here. Files cannot come along, and
/// what stands on pages of the account, such as a password, does not. A newcomer leaves the page to open the pass again, so their phone keeps it for an hour in a cookie, for nobody but them.
/// </summary>
internal sealed class KeptForms(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Page = "/sign-in/again";
    public const string NewcomerPage = "/p";
    private const int Most = 64 * 1024;

    /// <summary>Web servers in front of ours refuse a request whose cookies are longer than 8 kB.</summary>
    private const int MostOnPhone = 5500;
    private const string OnPhone = "courses.kept";
    private static readonly TimeSpan KeptOnPhone = TimeSpan.FromHours(1);
    private static readonly ChunkingCookieManager Cookies = new();
    private static readonly JsonSerializerOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IDataProtector protector = protection.CreateProtector("Courses.Access.KeptForms");

    public static bool HasForm(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request is { HasFormContentType: true, ContentLength: > 0 and <= Most } && !request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);

    /// <summary>The form, sealed; null when it does not come from a page of ours: nobody is to send what a stranger's page wrote.</summary>
    /// <param name="request">With the form as it was typed.</param>
    /// <param name="to">The page and handler that it was sent to.</param>
    public async Task<string?> Keep(HttpRequest request, string to) => await Typed(request, to) is { } typed ? Seal(typed) : null;

    public KeptForm? Read(string? kept) => Unseal<KeptForm>(kept);

    /// <summary>Whose sign-in it was that the request still carries and that is over, sealed; null when it carries none.</summary>
    public string? Whose(HttpContext http, CookieAuthenticationOptions options)
    {
        var cookie = options.CookieManager.GetRequestCookie(http, options.Cookie.Name!);
        var id = cookie is null ? null : options.TicketDataFormat.Unprotect(cookie)?.Principal.FindFirstValue(ClaimTypes.NameIdentifier);
        return Guid.TryParse(id, out var person) ? Seal(person) : null;
    }

    /// <summary>Leaves the form on the phone, for the person whose sign-in is over. Answers false when it cannot be kept.</summary>
    public async Task<bool> KeepOnPhone(HttpRequest request, string to, string? whose)
    {
        var person = Unseal<Guid?>(whose);
        var typed = person is null ? null : await Typed(request, to);
        var kept = typed is null ? null : Seal(new KeptOnPhone(person!.Value, clock.GetUtcNow() + KeptOnPhone, typed));
        if (kept is null or { Length: > MostOnPhone })
        {
            return false;
        }

        var options = Where(request);
        options.MaxAge = KeptOnPhone;
        Cookies.AppendResponseCookie(request.HttpContext, OnPhone, kept, options);
        return true;
    }

    /// <summary>Takes from the phone what it keeps, once; null when there is nothing, when it is too old, and when it is another person's.</summary>
    public KeptForm? TakeFromPhone(HttpRequest request, Guid person)
    {
        var cookie = Cookies.GetRequestCookie(request.HttpContext, OnPhone);
        if (cookie is null)
        {
            return null;
        }

        Cookies.DeleteCookie(request.HttpContext, OnPhone, Where(request));
        return Unseal<KeptOnPhone>(cookie) is { } kept && kept.Whose == person && kept.Until > clock.GetUtcNow() ? kept.Form : null;
    }

    private static CookieOptions Where(HttpRequest request) =>
        new() { Path = request.PathBase + NewcomerPage, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = request.IsHttps };

    private static async Task<KeptForm?> Typed(HttpRequest request, string to)
    {
        if (request.Headers.Origin != $"{request.Scheme}://{request.Host}")
        {
            return null;
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException)
        {
            // More fields than anybody reads who has not signed in.
            return null;
        }

        var fields = form.Where(field => field.Key != "__RequestVerificationToken").SelectMany(field => field.Value.Select(value => new KeptField(field.Key, value ?? ""))).ToArray();
        return fields is [] ? null : new(to, fields);
    }

    private string Seal<T>(T value)
    {
        using var packed = new MemoryStream();
        using (var packing = new BrotliStream(packed, CompressionLevel.Optimal))
        {
            JsonSerializer.Serialize(packing, value, Short);
        }

        return WebEncoders.Base64UrlEncode(protector.Protect(packed.ToArray()));
    }

    private T? Unseal<T>(string? text)
    {
        try
        {
            if (string.IsNullOrEmpty(text))
            {
                return default;
            }

            // Only what was sealed here is unpacked, and that was no longer than a form.
            using var packed = new MemoryStream(protector.Unprotect(WebEncoders.Base64UrlDecode(text)));
            using var unpacking = new BrotliStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize<T>(unpacking, Short);
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException or JsonException)
        {
            return default;
        }
    }
}

/// <param name="To">The page and handler that it was sent to.</param>
/// <param name="Fields">As they were typed.</param>
internal sealed record KeptForm(string To, IReadOnlyList<KeptField> Fields)
{
    /// <summary>Where somebody goes who leaves it.</summary>
    public string Start => To.StartsWith("/my", StringComparison.OrdinalIgnoreCase) ? "/my" : "/";
}

internal sealed record KeptOnPhone(Guid Whose, DateTimeOffset Until, KeptForm Form);

internal sealed record KeptField(string Name, string Value);
