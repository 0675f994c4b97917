using Courses.Contracts.Materials;
using Courses.Platform.Database;

namespace Courses.Materials;

internal sealed class MaterialsContract(CoursesDb db, SessionDesk desk) : IMaterials
{
    public IQueryable<MaterialRow> Materials => db.Set<Material>().Select(material => new MaterialRow
    {
        Id = material.Id,
        ProviderId = material.ProviderId,
        Title = material.Title,
        Kind = material.Kind,
        Topics = material.Topics,
        Strand = db.Set<Strand>().Where(strand => strand.Id == material.StrandId).Select(strand => strand.Name).FirstOrDefault(),
        LevelFrom = material.LevelFrom,
        LevelUntil = material.LevelUntil,
        Languages = material.Languages,
        Ages = material.Ages.ToString(),
        ForNewcomers = material.ForNewcomers,
        Editions = material.Editions.Count,
        ChangedAt = material.ChangedAt,
        WithdrawnAt = material.WithdrawnAt,
    });

    public IQueryable<MaterialUseRow> Uses => db.Set<MaterialUse>().Select(use => new MaterialUseRow
    {
        Id = use.Id,
        MaterialId = use.MaterialId,
        SessionId = use.SessionId,
        GroupId = use.GroupId,
        ProviderId = use.ProviderId,
        ChosenAt = use.ChosenAt,
    });

    public async Task<SessionMaterials> OfSession(Guid sessionId, Guid groupId, CancellationToken cancel)
    {
        var chosen = await desk.Chosen(sessionId, cancel);
        var kit = await desk.KitOf(groupId, cancel);
        var inKit = kit is null ? [] : (await desk.In(kit, cancel)).Where(one => chosen.TrueForAll(other => other.Id != one.Id));
        return new([.. chosen.Select(Of)], kit?.Name, [.. inKit.Select(Of)]);

        static SessionMaterial Of(ListedMaterial one) => new(one.Id, one.Title, one.Kind, one.Icon, one.Address);
    }
}
