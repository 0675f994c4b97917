using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Courses.Access.SignIn;

internal static class CredentialHeader
{
    /// <summary>What the Authorization header carries for this scheme; null when it speaks of another or is malformed.</summary>
    public static string? Of(HttpRequest request, string scheme) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && string.Equals(header.Scheme, scheme, StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;
}
