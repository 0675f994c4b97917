using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Courses.Participants.Features;

/// <summary>What two people have confirmed is done, whatever became of the work that should have done it: failed, cancelled, or forgotten.</summary>
internal sealed class FinishErasures(CoursesDb db, ErasePerson erase, TimeProvider clock, ILogger<FinishErasures> log) : ISweep
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>One that fails stops no other.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var (before, done) = (clock.GetUtcNow() - Patience, 0);
        foreach (var id in await db.Set<Erasure>().Where(row => row.SecondAt != null && row.SecondAt < before && row.DoneAt == null).OrderBy(row => row.SecondAt).Select(row => row.Id).ToListAsync(cancel))
        {
            try
            {
                await erase.Erase(id, (_, _) => Task.CompletedTask, cancel);
                done++;
            }
            catch (Exception error) when (error is InvalidOperationException || db.IsOfTheItem(error))
            {
                log.LogError(error, "The erasure {Erasure} is not done", id);
            }

            db.ChangeTracker.Clear();
        }

        return done;
    }
}
