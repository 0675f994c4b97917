using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Database;

/// <summary>
/// The one context of the product. Modules contribute their tables through <see cref="ModelPart"/>; nobody names another module's entities.
/// </summary>
public sealed class CoursesDb(DbContextOptions<CoursesDb> options, IEnumerable<ModelPart> parts, IEngine engine) : DbContext(options)
{
    public IEngine Engine { get; } = engine;

    /// <summary>
    /// Runs the work in one transaction and saves at its end. A nested call joins the running transaction.
    /// After a transient fault the work runs again from the start, so it must load what it changes itself.
    /// </summary>
    public async Task<T> Transact<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        if (Database.CurrentTransaction is not null)
        {
            return await work();
        }

        return await Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            ChangeTracker.Clear();

            // What fails inside is not saved in part and gone on with: the transaction ends. So no save needs a savepoint, which would be two more round trips.
            Database.AutoSavepointsEnabled = false;
            await using var transaction = await Database.BeginTransactionAsync(cancel);
            var result = await work();
            await SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return result;
        });
    }

    public Task Transact(Func<Task> work, CancellationToken cancel) =>
        Transact(async () => { await work(); return true; }, cancel);

    /// <summary>
    /// Takes the row's lock for the rest of the transaction and then loads it fresh; null when there is no such row.
    /// Lock what becomes scarcer, once and as late as possible: docs/concurrency.md.
    /// </summary>
    public async Task<T?> Lock<T>(Guid id, CancellationToken cancel)
        where T : class, IVersioned
    {
        var known = ChangeTracker.Entries<T>().FirstOrDefault(entry => (Guid)entry.Property("Id").CurrentValue! == id);
        if (known is { State: EntityState.Modified or EntityState.Added })
        {
            // What this unit of work changed before goes first, or the fresh load would lose it.
            await SaveChangesAsync(cancel);
        }

        // One statement, and so one wait: it locks the row and answers it.
        var locked = await Set<T>().FromSqlRaw(Engine.LockRow(BulkColumns.Of<T>(this).FullName), id).ToListAsync(cancel);
        if (known is not null)
        {
            // The tracker answers with the row as it was before the lock.
            await known.ReloadAsync(cancel);
        }

        return locked is [var row] ? row : null;
    }

    /// <summary>
    /// <see cref="Lock"/> for several rows, in the order of their ids: two units of work over the same rows wait for each other instead of for ever.
    /// Rows that are not there are missing in the answer.
    /// </summary>
    public async Task<Dictionary<Guid, T>> LockAll<T>(IEnumerable<Guid> ids, CancellationToken cancel)
        where T : class, IVersioned
    {
        var wanted = ids.Distinct().Order().ToArray();
        var known = ChangeTracker.Entries<T>().Where(entry => wanted.Contains((Guid)entry.Property("Id").CurrentValue!)).ToArray();
        if (known.Any(entry => entry.State is EntityState.Modified or EntityState.Added))
        {
            await SaveChangesAsync(cancel);
        }

        var columns = BulkColumns.Of<T>(this);
        var bump = $"update {columns.FullName} set version = version + 1 where id = ";
        foreach (var some in wanted.Chunk(500))
        {
#pragma warning disable EF1002 // The names come from the model; the ids are parameters.
            await Database.ExecuteSqlRawAsync(string.Join(";\n", some.Select((_, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bump}{{{i}}}"))), some.Cast<object>(), cancel);
#pragma warning restore EF1002
        }

        foreach (var entry in known)
        {
            await entry.ReloadAsync(cancel);
        }

        return wanted is [] ? [] : await Set<T>().Where(row => wanted.Contains(EF.Property<Guid>(row, "Id"))).ToDictionaryAsync(row => (Guid)Entry(row).Property("Id").CurrentValue!, cancel);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (ChangeTracker.Entries<IAppendOnly>().FirstOrDefault(entry => entry.State is EntityState.Modified or EntityState.Deleted) is { } touched)
        {
            throw new InvalidOperationException($"{touched.Metadata.DisplayName()} is append-only: add a row that corrects it.");
        }

        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Modified))
        {
            entry.Entity.Version++;
        }

        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<string>().HaveMaxLength(400);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in parts)
        {
            part.Configure(modelBuilder);
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(type => typeof(IVersioned).IsAssignableFrom(type.ClrType)))
        {
            entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        }

        SnakeCase.Apply(modelBuilder);
    }
}

/// <summary>One module's share of the model, in its own schema.</summary>
public sealed record ModelPart(Action<ModelBuilder> Configure);

/// <summary>A row whose concurrent change must be noticed. The number is bumped at each save: a rowversion does not change on PostgreSQL.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

/// <summary>A row that is written once and never again: money and what happened. Changing one is refused; docs/vouchers.md says which grants back this up.</summary>
public interface IAppendOnly;
