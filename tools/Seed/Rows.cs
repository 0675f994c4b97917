using Courses.Platform.Database;

namespace Courses.Seed;

/// <summary>Where the rows of a city go.</summary>
internal interface IRows
{
    Task Insert<T>(IReadOnlyCollection<T> rows)
        where T : class;

    /// <summary>Rows that the unit of work saves with <see cref="Save"/>.</summary>
    void Add(params object[] rows);

    Task Save();
}

internal sealed class RowsInDatabase(CoursesDb db) : IRows
{
    public Task Insert<T>(IReadOnlyCollection<T> rows)
        where T : class => db.Engine.BulkInsert(db, rows, CancellationToken.None);

    public void Add(params object[] rows) => db.AddRange(rows);

    public async Task Save()
    {
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }
}

/// <summary>For a city that is only asked whether it keeps its promises: hundreds of days in seconds.</summary>
internal sealed class NoRows : IRows
{
    public Task Insert<T>(IReadOnlyCollection<T> rows)
        where T : class => Task.CompletedTask;

    public void Add(params object[] rows)
    {
    }

    public Task Save() => Task.CompletedTask;
}
