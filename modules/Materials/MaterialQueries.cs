using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials;

/// <summary>What several pages ask for in the same way.</summary>
internal static class MaterialQueries
{
    public static IQueryable<ListedMaterial> Listed(this IQueryable<Material> materials, CoursesDb db) =>
        from material in materials
        join edition in db.Set<Edition>() on material.CurrentId equals edition.Id into newest
        from edition in newest.DefaultIfEmpty()
        join strand in db.Set<Strand>() on material.StrandId equals strand.Id into its
        from strand in its.DefaultIfEmpty()
        select new ListedMaterial
        {
            Id = material.Id,
            ProviderId = material.ProviderId,
            Title = material.Title,
            About = material.About,
            Kind = material.Kind,
            Topics = material.Topics,
            Keywords = material.Keywords,
            Strand = strand == null ? null : strand.Name,
            LevelFrom = material.LevelFrom,
            LevelUntil = material.LevelUntil,
            Languages = material.Languages,
            Ages = material.Ages,
            ForNewcomers = material.ForNewcomers,
            ChangedAt = material.ChangedAt,
            WithdrawnAt = material.WithdrawnAt,
            EditionId = edition == null ? null : edition.Id,
            Link = edition == null ? null : edition.Link,
            ContentType = edition == null ? null : edition.ContentType,
            ByteCount = edition == null ? 0 : edition.ByteCount,
            Number = edition == null ? 0 : edition.Number,
        };

    public static IQueryable<T> ForLevel<T>(this IQueryable<T> rows, IReadOnlyList<Strand> strands, string level)
        where T : class, IForLevels
    {
        var (from, until, holding) = (Levels.From(level), Levels.Until(level), strands.Where(strand => strand.Holds(level)).Select(strand => strand.Id).ToArray());
        return rows.Where(row => row.LevelFrom == null && row.LevelUntil == null
            ? row.StrandId == null || holding.Contains(row.StrandId.Value)
            : (row.LevelFrom == null || from.Contains(row.LevelFrom)) && (row.LevelUntil == null || until.Contains(row.LevelUntil)));
    }

    public static Task<List<Strand>> AllStrands(this CoursesDb db, CancellationToken cancel) => db.Set<Strand>().AsNoTracking().OrderBy(strand => strand.Name).ToListAsync(cancel);
}
