using System.Linq.Expressions;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging;

/// <summary>Takes what is due out of the outbox under a lease: first the ids, then the lease on those that nobody else took meanwhile.</summary>
internal sealed class Outbox(CoursesDb db, QuietHours quiet, TimeProvider clock)
{
    /// <summary>Everything of a kind that is due for some people.</summary>
    public async Task<List<Message>> Claim(Expression<Func<Message, bool>> which, int most, TimeSpan leaseFor, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var isQuiet = quiet.Contains(now);
        var morning = quiet.MorningAfter(now);
        var due = db.Set<Message>().Where(which).Where(row => row.State == MessageState.Waiting && row.NotBefore <= now && (row.LeasedUntil == null || row.LeasedUntil < now)
            && (!isQuiet || row.Immediate || row.Until <= morning));
        var first = await due.OrderByDescending(row => row.Immediate).ThenBy(row => row.NotBefore).Select(row => new { row.Id, row.ParticipantId }).Take(most).ToListAsync(cancel);
        if (first.Count == 0)
        {
            return [];
        }

        var ids = first.Select(row => row.Id).ToArray();
        var people = first.Select(row => row.ParticipantId).OfType<Guid>().Distinct().ToArray();
        var lease = Guid.NewGuid();
        await due.Where(row => EF.Parameter(ids).Contains(row.Id) || (row.ParticipantId != null && EF.Parameter(people).Contains(row.ParticipantId.Value)))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Lease, lease).SetProperty(row => row.LeasedUntil, now + leaseFor), cancel);
        db.ChangeTracker.Clear();
        return await db.Set<Message>().Where(row => row.Lease == lease).OrderBy(row => row.QueuedAt).ToListAsync(cancel);
    }
}
