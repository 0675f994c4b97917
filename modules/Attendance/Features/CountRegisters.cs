using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>Counts what the marks of registers come to that an earlier version signed.</summary>
internal sealed class CountRegisters(CoursesDb db, DeriveMarks marks) : ISweep
{
    private const int AtATime = 500;

    /// <summary>Answers how many were counted.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var done = 0;
        while (await db.Set<Register>().Where(register => register.SignedOffAt != null && register.Marks == null).OrderBy(register => register.Id).Select(register => register.Id).Take(AtATime).ToArrayAsync(cancel) is { Length: > 0 } ids)
        {
            await db.Transact(async () => await marks.Count((await db.LockAll<Register>(ids, cancel)).Values, cancel), cancel);
            done += ids.Length;
        }

        return done;
    }
}
