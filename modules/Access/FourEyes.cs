using Courses.Contracts.Access;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Access;

/// <summary>Read from the trail, which nobody can change: who made, invited, reset, reopened or raised whom.</summary>
internal sealed class FourEyes(CoursesDb db, IConfiguration configuration, TimeProvider clock) : IFourEyes
{
    private static readonly string[] Hands = ["staff.created", "staff.link-made", "staff.role-asked", "staff.role-given", "staff.reopened"];

    public int Days { get; } = configuration.GetValue("COURSES_FOUR_EYES_DAYS", 30);

    public async Task<bool> AreIndependent(Guid first, Guid second, CancellationToken cancel)
    {
        var since = clock.GetUtcNow().AddDays(-Days);
        return first != second && !await db.Set<AuditEntry>().AnyAsync(
            entry => ((entry.Subject == first && entry.CallerId == second) || (entry.Subject == second && entry.CallerId == first)) && entry.At > since && Hands.Contains(entry.Act),
            cancel);
    }
}
