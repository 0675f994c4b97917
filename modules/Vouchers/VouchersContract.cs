using Courses.Contracts.Vouchers;
using Courses.Platform.Database;

namespace Courses.Vouchers;

/// <summary>What other modules may ask of vouchers: rows to read here, each act in the file of its name.</summary>
internal sealed class VouchersContract(CoursesDb db, HandOutVouchers handOut, PayWithVoucher pay, MoneyOfSeats seats) : IVouchers
{
    public IQueryable<VoucherRow> Vouchers => db.Set<Voucher>().Select(voucher => new VoucherRow
    {
        Id = voucher.Id,
        ParticipantId = voucher.ParticipantId,
        ProgrammeCode = voucher.ProgrammeCode,
        Number = voucher.Number,
        State = voucher.State,
        AmountCents = voucher.AmountCents,
        RemainingCents = voucher.RemainingCents,
        IssuedOn = voucher.IssuedOn,
        ExpiresOn = voucher.ExpiresOn,
        WaitsForTopic = voucher.WaitsForTopic,
    });

    public IQueryable<VoucherTransactionRow> Transactions =>
        from entry in db.Set<LedgerEntry>()
        join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id
        select new VoucherTransactionRow
        {
            Id = entry.Id,
            TransactionId = transaction.Id,
            Kind = transaction.Kind.ToString(),
            Account = entry.Account.ToString(),
            VoucherId = transaction.VoucherId,
            ProviderId = transaction.ProviderId,
            AmountCents = entry.AmountCents,
            At = transaction.At,
        };

    public IQueryable<SettlementRow> Settlements => db.Set<SettlementLine>().Select(line => new SettlementRow
    {
        Id = line.Id,
        ProviderId = line.ProviderId,
        VoucherId = line.VoucherId,
        GroupId = line.GroupId,
        AmountCents = line.DeltaCents,
        AttendedMinutes = line.AttendedMinutes,
        HeldMinutes = line.HeldMinutes,
        ExcusedByWordMinutes = line.ExcusedByWordMinutes,
        ExcusedByCertificateMinutes = line.ExcusedByCertificateMinutes,
        State = line.Batch.State == BatchState.Paid ? "paid" : line.Batch.State == BatchState.Approved ? "approved" : "prepared",
    });

    public IQueryable<RedemptionRow> Redemptions => db.Set<Redemption>().Select(redemption => new RedemptionRow
    {
        Id = redemption.Id,
        VoucherId = redemption.VoucherId,
        ParticipantId = redemption.ParticipantId,
        EnrolmentId = redemption.EnrolmentId,
        GroupId = redemption.GroupId,
        ProviderId = redemption.ProviderId,
        AmountCents = redemption.AmountCents,
        PriceCents = redemption.PriceCents,
        IsHeld = redemption.State == RedemptionState.Held,
        MadeAt = redemption.MadeAt,
        ClosedAt = redemption.ClosedAt,
    });

    public Task<IReadOnlyList<Guid>> Issue(Guid participantId, string programmeCode, CancellationToken cancel) => handOut.Issue(participantId, programmeCode, cancel);

    public Task Unlock(Guid participantId, string topicCode, CancellationToken cancel) => handOut.Unlock(participantId, topicCode, cancel);

    public Task<IReadOnlyList<Refusal>> Check(Guid voucherId, Guid participantId, Guid groupId, CancellationToken cancel) => pay.Check(voucherId, participantId, groupId, cancel);

    public Task<IReadOnlySet<Guid>> Payable(Guid participantId, IReadOnlyCollection<Guid> groupIds, CancellationToken cancel) => pay.Payable(participantId, groupIds, cancel);

    public Task<Redeemed> Redeem(NewRedemption wanted, CancellationToken cancel) => pay.Redeem(wanted, cancel);

    public Task GiveBack(IReadOnlyCollection<Guid> enrolmentIds, string reason, CancellationToken cancel) => seats.GiveBack(enrolmentIds, reason, cancel);

    public Task TakeAgain(Guid enrolmentId, DateTimeOffset since, CancellationToken cancel) => seats.TakeAgain(enrolmentId, since, cancel);

    public Task Follow(Guid enrolmentId, Guid toEnrolmentId, Guid toGroupId, Guid toProviderId, CancellationToken cancel) => seats.Follow(enrolmentId, toEnrolmentId, toGroupId, toProviderId, cancel);

    public Task<long> TurnHoldIntoPayment(Guid enrolmentId, CancellationToken cancel) => seats.TurnHoldIntoPayment(enrolmentId, cancel);
}
