using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>What all providers are owed, and the batches. An auditor may look.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class SettlementsModel(CoursesDb db, PayablesInSum payables, SettleBatch settle, Caller caller) : CoursesPage
{
    internal sealed record ProviderDue(string Name, string? Obstacle, int Ready, long DueCents, int Waiting, long WaitingCents);

    internal sealed record BatchRow(Guid Id, int Number, BatchState State, string PreparedByName, DateTimeOffset PreparedAt, string DecidedByName, int Lines, long Cents);

    public IReadOnlyList<ProviderDue> Due { get; private set; } = [];

    public IReadOnlyList<BatchRow> Batches { get; private set; } = [];

    public bool MayAct => caller.Is(Roles.Administrator);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (!MayAct)
        {
            throw new Forbidden();
        }

        var id = await settle.Prepare(Cancel);
        Done = Words["settlement.done-prepared"];
        return Redirect($"/admin/settlements/{id}");
    });

    protected override async Task Load()
    {
        Due = [.. (await payables.Of(Cancel))
            .GroupBy(payable => (payable.ProviderId, payable.ProviderName, payable.Payee))
            .Select(group => new ProviderDue(
                group.Key.ProviderName, group.Key.Payee.Obstacle,
                group.Count(payable => payable.IsDue), group.Where(payable => payable.IsDue).Sum(payable => payable.DeltaCents),
                group.Count(payable => !payable.IsReady), group.Where(payable => !payable.IsReady).Sum(payable => payable.AmountCents)))];
        Batches = await db.Set<SettlementBatch>().OrderByDescending(batch => batch.Number).Take(100)
            .Select(batch => new BatchRow(
                batch.Id, batch.Number, batch.State, batch.PreparedByName, batch.PreparedAt, batch.DecidedByName, batch.Lines.Count, batch.Lines.Sum(line => line.DeltaCents)))
            .ToListAsync(Cancel);
    }
}
