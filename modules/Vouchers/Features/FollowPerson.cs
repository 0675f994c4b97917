using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>
/// Vouchers and what was paid with them come over; no cent moves. Whoever got vouchers of one programme twice keeps both until a coach cancels what they should not have: that is asked about. Ledger and settled batches
/// stay as they were written.
/// </summary>
internal sealed class FollowPerson(CoursesDb db, IEligibility eligibility) : IFollowsPerson
{
    public async Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel)
    {
        Guid[] both = [merged, kept];
        var given = await db.Set<Voucher>().Where(voucher => both.Contains(voucher.ParticipantId) && voucher.CancelledAt == null)
            .GroupBy(voucher => new { voucher.ProgrammeCode, voucher.ParticipantId })
            .Select(of => new { of.Key.ProgrammeCode, of.Key.ParticipantId, Cents = of.Sum(voucher => voucher.AmountCents) }).ToListAsync(cancel);
        var twice = given.GroupBy(one => one.ProgrammeCode).Where(of => of.Count() == 2).OrderBy(of => of.Key, StringComparer.Ordinal).ToArray();
        var codes = twice.Select(of => of.Key).ToArray();
        var names = codes is [] ? [] : await eligibility.Programmes.Where(programme => codes.Contains(programme.Code)).ToDictionaryAsync(programme => programme.Code, programme => programme.Name, cancel);
        return [.. twice.Select(of => new MergeQuestion(
            new("merge.two-vouchers", [names.GetValueOrDefault(of.Key, of.Key), Shown.Money(of.Single(one => one.ParticipantId == kept).Cents), Shown.Money(of.Single(one => one.ParticipantId == merged).Cents)]), MustBeSettled: false))];
    }

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    /// <summary>A second allowance of one programme stays behind: it holds the cap of the vouchers that were given under it.</summary>
    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<Voucher>(voucher => voucher.ParticipantId),
        Handover.Of<CostClaim>(
            claim => claim.ParticipantId,
            claim => claim.RefusedAt != null || !db.Set<CostClaim>().Any(mine => mine.ParticipantId == kept && mine.Kind == claim.Kind && mine.GroupId == claim.GroupId && mine.Month == claim.Month && mine.RefusedAt == null)),
        Handover.Of<Redemption>(redemption => redemption.ParticipantId),
        Handover.Of<Allowance>(allowance => allowance.ParticipantId, allowance => !db.Set<Allowance>().Any(mine => mine.ParticipantId == kept && mine.ProgrammeCode == allowance.ProgrammeCode)),
    ];
}
