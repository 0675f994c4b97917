using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

internal static class VouchersTables
{
    private const string Schema = "vouchers";

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Allowance>(allowance =>
        {
            allowance.ToTable("allowance", Schema, table => table.HasCheckConstraint(
                "ck_allowance_cap",
                "used_cents >= 0 and used_minutes >= 0 and (cap_cents is null or used_cents <= cap_cents) and (cap_minutes is null or used_minutes <= cap_minutes)"));
            allowance.Property(row => row.ProgrammeCode).HasMaxLength(60);
            allowance.HasIndex(row => new { row.ParticipantId, row.ProgrammeCode }).IsUnique();
        });
        model.Entity<Voucher>(voucher =>
        {
            voucher.ToTable("voucher", Schema, table => table.HasCheckConstraint(
                "ck_voucher_balance",
                "remaining_cents >= 0 and held_cents >= 0 and redeemed_cents >= 0 and lapsed_cents >= 0 and remaining_cents + held_cents + redeemed_cents + lapsed_cents = amount_cents"));
            voucher.Property(row => row.ExcusedPercent).HasDefaultValue(VoucherTerms.UsualExcusedPercent).ValueGeneratedNever();
            voucher.Property(row => row.PaysFrom).HasDefaultValue(ProofGrade.Written).ValueGeneratedNever();
            voucher.Property(row => row.ProgrammeCode).HasMaxLength(60);
            voucher.Property(row => row.Number).HasMaxLength(20);
            voucher.Property(row => row.WaitsForTopic).HasMaxLength(60);
            voucher.Property(row => row.UnlockedByModule).HasMaxLength(60);
            voucher.HasIndex(row => row.Number).IsUnique();
            voucher.HasIndex(row => row.ParticipantId);
            voucher.HasIndex(row => row.ExpiresOn);
            voucher.HasIndex(row => new { row.AllowanceId, row.Ordinal }).IsUnique().HasFilter("cancelled_at is null");
            voucher.HasIndex(row => new { row.AllowanceId, row.UnlockedByModule }).IsUnique().HasFilter("unlocked_by_module is not null and cancelled_at is null");
            voucher.HasOne(row => row.Allowance).WithMany().HasForeignKey(row => row.AllowanceId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<CostClaim>(claim =>
        {
            claim.ToTable("cost_claim", Schema, table => table.HasCheckConstraint("ck_cost_claim_amount", "amount_cents > 0 and (approved_cents is null or (approved_cents > 0 and approved_cents <= amount_cents))"));
            claim.Property(row => row.Id).ValueGeneratedNever();
            claim.Ignore(row => row.IsOpen);
            claim.Property(row => row.Reason).HasMaxLength(1500);
            claim.Property(row => row.ReasonCode).HasMaxLength(80);
            claim.Property(row => row.ReasonLanguage).HasMaxLength(8);
            claim.Property(row => row.DecidedByName).HasMaxLength(200);
            claim.Property(row => row.PaidByName).HasMaxLength(200);

            // A month is claimed once, unless it was refused.
            claim.HasIndex(row => new { row.ParticipantId, row.Kind, row.GroupId, row.Month }).IsUnique().HasFilter("refused_at is null");
            claim.HasIndex(row => row.ClaimedAt);
        });
        model.Entity<Redemption>(redemption =>
        {
            redemption.ToTable("redemption", Schema, table => table.HasCheckConstraint("ck_redemption_amount", "amount_cents > 0 and amount_cents <= price_cents and lapsed_cents >= 0"));
            redemption.HasIndex(row => row.EnrolmentId).IsUnique().HasFilter("closed_at is null");
            redemption.HasIndex(row => row.ProviderId);
            redemption.HasIndex(row => row.GroupId);
            redemption.HasOne(row => row.Voucher).WithMany().HasForeignKey(row => row.VoucherId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<VoucherEvent>(happened =>
        {
            happened.ToTable("voucher_event", Schema);
            happened.HasIndex(row => row.RedemptionId).HasFilter("redemption_id is not null");
            happened.HasOne(row => row.Voucher).WithMany().HasForeignKey(row => row.VoucherId).OnDelete(DeleteBehavior.Restrict);
            happened.HasOne(row => row.Redemption).WithMany().HasForeignKey(row => row.RedemptionId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<LedgerTransaction>(transaction =>
        {
            transaction.ToTable("ledger_transaction", Schema);
            transaction.Property(row => row.ProgrammeCode).HasMaxLength(60);
            transaction.HasIndex(row => row.At);
            transaction.HasIndex(row => row.RedemptionId).HasFilter("redemption_id is not null");
            transaction.HasOne(row => row.Voucher).WithMany().HasForeignKey(row => row.VoucherId).OnDelete(DeleteBehavior.Restrict);
            transaction.HasOne(row => row.Redemption).WithMany().HasForeignKey(row => row.RedemptionId).OnDelete(DeleteBehavior.Restrict);
            transaction.HasMany(row => row.Entries).WithOne().HasForeignKey(entry => entry.TransactionId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("ledger_entry", Schema);
            entry.HasIndex(row => row.Account);
        });
        model.Entity<SettlementBatch>(batch =>
        {
            batch.ToTable("settlement_batch", Schema);
            batch.HasIndex(row => row.Number).IsUnique();
            batch.HasMany(row => row.Lines).WithOne(line => line.Batch).HasForeignKey(line => line.BatchId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<SettlementTransfer>(transfer =>
        {
            transfer.ToTable("settlement_transfer", Schema);
            transfer.Property(row => row.Payee).HasMaxLength(200);
            transfer.Property(row => row.Iban).HasMaxLength(34);
            transfer.HasIndex(row => new { row.BatchId, row.ProviderId }).IsUnique();
            transfer.HasOne<SettlementBatch>().WithMany().HasForeignKey(row => row.BatchId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<SettlementFile>(file =>
        {
            file.ToTable("settlement_file", Schema);
            file.Property(row => row.Id).ValueGeneratedNever();
            file.Property(row => row.Sha256).HasMaxLength(64);
            file.HasOne<SettlementBatch>().WithOne().HasForeignKey<SettlementFile>(row => row.Id).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<SettlementLine>(line =>
        {
            line.ToTable("settlement_line", Schema);
            line.HasIndex(row => new { row.BatchId, row.RedemptionId }).IsUnique();
            line.HasIndex(row => row.RedemptionId);
            line.HasIndex(row => row.ProviderId);
        });
    }

    /// <summary>What of these tables nobody can change without its showing. A batch is bound in three steps: prepared, decided, paid. Names of staff stay out.</summary>
    public static IServiceCollection AddChain(this IServiceCollection services) => services
        .AddChained<LedgerTransaction>(
            "ledger",
            [
                nameof(LedgerTransaction.Id), nameof(LedgerTransaction.Kind), nameof(LedgerTransaction.VoucherId), nameof(LedgerTransaction.RedemptionId), nameof(LedgerTransaction.ProviderId),
                nameof(LedgerTransaction.ProgrammeCode), nameof(LedgerTransaction.Why), nameof(LedgerTransaction.By), nameof(LedgerTransaction.At),
            ],
            at: nameof(LedgerTransaction.At))
        .AddChained<LedgerEntry>(
            "ledger-entries",
            [
                nameof(LedgerEntry.Id), nameof(LedgerEntry.TransactionId), nameof(LedgerEntry.Account), nameof(LedgerEntry.AmountCents),
            ])
        .AddChained<VoucherEvent>(
            "voucher-events",
            [
                nameof(VoucherEvent.Id), nameof(VoucherEvent.VoucherId), nameof(VoucherEvent.RedemptionId), nameof(VoucherEvent.Kind), nameof(VoucherEvent.AmountCents), nameof(VoucherEvent.At),
                nameof(VoucherEvent.By), nameof(VoucherEvent.Why),
            ],
            at: nameof(VoucherEvent.At),
            leftOut: [nameof(VoucherEvent.ByName)])
        .AddChained<SettlementBatch>(
            "settlements",
            [
                nameof(SettlementBatch.Id), nameof(SettlementBatch.Number), nameof(SettlementBatch.PreparedBy), nameof(SettlementBatch.PreparedAt),
            ],
            at: nameof(SettlementBatch.PreparedAt),
            whole: true,
            leftOut: [nameof(SettlementBatch.State), nameof(SettlementBatch.PreparedByName), nameof(SettlementBatch.DecidedByName), nameof(SettlementBatch.PaidByName), nameof(SettlementBatch.Version)])
        .AddChained<SettlementBatch>(
            "settlement-decisions",
            [
                nameof(SettlementBatch.Id), nameof(SettlementBatch.DecidedBy), nameof(SettlementBatch.DecidedAt), nameof(SettlementBatch.Why),
            ],
            at: nameof(SettlementBatch.DecidedAt),
            once: nameof(SettlementBatch.DecidedAt),
            whole: true)
        .AddChained<SettlementBatch>(
            "settlement-payments",
            [
                nameof(SettlementBatch.Id), nameof(SettlementBatch.PaidBy), nameof(SettlementBatch.PaidAt),
            ],
            at: nameof(SettlementBatch.PaidAt),
            once: nameof(SettlementBatch.PaidAt),
            whole: true)
        .AddChained<SettlementLine>(
            "settlement-lines",
            [
                nameof(SettlementLine.Id), nameof(SettlementLine.BatchId), nameof(SettlementLine.RedemptionId), nameof(SettlementLine.VoucherId), nameof(SettlementLine.ProviderId),
                nameof(SettlementLine.GroupId), nameof(SettlementLine.ParticipantId), nameof(SettlementLine.SessionsHeld), nameof(SettlementLine.SessionsAttended),
                nameof(SettlementLine.HeldMinutes), nameof(SettlementLine.AttendedMinutes), nameof(SettlementLine.ExcusedByWordMinutes), nameof(SettlementLine.ExcusedByCertificateMinutes),
                nameof(SettlementLine.DueCents), nameof(SettlementLine.DeltaCents), nameof(SettlementLine.Why),
            ])
        .AddChained<SettlementTransfer>(
            "settlement-transfers",
            [
                nameof(SettlementTransfer.Id), nameof(SettlementTransfer.BatchId), nameof(SettlementTransfer.ProviderId), nameof(SettlementTransfer.Payee), nameof(SettlementTransfer.Iban),
                nameof(SettlementTransfer.AmountCents),
            ])
        .AddChained<SettlementFile>(
            "settlement-files",
            [
                nameof(SettlementFile.Id), nameof(SettlementFile.Content), nameof(SettlementFile.Sha256), nameof(SettlementFile.MadeAt),
            ],
            at: nameof(SettlementFile.MadeAt),
            whole: true)
        .AddEvidence("person", "ledger", (services, id) => services.GetRequiredService<CoursesDb>().Set<LedgerTransaction>().Where(row => row.Voucher.ParticipantId == id).Select(row => row.Id))
        .AddEvidence("person", "ledger-entries", (services, id) => Entries(services.GetRequiredService<CoursesDb>(), db => db.Set<LedgerTransaction>().Where(row => row.Voucher.ParticipantId == id)))
        .AddEvidence("person", "voucher-events", (services, id) => services.GetRequiredService<CoursesDb>().Set<VoucherEvent>().Where(row => row.Voucher.ParticipantId == id).Select(row => row.Id))
        .AddEvidence("person", "settlement-lines", LinesOf)
        .AddEvidence("settlement", "settlements", (services, id) => services.GetRequiredService<CoursesDb>().Set<SettlementBatch>().Where(row => row.Id == id).Select(row => row.Id))
        .AddEvidence("settlement", "settlement-decisions", (services, id) => services.GetRequiredService<CoursesDb>().Set<SettlementBatch>().Where(row => row.Id == id && row.DecidedAt != null).Select(row => row.Id))
        .AddEvidence("settlement", "settlement-payments", (services, id) => services.GetRequiredService<CoursesDb>().Set<SettlementBatch>().Where(row => row.Id == id && row.PaidAt != null).Select(row => row.Id))
        .AddEvidence("settlement", "settlement-lines", (services, id) => services.GetRequiredService<CoursesDb>().Set<SettlementLine>().Where(row => row.BatchId == id).Select(row => row.Id))
        .AddEvidence("settlement", "settlement-transfers", (services, id) => services.GetRequiredService<CoursesDb>().Set<SettlementTransfer>().Where(row => row.BatchId == id).Select(row => row.Id))
        .AddEvidence("settlement", "settlement-files", (services, id) => services.GetRequiredService<CoursesDb>().Set<SettlementFile>().Where(row => row.Id == id).Select(row => row.Id))
        .AddEvidence("settlement", "ledger", (services, id) => SettledBy(services.GetRequiredService<CoursesDb>(), id).Select(row => row.Id))
        .AddEvidence("settlement", "ledger-entries", (services, id) => Entries(services.GetRequiredService<CoursesDb>(), db => SettledBy(db, id)))
        .AddEvidence("settlement", "facts", FactsBehind)
        .AddEvidence("settlement", "audit", SignedRegistersBehind)
        .AddSingleton(new EvidenceSum("settlement", ("settlement-lines", "delta_cents"), ("settlement-transfers", "amount_cents"), Each: "provider_id"));

    /// <summary>Also of a record that was closed since. Vouchers went over to the one that goes on; what was paid stays as it was written.</summary>
    private static IQueryable<Guid> LinesOf(IServiceProvider services, Guid person)
    {
        var (db, aliases) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<IParticipants>().Aliases);
        return db.Set<SettlementLine>().Where(row => row.ParticipantId == person || aliases.Any(alias => alias.KeptId == person && alias.MergedId == row.ParticipantId)).Select(row => row.Id);
    }

    private static IQueryable<LedgerTransaction> SettledBy(CoursesDb db, Guid batch) =>
        db.Set<LedgerTransaction>().Where(row => db.Set<SettlementLine>().Any(line => line.BatchId == batch && line.RedemptionId == row.RedemptionId));

    private static IQueryable<Guid> Entries(CoursesDb db, Func<CoursesDb, IQueryable<LedgerTransaction>> transactions)
    {
        var those = transactions(db);
        return db.Set<LedgerEntry>().Where(entry => those.Any(row => row.Id == entry.TransactionId)).Select(entry => entry.Id);
    }

    /// <summary>Who signed the registers of the classes that it pays, and when.</summary>
    private static IQueryable<Guid> SignedRegistersBehind(IServiceProvider services, Guid batch)
    {
        var (db, sessions) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<ITimetable>().Sessions);
        return
            from act in services.GetRequiredService<IAudit>().Acts(IAttendance.SignedOff)
            join session in sessions on act.Subject equals session.Id
            where db.Set<SettlementLine>().Any(line => line.BatchId == batch && line.GroupId == session.GroupId)
            select act.Id;
    }

    /// <summary>What was seen of the people that it pays for, at the sessions of the classes that it pays.</summary>
    private static IQueryable<Guid> FactsBehind(IServiceProvider services, Guid batch)
    {
        var (db, sessions) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<ITimetable>().Sessions);
        return
            from line in db.Set<SettlementLine>()
            where line.BatchId == batch
            join session in sessions on line.GroupId equals session.GroupId
            join fact in services.GetRequiredService<IAttendance>().Facts on new { SessionId = session.Id, ParticipantId = (Guid?)line.ParticipantId } equals new { fact.SessionId, fact.ParticipantId }
            select fact.Id;
    }
}
