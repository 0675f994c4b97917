using Courses.Platform;
using Courses.Platform.Chain;
using Courses.Platform.Jobs;

namespace Courses.Access.Features;

/// <summary>Every two minutes what was written is chained; every hour, and with each new day, a head is made and goes out of the house.</summary>
internal sealed class ExtendChain(RowChain chain, HeadsOutside outside, CityTime city) : ISweep
{
    private static readonly TimeSpan BetweenHeads = TimeSpan.FromHours(1);

    public async Task<int> Run(CancellationToken cancel)
    {
        var count = await chain.Extend(RowChain.UsualLookBack, cancel);
        var last = await chain.LastHeadAt(cancel);
        if (last is null || city.DayOf(last.Value) < city.Today || last <= city.Now - BetweenHeads)
        {
            await outside.Make(cancel);
        }

        return count;
    }
}
