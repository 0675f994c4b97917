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

/// <summary>
/// One account: its roles, its link to a new password, and whether it may sign in. Each change ends the account's sign-ins, is told to
/// the person and to all administrators, and is nothing that people do to themselves. An administrator is made by two.
/// </summary>
[Audience(Roles.Administrator)]
internal sealed class StaffMemberModel(CoursesDb db, UserManager<Account> accounts, IProviders providers, AccountChange change, IAudit audit, Links links, TimeProvider clock) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public Guid? ProviderId { get; set; }

    [BindProperty]
    public bool CaseData { get; set; }

    public Account Member { get; private set; } = null!;

    public RoleChoice Choice { get; private set; } = new(null, null, false, []);

    public IReadOnlyDictionary<Guid, string> ProviderNames => Choice.Providers.ToDictionary(provider => provider.Id, provider => provider.Name);

    /// <summary>Shown once, right after it was made.</summary>
    public string? Link { get; private set; }

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostGiveAsync() => Change("staff.role-given", async member =>
    {
        if (Role is null || !StaffRole.All.Contains(Role))
        {
            throw new InvalidField(nameof(Role), Words["error.field.required"]);
        }

        if (ProviderId is not null && !await providers.Providers.AnyAsync(provider => provider.Id == ProviderId, Cancel))
        {
            throw new InvalidField(nameof(ProviderId), Words["error.field.invalid"]);
        }

        await change.Give(member, Role, ProviderId, CaseData, Cancel);
    });

    public Task<IActionResult> OnPostConfirmAsync() => Change("staff.role-confirmed", member => change.Confirm(member, Role ?? "", Cancel));

    public Task<IActionResult> OnPostWithdrawAsync() => Change("staff.role-withdrawn", member =>
    {
        member.Withdraw(Role ?? "");
        return Task.CompletedTask;
    });

    public Task<IActionResult> OnPostCloseAsync() => Change("staff.closed", member =>
    {
        member.Deactivate(clock.GetUtcNow());
        return Task.CompletedTask;
    });

    public Task<IActionResult> OnPostReopenAsync() => Change("staff.reopened", member =>
    {
        member.Reactivate();
        return Task.CompletedTask;
    });

    public Task<IActionResult> OnPostLinkAsync() => Act(async () =>
    {
        await Load();
        change.Allowed(Member);
        var token = await accounts.GeneratePasswordResetTokenAsync(Member);
        audit.Record("staff.link-made", Member.Id);
        await change.Tell(Member, "staff.link-made", "", Cancel);
        await db.SaveChangesAsync(Cancel);
        Link = links.To($"/account/invited?account={Member.Id}&token={Uri.EscapeDataString(token)}");
        Response.Headers.CacheControl = "no-store";
        return Page();
    });

    protected override async Task Load()
    {
        Member = await Find();
        Choice = await RoleChoice.Load(Role, ProviderId, CaseData, providers, Cancel);
    }

    private Task<IActionResult> Change(string act, Func<Account, Task> apply) => Act(async () =>
    {
        await db.Transact(
            async () =>
            {
                var member = await Find();
                change.Allowed(member);
                await apply(member);
                var what = AccountChange.InWords(Role, CaseData && act == "staff.role-given");
                audit.Record(act, member.Id, what);
                await change.Tell(member, act, what, Cancel);
                // A new stamp ends every sign-in of this account.
                await accounts.UpdateSecurityStampAsync(member);
            },
            Cancel);
        Done = Words["staff.saved"];
        return RedirectToPage();
    });

    private async Task<Account> Find() =>
        await db.Set<Account>().Include(account => account.Roles).SingleOrDefaultAsync(account => account.Id == Id, Cancel) ?? throw new NotFound("The account");
}
