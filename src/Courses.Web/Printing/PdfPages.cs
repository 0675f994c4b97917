using System.Text;
using Courses.Platform.Errors;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Courses.Web.Printing;

/// <summary>
/// <c>?as=pdf</c> on any page answers what its paper would show, as a PDF: for whoever may see the page, and under the same trail. Broken rules: <c>pdf.failed</c>. Without a browser, and for strangers, the page itself is answered.
/// </summary>
internal static class PdfPages
{
    public const string Option = "as";
    public const string Pdf = "pdf";

    public static void AddPdfPages(this IServiceCollection services)
    {
        services.AddSingleton<PdfBrowser>();
        services.AddSingleton<PrintedHtml>();
    }

    public static void UsePdfPages(this IApplicationBuilder app) => app.UseWhen(IsAsked, pages => pages.Use(Print));

    private static bool IsAsked(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Query[Option] == Pdf && http.User.Identity?.IsAuthenticated == true
        && http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null && http.RequestServices.GetRequiredService<PdfBrowser>().IsThere;

    private static async Task Print(HttpContext http, RequestDelegate next)
    {
        var (answer, cancel) = (http.Response.Body, http.RequestAborted);
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = answer;
        }

        written.Position = 0;
        if (http.Response.StatusCode != StatusCodes.Status200OK || http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true)
        {
            await written.CopyToAsync(answer, cancel);
            return;
        }

        var services = http.RequestServices;
        var page = await services.GetRequiredService<PrintedHtml>().Of(Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length), cancel);
        var pdf = await services.GetRequiredService<PdfBrowser>().Print(page, cancel) ?? throw new RuleBroken("pdf.failed");
        http.Response.ContentType = "application/pdf";
        http.Response.ContentLength = pdf.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileName = NameOf(http.Request.Path) }.ToString();
        await answer.WriteAsync(pdf, cancel);
    }

    /// <summary>Says nothing of the person: the file may lie in a folder that others see.</summary>
    private static string NameOf(PathString path) =>
        string.Join('-', path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part.All(char.IsAsciiLetter))) is { Length: > 0 } name ? name + ".pdf" : "page.pdf";
}
