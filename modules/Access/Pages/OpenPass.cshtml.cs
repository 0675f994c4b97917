using System.ComponentModel.DataAnnotations;
using Courses.Access.Passes;
using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>
/// The link in the pass's QR code. It asks for one thing that only the person knows; nothing personal is shown before. Five wrong answers
/// lock the pass, longer each time, and show on the coach's list.
/// </summary>
[ForAnyone]
internal sealed class OpenPassModel(IParticipants participants, PassOpening opening, KeptForms forms, Caller caller, TimeProvider clock) : CoursesPage
{
    private PassRow? pass;

    [BindProperty, Required, StringLength(8)]
    public string? Answer { get; set; }

    public bool AsksPin { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>Why the pass cannot be opened at all; null when it can.</summary>
    public string? Sentence { get; private set; }

    /// <summary>A form that this person sent after their sign-in had ended, once the pass is open again.</summary>
    public KeptForm? Typed { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token)
    {
        await Find(token);
        return pass is not null && caller.Is(Roles.Newcomer) && caller.Id == pass.ParticipantId ? LocalRedirect("/my") : Page();
    }

    public async Task<IActionResult> OnPostAsync(string token)
    {
        await Find(token);
        if (pass is null)
        {
            return Page();
        }

        return await Act(async () =>
        {
            var tried = await opening.Try(pass, Digits.Of(Answer!).Trim(), Cancel);
            switch (tried.How)
            {
                case Opening.Locked:
                    Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    Response.Headers.RetryAfter = Math.Max(1, (int)(tried.Until!.Value - clock.GetUtcNow()).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
                    (Sentence, LockedUntil) = ("pass.locked", tried.Until);
                    return Page();
                case Opening.Wrong:
                    throw new InvalidField(nameof(Answer), $"{Words[AsksPin ? "pass.wrong-pin" : "pass.wrong-year"]} {Words.Say("pass.tries-left", tried.Left)}");
                default:
                    var language = await participants.People.Where(person => person.Id == pass.ParticipantId).Select(person => person.Language).SingleAsync(Cancel);
                    var person = NewcomerPrincipal.Of(pass.ParticipantId, Language.Of(language), pass.Id);
                    await HttpContext.SignInAsync(SignInSchemes.Newcomer, person, new() { IsPersistent = true });
                    Typed = forms.TakeFromPhone(Request, pass.ParticipantId);
                    if (Typed is null)
                    {
                        return LocalRedirect("/my");
                    }

                    // The form gets a token for who is signed in now.
                    HttpContext.User = person;
                    return Page();
            }
        });
    }

    protected override async Task Load() => AsksPin = pass is not null && await opening.AsksPin(pass, Cancel);

    private async Task Find(string token)
    {
        // The address is a secret: no cache keeps it, no other site hears of it.
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        pass = await participants.FindPass(token, Cancel);
        if (pass is null or { ReplacedAt: not null })
        {
            Sentence = pass is null ? "pass.unknown" : "pass.old";
            Response.StatusCode = pass is null ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone;
            pass = null;
        }

        await Load();
    }
}
