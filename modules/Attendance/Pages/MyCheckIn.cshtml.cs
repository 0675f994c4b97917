using System.Globalization;
using System.Security.Cryptography;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Attendance.Pages;

/// <summary>
/// The phone after it has scanned the code on the wall. Opening the page proves the place in time; the button may be tapped a little later.
/// </summary>
[Audience(Roles.Newcomer)]
internal sealed class MyCheckInModel(CheckInByRoomCode checkIn, IDataProtectionProvider protection, Caller caller, TimeProvider clock) : CoursesPage
{
    private const string PhoneCookie = "courses.phone";
    private static readonly TimeSpan TimeToTap = TimeSpan.FromMinutes(5);

    private IDataProtector Protector => protection.CreateProtector("attendance.check-in");

    public SessionInfo? Session { get; private set; }

    [BindProperty]
    public string Ticket { get; set; } = "";

    public string Outcome { get; private set; } = "";

    public async Task OnGet(string? s, string? c)
    {
        try
        {
            Session = await checkIn.Verify(Guid.TryParse(s, out var session) ? session : Guid.Empty, c ?? "", Cancel);
            Ticket = Protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{Session.Id}|{caller.Id}|{clock.GetUtcNow().ToUnixTimeSeconds()}"));
        }
        catch (RuleBroken rule)
        {
            ModelState.AddModelError("", Words.Say(rule.Code, [.. rule.Details]));
        }
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var result = await checkIn.Handle(SessionOfTicket(), caller.Id, Phone(), Device(), Cancel);
        Done = result switch
        {
            { Guest: true } => Words["my.check-in.guest"],
            { LateMinutes: > 0 } => Words.Say("my.check-in.late", result.LateMinutes),
            _ => Words["my.check-in.done"],
        };
        return Redirect("/my/attendance");
    });

    private Guid SessionOfTicket()
    {
        try
        {
            if (Protector.Unprotect(Ticket).Split('|') is [var session, var person, var at] && person == caller.Id.ToString()
                && DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture)) > clock.GetUtcNow() - TimeToTap)
            {
                return Guid.Parse(session);
            }
        }
        catch (CryptographicException)
        {
            // Made up, or from another time: answered like one that is too old.
        }

        throw new RuleBroken("attendance.code-expired");
    }

    /// <summary>What this phone looks like from outside. Nobody can read an address out of it, and it means nothing beyond one session.</summary>
    private string Device() => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        $"{SessionOfTicket()}|{HttpContext.Connection.RemoteIpAddress}|{Request.Headers.UserAgent}|{Request.Headers.AcceptLanguage}")));

    /// <summary>The phone keeps its number, whoever signs in on it.</summary>
    private Guid Phone()
    {
        try
        {
            if (Request.Cookies[PhoneCookie] is { } cookie && Guid.TryParse(Protector.Unprotect(cookie), out var known))
            {
                return known;
            }
        }
        catch (CryptographicException)
        {
            // Not ours: the phone gets a new one.
        }

        var phone = Guid.NewGuid();
        Response.Cookies.Append(PhoneCookie, Protector.Protect(phone.ToString()), new() { MaxAge = TimeSpan.FromDays(400), IsEssential = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, Path = "/my" });
        return phone;
    }
}
