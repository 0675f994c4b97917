using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>A register is signed when the chained trail says so, and by whom it says; a unit is a register.</summary>
internal sealed class SignOffsFollow(CoursesDb db, IAudit audit, TimeProvider clock) : IDerivedRows
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <summary>So long may nodes of an earlier version, which wrote nothing into the trail, have run beside the first one that did.</summary>
    private static readonly TimeSpan BesideOneAnother = TimeSpan.FromDays(1);
    private static readonly TimeSpan OneMoment = TimeSpan.FromMinutes(1);

    private (bool IsKnown, DateTimeOffset? At) since;

    public string Stream => "sign-offs";

    public IQueryable<Guid> Units => db.Set<Register>().Select(register => register.Id);

    public IQueryable<Guid> Recent
    {
        get
        {
            var from = clock.GetUtcNow() - Lately;
            return db.Set<Register>().Where(register => register.SignedOffAt >= from).Select(register => register.Id);
        }
    }

    public IQueryable<Guid> UnitsOf(Guid[] rows) => db.Set<Register>().Where(register => rows.Contains(register.Id)).Select(register => register.Id);

    public async Task<IReadOnlyList<Guid>> Otherwise(Guid[] units, CancellationToken cancel)
    {
        if (await Since(cancel) is not { } from)
        {
            return [];
        }

        // The register first: what the trail says of it was committed with it.
        var registers = await db.Set<Register>().AsNoTracking().Where(register => units.Contains(register.Id)).ToListAsync(cancel);
        var acts = (await audit.Acts(IAttendance.SignedOff).Where(act => units.Contains(act.Subject)).ToListAsync(cancel)).ToLookup(act => act.Subject);
        return [.. registers.Where(register => register.SignedOffAt is { } at
            ? at >= from && !acts[register.Id].Any(act => act.By == register.SignedOffById && (act.At - at).Duration() < OneMoment)
            : acts.Contains(register.Id)).Select(register => register.Id)];
    }

    private async Task<DateTimeOffset?> Since(CancellationToken cancel)
    {
        if (!since.IsKnown)
        {
            since = (true, await audit.Acts(IAttendance.SignedOff).MinAsync(act => (DateTimeOffset?)act.At, cancel) + BesideOneAnother);
        }

        return since.At;
    }
}
