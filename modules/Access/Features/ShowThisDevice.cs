using Courses.Contracts.Access;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Access.Features;

/// <summary>A tablet asks who it is; 401 tells it that it was revoked.</summary>
internal static class ShowThisDevice
{
    internal sealed record Answer(Guid DeviceId, string Name, Guid? ProviderId);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/devices/me", (Caller caller) => new Answer(caller.Id, caller.Name, caller.OrganisationId)).For(Roles.Tablet);
}
