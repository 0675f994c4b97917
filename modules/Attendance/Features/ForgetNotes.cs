using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>Deletes the pictures of notes that are older than 90 days, decided or not: what was decided stays, the picture of an illness does not. Answers how many.</summary>
internal sealed class ForgetNotes(CoursesDb db, TimeProvider clock) : ISweep
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public Task<int> Run(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        return db.Set<IllnessNote>().Where(note => note.SentAt < before).ExecuteDeleteAsync(cancel);
    }
}
