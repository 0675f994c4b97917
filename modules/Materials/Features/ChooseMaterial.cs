using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Features;

/// <summary>Whoever holds a session chooses what is used in it, and which kit its class works with.</summary>
internal sealed class ChooseMaterial(CoursesDb db, SessionDesk desk, Caller caller, CityTime city)
{
    /// <summary>So many materials nobody uses in one session.</summary>
    public const int Most = 60;

    /// <summary>A second time is the same tap. Broken rules: <c>session.too-many-materials</c>.</summary>
    public async Task Choose(Guid sessionId, IReadOnlyList<Guid> materials, CancellationToken cancel)
    {
        var session = await desk.Find(sessionId, cancel);
        var seen = await db.Set<Material>().VisibleTo(caller).Where(row => materials.Contains(row.Id) && row.WithdrawnAt == null).Select(row => row.Id).ToListAsync(cancel);
        if (seen.Count < materials.Distinct().Count() || seen.Count == 0)
        {
            throw new NotFound("The material");
        }

        await db.Transact(
            async () =>
            {
                var before = await db.Set<MaterialUse>().Where(use => use.SessionId == sessionId).Select(use => new { use.MaterialId, use.ChosenAt }).ToListAsync(cancel);
                var chosen = before.Select(use => use.MaterialId).ToArray();
                if (chosen.Union(seen).Count() > Most)
                {
                    throw new RuleBroken("session.too-many-materials", Most);
                }

                // An instant apart, so that they stand in the order in which they were asked for.
                var begin = before.Select(use => use.ChosenAt.AddMilliseconds(1)).Append(city.Now).Max();
                var rows = materials.Distinct().Except(chosen).Select((material, at) => new MaterialUse
                {
                    Id = MaterialUse.IdOf(sessionId, material),
                    MaterialId = material,
                    SessionId = sessionId,
                    GroupId = session.GroupId,
                    ProviderId = session.ProviderId,
                    ChosenAt = begin.AddMilliseconds(at),
                    ChosenByName = caller.Name,
                }).ToArray();
                await db.Engine.InsertNew(db, rows, nameof(MaterialUse.Id), cancel);
            },
            cancel);
    }

    public async Task Remove(Guid sessionId, Guid material, CancellationToken cancel)
    {
        await desk.Find(sessionId, cancel);
        await db.Set<MaterialUse>().Where(use => use.SessionId == sessionId && use.MaterialId == material).ExecuteDeleteAsync(cancel);
    }

    /// <summary>The class works with that kit from now on, or with none.</summary>
    public async Task WorkWith(Guid sessionId, Guid? kitId, CancellationToken cancel)
    {
        var session = await desk.Find(sessionId, cancel);
        if (kitId is { } wanted && !await db.Set<Kit>().VisibleTo(caller).AnyAsync(kit => kit.Id == wanted && kit.WithdrawnAt == null, cancel))
        {
            throw new NotFound("The kit");
        }

        await db.Transact(
            async () =>
            {
                if (kitId is not { } kit)
                {
                    await db.Set<GroupKit>().Where(row => row.GroupId == session.GroupId).ExecuteDeleteAsync(cancel);
                    return;
                }

                var row = new GroupKit { GroupId = session.GroupId, KitId = kit, ChosenAt = city.Now, ChosenByName = caller.Name };
                if ((await db.Engine.InsertNew(db, [row], nameof(GroupKit.GroupId), cancel)).Count == 0)
                {
                    var (now, name) = (city.Now, caller.Name);
                    await db.Set<GroupKit>().Where(one => one.GroupId == session.GroupId).ExecuteUpdateAsync(set => set.SetProperty(one => one.KitId, kit).SetProperty(one => one.ChosenAt, now).SetProperty(one => one.ChosenByName, name), cancel);
                }
            },
            cancel);
    }
}
