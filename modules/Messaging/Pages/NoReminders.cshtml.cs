using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Messaging.Pages;

/// <summary>
/// The link in a reminder. Opening it changes nothing, since mail scanners open links; the button does, and so does the one click of a mail program (RFC 8058), which posts
/// here without a cookie. What it can do is said by the token alone, so no form of another site can do more with a reader's cookies.
/// </summary>
[ForAnyone, IgnoreAntiforgeryToken]
internal sealed class NoRemindersModel(ReminderLinks links, ReminderChoice choice) : CoursesPage
{
    public bool IsKnown { get; private set; }

    public bool IsDone { get; private set; }

    public void OnGet(string token) => Read(token);

    public async Task OnPost(string token)
    {
        if (Read(token) is { } person)
        {
            await choice.Off(person, "letter", Cancel);
            IsDone = true;
        }
    }

    private Guid? Read(string token)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var person = links.Read(token);
        IsKnown = person is not null;
        Response.StatusCode = IsKnown ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return person;
    }
}
