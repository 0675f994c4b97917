using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Kept;

/// <summary>
/// How long one kind of record is kept, and what goes then: docs/decisions/0035. Its name stands in the staff's words under <c>retention.{Code}</c>, and what goes under <c>retention.{Code}.goes</c>.
/// </summary>
/// <param name="Code">Stable: limits and proofs name it.</param>
/// <param name="Usual">How long, where the city has said nothing else.</param>
public sealed record RetentionRule(string Code, KeptFor Usual)
{
    /// <summary>The city may choose from this time on, in months; null where pages and letters promise the usual time, or a setting says it.</summary>
    public int? LeastMonths { get; init; }

    public required Func<CoursesDb, RetentionDay, CancellationToken, Task<int>> Count { get; init; }

    /// <summary>Lets some of it go, and answers how many; fewer than were asked for when nothing more is left.</summary>
    public required Func<CoursesDb, RetentionDay, int, CancellationToken, Task<int>> Forget { get; init; }
}

/// <summary>The first day that is kept, and the instant at which it began in the city; and now.</summary>
public sealed record RetentionDay(DateOnly First, DateTimeOffset Since, DateTimeOffset Now);

/// <summary>The city chose another time than the usual one: who, when and why. The last of a rule holds.</summary>
public sealed class RetentionChange
{
    public const int LongestReason = 500;

    public Guid Id { get; private set; }

    public required string Rule { get; init; }

    public required int Months { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required string ByName { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The proof of one night for one rule: until which day, and how many. It names nobody.</summary>
public sealed class RetentionRun
{
    public Guid Id { get; private set; }

    public required string Rule { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The first day that was kept.</summary>
    public required DateOnly KeptFrom { get; init; }

    public required int Gone { get; init; }

    /// <summary>For operators; null when all that was over went.</summary>
    public string? Error { get; init; }

    internal static void Tables(ModelBuilder model)
    {
        model.Entity<RetentionChange>(change =>
        {
            change.ToTable("retention_change", "platform");
            change.Property(row => row.Rule).HasMaxLength(60);
            change.Property(row => row.ByName).HasMaxLength(200);
            change.Property(row => row.Reason).HasMaxLength(RetentionChange.LongestReason);
            change.HasIndex(row => row.At);
        });
        model.Entity<RetentionRun>(run =>
        {
            run.ToTable("retention_run", "platform");
            run.Property(row => row.Rule).HasMaxLength(60);
            run.Property(row => row.Error).HasMaxLength(-1);
            run.HasIndex(row => new { row.Rule, row.At });
            run.HasIndex(row => row.At);
        });
    }
}

/// <summary>The rules of all modules, with the times that hold in this city.</summary>
public sealed class Retention(CoursesDb db, IEnumerable<RetentionRule> rules, CityTime city)
{
    public IReadOnlyList<RetentionRule> Rules { get; } = [.. rules.OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    /// <summary>How long, rule by rule.</summary>
    public async Task<IReadOnlyDictionary<string, KeptFor>> Times(CancellationToken cancel)
    {
        var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var change in await Changes(cancel))
        {
            chosen[change.Rule] = change.Months;
        }

        return Rules.ToDictionary(rule => rule.Code, rule => rule.LeastMonths is { } least && chosen.TryGetValue(rule.Code, out var months) ? new(Months: Math.Max(least, months)) : rule.Usual, StringComparer.Ordinal);
    }

    /// <summary>All that the city chose so far, the last at the end. There are few.</summary>
    public Task<List<RetentionChange>> Changes(CancellationToken cancel) => db.Set<RetentionChange>().AsNoTracking().OrderBy(change => change.At).ThenBy(change => change.Id).ToListAsync(cancel);

    public async Task<KeptFor> TimeOf(string code, CancellationToken cancel) => (await Times(cancel))[code];

    /// <summary>What is of an earlier day is over.</summary>
    public RetentionDay FirstKept(KeptFor time)
    {
        var first = city.Today.AddMonths(-time.Months).AddDays(-time.Days);
        return new(first, city.At(first, TimeOnly.MinValue), city.Now);
    }
}

public static class RetentionRegistration
{
    /// <summary>A rule whose records are deleted.</summary>
    /// <param name="services">Where rules are registered.</param>
    /// <param name="code">Stable.</param>
    /// <param name="usual">How long, where the city has said nothing else.</param>
    /// <param name="over">What is over, the oldest first.</param>
    /// <param name="leastMonths">The city may choose from this time on; null for a time that is fixed.</param>
    public static IServiceCollection AddRetention<T>(this IServiceCollection services, string code, KeptFor usual, Func<CoursesDb, RetentionDay, IQueryable<T>> over, int? leastMonths = null)
        where T : class => services.AddRetention(code, usual, over, (rows, _, cancel) => rows.ExecuteDeleteAsync(cancel), leastMonths);

    /// <summary>A rule whose records stay and lose what tells of the person: <paramref name="blank"/> empties them, and what is empty is no longer among those that are over.</summary>
    public static IServiceCollection AddRetention<T>(
        this IServiceCollection services, string code, KeptFor usual, Func<CoursesDb, RetentionDay, IQueryable<T>> over, Func<IQueryable<T>, RetentionDay, CancellationToken, Task<int>> blank, int? leastMonths = null)
        where T : class => services.AddSingleton(new RetentionRule(code, usual)
        {
            LeastMonths = leastMonths,
            Count = (db, day, cancel) => over(db, day).CountAsync(cancel),
            Forget = (db, day, most, cancel) => blank(over(db, day).Take(most), day, cancel),
        });
}
