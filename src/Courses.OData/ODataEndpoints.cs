using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Courses.OData;

/// <summary>Puts an <see cref="ODataService"/> into the routes.</summary>
public static class ODataEndpoints
{
    /// <summary>
    /// Answers GET and HEAD below the prefix: the service document, <c>$metadata</c>, sets, rows by key, properties, <c>$value</c>, <c>$count</c> and the ways between sets; and a <c>$batch</c> of these, by POST.
    /// Refusals are OData error bodies: 400 for a query that cannot be understood or costs too much, 404 for unknown names and keys, 405 with Allow for other methods, 406 for another format,
    /// 414 for an address that is too long, 501 for what the service does not do, 503 with Retry-After when the database is away.
    /// </summary>
    /// <param name="app">The routes.</param>
    /// <param name="prefix">The address of the service document, e.g. <c>/odata</c>.</param>
    /// <param name="service">The service.</param>
    /// <returns>The endpoints, to say who may call them.</returns>
    public static IEndpointConventionBuilder MapOData(this IEndpointRouteBuilder app, string prefix, ODataService service)
    {
        prefix = prefix.TrimEnd('/');
        var group = app.MapGroup(prefix).WithMetadata(new NoErrorPages());
        group.Map("/{**path}", http => new ODataRequest(service, prefix, http).Answer());
        group.MapPost("/$batch", http => new Batch(service, prefix, http).Answer());
        return group;
    }

    /// <summary>Errors here are for programs: the host puts no page in their place.</summary>
    private sealed class NoErrorPages : ISkipStatusCodePagesMetadata;
}
