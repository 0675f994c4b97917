using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Chain;

/// <summary>
/// Rows that follow from chained ones and are not chained themselves: marks from facts, balances from the ledger. They are worked out again and compared, so that whoever changes one past the product is named.
/// </summary>
public interface IDerivedRows
{
    /// <summary>Stands in findings and on the page, as a stream does.</summary>
    string Stream { get; }

    /// <summary>The keys of what is worked out together: a session with its marks, a voucher.</summary>
    IQueryable<Guid> Units { get; }

    /// <summary>Units in which something happened lately, or will be paid or decided by soon: looked at every hour.</summary>
    IQueryable<Guid> Recent { get; }

    /// <summary>The units of rows that <see cref="Otherwise"/> named.</summary>
    IQueryable<Guid> UnitsOf(Guid[] rows);

    /// <summary>Works these units out again and answers the rows that are otherwise; for one that is missing, the row that it would follow from.</summary>
    Task<IReadOnlyList<Guid>> Otherwise(Guid[] units, CancellationToken cancel);
}

/// <summary>How far a look at all units of a stream has come.</summary>
internal sealed class DerivedRound
{
    public required string Stream { get; init; }

    /// <summary>Units up to this one were looked at in this round.</summary>
    public Guid After { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When the last round that came to its end had begun, and ended; null before the first.</summary>
    public DateTimeOffset? LastBegunAt { get; init; }

    public DateTimeOffset? LastEndedAt { get; init; }

    public static void Tables(ModelBuilder model) => model.Entity<DerivedRound>(round =>
    {
        round.ToTable("derived_round", "platform");
        round.HasKey(row => row.Stream);
        round.Property(row => row.Stream).HasMaxLength(40);
    });
}

/// <summary>Works out again what follows from chained rows, a piece at a time.</summary>
public sealed class DerivedWalk(CoursesDb db, IEnumerable<IDerivedRows> derived, CityTime city)
{
    /// <summary>In so many looks everything is seen once: one an hour makes less than a day.</summary>
    public const int LooksInARound = 20;

    public const int UnitsAtOnce = 200;

    private readonly List<ChainFaultAt> faults = [];
    private readonly HashSet<ChainFaultAt> seen = [];

    private IEnumerable<IDerivedRows> Streams => derived.OrderBy(rows => rows.Stream, StringComparer.Ordinal);

    public async Task<IReadOnlyList<ChainFaultAt>> Everything(CancellationToken cancel)
    {
        foreach (var rows in Streams)
        {
            for (var after = Guid.Empty; await Behind(rows, after, cancel) is [.., var last] units; after = last)
            {
                await Look(rows, units, cancel);
            }
        }

        return faults;
    }

    /// <summary>What happened lately, what was named before, and of the rest so much that all of it is seen within a day.</summary>
    public async Task<IReadOnlyList<ChainFaultAt>> Hourly(CancellationToken cancel)
    {
        foreach (var rows in Streams)
        {
            var named = await db.Set<ChainFinding>().Where(finding => finding.Stream == rows.Stream && finding.GoneAt == null && finding.Row != null).Select(finding => finding.Row!.Value).ToListAsync(cancel);
            foreach (var some in named.Chunk(UnitsAtOnce))
            {
                await Look(rows, await rows.UnitsOf(some).Distinct().ToArrayAsync(cancel), cancel);
            }

            foreach (var some in (await rows.Recent.Distinct().ToListAsync(cancel)).Chunk(UnitsAtOnce))
            {
                await Look(rows, some, cancel);
            }

            await GoOn(rows, cancel);
        }

        return faults;
    }

    /// <summary>A node that ends in between, or the next look, goes on where this one was.</summary>
    private async Task GoOn(IDerivedRows rows, CancellationToken cancel)
    {
        var stored = db.Set<DerivedRound>().Where(round => round.Stream == rows.Stream);
        if (!await stored.AnyAsync(cancel))
        {
            db.Add(new DerivedRound { Stream = rows.Stream, BegunAt = city.Now });
            await db.SaveChangesAsync(cancel);
        }

        var after = await stored.Select(round => round.After).SingleAsync(cancel);
        for (var left = (await rows.Units.CountAsync(cancel) + LooksInARound - 1) / LooksInARound; ;)
        {
            var units = await Behind(rows, after, cancel);
            if (units is not [.., var last])
            {
                var now = city.Now;
                await stored.ExecuteUpdateAsync(
                    set => set.SetProperty(round => round.After, Guid.Empty).SetProperty(round => round.LastBegunAt, round => round.BegunAt).SetProperty(round => round.LastEndedAt, now).SetProperty(round => round.BegunAt, now), cancel);
                return;
            }

            await Look(rows, units, cancel);
            after = last;
            await stored.ExecuteUpdateAsync(set => set.SetProperty(round => round.After, last), cancel);
            left -= units.Length;
            if (left <= 0 && units.Length == UnitsAtOnce)
            {
                return;
            }
        }
    }

    private static Task<Guid[]> Behind(IDerivedRows rows, Guid after, CancellationToken cancel) =>
        rows.Units.Where(unit => unit.CompareTo(after) > 0).OrderBy(unit => unit).Take(UnitsAtOnce).ToArrayAsync(cancel);

    /// <summary>What somebody wrote by hand may be beyond reading. It is not what follows, and keeps nothing else from being looked at.</summary>
    private async Task Look(IDerivedRows rows, Guid[] units, CancellationToken cancel)
    {
        if (units is [] || faults.Count >= ChainWalk.Most)
        {
            return;
        }

        try
        {
            foreach (var row in await rows.Otherwise(units, cancel))
            {
                Add(row);
            }
        }
        catch (Exception error) when (error is InvalidCastException or InvalidOperationException or OverflowException or ArgumentException or FormatException)
        {
            if (units is [var one])
            {
                Add(one);
                return;
            }

            await Look(rows, units[..(units.Length / 2)], cancel);
            await Look(rows, units[(units.Length / 2)..], cancel);
        }

        void Add(Guid row)
        {
            var fault = new ChainFaultAt(ChainFault.RowDoesNotFollow, rows.Stream, Row: row);
            if (seen.Add(fault))
            {
                faults.Add(fault);
            }
        }
    }
}
