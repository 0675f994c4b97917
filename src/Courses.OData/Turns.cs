namespace Courses.OData;

/// <summary>
/// Heavy reading takes turns, so that a small question finds a processor however many long ones are asked at once. A turn lasts while the database is read, and not while the caller takes the rows in: nobody who reads slowly
/// keeps others waiting.
/// </summary>
internal sealed class Turns(int atOnce) : IDisposable
{
    private readonly SemaphoreSlim free = new(atOnce);

    public void Dispose() => free.Dispose();

    public async Task<T> Wait<T>(Func<Task<T>> read, TimeSpan patience, CancellationToken cancel)
    {
        if (!await free.WaitAsync(patience, cancel))
        {
            throw ODataFailure.Busy();
        }

        try
        {
            return await read();
        }
        finally
        {
            free.Release();
        }
    }
}
