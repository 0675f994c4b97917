using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>A template as it was loaded. A change is another row; a plan keeps the one it was made from until both sides agree to another wording.</summary>
internal sealed class PlanTemplate : IAppendOnly
{
    public const int Longest = 100_000;

    public Guid Id { get; private set; }

    public required string Code { get; init; }

    public required string Json { get; init; }

    public required Guid LoadedBy { get; init; }

    public required string LoadedByName { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public PlanTerms Terms => PlanTerms.Read(Json).Terms ?? throw new InvalidOperationException($"The template {Code} cannot be read.");
}

/// <summary>The templates of the city. There are few, so they are read as a whole.</summary>
internal sealed class PlanTemplates(CoursesDb db)
{
    /// <summary>What is shipped; a city loads it once and changes it.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ShippedFiles.Of(typeof(PlanTemplates));

    /// <summary>The last row of each code.</summary>
    public async Task<IReadOnlyList<PlanTemplate>> Current(CancellationToken cancel) =>
        [.. (await All().ToListAsync(cancel)).GroupBy(template => template.Code).Select(rows => rows.Last()).OrderBy(template => template.Code, StringComparer.Ordinal)];

    public async Task<PlanTemplate> Of(string? code, CancellationToken cancel) => (await Current(cancel)).FirstOrDefault(template => template.Code == code) ?? throw new NotFound("The template");

    public async Task<PlanTerms> TermsOf(Guid id, CancellationToken cancel) => (await db.Set<PlanTemplate>().AsNoTracking().SingleAsync(template => template.Id == id, cancel)).Terms;

    /// <summary>What these rows say, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, PlanTerms>> TermsOf(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToArray();
        return (await All().Where(template => EF.Parameter(wanted).Contains(template.Id)).ToListAsync(cancel)).ToDictionary(template => template.Id, template => template.Terms);
    }

    /// <summary>A first plan should be there after so many days: what the strictest template says; null where none says anything.</summary>
    public async Task<int?> WithinDays(CancellationToken cancel) => (await Current(cancel)).Select(template => template.Terms.WithinDays).Min();

    private IQueryable<PlanTemplate> All() => db.Set<PlanTemplate>().AsNoTracking().OrderBy(template => template.LoadedAt).ThenBy(template => template.Id);
}
