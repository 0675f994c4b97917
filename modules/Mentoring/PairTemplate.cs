using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>A template as it was loaded. A change is another row; a pair keeps the one under which it was proposed.</summary>
internal sealed class PairTemplate : IAppendOnly
{
    public const int Longest = 20_000;

    public Guid Id { get; private set; }

    public required string Code { get; init; }

    public required string Json { get; init; }

    public required Guid LoadedBy { get; init; }

    public required string LoadedByName { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public PairTerms Terms => PairTerms.Read(Json).Terms ?? throw new InvalidOperationException($"The template {Code} cannot be read.");
}

/// <summary>The templates of the city. There are few, so they are read as a whole.</summary>
internal sealed class PairTemplates(CoursesDb db)
{
    /// <summary>What is shipped; a city loads it once and changes it.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ShippedFiles.Of(typeof(PairTemplates));

    /// <summary>The last row of each code.</summary>
    public async Task<IReadOnlyList<PairTemplate>> Current(CancellationToken cancel) =>
        [.. (await All(cancel)).GroupBy(template => template.Code).Select(rows => rows.Last()).OrderBy(template => template.Code, StringComparer.Ordinal)];

    public async Task<PairTemplate> Of(string? code, CancellationToken cancel) =>
        (await Current(cancel)).FirstOrDefault(template => template.Code == code) ?? throw new NotFound("The template");

    /// <summary>All rows by id, with what they say.</summary>
    public async Task<IReadOnlyDictionary<Guid, PairTerms>> Terms(CancellationToken cancel) => (await All(cancel)).ToDictionary(template => template.Id, template => template.Terms);

    public async Task<PairTerms> TermsOf(Guid id, CancellationToken cancel) => (await db.Set<PairTemplate>().AsNoTracking().SingleAsync(template => template.Id == id, cancel)).Terms;

    private Task<List<PairTemplate>> All(CancellationToken cancel) => db.Set<PairTemplate>().AsNoTracking().OrderBy(template => template.LoadedAt).ThenBy(template => template.Id).ToListAsync(cancel);
}
