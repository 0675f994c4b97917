using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>One provider. Its manager sees their own and nobody else's.</summary>
[Audience(Roles.Administrator, Roles.Coach, Roles.ProviderManager)]
internal sealed class OneProviderModel(CoursesDb db, ChangeAccount account, CityDay city, TimeProvider clock, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Provider Provider { get; private set; } = null!;

    public DateOnly Today => city.Today;

    public bool MayEdit => caller.Is(Roles.Administrator);

    public bool MaySeeAccount => caller.Is(Roles.Administrator) || caller.Is(Roles.ProviderManager);

    public string? Iban => Provider.AccountAt(clock.GetUtcNow());

    /// <summary>What was entered and is not in use yet.</summary>
    public IEnumerable<ProviderAccount> Coming => Provider.Accounts.Where(one => one.WithdrawnAt is null && (one.UsableFrom is null || one.UsableFrom > clock.GetUtcNow()));

    public bool MayConfirm(ProviderAccount one) => MayEdit && one.Waits && one.ProposedBy != caller.Id;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostConfirmAsync(Guid accountId) => Change(() => account.Confirm(Id, accountId, Cancel), "provider.account-confirmed-done");

    public Task<IActionResult> OnPostWithdrawAsync(Guid accountId) => Change(() => account.Withdraw(Id, accountId, Cancel), "provider.account-withdrawn-done");

    private Task<IActionResult> Change(Func<Task> act, string done) => Act(async () =>
    {
        if (!MayEdit)
        {
            throw new Forbidden();
        }

        await act();
        Done = Words[done];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        if (caller.OrganisationId is { } own && own != Id)
        {
            throw new NotFound("The provider");
        }

        Provider = await db.Set<Provider>().AsNoTracking().Include(provider => provider.Venues).Include(provider => provider.Accounts).SingleOrDefaultAsync(provider => provider.Id == Id, Cancel) ?? throw new NotFound("The provider");
    }
}
