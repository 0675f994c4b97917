using Courses.Platform.Database;
using Courses.Platform.Jobs.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Work;

/// <summary>Finds work that the scheduler does not know of: its row was committed and its process died before it was queued, or the store lost it.</summary>
internal static class LostWork
{
    /// <summary>Longer than a node that died keeps its jobs.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    /// <summary>Queues it again, and answers how much that was. Too often does no harm: work that runs or has ended is left alone.</summary>
    public static async Task<int> QueueLostWork(this CoursesDb db, JobScheduler scheduler, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Silence;
        var lost = await db.Set<WorkItem>().AsNoTracking()
            .Where(row => (row.State == WorkState.Waiting && row.QueuedAt < since) || (row.State == WorkState.Running && row.SignAt < since && row.QueuedAt < since))
            .OrderBy(row => row.QueuedAt).Select(row => new { row.Id, row.Name, row.QueuedAt }).Take(1_000).ToListAsync(cancel);
        foreach (var item in lost)
        {
            // One node of several takes it.
            if (await db.Set<WorkItem>().Where(row => row.Id == item.Id && row.QueuedAt == item.QueuedAt).ExecuteUpdateAsync(set => set.SetProperty(row => row.QueuedAt, now), cancel) == 1)
            {
                await Task.Run(() => scheduler.Enqueue(item.Name, item.Id), cancel);
            }
        }

        return lost.Count;
    }

    public static async Task RemoveOldWork(this CoursesDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var before = now - WorkItem.Kept;
        await db.Set<WorkItem>().Where(row => row.EndedAt < before).ExecuteDeleteAsync(cancel);
    }
}
