using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

/// <summary>Settlements on their way: one person prepares, another one approves, and the bank pays.</summary>
internal sealed class StartPieces(CoursesDb db, Caller caller) : IStartPieces
{
    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel) => caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor)
        ?
        [
            new("start.to-approve", await db.Set<SettlementBatch>().CountAsync(batch => batch.State == BatchState.Prepared, cancel), "/admin/settlements", "money"),
            new("start.to-pay", await db.Set<SettlementBatch>().CountAsync(batch => batch.State == BatchState.Approved, cancel), "/admin/settlements", "money"),
        ]
        : [];
}
