using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>
/// The life of a settlement batch: one person prepares it, another approves it or sends it back, and once the bank has paid, the ledger follows.
/// What two people agreed on is frozen with the approval. A batch never changes: a register that is corrected later goes into the next one, with the reason.
/// </summary>
internal sealed class SettleBatch(CoursesDb db, Payables payables, BankOrder order, IFourEyes fourEyes, StrongSignIn strong, CityTime time, Caller caller, IAudit audit)
{
    private Act Now => new(time.Now, time.Today, caller.Id, caller.Name);

    public async Task<Guid> Prepare(CancellationToken cancel)
    {
        try
        {
            return await db.Transact(
                async () =>
                {
                    var last = await db.Set<SettlementBatch>().MaxAsync(row => (int?)row.Number, cancel) ?? 0;
                    var batch = new SettlementBatch { Number = last + 1, PreparedBy = caller.Id, PreparedByName = caller.Name, PreparedAt = time.Now };
                    db.Add(batch);

                    // The number is unique: whoever prepares at the same time waits here and is refused, before either has looked at what is due.
                    await db.SaveChangesAsync(cancel);
                    var due = (await payables.Open(null, cancel)).Where(payable => payable.IsDue && payable.Payee.Obstacle is null);

                    // A provider who owes more than it is owed waits for a batch in which there is something to set it off against.
                    foreach (var provider in due.GroupBy(payable => payable.ProviderId).Where(provider => provider.Sum(payable => payable.DeltaCents) >= 0))
                    {
                        batch.Lines.AddRange(provider.Select(payable => payable.ToLine()));
                    }

                    if (batch.Lines is [])
                    {
                        throw new RuleBroken("settlement.nothing-due");
                    }

                    audit.Record("settlement.prepared", batch.Id, $"{batch.Lines.Count}");
                    await db.SaveChangesAsync(cancel);
                    return batch.Id;
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("settlement.being-prepared");
        }
    }

    /// <param name="id">The batch.</param>
    /// <param name="seen">Which payees, accounts and amounts the person had before them: <see cref="BankOrder.FingerprintOf"/>.</param>
    /// <param name="cancel">Stops asking.</param>
    public async Task Approve(Guid id, string? seen, CancellationToken cancel)
    {
        strong.Demand();
        await Decide(
            id,
            "settlement.approved",
            async batch =>
            {
                batch.Approve(Now);
                if (!await fourEyes.AreIndependent(batch.PreparedBy, caller.Id, cancel))
                {
                    throw new RuleBroken("settlement.same-hand", fourEyes.Days);
                }

                await order.Freeze(batch, seen, cancel);
            },
            cancel);
    }

    public Task Reject(Guid id, string why, CancellationToken cancel) => Decide(
        id,
        "settlement.rejected",
        batch =>
        {
            batch.Reject(why, Now);
            return Task.CompletedTask;
        },
        cancel);

    public Task MarkPaid(Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var batch = await db.Lock<SettlementBatch>(id, cancel) ?? throw new NotFound("The settlement");
            batch.MarkPaid(Now);
            var lines = await db.Set<SettlementLine>().Where(line => line.BatchId == id).ToListAsync(cancel);
            var redemptions = await db.Set<Redemption>().Include(row => row.Voucher)
                .Where(row => db.Set<SettlementLine>().Any(line => line.BatchId == id && line.RedemptionId == row.Id)).ToDictionaryAsync(row => row.Id, cancel);
            var payable = await (
                from entry in db.Set<LedgerEntry>()
                join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id
                where entry.Account == Account.Payable && db.Set<SettlementLine>().Any(line => line.BatchId == id && line.RedemptionId == transaction.RedemptionId)
                group entry.AmountCents by transaction.RedemptionId into sums
                select new { sums.Key, Cents = sums.Sum() }).ToDictionaryAsync(row => row.Key!.Value, row => row.Cents, cancel);
            foreach (var line in lines)
            {
                // What was payable leaves that account: the provider's due to 'paid', the rest back to the fund.
                var redemption = redemptions[line.RedemptionId];
                var open = payable.GetValueOrDefault(line.RedemptionId);
                if (open != 0 || line.DeltaCents != 0)
                {
                    db.Add(LedgerTransaction.Of(
                        LedgerKind.Settle, redemption.Voucher, redemption, line.Why, Now,
                        new(Account.Paid, line.DeltaCents), new(Account.Payable, -open), new(Account.Fund, open - line.DeltaCents)));
                }
            }

            audit.Record("settlement.paid", id);
        },
        cancel);

    private Task Decide(Guid id, string auditAct, Func<SettlementBatch, Task> decide, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await decide(await db.Lock<SettlementBatch>(id, cancel) ?? throw new NotFound("The settlement"));
            audit.Record(auditAct, id);
        },
        cancel);
}
