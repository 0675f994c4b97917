using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Courses.Platform.Users;

/// <summary>Who is asking: read from the signed-in principal, whatever the way of signing in.</summary>
public sealed class Caller(IHttpContextAccessor http)
{
    public const string OrganisationClaim = "organisation";
    public const string PermissionClaim = "permission";

    private ClaimsPrincipal Principal => http.HttpContext?.User ?? new ClaimsPrincipal();

    public bool IsSignedIn => Principal.Identity?.IsAuthenticated == true;

    /// <summary>The account, device or person that asks.</summary>
    public Guid Id => Guid.TryParse(Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : Guid.Empty;

    /// <summary>The name that is written beside what this caller does; empty for nobody.</summary>
    public string Name => Principal.Identity?.Name ?? "";

    /// <summary>The organisation whose data this caller may see; null for callers of the whole city.</summary>
    public Guid? OrganisationId => Guid.TryParse(Principal.FindFirstValue(OrganisationClaim), out var id) ? id : null;

    internal IEnumerable<Claim> Claims => Principal.Claims;

    public bool Is(string role) => Principal.IsInRole(role);

    public bool May(string permission) => Principal.HasClaim(PermissionClaim, permission);
}
