using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>A person of the provider decides what an odd case means. With a mark it becomes a correction; both versions stay on record.</summary>
internal sealed class SettleReview(CoursesDb db, IParticipants participants, RegisterSheets sheets, RegisterBook book, Recorders recorders, TimeProvider clock)
{
    /// <summary>All cases of one kind that were open at that moment, with one reason. The marks stay as they stand; answers how many cases it was.</summary>
    public Task<int> LeaveAll(string code, DateTimeOffset until, string? reason, CancellationToken cancel)
    {
        var (provider, by, why, now) = (recorders.Current().ProviderId, recorders.Name, reason?.Trim(), clock.GetUtcNow());
        return string.IsNullOrEmpty(why)
            ? throw new RuleBroken("attendance.reason-needed")
            : db.Transact(
                () => db.Set<Review>().Where(review => review.ProviderId == provider && review.Code == code && review.SettledAt == null && review.At <= until).ExecuteUpdateAsync(
                    set => set.SetProperty(review => review.SettledAt, now).SetProperty(review => review.SettledBy, by).SetProperty(review => review.Reason, why),
                    cancel),
                cancel);
    }

    public Task Handle(Guid reviewId, Guid? participantId, FactKind? kind, int? minutes, ExcuseProof excuse, string? reason, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var review = await db.Set<Review>().FindAsync([reviewId], cancel);
                if (review is null || review.ProviderId != recorders.Current().ProviderId)
                {
                    throw new NotFound("Review");
                }

                if (review.SettledAt is not null)
                {
                    return;
                }

                if (string.IsNullOrWhiteSpace(reason))
                {
                    throw new RuleBroken("attendance.reason-needed");
                }

                // First settled, then corrected: the correction takes open questions about the pair off the list.
                review.Settle(recorders.Name, reason.Trim(), clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                if (kind is not null)
                {
                    var session = await sheets.Session(review.SessionId, cancel);
                    Guid?[] named = [review.ParticipantId, participantId];
                    var known = await participants.People.Where(person => named.Contains(person.Id)).Select(person => person.Id).ToListAsync(cancel);

                    // A question about somebody who does not exist is settled for somebody who does.
                    var person = named.FirstOrDefault(one => one is { } id && known.Contains(id)) ?? throw new RuleBroken("attendance.person-needed");
                    review.CorrectedBy(await book.Correct(session, person, kind.Value, minutes, excuse, reason, recorders.Name, recorders.CallerId, cancel));
                }
            },
            cancel);
}
