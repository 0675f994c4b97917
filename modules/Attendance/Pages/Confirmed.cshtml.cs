using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>Whoever holds a confirmation checks it here without signing in: no more than the paper says, and of one that was withdrawn nothing but that.</summary>
[ForAnyone]
internal sealed class ConfirmedModel(CoursesDb db, Links links) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    public bool IsAsked => !string.IsNullOrWhiteSpace(Number);

    public Confirmation? Found { get; private set; }

    public ConfirmationPaper? Paper => Found is null ? null : new(Found, links, "card");

    public async Task OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers["X-Robots-Tag"] = "noindex";
        var number = Confirmation.Read(Number);
        Found = number is null ? null : await db.Set<Confirmation>().AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, Cancel);
        if (IsAsked && Found is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
