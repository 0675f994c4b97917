using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>What a person must decide; administrators and auditors see that it waits.</summary>
internal sealed class StartPieces(CoursesDb db, Caller caller) : IStartPieces
{
    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel) => caller.Is(Roles.Coach) || caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor)
        ?
        [
            new("start.proposals", await db.Set<Proposal>().CountAsync(row => row.State == ProposalState.Open || row.State == ProposalState.Reopened || (row.State == ProposalState.Confirmed && row.AppealedAt != null && row.AppealDecidedAt == null), cancel), "/coach/proposals", "warning"),
            new("start.reviews", await db.Set<DecisionReview>().CountAsync(row => row.SettledAt == null && row.WithdrawnAt == null, cancel), "/coach/reviews", "eye"),
        ]
        : [];
}
