using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>A new account. Its password is set by the person, over a link that the administrator hands over.</summary>
[Audience(Roles.Administrator)]
internal sealed class NewStaffModel(CoursesDb db, UserManager<Account> accounts, IProviders providers, AccountChange change, IAudit audit, TimeProvider clock) : CoursesPage
{
    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required, Mail, StringLength(256)]
    public string? Email { get; set; }

    [BindProperty, Required]
    public string? Role { get; set; }

    [BindProperty]
    public Guid? ProviderId { get; set; }

    [BindProperty]
    public bool CaseData { get; set; }

    public RoleChoice Choice { get; private set; } = new(null, null, false, []);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (!StaffRole.All.Contains(Role!))
        {
            throw new InvalidField(nameof(Role), Words["error.field.invalid"]);
        }

        if (ProviderId is not null && !await providers.Providers.AnyAsync(provider => provider.Id == ProviderId, Cancel))
        {
            throw new InvalidField(nameof(ProviderId), Words["error.field.invalid"]);
        }

        var account = new Account { UserName = Email!.Trim(), Email = Email.Trim(), Name = Name!.Trim(), CreatedAt = clock.GetUtcNow() };
        change.Allowed(account);
        await change.Give(account, Role!, ProviderId, CaseData, Cancel);
        await db.Transact(
            async () =>
            {
                Passwords.Require(await accounts.CreateAsync(account), nameof(Email), nameof(Email), Words);
                var what = AccountChange.InWords(Role, CaseData);
                audit.Record("staff.created", account.Id, what);
                await change.Tell(account, "staff.created", what, Cancel);
            },
            Cancel);
        Done = Words["staff.created"];
        return LocalRedirect($"/admin/staff/{account.Id}");
    });

    protected override async Task Load() => Choice = await RoleChoice.Load(Role, ProviderId, CaseData, providers, Cancel);
}
