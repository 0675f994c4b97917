using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

/// <summary>What the person was given, what it paid for, what a school was paid for it, and what coming cost them.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, ChainEraser eraser, IAudit audit, ITimetable timetable, CityTime city, Words words) : IKeepsAboutPeople
{
    public const string CostsRule = "costs";

    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new("vouchers", Ground.Duty, Roles.Coach, Roles.ProviderManager, Roles.Administrator, Roles.Auditor) { Page = "/my/vouchers" },
        new("costs", Ground.Wish, Roles.Coach, Roles.Administrator) { Page = "/my/costs", Rule = CostsRule },
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var vouchers = db.Set<Voucher>().Where(row => records.Contains(row.ParticipantId));

        // By the voucher, which is found by its person.
        var redemptions = db.Set<Redemption>().Where(row => vouchers.Any(voucher => voucher.Id == row.VoucherId));
        return
        [
            KeptRows.Beside(db, "vouchers", db.Set<Allowance>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Of(db, "vouchers", vouchers, row => new(row.IssuedOn, $"{row.Number}: {words.Say("my.vouchers.left", Shown.Money(row.RemainingCents), Shown.Money(row.AmountCents))}")),
            KeptRows.Of(
                db,
                "vouchers",
                redemptions,
                async (rows, cancel) =>
                {
                    var ids = rows.Select(row => row.GroupId).ToArray();
                    var classes = await timetable.Groups.Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancel);
                    return row => new(city.DayOf(row.MadeAt), words.Say("my.vouchers.paid-for", Shown.Money(row.AmountCents), Shown.Apart(classes.GetValueOrDefault(row.GroupId, ""))));
                }),
            KeptRows.Beside(db, "vouchers", db.Set<VoucherEvent>().Where(row => vouchers.Any(voucher => voucher.Id == row.VoucherId))),
            KeptRows.Beside(db, "vouchers", db.Set<SettlementLine>().Where(row => redemptions.Any(redemption => redemption.Id == row.RedemptionId))),
            KeptRows.Of(db, "costs", db.Set<CostClaim>().Where(row => records.Contains(row.ParticipantId)), row => new(city.DayOf(row.ClaimedAt), $"{words["cost.kind." + row.Kind]}: {Shown.Money(row.AmountCents)}")),
        ];
    }

    /// <summary>The books stay to the cent. What somebody wrote beside a movement goes, also from the chain.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var vouchers = db.Set<Voucher>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            ErasedRows.Keep<Allowance>(db, "vouchers"),
            ErasedRows.Empty<Voucher>(db, "vouchers", async cancel => await audit.Empty(await vouchers.Select(row => row.Id).ToListAsync(cancel), cancel)),
            ErasedRows.Keep<Redemption>(db, "vouchers"),
            ErasedRows.Empty<VoucherEvent>(
                db,
                "vouchers",
                async cancel => await eraser.Empty(
                    "voucher-events",
                    await db.Set<VoucherEvent>().Where(row => row.Why != "" && vouchers.Any(voucher => voucher.Id == row.VoucherId)).Select(row => row.Id).ToListAsync(cancel),
                    some => db.Set<VoucherEvent>().Where(row => EF.Parameter(some).Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Why, ""), cancel),
                    cancel)),
            ErasedRows.Empty<LedgerTransaction>(
                db,
                "vouchers",
                async cancel => await eraser.Empty(
                    "ledger",
                    await db.Set<LedgerTransaction>().Where(row => row.Why != "" && vouchers.Any(voucher => voucher.Id == row.VoucherId)).Select(row => row.Id).ToListAsync(cancel),
                    some => db.Set<LedgerTransaction>().Where(row => EF.Parameter(some).Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Why, ""), cancel),
                    cancel)),
            ErasedRows.Keep<SettlementLine>(db, "vouchers"),
            ErasedRows.Empty<CostClaim>(
                db,
                "costs",
                async cancel => await db.Set<CostClaim>().Where(row => records.Contains(row.ParticipantId) && row.Reason != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, (string?)null), cancel)),
        ];
    }

    /// <summary>Whoever pays a batch, or what coming cost, may still ask for what it pays.</summary>
    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel) =>
        await db.Set<SettlementLine>().AnyAsync(line => records.Contains(line.ParticipantId) && db.Set<SettlementBatch>().Any(batch => batch.Id == line.BatchId && batch.PaidAt == null && batch.State != BatchState.Rejected), cancel)
            || await db.Set<CostClaim>().AnyAsync(claim => records.Contains(claim.ParticipantId) && claim.ApprovedAt != null && claim.PaidAt == null, cancel)
            ? [new("erasure.hold.settlement")]
            : [];
}
