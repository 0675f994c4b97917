using Courses.Contracts.Eligibility;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>Each night: months that are not what the marks say, which nobody expects. Whose they are is stale, like everybody whose minutes changed.</summary>
internal sealed class CheckMonths(CoursesDb db, Months months, IEligibility eligibility) : ISweep
{
    private const int AtATime = 2_000;

    /// <summary>Answers of how many people.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var people = await db.Set<Mark>().Select(mark => mark.ParticipantId).Union(db.Set<MonthInClass>().Select(month => month.ParticipantId)).ToArrayAsync(cancel);
        var found = 0;
        foreach (var some in people.Order(db.Engine.KeyOrder).Chunk(AtATime))
        {
            if (await months.WhoDiffers(some, cancel) is { Count: > 0 } different)
            {
                await db.Transact(() => eligibility.MarkStale(different, cancel), cancel);
                found += different.Count;
            }
        }

        return found;
    }
}
