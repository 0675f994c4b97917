using System.Globalization;
using System.Text;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Access;

/// <summary>One endpoint or page as the router knows it, with its audience.</summary>
internal sealed record Door(string Kind, string Route, IReadOnlyList<string>? Roles, bool ForAnyone, RoutePattern Pattern, EndpointMetadataCollection Metadata)
{
    public bool IsPage => Kind == "page";

    public string Who => ForAnyone ? "anyone" : Roles is null ? "NOBODY: it carries no audience" : string.Join(", ", Roles.Order(StringComparer.Ordinal));

    /// <summary>The line of docs/roles.md.</summary>
    public string Line => $"| {Kind} {Route} | {Who} |";

    public HttpMethod Method => IsPage ? HttpMethod.Get : new(Kind);

    public bool TakesId => Pattern.Parameters.Any(parameter => parameter.ParameterPolicies.Any(policy => policy.Content == "guid") || parameter.Name.EndsWith("Id", StringComparison.Ordinal) || parameter.Name == "id");

    public bool Admits(string role) => ForAnyone || Roles?.Contains(role) == true;

    /// <summary>An address of this endpoint, with the id in every place for one.</summary>
    public string Address(Guid id)
    {
        var path = new StringBuilder();
        foreach (var segment in Pattern.PathSegments)
        {
            var text = string.Concat(segment.Parts.Select(part => part switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternSeparatorPart separator => separator.Content,
                RoutePatternParameterPart { IsOptional: true } optional when optional.ParameterPolicies.All(policy => policy.Content != "guid") => "",
                RoutePatternParameterPart { IsCatchAll: true } => "",
                RoutePatternParameterPart { Name: "token" } => new string('A', 28),
                RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(policy => policy.Content is "int" or "long") => "7",
                RoutePatternParameterPart { Name: "documentName" } => "v1",
                RoutePatternParameterPart => id.ToString("D", CultureInfo.InvariantCulture),
                _ => "",
            }));
            path.Append('/').Append(text);
        }

        return path.Length == 0 ? "/" : path.ToString();
    }

    public static async Task<IReadOnlyList<Door>> All(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var doors = new List<Door>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText is not { } route || route == "{**path:file}")
            {
                continue;
            }

            route = "/" + route.TrimStart('/');
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                // A page knows its audience only once it is compiled.
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                doors.Add(Of("page", route, endpoint.RoutePattern, new(compiled.Endpoint?.Metadata ?? compiled.ModelTypeInfo!.GetCustomAttributes(inherit: true).AsEnumerable())));
            }
            else
            {
                var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
                doors.AddRange(methods.Where(method => method != "HEAD").Select(method => Of(method, route, endpoint.RoutePattern, endpoint.Metadata)));
            }
        }

        return [.. doors.DistinctBy(door => door.Line).OrderBy(door => door.Route, StringComparer.Ordinal).ThenBy(door => door.Kind, StringComparer.Ordinal)];
    }

    private static Door Of(string kind, string route, RoutePattern pattern, EndpointMetadataCollection metadata) =>
        new(kind, route, metadata.GetMetadata<AudienceAttribute>()?.AllowedRoles, metadata.GetMetadata<IAllowAnonymous>() is not null, pattern, metadata);
}
