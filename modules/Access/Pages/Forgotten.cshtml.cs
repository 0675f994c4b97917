using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Access.SignIn;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>
/// Staff who forgot their password ask for a link by mail. The page looks nobody up: it queues a letter, whoever it is for, and who it is for is found out when letters go out. So known and unknown addresses get
/// the same answer by the same work.
/// </summary>
[ForAnyone]
internal sealed class ForgottenModel(CoursesDb db, UserManager<Account> accounts, IMessages messages, TimeProvider clock) : CoursesPage
{
    /// <summary>An address gets one letter in this time, however often it is typed.</summary>
    private static readonly TimeSpan OneLetterIn = TimeSpan.FromMinutes(15);

    /// <summary>Whoever waited longer went another way.</summary>
    private static readonly TimeSpan WaitedFor = TimeSpan.FromHours(1);

    [BindProperty, Required, Mail, StringLength(256)]
    public string? Email { get; set; }

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var (now, email) = (clock.GetUtcNow(), Email!.Trim());
        await db.Transact(
            () => messages.QueueForStaff(
                new()
                {
                    Email = email,
                    Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                    Kind = PasswordLinks.Letter,
                    OnceKey = $"{PasswordLinks.Letter}:{accounts.NormalizeEmail(email)}:{now.UtcTicks / OneLetterIn.Ticks}",
                    Details = [PasswordLinks.Lasts.TotalMinutes.ToString(CultureInfo.InvariantCulture)],
                    Link = PasswordLinks.Page,
                    Until = now + WaitedFor,
                    Immediate = true,
                },
                Cancel),
            Cancel);
        Done = Words["forgotten.done"];
        return RedirectToPage();
    });
}
