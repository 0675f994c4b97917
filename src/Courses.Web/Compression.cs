using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Courses.Web;

/// <summary>Pages, and the tables of OData; the answers of the API are short, and some hold secrets.</summary>
internal sealed class Compression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    public static readonly string[] OfOData = ["application/json", "application/xml", "text/csv"];

    public override bool ShouldCompressResponse(HttpContext context) =>
        (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true || context.Request.Path.StartsWithSegments("/odata", StringComparison.OrdinalIgnoreCase))
        && base.ShouldCompressResponse(context);
}
