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

    /// <summary>What is for that level: by its own bounds, or where it has none by those of its strand.</summary>
    public static IQueryable<Material> ForLevel(this IQueryable<Material> materials, IReadOnlyList<Strand> strands, string level)
    {
        var (from, until, holding) = (Levels.From(level), Levels.Until(level), strands.Where(strand => strand.Holds(level)).Select(strand => strand.Id).ToArray());
        return materials.Where(material => material.LevelFrom == null && material.LevelUntil == null
            ? material.StrandId == null || holding.Contains(material.StrandId.Value)
            : (material.LevelFrom == null || from.Contains(material.LevelFrom)) && (material.LevelUntil == null || until.Contains(material.LevelUntil)));
    }

    public static IQueryable<Kit> ForLevel(this IQueryable<Kit> kits, IReadOnlyList<Strand> strands, string level)
    {
        var (from, until, holding) = (Levels.From(level), Levels.Until(level), strands.Where(strand => strand.Holds(level)).Select(strand => strand.Id).ToArray());
        return kits.Where(kit => kit.LevelFrom == null && kit.LevelUntil == null
            ? kit.StrandId == null || holding.Contains(kit.StrandId.Value)
            : (kit.LevelFrom == null || from.Contains(kit.LevelFrom)) && (kit.LevelUntil == null || until.Contains(kit.LevelUntil)));
    }

    public static Task<List<Strand>> AllStrands(this CoursesDb db, CancellationToken cancel) => db.Set<Strand>().AsNoTracking().OrderBy(strand => strand.Name).ToListAsync(cancel);
}
