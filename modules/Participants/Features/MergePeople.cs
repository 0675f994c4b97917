using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>
/// Makes two records of one person one, and two again when it was a mistake. Each module brings its rows over (<see cref="IFollowsPerson"/>); nothing is deleted, no fact is rewritten, no cent moves. What must not be
/// guessed is asked before.
/// </summary>
internal sealed class MergePeople(CoursesDb db, IEnumerable<IFollowsPerson> followers, IEligibility eligibility, IAudit audit, Caller caller, TimeProvider clock) : ISweep
{
    /// <summary>A booking or a letter that was under way when its person was merged is there within this time.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel)
    {
        var questions = new List<MergeQuestion>();
        foreach (var follower in followers)
        {
            questions.AddRange(await follower.Before(merged, kept, cancel));
        }

        return questions;
    }

    public Task<Guid> Merge(Guid merged, Guid kept, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var people = await db.LockAll<Participant>([merged, kept], cancel);
            if (people.Count != 2)
            {
                throw new NotFound("The participant");
            }

            if (people.Values.Any(person => person.ErasedAt is not null))
            {
                throw new RuleBroken("erasure.is-erased");
            }

            if (people.Values.Any(person => person.MergedInto is not null))
            {
                throw new RuleBroken("merge.closed-already");
            }

            if ((await Before(merged, kept, cancel)).FirstOrDefault(question => question.MustBeSettled) is { } open)
            {
                throw new RuleBroken(open.Said.Code, [.. open.Said.Details]);
            }

            var merge = new Merge { KeptId = kept, MergedId = merged, Reason = reason, At = clock.GetUtcNow(), By = caller.Id, ByName = caller.Name };
            db.Add(merge);
            people[merged].LeadTo(kept);
            await db.SaveChangesAsync(cancel);
            await BringOver(merge, isLate: false, cancel);
            var counts = merge.Rows.GroupBy(row => row.Table, StringComparer.Ordinal).OrderBy(of => of.Key, StringComparer.Ordinal).Select(of => string.Create(CultureInfo.InvariantCulture, $"{of.Key} {of.Count()}"));
            audit.Record("participant.merged", kept, Short($"{merged} ({people[merged].PassNumber}): {reason}. {string.Join(", ", counts)}"));
            return merge.Id;
        },
        cancel);

    /// <summary>What came over goes back. What was added to the kept record since stays with it.</summary>
    public Task<Guid> Undo(Guid mergeId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var merge = await db.Set<Merge>().Include(row => row.Rows).SingleOrDefaultAsync(row => row.Id == mergeId && row.UndoneAt == null, cancel) ?? throw new NotFound("The merge");
            var people = await db.LockAll<Participant>([merge.MergedId, merge.KeptId], cancel);
            if (people[merge.KeptId].MergedInto is not null)
            {
                throw new RuleBroken("merge.undo-later-first");
            }

            BroughtRow[] rows = [.. merge.Rows.Select(row => new BroughtRow(row.Table, row.Row))];
            foreach (var follower in followers.Reverse())
            {
                await follower.TakeBack(rows, merge.MergedId, merge.KeptId, cancel);
            }

            people[merge.MergedId].LeadTo(null);
            merge.Undo(clock.GetUtcNow(), caller.Id, caller.Name);
            await eligibility.MarkStale([merge.MergedId, merge.KeptId], cancel);
            audit.Record("participant.merge-undone", merge.KeptId, merge.MergedId.ToString());
            return merge.KeptId;
        },
        cancel);

    /// <summary>Brings what came late: nobody is locked out of booking for the length of a merge.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Late;
        var merges = await db.Set<Merge>().Where(merge => merge.UndoneAt == null && merge.At >= since).OrderBy(merge => merge.At).Select(merge => merge.Id).ToListAsync(cancel);
        return await db.EachAlone(merges, id => BringWhatCameLate(id, cancel), cancel);
    }

    private async Task<int> BringWhatCameLate(Guid id, CancellationToken cancel)
    {
        var merge = await db.Set<Merge>().SingleAsync(row => row.Id == id, cancel);
        var people = await db.LockAll<Participant>([merge.MergedId, merge.KeptId], cancel);

        // Undone meanwhile, or the kept record was closed, too: its own merge brings it on.
        return people[merge.MergedId].MergedInto == merge.KeptId ? await BringOver(merge, isLate: true, cancel) : 0;
    }

    private async Task<int> BringOver(Merge merge, bool isLate, CancellationToken cancel)
    {
        var brought = new List<BroughtRow>();
        foreach (var follower in followers)
        {
            brought.AddRange(await follower.BringOver(merge.MergedId, merge.KeptId, isLate, cancel));
        }

        merge.Rows.AddRange(brought.Select(row => new MergedRow { Table = row.Table, Row = row.Row }));
        if (brought is not [])
        {
            await eligibility.MarkStale([merge.MergedId, merge.KeptId], cancel);
            await db.SaveChangesAsync(cancel);
        }

        return brought.Count;
    }

    private static string Short(string details) => details.Length <= MostDetails ? details : details[..MostDetails];

    private const int MostDetails = 400;
}
