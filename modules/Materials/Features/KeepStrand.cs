using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Features;

/// <summary>An administrator says which strands the city has, and takes one out that nothing is in.</summary>
internal sealed class KeepStrand(CoursesDb db, IAudit audit)
{
    /// <summary>The same id a second time is the same tap. Broken rules: <c>strand.name-taken</c>.</summary>
    public Task Add(Guid id, string name, string? from, string? below, CancellationToken cancel) => Saved(() => db.Transact(
        async () =>
        {
            if ((await db.Engine.InsertNew(db, [new Strand { Id = id, Name = name, LevelFrom = from, LevelBelow = below }], nameof(Strand.Id), cancel)).Count > 0)
            {
                audit.Record("strand.added", id, name);
            }
        },
        cancel));

    /// <summary>Broken rules: <c>strand.name-taken</c>.</summary>
    public Task Change(Guid id, string name, string? from, string? below, CancellationToken cancel) => Saved(() => db.Transact(
        async () =>
        {
            var strand = await db.Lock<Strand>(id, cancel) ?? throw new NotFound("The strand");
            (strand.Name, strand.LevelFrom, strand.LevelBelow) = (name, from, below);
            audit.Record("strand.changed", id, name);
        },
        cancel));

    /// <summary>A second time is the same tap. Broken rules: <c>strand.in-use</c>.</summary>
    public Task Remove(Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await db.Lock<Strand>(id, cancel) is not { } strand)
            {
                return;
            }

            // Locked first: nobody takes it meanwhile.
            if (await db.Set<Material>().AnyAsync(row => row.StrandId == id, cancel) || await db.Set<Kit>().AnyAsync(row => row.StrandId == id, cancel))
            {
                throw new RuleBroken("strand.in-use");
            }

            db.Remove(strand);
            audit.Record("strand.removed", id, strand.Name);
        },
        cancel);

    private async Task Saved(Func<Task> save)
    {
        try
        {
            await save();
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("strand.name-taken");
        }
        catch (System.Data.Common.DbException error) when (db.Engine.IsDuplicate(error))
        {
            throw new RuleBroken("strand.name-taken");
        }
    }
}
