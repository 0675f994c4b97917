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

    public async Task<bool> AreIndependent(Guid first, Guid second, CancellationToken cancel) => await IndependentFrom(first, second, cancel) <= clock.GetUtcNow();

    public async Task<DateTimeOffset?> IndependentFrom(Guid first, Guid second, CancellationToken cancel)
    {
        if (first == second)
        {
            return null;
        }

        var last = await db.Set<AuditEntry>()
            .Where(entry => ((entry.Subject == first && entry.CallerId == second) || (entry.Subject == second && entry.CallerId == first)) && Hands.Contains(entry.Act))
            .MaxAsync(entry => (DateTimeOffset?)entry.At, cancel);
        return last?.AddDays(Days) ?? DateTimeOffset.MinValue;
    }
}
