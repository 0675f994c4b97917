using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Access.Pages;

/// <summary>Everybody of the staff, of the city and of all providers.</summary>
[Audience(Roles.Administrator)]
internal sealed class StaffModel(CoursesDb db, IProviders providers) : CoursesPage
{
    public sealed record Row(Guid Id, string Name, string Email, IReadOnlyList<string> Roles, string? Provider, bool Active);

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGetAsync()
    {
        var accounts = db.Set<Account>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var wanted = Q.Trim().ToUpperInvariant();
            accounts = accounts.Where(account => account.NormalizedEmail!.Contains(wanted) || account.Name.ToUpper().Contains(wanted));
        }

        Total = await accounts.CountAsync(Cancel);
        var found = await accounts.Include(account => account.Roles).OrderBy(account => account.DeactivatedAt != null).ThenPagedInReadersOrder(db, account => account.Name).ThenBy(account => account.Id).Take(200).ToListAsync(Cancel);
        var bound = found.SelectMany(account => account.Roles).Select(role => role.ProviderId).OfType<Guid>().Distinct().ToArray();
        var names = await providers.Providers.Where(provider => bound.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
        Rows =
        [
            .. found.Select(account => new Row(
                account.Id,
                account.Name,
                account.Email!,
                [.. account.Roles.Select(role => role.Role)],
                account.Roles.Find(role => role.ProviderId is not null)?.ProviderId is { } provider ? names.GetValueOrDefault(provider) : null,
                account.DeactivatedAt is null)),
        ];
    }
}
