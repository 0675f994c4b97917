using System.Runtime.InteropServices;
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

    /// <summary>
    /// The same of all providers without each lesson's proof: what was planned is read once for a whole class, and what was attended from the months that are kept of each stay. Only where an excuse may go beyond
    /// the programme's share, or a presence is proven too little, the proofs are looked at.
    /// </summary>
    public async Task<IReadOnlyList<Payable>> AddedUp(CancellationToken cancel)
    {
        IReadOnlyList<Payable> all = [];
        await db.Open(async () => all = await AddUp(cancel));
        return all;
    }

    private async Task<IReadOnlyList<Payable>> AddUp(CancellationToken cancel)
    {
        var due = await Candidates(null).Select(redemption => redemption.Id).ToArrayAsync(cancel);
        var candidates = db.Set<Redemption>().Where(redemption => EF.Parameter(due).Contains(redemption.Id));
        var rows = await Rows(candidates).ToListAsync(cancel);
        var stays =
            from redemption in candidates
            join stay in timetable.Stays on redemption.EnrolmentId equals stay.BookingId
            select new { redemption.Id, Stay = stay.Id, stay.GroupId, stay.From, Until = stay.Until ?? DateOnly.MaxValue };
        var days = await stays.ToListAsync(cancel);
        var lessons = await Lessons([.. days.Select(stay => (stay.GroupId, stay.From, stay.Until))], stays.Select(stay => stay.GroupId).Distinct(), cancel);
        var planned = days.ToLookup(stay => stay.Id, stay => lessons((stay.GroupId, stay.From, stay.Until)));
        var marks = await (
            from stay in stays
            join month in await attendance.Months(cancel) on stay.Stay equals month.StayId
            group month by stay.Id into all
            select new
            {
                Id = all.Key,
                Excused = all.Sum(month => month.Excused),
                ExcusedMinutes = all.Sum(month => month.ExcusedByWordMinutes + month.ExcusedByCertificateMinutes),
                Attended = all.Sum(month => month.InRoom),
                AttendedMinutes = all.Sum(month => month.AttendedMinutes),
                Written = all.Sum(month => month.WrittenMinutes),
                Said = all.Sum(month => month.SaidMinutes),
                Seen = all.Sum(month => month.SeenMinutes),
            }).ToDictionaryAsync(row => row.Id, cancel);
        var special = rows.Where(row => marks.GetValueOrDefault(row.RedemptionId) is { } mark
            && ((row.PaysFrom > ProofGrade.Written && mark.Written > 0) || (row.PaysFrom > ProofGrade.Said && mark.Said > 0) || (row.PaysFrom > ProofGrade.Seen && mark.Seen > 0)
                || mark.ExcusedMinutes > planned[row.RedemptionId].Sum(stay => (long)stay.Minutes) * row.ExcusedPercent / 100)).Select(row => row.RedemptionId).ToHashSet();
        var proofs = special.Count == 0 ? Array.Empty<SessionProof>().ToLookup(session => session.RedemptionId)
            : (await Sessions(db.Set<Redemption>().Where(redemption => special.Contains(redemption.Id))).ToListAsync(cancel)).ToLookup(session => session.RedemptionId);
        return [.. rows.Select(row => row with { Earned = special.Contains(row.RedemptionId) ? ProofOf(row, proofs[row.RedemptionId]).Earned : Sum(row.RedemptionId) })];

        Earned Sum(Guid redemption)
        {
            var (all, mark) = (planned[redemption].Aggregate(default(Planned), (sum, stay) => sum + stay), marks.GetValueOrDefault(redemption));
            return all.Count == 0 ? default : new(
                all.Count, all.Count - all.Signed, all.Signed - (mark?.Excused ?? 0), mark?.Attended ?? 0, all.SignedMinutes - (mark?.ExcusedMinutes ?? 0), mark?.AttendedMinutes ?? 0);
        }
    }

    /// <summary>What is planned in these days of a class. Most people are in a class from its first day to its last, so the engine adds up whole classes, and only the others are read lesson by lesson.</summary>
    private async Task<Func<(Guid Group, DateOnly From, DateOnly Until), Planned>> Lessons(IReadOnlyCollection<(Guid Group, DateOnly From, DateOnly Until)> days, IQueryable<Guid> taught, CancellationToken cancel)
    {
        var sessions =
            from session in timetable.Sessions
            where session.CancelledAt == null
            from register in attendance.Registers.Where(register => register.SessionId == session.Id).DefaultIfEmpty()
            select new { session.GroupId, session.LocalDate, session.PlannedMinutes, IsSigned = ((DateTimeOffset?)register!.SignedOffAt).HasValue };
        var classes = await sessions.Where(session => taught.Contains(session.GroupId)).GroupBy(session => session.GroupId).Select(all => new
        {
            all.Key,
            First = all.Min(session => session.LocalDate),
            Last = all.Max(session => session.LocalDate),
            Lessons = new Planned(
                all.Count(), all.Sum(session => session.PlannedMinutes), all.Sum(session => session.IsSigned ? 1 : 0), all.Sum(session => session.IsSigned ? session.PlannedMinutes : 0)),
        }).ToDictionaryAsync(one => one.Key, cancel);
        bool IsWhole((Guid Group, DateOnly From, DateOnly Until) stay) => !classes.TryGetValue(stay.Group, out var one) || (stay.From <= one.First && stay.Until >= one.Last);

        var inPart = days.Where(stay => !IsWhole(stay)).Select(stay => stay.Group).Distinct().ToArray();
        var single = inPart is [] ? [] : await sessions.Where(session => EF.Parameter(inPart).Contains(session.GroupId)).ToListAsync(cancel);
        var ofClass = single.ToLookup(session => session.GroupId);
        return stay => IsWhole(stay)
            ? classes.TryGetValue(stay.Group, out var one) ? one.Lessons : default
            : ofClass[stay.Group].Where(session => session.LocalDate >= stay.From && session.LocalDate <= stay.Until)
                .Aggregate(default(Planned), (sum, session) => sum + new Planned(1, session.PlannedMinutes, session.IsSigned ? 1 : 0, session.IsSigned ? session.PlannedMinutes : 0));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Planned(int Count, int Minutes, int Signed, int SignedMinutes)
    {
        public static Planned operator +(Planned one, Planned other) => new(one.Count + other.Count, one.Minutes + other.Minutes, one.Signed + other.Signed, one.SignedMinutes + other.SignedMinutes);
    }

    private IQueryable<SettlementLine> Lines => db.Set<SettlementLine>().Where(line => line.Batch.State != BatchState.Rejected);

    private IQueryable<Redemption> Candidates(Guid? providerId)
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

    private IQueryable<Payable> Rows(IQueryable<Redemption> candidates)
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

    private static Proof ProofOf(Payable row, IEnumerable<SessionProof> sessions) => new([.. sessions.OrderBy(session => session.On).ThenBy(session => session.From)], row.ExcusedPercent, row.PaysFrom);

    public async Task<Proof> ProofOf(Guid redemptionId, CancellationToken cancel)
    {
        var sessions = await Sessions(db.Set<Redemption>().Where(row => row.Id == redemptionId)).ToListAsync(cancel);
        var terms = await db.Set<Redemption>().Where(row => row.Id == redemptionId).Select(row => new { row.Voucher.ExcusedPercent, row.Voucher.PaysFrom }).SingleAsync(cancel);
        return new([.. sessions.OrderBy(session => session.On).ThenBy(session => session.From)], terms.ExcusedPercent, terms.PaysFrom);
    }

    /// <summary>The sessions that were held while the person was in the class, and in those that the person was moved from.</summary>
    private IQueryable<SessionProof> Sessions(IQueryable<Redemption> redemptions) =>
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
