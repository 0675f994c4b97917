using System.ComponentModel.DataAnnotations;
using Courses.Access.Tokens;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>Keys with which Excel and Power BI read OData in this person's name.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager)]
internal sealed class TokensModel(CoursesDb db, Caller caller, IAudit audit, TimeProvider clock) : CoursesPage
{
    public static readonly IReadOnlyList<int> Choices = [30, 90, 365];

    [BindProperty, Required, StringLength(100)]
    public string? Name { get; set; }

    [BindProperty, Range(1, 365)]
    public int Days { get; set; } = 90;

    public IReadOnlyList<AccessToken> Mine { get; private set; } = [];

    /// <summary>Shown once, right after it was made.</summary>
    public string? Token { get; private set; }

    public string? Email { get; private set; }

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var (row, token) = AccessToken.For(caller.Id, Name!.Trim(), Days, clock.GetUtcNow());
        db.Add(row);
        audit.Record("token.made", caller.Id, row.Name);
        await db.SaveChangesAsync(Cancel);
        Token = token;
        Email = await db.Set<Account>().Where(account => account.Id == caller.Id).Select(account => account.Email).SingleOrDefaultAsync(Cancel);
        Response.Headers.CacheControl = "no-store";
        await Load();
        return Page();
    });

    public Task<IActionResult> OnPostRevokeAsync(Guid tokenId)
    {
        ModelState.Clear();
        return Act(async () =>
        {
            var token = await db.Set<AccessToken>().SingleOrDefaultAsync(token => token.Id == tokenId && token.AccountId == caller.Id, Cancel) ?? throw new NotFound("The token");
            token.Revoke(clock.GetUtcNow());
            audit.Record("token.revoked", caller.Id, token.Name);
            await db.SaveChangesAsync(Cancel);
            Done = Words["tokens.revoked"];
            return RedirectToPage();
        });
    }

    protected override async Task Load()
    {
        var now = clock.GetUtcNow();
        Mine = await db.Set<AccessToken>().AsNoTracking()
            .Where(token => token.AccountId == caller.Id && token.RevokedAt == null && token.ExpiresAt > now)
            .OrderBy(token => token.ExpiresAt).ToListAsync(Cancel);
    }
}
