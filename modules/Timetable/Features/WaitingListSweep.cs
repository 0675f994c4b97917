using Courses.Contracts.Timetable;
using Courses.Platform.Jobs;

namespace Courses.Timetable.Features;

/// <summary>Every few minutes: offers that nobody answered end, and every free seat goes to the next in line.</summary>
internal sealed class WaitingListSweep(ITimetable timetable) : ISweep
{
    public async Task<int> Run(CancellationToken cancel)
    {
        var (ended, offered) = (0, 0);
        try
        {
            ended = await timetable.ExpireOffers(cancel);
        }
        finally
        {
            offered = await timetable.OfferFreeSeats(cancel);
        }

        return ended + offered;
    }
}
