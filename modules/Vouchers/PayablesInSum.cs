using System.Runtime.InteropServices;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

/// <summary>
/// What is payable of all providers, without each lesson's proof: what was planned is added up once for a whole class, and what was attended from the months that are kept of each stay. Only where an excuse may go beyond
/// the programme's share, or a presence is proven too little, the proofs are looked at. For whoever looks over all of it: what is paid rests on <see cref="Payables"/>.
/// </summary>
internal sealed class PayablesInSum(CoursesDb db, Payables payables, ITimetable timetable, IAttendance attendance)
{
    private const int StaysAtOnce = 5_000;

    public async Task<IReadOnlyList<Payable>> Of(CancellationToken cancel)
    {
        IReadOnlyList<Payable> all = [];
        await db.Open(() => db.ReadWhole(async () => all = await AddUp(cancel), cancel));
        return all;
    }

    private async Task<IReadOnlyList<Payable>> AddUp(CancellationToken cancel)
    {
        var due = await payables.Candidates(null).Select(redemption => redemption.Id).ToArrayAsync(cancel);
        var candidates = db.Set<Redemption>().Where(redemption => EF.Parameter(due).Contains(redemption.Id));
        var rows = await payables.Rows(candidates).ToListAsync(cancel);
        var stays = candidates.Join(timetable.Stays, redemption => redemption.EnrolmentId, stay => stay.BookingId, (redemption, stay) => new { redemption.Id, Stay = stay.Id, stay.GroupId, stay.From, stay.Until });
        var days = await stays.Select(stay => new StayOf(stay.Id, stay.Stay, stay.GroupId, stay.From, stay.Until ?? DateOnly.MaxValue)).ToListAsync(cancel);
        var lessons = await Lessons(days, stays.Select(stay => stay.GroupId).Distinct(), cancel);
        var planned = days.ToLookup(stay => stay.Redemption, lessons);
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
            : (await payables.Sessions(db.Set<Redemption>().Where(redemption => special.Contains(redemption.Id))).ToListAsync(cancel)).ToLookup(session => session.RedemptionId);
        return [.. rows.Select(row => row with { Earned = special.Contains(row.RedemptionId) ? Payables.ProofOf(row, proofs[row.RedemptionId]).Earned : Sum(row.RedemptionId) })];

        Earned Sum(Guid redemption)
        {
            var (all, mark) = (planned[redemption].Aggregate(default(Planned), (sum, stay) => sum + stay), marks.GetValueOrDefault(redemption));
            return all.Count == 0 ? default : new(
                all.Count, all.Count - all.Signed, all.Signed - (mark?.Excused ?? 0), mark?.Attended ?? 0, all.SignedMinutes - (mark?.ExcusedMinutes ?? 0), mark?.AttendedMinutes ?? 0);
        }
    }

    /// <summary>What is planned in a stay. Most people are in a class from its first day to its last, so the engine adds up whole classes, and the days of the others one by one.</summary>
    private async Task<Func<StayOf, Planned>> Lessons(IReadOnlyCollection<StayOf> days, IQueryable<Guid> taught, CancellationToken cancel)
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
        bool IsWhole(StayOf stay) => !classes.TryGetValue(stay.GroupId, out var one) || (stay.From <= one.First && stay.Until >= one.Last);

        var inPart = new Dictionary<Guid, Planned>();
        foreach (var some in days.Where(stay => !IsWhole(stay)).Select(stay => stay.Stay).Distinct().Chunk(StaysAtOnce))
        {
            var ofStay =
                from stay in timetable.Stays
                where EF.Parameter(some).Contains(stay.Id)
                from session in sessions.Where(session => session.GroupId == stay.GroupId && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until))
                group session by stay.Id into all
                select new
                {
                    all.Key,
                    Lessons = new Planned(
                        all.Count(), all.Sum(session => session.PlannedMinutes), all.Sum(session => session.IsSigned ? 1 : 0), all.Sum(session => session.IsSigned ? session.PlannedMinutes : 0)),
                };
            await foreach (var row in ofStay.AsAsyncEnumerable().WithCancellation(cancel))
            {
                inPart.Add(row.Key, row.Lessons);
            }
        }

        return stay => IsWhole(stay) ? (classes.TryGetValue(stay.GroupId, out var one) ? one.Lessons : default) : inPart.GetValueOrDefault(stay.Stay);
    }

    private sealed record StayOf(Guid Redemption, Guid Stay, Guid GroupId, DateOnly From, DateOnly Until);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Planned(int Count, int Minutes, int Signed, int SignedMinutes)
    {
        public static Planned operator +(Planned one, Planned other) => new(one.Count + other.Count, one.Minutes + other.Minutes, one.Signed + other.Signed, one.SignedMinutes + other.SignedMinutes);
    }
}
