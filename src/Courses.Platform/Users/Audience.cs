using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Courses.Platform.Users;

/// <summary>
/// Says who may call an endpoint or open a page. Each of them carries one; what carries none is closed to everybody.
/// The matrix test reads these and compares them with its table.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AudienceAttribute(params string[] roles) : Attribute, IAuthorizeData
{
    public string[] AllowedRoles { get; } = roles;

    public string? Policy { get; set; }

    public string? Roles { get; set; } = string.Join(',', roles);

    public string? AuthenticationSchemes { get; set; }
}

/// <summary>Open to everybody, on purpose.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ForAnyoneAttribute : Attribute, IAllowAnonymous;

public static class AudienceExtensions
{
    public static T For<T>(this T endpoint, params string[] roles)
        where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AudienceAttribute(roles));

    public static T ForAnyone<T>(this T endpoint)
        where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ForAnyoneAttribute());
}
