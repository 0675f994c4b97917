using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>What the provider is owed from signed registers, what waits for a register, and the statements of what was settled.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderSettlementModel(CoursesDb db, Payables payables, Caller caller) : CoursesPage
{
    internal sealed record Settled(Guid Id, int Number, BatchState State, DateTimeOffset PreparedAt, DateTimeOffset? PaidAt, int Lines, long Cents);

    public IReadOnlyList<Payable> Ready { get; private set; } = [];

    public IReadOnlyList<Payable> Waiting { get; private set; } = [];

    public IReadOnlyList<Settled> Batches { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var provider = caller.OrganisationId ?? throw new Forbidden();
        var open = await payables.Open(provider, Cancel);
        Ready = [.. open.Where(payable => payable.IsDue)];
        Waiting = [.. open.Where(payable => !payable.IsReady)];
        Batches = await db.Set<SettlementBatch>()
            .Where(batch => batch.State != BatchState.Rejected && batch.Lines.Any(line => line.ProviderId == provider))
            .OrderByDescending(batch => batch.Number)
            .Select(batch => new Settled(
                batch.Id, batch.Number, batch.State, batch.PreparedAt, batch.PaidAt,
                batch.Lines.Count(line => line.ProviderId == provider), batch.Lines.Where(line => line.ProviderId == provider).Sum(line => line.DeltaCents)))
            .ToListAsync(Cancel);
    }
}
