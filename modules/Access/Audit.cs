using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access;

/// <summary>One line of the trail. Rows are only added.</summary>
internal sealed class AuditEntry : IAppendOnly
{
    public Guid Id { get; private set; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account, device or person that acted; empty for the system's own jobs.</summary>
    public required Guid CallerId { get; init; }

    public required string CallerName { get; init; }

    public required string CallerRole { get; init; }

    public required Guid? OrganisationId { get; init; }

    public required string Act { get; init; }

    public required Guid Subject { get; init; }

    public required string Details { get; init; }
}

internal sealed class Audit(CoursesDb db, ChainEraser eraser, Caller caller, IHttpContextAccessor http, TimeProvider clock) : IAudit
{
    public void Record(string act, Guid subject, string details = "") => db.Add(new AuditEntry
    {
        At = clock.GetUtcNow(),
        CallerId = caller.Id,
        // A newcomer's name would be personal data in a trail that auditors read; the id is enough.
        CallerName = caller.Is(Roles.Newcomer) ? "" : caller.Name,
        CallerRole = http.HttpContext?.User.FindFirstValue(ClaimTypes.Role) ?? "",
        OrganisationId = caller.OrganisationId,
        Act = act,
        Subject = subject,
        Details = details,
    });

    public IQueryable<AuditedAct> Acts(string act) => db.Set<AuditEntry>().Where(entry => entry.Act == act).Select(entry => new AuditedAct { Id = entry.Id, Subject = entry.Subject, By = entry.CallerId, At = entry.At, Details = entry.Details });

    public async Task<int> Empty(IReadOnlyCollection<Guid> subjects, CancellationToken cancel)
    {
        var ids = subjects.ToArray();
        var lines = await db.Set<AuditEntry>().Where(entry => EF.Parameter(ids).Contains(entry.Subject) && entry.Details != "").Select(entry => entry.Id).ToListAsync(cancel);
        return await eraser.Empty("audit", lines, some => db.Set<AuditEntry>().Where(entry => EF.Parameter(some).Contains(entry.Id)).ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Details, ""), cancel), cancel);
    }
}
