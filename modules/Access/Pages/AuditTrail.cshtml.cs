using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>Who did what to whose record, newest first.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class AuditTrailModel(CoursesDb db, CityTime city) : CoursesPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? ActName { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool WithoutSignIns { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Number { get; set; } = 1;

    public IReadOnlyList<string> Acts { get; private set; } = [];

    public IReadOnlyList<AuditEntry> Rows { get; private set; } = [];

    public bool HasMore { get; private set; }

    public async Task OnGetAsync()
    {
        Number = Math.Clamp(Number, 1, 100_000);
        Acts = await db.Set<AuditEntry>().Select(entry => entry.Act).Distinct().OrderBy(act => act).ToListAsync(Cancel);
        var entries = db.Set<AuditEntry>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(ActName))
        {
            entries = entries.Where(entry => entry.Act == ActName);
        }

        if (WithoutSignIns)
        {
            entries = entries.Where(entry => !EF.Functions.Like(entry.Act, "sign-in.%"));
        }

        if (!string.IsNullOrWhiteSpace(Who))
        {
            var who = Who.Trim().ToUpperInvariant();
            entries = entries.Where(entry => entry.CallerName.ToUpper().Contains(who));
        }

        if (!string.IsNullOrWhiteSpace(Subject))
        {
            var subject = Guid.TryParse(Subject.Trim(), out var id) ? id : Guid.Empty;
            entries = entries.Where(entry => entry.Subject == subject || entry.CallerId == subject);
        }

        if (From is { } from)
        {
            var start = city.At(from, TimeOnly.MinValue);
            entries = entries.Where(entry => entry.At >= start);
        }

        if (Until is { } until && until < DateOnly.MaxValue)
        {
            var end = city.At(until.AddDays(1), TimeOnly.MinValue);
            entries = entries.Where(entry => entry.At < end);
        }

        var found = await entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Skip((Number - 1) * PageSize).Take(PageSize + 1).ToListAsync(Cancel);
        HasMore = found.Count > PageSize;
        Rows = [.. found.Take(PageSize)];
    }

    /// <summary>The act in words; what no word was written for is shown by its code.</summary>
    public string InWords(string act) => Words["audit.act." + act] is var said && said != "audit.act." + act ? said : act;

    public string PageAddress(int number) => QueryHelpers.AddQueryString("/admin/audit", new Dictionary<string, string?>
    {
        [nameof(ActName)] = ActName,
        [nameof(Who)] = Who,
        [nameof(Subject)] = Subject,
        [nameof(From)] = From?.ToString("O", CultureInfo.InvariantCulture),
        [nameof(Until)] = Until?.ToString("O", CultureInfo.InvariantCulture),
        [nameof(WithoutSignIns)] = WithoutSignIns ? "true" : null,
        [nameof(Number)] = number.ToString(CultureInfo.InvariantCulture),
    });
}
