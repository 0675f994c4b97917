using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Courses.OData;

/// <summary>Puts an <see cref="ODataService"/> into the routes.</summary>
public static class ODataEndpoints
{
    /// <summary>
    /// Answers GET and HEAD below the prefix: the service document, <c>$metadata</c>, sets, rows by key, properties, <c>$value</c> and <c>$count</c>.
    /// Refusals are OData error bodies: 400 for a query that cannot be understood or costs too much, 404 for unknown names and keys, 406 for another format,
    /// 501 for what the service does not do, 503 with Retry-After when the database is away.
    /// </summary>
    /// <param name="app">The routes.</param>
    /// <param name="prefix">The address of the service document, e.g. <c>/odata</c>.</param>
    /// <param name="service">The service.</param>
    /// <returns>The endpoint, to say who may call it.</returns>
    public static IEndpointConventionBuilder MapOData(this IEndpointRouteBuilder app, string prefix, ODataService service) =>
        app.MapMethods(prefix.TrimEnd('/') + "/{**path}", [HttpMethods.Get, HttpMethods.Head], http => new ODataRequest(service, prefix.TrimEnd('/'), http).Answer())
            .WithMetadata(new NoErrorPages());

    /// <summary>Errors here are for programs: the host puts no page in their place.</summary>
    private sealed class NoErrorPages : ISkipStatusCodePagesMetadata;
}
