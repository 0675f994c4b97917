using Courses.Contracts.Orientation;
using Courses.Platform.Jobs;

namespace Courses.Orientation.Features;

/// <summary>Whoever attended a run by its signed registers has finished the topic.</summary>
internal sealed class OrientationSweep(IOrientation orientation) : ISweep
{
    public Task<int> Run(CancellationToken cancel) => orientation.CompleteFromRegisters(cancel);
}
