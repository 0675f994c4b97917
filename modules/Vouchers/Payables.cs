using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

/// <summary>One redemption as settlement sees it.</summary>
internal sealed record Payable
{
    public required Guid RedemptionId { get; init; }

    public required Guid VoucherId { get; init; }

    public required string VoucherNumber { get; init; }

    public required Guid ProviderId { get; init; }

    public required string ProviderName { get; init; }

    /// <summary>Who is paid, and into which account.</summary>
    public required string AccountName { get; init; }

    public required string? Iban { get; init; }

    public Payee Payee => new(AccountName, Iban);

    public required Guid GroupId { get; init; }

    public required string ClassName { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required Guid ParticipantId { get; init; }

    public required long AmountCents { get; init; }

    public required int FullPaymentFromPercent { get; init; }

    public required int ExcusedPercent { get; init; }

    public required ProofGrade PaysFrom { get; init; }

    public required bool IsRefunded { get; init; }

    /// <summary>How many batches have settled it, and what they gave in all.</summary>
    public required int Settlements { get; init; }

    public required long SettledCents { get; init; }

    public Proof Proof { get; init; } = new([], 0, default);

    public Earned Earned { get; init; }

    public SettlementLine? LastLine { get; init; }

    public bool IsReady => IsRefunded || Earned.IsComplete;

    public long DueCents => IsRefunded ? 0 : Earned.DueCents(AmountCents, FullPaymentFromPercent);

    public long DeltaCents => DueCents - SettledCents;

    /// <summary>Is there something to settle: the first time always, later only when the amount changed?</summary>
    public bool IsDue => IsReady && (Settlements == 0 || DeltaCents != 0);

    /// <summary>Why an amount that was settled before is corrected; empty the first time. Read by <c>settlement.why.*</c>.</summary>
    public string Why => this switch
    {
        { Settlements: 0 } => "",
        { IsRefunded: true } => "refunded",
        { LastLine: { } last } => FormattableString.Invariant($"registers {last.SessionsAttended}/{last.SessionsHeld} {Proof.SessionsAttended}/{Proof.SessionsHeld}"),
        _ => "registers",
    };

    public SettlementLine ToLine() => new()
    {
        RedemptionId = RedemptionId,
        VoucherId = VoucherId,
        ProviderId = ProviderId,
        GroupId = GroupId,
        ParticipantId = ParticipantId,
        SessionsHeld = Proof.SessionsHeld,
        SessionsAttended = Proof.SessionsAttended,
        HeldMinutes = Proof.HeldMinutes,
        AttendedMinutes = Proof.AttendedMinutes,
        ExcusedByWordMinutes = Proof.ExcusedByWordMinutes,
        ExcusedByCertificateMinutes = Proof.ExcusedByCertificateMinutes,
        DueCents = DueCents,
        DeltaCents = DeltaCents,
        Why = Why,
    };
}

/// <summary>What is payable from signed registers: read only, worked out anew each time.</summary>
internal sealed class Payables(CoursesDb db, ITimetable timetable, IProviders providers, IAttendance attendance, CityTime time)
{
    /// <summary>
    /// Paid seats of courses that are over and not settled yet, and settled ones whose marks changed or whose money was given back since. All providers when
    /// none is named.
    /// </summary>
    public async Task<IReadOnlyList<Payable>> Open(Guid? providerId, CancellationToken cancel)
    {
        var candidates = Candidates(providerId);
        var rows = await Rows(candidates).ToListAsync(cancel);
        var proofs = (await Sessions(candidates).ToListAsync(cancel)).ToLookup(session => session.RedemptionId);
        var settledBefore = await Lines.AsNoTracking().Where(line => candidates.Any(redemption => redemption.Id == line.RedemptionId))
            .OrderBy(line => line.Batch.PreparedAt).ToListAsync(cancel);
        var last = settledBefore.GroupBy(line => line.RedemptionId).ToDictionary(group => group.Key, group => group.Last());
        return
        [
            .. rows.Select(row =>
            {
                var proof = ProofOf(row, proofs[row.RedemptionId]);
                return row with { Proof = proof, Earned = proof.Earned, LastLine = last.GetValueOrDefault(row.RedemptionId) };
            }),
        ];
    }

    private IQueryable<SettlementLine> Lines => db.Set<SettlementLine>().Where(line => line.Batch.State != BatchState.Rejected);

