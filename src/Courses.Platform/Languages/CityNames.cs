using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Languages;

/// <summary>Words that are data: what a city calls its topics, for instance. The keys begin with the prefix, and a code follows.</summary>
/// <param name="Prefix">How the keys begin, with its dot.</param>
/// <param name="Read">Reads all of them.</param>
public sealed record NameSource(string Prefix, Func<IServiceProvider, IReadOnlyList<Named>> Read);

/// <param name="Code">What follows the prefix.</param>
/// <param name="Language">Two letters; empty for the name that stands where none is written down in the reader's language.</param>
/// <param name="Name">The name.</param>
public sealed record Named(string Code, string Language, string Name);

/// <summary>
/// Names that are data, for sentences that are said in the middle of a page. They are few and change rarely: a node keeps them for a minute, and reads them again for a code that it does not know.
/// </summary>
public sealed class CityNames(IEnumerable<NameSource> sources, IServiceScopeFactory scopes)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Snapshot> read = new(StringComparer.Ordinal);

    /// <summary>The name in this language, else the one without a language; null for what has no name.</summary>
    public string? Of(CultureInfo culture, string key)
    {
        if (sources.FirstOrDefault(source => key.StartsWith(source.Prefix, StringComparison.Ordinal)) is not { } source)
        {
            return null;
        }

        var code = key[source.Prefix.Length..];
        if (!read.TryGetValue(source.Prefix, out var names) || names.Age > Kept || !names.All.Contains(code))
        {
            read[source.Prefix] = names = Read(source);
        }

        return names.All[code].OrderByDescending(named => named.Language == culture.TwoLetterISOLanguageName).ThenByDescending(named => named.Language.Length == 0).FirstOrDefault()?.Name;
    }

    private Snapshot Read(NameSource source)
    {
        using var scope = scopes.CreateScope();
        return new(source.Read(scope.ServiceProvider).ToLookup(named => named.Code, StringComparer.Ordinal), System.Diagnostics.Stopwatch.GetTimestamp());
    }

    private sealed record Snapshot(ILookup<string, Named> All, long ReadAt)
    {
        public TimeSpan Age => System.Diagnostics.Stopwatch.GetElapsedTime(ReadAt);
    }
}
