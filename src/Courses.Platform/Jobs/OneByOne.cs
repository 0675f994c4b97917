using Courses.Platform.Database;

namespace Courses.Platform.Jobs;

/// <summary>A sweep over things of which each stands for itself.</summary>
public static class OneByOne
{
    /// <summary>
    /// Does each in a transaction of its own and answers how many items were done. One that fails holds up no other: it is told at the end, so that the run says so, and the next run tries it again.
    /// While the database is away nothing more is tried.
    /// </summary>
    /// <exception cref="AggregateException">Some failed; the others are done.</exception>
    public static async Task<int> EachAlone<T>(this CoursesDb db, IEnumerable<T> items, Func<T, Task<int>> act, CancellationToken cancel)
    {
        var done = 0;
        var failed = new List<Exception>();
        foreach (var item in items)
        {
            try
            {
                done += await db.Transact(() => act(item), cancel);
            }
            catch (Exception error) when (db.IsOfTheItem(error))
            {
                failed.Add(new InvalidOperationException($"{item}: {error.Message}", error));
            }
        }

        db.ChangeTracker.Clear();
        return failed is [] ? done : throw new AggregateException(failed);
    }

    /// <summary>Is it the item at hand that failed? A database that is away, or a node that stops, is nobody's fault.</summary>
    public static bool IsOfTheItem(this CoursesDb db, Exception error) => error is not (OperationCanceledException or TimeoutException or OutOfMemoryException) && !db.Engine.IsAway(error);
}