    public IQueryable<Redemption> Candidates(Guid? providerId)
    {
        var (today, lines) = (time.Today, Lines);
        return
            from redemption in db.Set<Redemption>()
            join @group in timetable.Groups on redemption.GroupId equals @group.Id
            where (providerId == null || redemption.ProviderId == providerId)
                && ((redemption.State == RedemptionState.Redeemed && @group.EndsOn < today && @group.CancelledAt == null
                        && (!lines.Any(line => line.RedemptionId == redemption.Id)
                            || attendance.Marks.Any(mark => mark.ParticipantId == redemption.ParticipantId && timetable.Stays.Any(stay => stay.BookingId == redemption.EnrolmentId && stay.GroupId == mark.GroupId)
                                && !lines.Any(line => line.RedemptionId == redemption.Id && line.Batch.PreparedAt >= mark.AssessedAt))))
                    || (redemption.State == RedemptionState.Refunded && lines.Where(line => line.RedemptionId == redemption.Id).Sum(line => line.DeltaCents) != 0))
            select redemption;
    }

    public IQueryable<Payable> Rows(IQueryable<Redemption> candidates)
    {
        var lines = Lines;
        return
            from redemption in candidates
            join voucher in db.Set<Voucher>() on redemption.VoucherId equals voucher.Id
            join @group in timetable.Groups on redemption.GroupId equals @group.Id
            join provider in providers.Providers on redemption.ProviderId equals provider.Id
            orderby provider.Name, provider.Id, @group.EndsOn, @group.Name, voucher.Number
            select new Payable
            {
                RedemptionId = redemption.Id,
                VoucherId = voucher.Id,
                VoucherNumber = voucher.Number,
                ProviderId = provider.Id,
                ProviderName = provider.Name,
                AccountName = provider.AccountName ?? provider.Name,
                Iban = provider.Iban,
                GroupId = @group.Id,
                ClassName = @group.Name,
                EndsOn = @group.EndsOn,
                ParticipantId = redemption.ParticipantId,
                AmountCents = redemption.AmountCents,
                FullPaymentFromPercent = voucher.FullPaymentFromPercent,
                ExcusedPercent = voucher.ExcusedPercent,
                PaysFrom = voucher.PaysFrom,
                IsRefunded = redemption.State == RedemptionState.Refunded,
                Settlements = lines.Count(line => line.RedemptionId == redemption.Id),
                SettledCents = lines.Where(line => line.RedemptionId == redemption.Id).Sum(line => line.DeltaCents),
            };
    }

    public static Proof ProofOf(Payable row, IEnumerable<SessionProof> sessions) => new([.. sessions.OrderBy(session => session.On).ThenBy(session => session.From)], row.ExcusedPercent, row.PaysFrom);

    public async Task<Proof> ProofOf(Guid redemptionId, CancellationToken cancel)
    {
        var sessions = await Sessions(db.Set<Redemption>().Where(row => row.Id == redemptionId)).ToListAsync(cancel);
        var terms = await db.Set<Redemption>().Where(row => row.Id == redemptionId).Select(row => new { row.Voucher.ExcusedPercent, row.Voucher.PaysFrom }).SingleAsync(cancel);
        return new([.. sessions.OrderBy(session => session.On).ThenBy(session => session.From)], terms.ExcusedPercent, terms.PaysFrom);
    }

    /// <summary>The sessions that were held while the person was in the class, and in those that the person was moved from.</summary>
    public IQueryable<SessionProof> Sessions(IQueryable<Redemption> redemptions) =>
        from redemption in redemptions
        join stay in timetable.Stays on redemption.EnrolmentId equals stay.BookingId
        join session in timetable.Sessions on stay.GroupId equals session.GroupId
        where session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
        from register in attendance.Registers.Where(register => register.SessionId == session.Id).DefaultIfEmpty()
        from mark in attendance.Marks.Where(mark => mark.SessionId == session.Id && mark.ParticipantId == redemption.ParticipantId).DefaultIfEmpty()
        select new SessionProof
        {
            RedemptionId = redemption.Id,
            SessionId = session.Id,
            On = session.LocalDate,
            From = session.LocalFrom,
            PlannedMinutes = session.PlannedMinutes,
            SignedAt = (DateTimeOffset?)register!.SignedOffAt,
            SignedBy = register.SignedOffBy,
            State = (MarkState?)mark!.State,
            PresentMinutes = (int?)mark.PresentMinutes,
            Grade = mark.Proof,
            Excuse = mark.Excuse,
            FactId = mark.FactId,
            CorrectedAfterSignOff = (bool?)mark.CorrectedAfterSignOff ?? false,
        };
}
