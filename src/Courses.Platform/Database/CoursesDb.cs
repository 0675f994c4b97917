using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Courses.Platform.Database;

/// <summary>
/// The one context of the product. Modules contribute their tables through <see cref="ModelPart"/>; nobody names another module's entities.
/// </summary>
public sealed class CoursesDb(DbContextOptions<CoursesDb> options) : DbContext(options)
{
    private IEngine? engine;

    /// <summary>Asked for when it is needed: contexts are pooled, and a pooled one is made of its options alone.</summary>
    public IEngine Engine => engine ??= this.GetService<IEngine>();

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

    /// <summary>
    /// Opens a query, again after a transient fault; its rows come as the database sends them. Otherwise EF fetches all rows of a query before it gives the first, so that it can
    /// ask again for them, and a large page lies in memory twice.
    /// </summary>
    public Task Open(Func<Task> open) => Engine.TriesOfOpening(this.GetService<ExecutionStrategyDependencies>()).ExecuteAsync(open);

    /// <summary>Reads that go through whole tables, with the memory that this takes, and no transaction: nothing is written.</summary>
    public async Task ReadWhole(Func<Task> read, CancellationToken cancel)
    {
        await Database.OpenConnectionAsync(cancel);
        try
        {
            await Engine.ReadWholeFromHere(this, cancel);
            await read();

            // After a failure the pool does it: a broken connection could not be asked.
            await Engine.ReadAsUsual(this);
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    /// <summary>Is the database there at this moment? Asked once.</summary>
    public async Task<bool> Answers(CancellationToken cancel)
    {
        try
        {
            await IsReadOnly(cancel);
            return true;
        }
        catch (Exception error) when (Engine.IsAway(error))
        {
            return false;
        }
    }

    /// <summary>Can nothing be written here? Asked once, past EF, which would try again for seconds.</summary>
    public async Task<bool> IsReadOnly(CancellationToken cancel) => await AskOnce(Engine.IsReadOnlyQuestion, cancel) is 1;

    /// <summary>The one value of a statement of the engine's, past EF.</summary>
    internal async Task<object?> AskOnce(string statement, CancellationToken cancel)
    {
        var connection = Database.GetDbConnection();
        try
        {
            await connection.OpenAsync(cancel);
            await using var question = connection.CreateCommand();
            question.CommandText = statement;
            return await question.ExecuteScalarAsync(cancel);
        }
        finally
        {
            await connection.CloseAsync();
        }
    }

    /// <summary>Did a unique index refuse what was to be saved, because somebody else stored it first?</summary>
    public bool IsDuplicate(DbUpdateException error) => error.InnerException is DbException inner && Engine.IsDuplicate(inner);

    public Task Transact(Func<Task> work, CancellationToken cancel) =>
        Transact(async () => { await work(); return true; }, cancel);

    /// <summary>
    /// Takes the row's lock for the rest of the transaction and loads it fresh; null when there is no such row.
    /// Lock what becomes scarcer, once and as late as possible: docs/concurrency.md.
    /// </summary>
    public async Task<T?> Lock<T>(Guid id, CancellationToken cancel)
        where T : class, IVersioned =>
        (await LockAll<T>([id], cancel)).GetValueOrDefault(id);

    /// <summary>
    /// <see cref="Lock"/> for several rows, in the order of their ids: two units of work over the same rows wait for each other instead of for ever.
    /// Rows that are not there are missing in the answer.
    /// </summary>
    public async Task<Dictionary<Guid, T>> LockAll<T>(IEnumerable<Guid> ids, CancellationToken cancel)
        where T : class, IVersioned
    {
        var wanted = ids.Distinct().Order().ToArray();
        var known = ChangeTracker.Entries<T>().Where(entry => wanted.Contains(IdOf(entry))).ToArray();
        if (known.Any(entry => entry.State is EntityState.Modified or EntityState.Added))
        {
            // What this unit of work changed before goes first, or the fresh load would lose it.
            await SaveChangesAsync(cancel);
        }

        // One statement, and so one wait: it locks the rows and answers them.
        var (lockRows, parameter) = Engine.LockRows(BulkColumns<T>.Of(this).FullName, wanted);
        var locked = wanted is [] ? [] : await Set<T>().FromSqlRaw(lockRows, parameter).ToListAsync(cancel);
        foreach (var entry in known)
        {
            // The tracker answers with the row as it was before the lock.
            await entry.ReloadAsync(cancel);
        }

        return locked.ToDictionary(row => IdOf(Entry(row)));
    }

    private static Guid IdOf(EntityEntry entry) => (Guid)entry.Property("Id").CurrentValue!;

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Once for all: each of the looks below would look for changes again.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            if (ChangeTracker.Entries<IAppendOnly>().FirstOrDefault(entry => entry.State is EntityState.Modified or EntityState.Deleted) is { } touched)
            {
                throw new InvalidOperationException($"{touched.Metadata.DisplayName()} is append-only: add a row that corrects it.");
            }

            foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(entry => entry.State == EntityState.Modified))
            {
                entry.Property(row => row.Version).CurrentValue++;
            }

            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<string>().HaveMaxLength(400);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in this.GetService<ModelParts>().All)
        {
            part.Configure(modelBuilder);
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(type => typeof(IVersioned).IsAssignableFrom(type.ClrType)))
        {
            entity.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        }

        // Rows that are written one by one and rows that are written in bulk get keys in one order.
        var keys = this.GetService<IEngine>();
        foreach (var key in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.FindPrimaryKey()?.Properties ?? []).Where(key => key.ClrType == typeof(Guid) && key.ValueGenerated == ValueGenerated.OnAdd))
        {
            key.SetValueGeneratorFactory((_, _) => new NewKeys(keys));
        }

        SnakeCase.Apply(modelBuilder);
    }
}

internal sealed class NewKeys(IEngine engine) : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;

    public override Guid Next(EntityEntry entry) => engine.NewKey();
}

/// <summary>One module's share of the model, in its own schema.</summary>
public sealed record ModelPart(Action<ModelBuilder> Configure);

internal sealed record ModelParts(IEnumerable<ModelPart> All);

/// <summary>A row whose concurrent change must be noticed. The number is bumped at each save: a rowversion does not change on PostgreSQL.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

/// <summary>A row that is written once and never again: money and what happened. Changing one is refused; docs/vouchers.md says which grants back this up.</summary>
public interface IAppendOnly;
