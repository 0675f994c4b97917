using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

/// <summary>Whom the office sent and nobody has seen, who may be registered twice, and complaints that nobody has answered.</summary>
internal sealed class StartPieces(CoursesDb db, Caller caller) : IStartPieces
{
    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel)
    {
        List<StartPiece> pieces = [];
        if (caller.Is(Roles.Coach))
        {
            pieces.Add(new("start.referrals", await db.Set<Referral>().CountAsync(referral => referral.ParticipantId == null, cancel), "/coach/referrals", "flag"));
            pieces.Add(new("start.doubles", await db.Set<LikelyDouble>().CountAsync(pair => pair.SettledAt == null && !db.Set<Participant>().Any(person => (person.Id == pair.FirstId || person.Id == pair.SecondId) && person.MergedInto != null), cancel), "/coach/doubles", "person"));
        }

        if (caller.Is(Roles.Coach) || caller.Is(Roles.Administrator))
        {
            pieces.Add(new("start.complaints", await db.Set<Complaint>().CountAsync(complaint => complaint.HandledAt == null, cancel), "/admin/complaints", "help"));
        }

        return pieces;
    }
}
