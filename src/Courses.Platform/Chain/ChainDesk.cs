using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Chain;

/// <summary>What auditors and operators see of the chain.</summary>
public sealed class ChainDesk(CoursesDb db, RowChain chain, IEnumerable<IDerivedRows> derived, CityTime city)
{
    private const int MostFindings = 500;
    private const int DaysShown = 35;

    /// <summary>Writes down what a look at everything found, in the running transaction, and answers what is new.</summary>
    public async Task<IReadOnlyList<ChainFaultAt>> WriteDown(ChainVerdict verdict, DateTimeOffset startedAt, CancellationToken cancel)
    {
        var now = city.Now;
        var known = await db.Set<ChainFinding>().ToDictionaryAsync(finding => finding.Id, cancel);
        var found = verdict.Faults.ToDictionary(fault => fault.Id);
        var fresh = found.Where(fault => !known.TryGetValue(fault.Key, out var before) || before.GoneAt is not null).Select(fault => fault.Value).ToList();
        foreach (var fault in fresh)
        {
            if (known.TryGetValue(fault.Id, out var again))
            {
                again.GoneAt = null;
            }
            else
            {
                db.Add(ChainFinding.Of(fault, now));
            }
        }

        foreach (var gone in known.Values.Where(finding => finding.GoneAt is null && !found.ContainsKey(finding.Id)))
        {
            gone.GoneAt = now;
        }

        db.Add(new ChainCheck { StartedAt = startedAt, EndedAt = now, Rows = verdict.Rows, Blocks = verdict.Blocks, Faults = verdict.Faults.Count });
        return fresh;
    }

    public async Task<ChainOverview> Overview(CancellationToken cancel)
    {
        var check = await db.Set<ChainCheck>().AsNoTracking().OrderByDescending(row => row.StartedAt).Select(row => new ChainLook(row.StartedAt, row.EndedAt, row.Rows, row.Blocks, row.Faults)).FirstOrDefaultAsync(cancel);
        var sums = await db.Set<ChainBlock>().GroupBy(block => block.Stream)
            .Select(blocks => new { Stream = blocks.Key, Blocks = blocks.Count(), Rows = blocks.Sum(block => (long)block.RowCount), LastAt = blocks.Max(block => block.ChainedAt) }).ToDictionaryAsync(sum => sum.Stream, cancel);
        var findings = await db.Set<ChainFinding>().AsNoTracking().OrderByDescending(finding => finding.FoundAt).ThenBy(finding => finding.Id).Take(MostFindings)
            .Select(finding => new ChainFound(finding.Fault, finding.Stream, finding.Number, finding.Row, finding.FoundAt, finding.GoneAt)).ToListAsync(cancel);
        var rounds = await db.Set<DerivedRound>().AsNoTracking().ToDictionaryAsync(round => round.Stream, cancel);
        var since = city.Now.AddDays(-DaysShown);
        var heads = await db.Set<ChainHead>().AsNoTracking().Where(head => head.MadeAt >= since).OrderByDescending(head => head.Number).Select(head => new { head.Number, head.MadeAt, head.Hash }).ToListAsync(cancel);
        return new(
            check,
            [.. chain.Tables.Select(table => sums.TryGetValue(table.Stream, out var sum) ? new ChainStream(table.Stream, sum.Blocks, sum.Rows, sum.LastAt) : new(table.Stream, 0, 0, null))],
            [.. derived.Select(rows => rows.Stream).Order(StringComparer.Ordinal).Select(stream => new ChainDerived(stream, rounds.GetValueOrDefault(stream)?.LastBegunAt, rounds.GetValueOrDefault(stream)?.LastEndedAt))],
            findings,
            [.. heads.GroupBy(head => city.DayOf(head.MadeAt)).Select(day => day.First()).Select(head => new ChainDay(city.DayOf(head.MadeAt), head.Number, head.MadeAt, head.Hash))]);
    }

    /// <summary>How many faults are there now, or were found in the last week.</summary>
    public Task<int> Alarming(CancellationToken cancel)
    {
        var weekAgo = city.Now.AddDays(-7);
        return db.Set<ChainFinding>().CountAsync(finding => finding.GoneAt == null || finding.FoundAt >= weekAgo, cancel);
    }

    /// <summary>The text of a head: its SHA-256 is the head's hash.</summary>
    public Task<string?> TextOfHead(int number, CancellationToken cancel) => db.Set<ChainHead>().Where(head => head.Number == number).Select(head => head.Text).SingleOrDefaultAsync(cancel);

    /// <summary>The lines of all heads behind that one, oldest first.</summary>
    public async Task<IReadOnlyList<ChainHeadLine>> HeadsAfter(int number, CancellationToken cancel) =>
        [.. (await db.Set<ChainHead>().AsNoTracking().Where(head => head.Number > number).OrderBy(head => head.Number).ToListAsync(cancel)).Select(head => new ChainHeadLine(head.Number, head.MadeAt, head.Hash, head.Line))];
}

/// <summary>The last look at everything, the streams, what follows from them, what was found, and the last head of each day of the last weeks.</summary>
public sealed record ChainOverview(ChainLook? LastCheck, IReadOnlyList<ChainStream> Streams, IReadOnlyList<ChainDerived> Derived, IReadOnlyList<ChainFound> Findings, IReadOnlyList<ChainDay> Days);

public sealed record ChainLook(DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Rows, int Blocks, int Faults);

public sealed record ChainStream(string Stream, int Blocks, long Rows, DateTimeOffset? LastAt);

/// <summary>Rows that follow from chained ones, and when all of them were last worked out again; null before the first time.</summary>
public sealed record ChainDerived(string Stream, DateTimeOffset? BegunAt, DateTimeOffset? EndedAt);

public sealed record ChainFound(ChainFault Fault, string Stream, int? Number, Guid? Row, DateTimeOffset FoundAt, DateTimeOffset? GoneAt);

public sealed record ChainDay(DateOnly Day, int Number, DateTimeOffset MadeAt, string Hash);
