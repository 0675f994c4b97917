using System.ComponentModel.DataAnnotations;
using Courses.Access.Devices;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Qr;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Access.Pages;

/// <summary>The tablets of a provider: one more by a one-time code, one less at once.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class DevicesModel(CoursesDb db, Caller caller, IAudit audit, Links links, TimeProvider clock) : CoursesPage
{
    [BindProperty, Required, StringLength(100)]
    public string? Name { get; set; }

    public IReadOnlyList<Device> Mine { get; private set; } = [];

    /// <summary>Shown once, right after it was made; the database keeps only its hash.</summary>
    public string? Code { get; private set; }

    public string Qr { get; private set; } = "";

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var (row, code) = DeviceCode.For(Provider, Name!.Trim(), caller.Name, clock.GetUtcNow());
        db.Add(row);
        await db.SaveChangesAsync(Cancel);
        audit.Record("device.code-shown", row.Id, row.DeviceName);
        await db.SaveChangesAsync(Cancel);
        Code = code;
        Qr = QrPicture.Svg(links.To("/register/#code=" + code));
        Response.Headers.CacheControl = "no-store";
        await Load();
        return Page();
    });

    public Task<IActionResult> OnPostRevokeAsync(Guid deviceId)
    {
        ModelState.Clear();
        return Act(async () =>
        {
            var device = await db.Set<Device>().SingleOrDefaultAsync(device => device.Id == deviceId && device.ProviderId == Provider, Cancel) ?? throw new NotFound("The device");
            device.Revoke(caller.Name, clock.GetUtcNow());
            audit.Record("device.revoked", device.Id, device.Name);
            await db.SaveChangesAsync(Cancel);
            Done = Words.Say("devices.revoke-done", device.Name);
            return RedirectToPage();
        });
    }

    protected override async Task Load() => Mine =
    [
        .. (await db.Set<Device>().AsNoTracking().Where(device => device.ProviderId == Provider).ToListAsync(Cancel)).OrderBy(device => device.RevokedAt is not null).ThenInReadersOrder(device => device.Name),
    ];

    private Guid Provider => caller.OrganisationId ?? throw new Forbidden();
}
