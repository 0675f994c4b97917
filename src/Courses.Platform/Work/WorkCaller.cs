using System.Security.Claims;
using System.Text.Json;
using Courses.Platform.Users;

namespace Courses.Platform.Work;

/// <summary>Who asked, from the request to the row and back: on another node there is no request to read it from.</summary>
internal static class WorkCaller
{
    private static readonly string[] Kept = [ClaimTypes.NameIdentifier, ClaimTypes.Name, ClaimTypes.Role, Caller.OrganisationClaim, Caller.PermissionClaim];

    public static string Write(Caller caller) =>
        JsonSerializer.Serialize(caller.Claims.Where(claim => Kept.Contains(claim.Type)).Select(claim => new[] { claim.Type, claim.Value }));

    public static ClaimsPrincipal Read(string written) =>
        new(new ClaimsIdentity(JsonSerializer.Deserialize<string[][]>(written)!.Select(claim => new Claim(claim[0], claim[1])), "work"));
}
