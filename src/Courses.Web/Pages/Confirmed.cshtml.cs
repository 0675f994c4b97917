using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Web.Pages;

/// <summary>Whoever holds a paper checks it here without signing in: no more than the paper says, and of one that was withdrawn nothing but that.</summary>
[ForAnyone]
internal sealed class ConfirmedModel(IEnumerable<IPaperSource> sources) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    public bool IsAsked => !string.IsNullOrWhiteSpace(Number);

    public PaperSheet? Found { get; private set; }

    public async Task OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (PaperNumber.Read(Number) is { } number)
        {
            foreach (var source in sources)
            {
                Found ??= await source.Find(number, Cancel);
            }
        }

        if (IsAsked && Found is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
