using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Courses.Platform.Web;

/// <summary>Refuses a too large upload with 413 before anything of it is read; the framework's own limit ends in a 400 that blames the form.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UploadLimitAttribute(long bytes) : Attribute, IAuthorizationFilter, IOrderedFilter
{
    public long Bytes { get; } = bytes;

    // Before the check of the form's token, which reads the form.
    public int Order => 500;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (request.ContentLength > Bytes)
        {
            throw new BadHttpRequestException("The upload is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = Bytes;
        }
    }
}
