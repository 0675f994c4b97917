namespace Courses.Benchmarks;

/// <summary>The most memory that this process has held since it was asked.</summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly Timer timer;
    private long peak;

    public PeakMemory()
    {
        GC.Collect();
        timer = new(_ => peak = Math.Max(peak, Environment.WorkingSet), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    public double Megabytes => peak / 1e6;

    public void Dispose() => timer.Dispose();
}
