using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Features;

/// <summary>Somebody makes a kit, puts materials into it, sets their order, copies one that others made, and takes it off.</summary>
internal sealed class KeepKit(CoursesDb db, IAudit audit, Caller caller, CityTime city)
{
    /// <summary>The same id a second time is the same tap, and adds nothing.</summary>
    public Task Add(Guid id, Guid? owner, KitForm form, CancellationToken cancel) => db.Transact(
        async () =>
        {
            MustKeep(owner);
            if ((await db.Engine.InsertNew(db, [New(id, owner, form)], nameof(Kit.Id), cancel)).Count > 0)
            {
                audit.Record("kit.added", id, form.Name);
            }
        },
        cancel);

    /// <summary>Broken rules: <c>kit.withdrawn</c>, <c>kit.changed-meanwhile</c>.</summary>
    public Task Change(Guid id, KitForm form, int seen, CancellationToken cancel) => Act(
        id,
        kit =>
        {
            kit.MustBeOffered();
            if (seen != kit.Version)
            {
                throw new RuleBroken("kit.changed-meanwhile");
            }

            (kit.Name, kit.Note, kit.TopicCode, kit.StrandId, kit.LevelFrom, kit.LevelUntil, kit.Ages) = (form.Name, form.Note, form.TopicCode, form.StrandId, form.LevelFrom, form.LevelUntil, form.Ages);
            audit.Record("kit.changed", id, kit.Name);
        },
        cancel);

    /// <summary>With what of it the copier may see. The same id a second time is the same tap.</summary>
    public Task Copy(Guid id, Guid from, string name, CancellationToken cancel) => db.Transact(
        async () =>
        {
            MustKeep(caller.OrganisationId);
            var kit = await db.Set<Kit>().VisibleTo(caller).AsNoTracking().Include(row => row.Entries).SingleOrDefaultAsync(row => row.Id == from && row.WithdrawnAt == null, cancel) ?? throw new NotFound("The kit");
            var form = new KitForm(name, kit.Note, kit.TopicCode, kit.StrandId, kit.LevelFrom, kit.LevelUntil, kit.Ages);
            if ((await db.Engine.InsertNew(db, [New(id, caller.OrganisationId, form)], nameof(Kit.Id), cancel)).Count == 0)
            {
                return;
            }

            var own = kit.Entries.Select(entry => entry.MaterialId).ToArray();
            var seen = await db.Set<Material>().VisibleTo(caller).Where(material => own.Contains(material.Id) && material.WithdrawnAt == null).Select(material => material.Id).ToListAsync(cancel);
            db.AddRange(kit.InOrder.Where(entry => seen.Contains(entry.MaterialId)).Select((entry, at) => new KitEntry { KitId = id, MaterialId = entry.MaterialId, Position = at + 1 }));
            audit.Record("kit.copied", id, name);
        },
        cancel);

    /// <summary>Broken rules: those of <see cref="Kit.Add"/>.</summary>
    public async Task Put(Guid id, Guid material, CancellationToken cancel)
    {
        if (!await db.Set<Material>().VisibleTo(caller).AnyAsync(row => row.Id == material && row.WithdrawnAt == null, cancel))
        {
            throw new NotFound("The material");
        }

        await Act(id, kit => kit.Add(material), cancel);
    }

    public Task Remove(Guid id, Guid material, CancellationToken cancel) => Act(id, kit => kit.Remove(material), cancel);

    public Task Move(Guid id, Guid material, int by, CancellationToken cancel) => Act(id, kit => kit.Move(material, Math.Sign(by)), cancel);

    public Task Withdraw(Guid id, CancellationToken cancel) => Act(
        id,
        kit =>
        {
            kit.Withdraw(caller.Name, city.Now);
            audit.Record("kit.withdrawn", id, kit.Name);
        },
        cancel);

    public Task TakeBack(Guid id, CancellationToken cancel) => Act(
        id,
        kit =>
        {
            kit.TakeBack();
            audit.Record("kit.taken-back", id, kit.Name);
        },
        cancel);

    private Task Act(Guid id, Action<Kit> how, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var kit = await db.Lock<Kit>(id, cancel);
            if (kit is null || !caller.Keeps(kit.ProviderId))
            {
                throw new NotFound("The kit");
            }

            await db.Entry(kit).Collection(row => row.Entries).LoadAsync(cancel);
            how(kit);
        },
        cancel);

    private void MustKeep(Guid? owner)
    {
        if (!caller.Keeps(owner))
        {
            throw new Forbidden();
        }
    }

    private Kit New(Guid id, Guid? owner, KitForm form) => new()
    {
        Id = id,
        ProviderId = owner,
        Name = form.Name,
        Note = form.Note,
        TopicCode = form.TopicCode,
        StrandId = form.StrandId,
        LevelFrom = form.LevelFrom,
        LevelUntil = form.LevelUntil,
        Ages = form.Ages,
        AddedAt = city.Now,
        AddedByName = caller.Name,
    };
}

internal sealed record KitForm(string Name, string Note, string? TopicCode, Guid? StrandId, string? LevelFrom, string? LevelUntil, AgeGroup Ages);
