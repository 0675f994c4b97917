using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;

namespace Courses.Materials.Features;

/// <summary>Somebody adds a material, says something else of it, gives it a new edition, takes it or one of its editions off, and undoes that.</summary>
internal sealed class KeepMaterial(CoursesDb db, FileStore store, IAudit audit, Caller caller, CityTime city)
{
    /// <summary>The same id a second time is the same tap, and adds nothing.</summary>
    public async Task Add(Guid id, Guid? owner, MaterialForm form, NewEdition what, CancellationToken cancel)
    {
        if (!caller.Keeps(owner) || (form.ForNewcomers && !caller.ShowsToNewcomers()))
        {
            throw new Forbidden();
        }

        await PutInFolder(what, cancel);
        await db.Transact(
            async () =>
            {
                var edition = db.Engine.NewKey();
                var material = new Material { Id = id, ProviderId = owner, AddedAt = city.Now, AddedByName = caller.Name }.With(form, edition, city.Now);
                if ((await db.Engine.InsertNew(db, [material], nameof(Material.Id), cancel)).Count == 0)
                {
                    return;
                }

                db.Add(EditionOf(what, edition, id, 1));
                Put(edition, what);
                audit.Record("material.added", id, form.Title);
            },
            cancel);
    }

    /// <summary>Broken rules: those of <see cref="Material.Change"/>.</summary>
    public Task Change(Guid id, MaterialForm form, int seen, CancellationToken cancel) => Act(
        id,
        material =>
        {
            if (form.ForNewcomers && !caller.ShowsToNewcomers())
            {
                throw new Forbidden();
            }

            material.Change(form, seen, city.Now);
            audit.Record("material.changed", id, form.Title);
        },
        cancel);

    /// <summary>The same edition id a second time is the same tap. Broken rules: <c>material.withdrawn</c>.</summary>
    public async Task AddEdition(Guid id, Guid edition, NewEdition what, CancellationToken cancel)
    {
        await PutInFolder(what, cancel);
        await Act(
            id,
            material =>
            {
                if (material.Editions.Exists(one => one.Id == edition))
                {
                    return;
                }

                var added = EditionOf(what, edition, id, material.Editions.Count == 0 ? 1 : material.Editions.Max(one => one.Number) + 1);
                material.Add(added, city.Now);
                Put(edition, what);
                audit.Record("material.edition-added", id, material.Title);
            },
            cancel);
    }

    public Task Withdraw(Guid id, string why, CancellationToken cancel) => Act(
        id,
        material =>
        {
            material.Withdraw(why, caller.Name, city.Now);
            audit.Record("material.withdrawn", id, why);
        },
        cancel);

    public Task TakeBack(Guid id, CancellationToken cancel) => Act(
        id,
        material =>
        {
            material.TakeBack();
            audit.Record("material.taken-back", id, material.Title);
        },
        cancel);

    /// <summary>Broken rules: <c>material.no-edition</c>.</summary>
    public Task WithdrawEdition(Guid id, Guid edition, string why, CancellationToken cancel) => Act(
        id,
        material =>
        {
            material.Withdraw(edition, why, caller.Name, city.Now);
            audit.Record("material.edition-withdrawn", id, why);
        },
        cancel);

    /// <summary>Broken rules: <c>material.no-edition</c>.</summary>
    public Task TakeEditionBack(Guid id, Guid edition, CancellationToken cancel) => Act(
        id,
        material =>
        {
            material.TakeBack(edition);
            audit.Record("material.edition-taken-back", id, material.Title);
        },
        cancel);

    private Task Act(Guid id, Action<Material> how, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var material = await db.Lock<Material>(id, cancel);
            if (material is null || !caller.Keeps(material.ProviderId))
            {
                throw new NotFound("The material");
            }

            if (!caller.Keeps(material))
            {
                throw new Forbidden();
            }

            await db.Entry(material).Collection(row => row.Editions).LoadAsync(cancel);
            how(material);
        },
        cancel);

    private Edition EditionOf(NewEdition what, Guid id, Guid material, int number) => new()
    {
        Id = id,
        MaterialId = material,
        Number = number,
        Change = what.Change,
        Link = what.Link,
        ContentType = what.File?.Kind.ContentType,
        ByteCount = what.File?.Content.Length ?? 0,
        Hash = what.File?.Hash,
        IsInFolder = what.File is not null && store.UsesFolder,
        AddedAt = city.Now,
        AddedByName = caller.Name,
    };

    private Task PutInFolder(NewEdition what, CancellationToken cancel) => what.File is { } file ? store.PutInFolder(file, cancel) : Task.CompletedTask;

    private void Put(Guid edition, NewEdition what)
    {
        if (what.File is { } file)
        {
            store.PutInDatabase(edition, file);
        }
    }
}

/// <summary>A file or a link.</summary>
/// <param name="File">Null for a link.</param>
/// <param name="Link">Null for a file.</param>
/// <param name="Change">What is different from the edition before.</param>
internal sealed record NewEdition(TakenFile? File, string? Link, string Change);
