using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Features;

/// <summary>Seats, places in line and the time in classes come over. A class that both records know stays with each: nobody has one seat twice.</summary>
internal sealed class FollowPerson(CoursesDb db, TimeProvider clock) : IFollowsPerson
{
    public async Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel)
    {
        var both = await (
            from theirs in db.Set<Enrolment>()
            where theirs.ParticipantId == merged
            join mine in db.Set<Enrolment>() on theirs.GroupId equals mine.GroupId
            where mine.ParticipantId == kept
            join @group in db.Set<Group>() on theirs.GroupId equals @group.Id
            orderby @group.Name, @group.Id
            select new { @group.Name, IsSeat = theirs.State != EnrolmentState.Withdrawn, Was = theirs.Stays.Any() }).ToListAsync(cancel);
        var now = clock.GetUtcNow();
        var overlaps = await (
            from theirs in db.Set<Stay>()
            where theirs.ParticipantId == merged && theirs.Until == null
            join session in db.Set<Session>() on theirs.GroupId equals session.GroupId
            where session.CancelledAt == null && session.EndsAt > now
            from mine in db.Set<Stay>()
            where mine.ParticipantId == kept && mine.Until == null && mine.GroupId != theirs.GroupId
            join other in db.Set<Session>() on mine.GroupId equals other.GroupId
            where other.CancelledAt == null && other.StartsAt < session.EndsAt && other.EndsAt > session.StartsAt
            select new
            {
                One = db.Set<Group>().Where(@group => @group.Id == theirs.GroupId).Select(@group => @group.Name).First(),
                Other = db.Set<Group>().Where(@group => @group.Id == mine.GroupId).Select(@group => @group.Name).First(),
            }).Distinct().ToListAsync(cancel);
        return
        [
            .. both.Where(one => one.IsSeat).Select(one => Question("merge.two-seats", mustBeSettled: true, one.Name)),
            .. overlaps.OrderBy(one => one.One, StringComparer.Ordinal).ThenBy(one => one.Other, StringComparer.Ordinal).Select(one => Question("merge.overlap", mustBeSettled: true, one.One, one.Other)),
            .. both.Where(one => one is { IsSeat: false, Was: true }).Select(one => Question("merge.same-class", mustBeSettled: false, one.Name)),
        ];
    }

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel)
    {
        // Whoever takes a seat holds the diary: from here on nobody does for either of them.
        await db.Engine.InsertNew(db, new[] { merged, kept }.Order().Select(id => new Diary { Id = id }).ToArray(), nameof(Diary.Id), cancel);
        await db.LockAll<Diary>([merged, kept], cancel);
        return [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];
    }

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    /// <summary>The enrolment last: what belongs to it goes where it goes.</summary>
    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<Stay>(stay => stay.ParticipantId, stay => !db.Set<Enrolment>().Any(mine => mine.ParticipantId == kept && mine.GroupId == stay.GroupId)),
        Handover.Of<Offer>(offer => offer.ParticipantId, offer => !db.Set<Enrolment>().Any(mine => mine.ParticipantId == kept && mine.GroupId == offer.GroupId)),
        Handover.Of<Enrolment>(enrolment => enrolment.ParticipantId, enrolment => !db.Set<Enrolment>().Any(mine => mine.ParticipantId == kept && mine.GroupId == enrolment.GroupId)),
    ];

    private static MergeQuestion Question(string code, bool mustBeSettled, params string[] names) => new(new(code, [.. names.Select(name => (object)Shown.Apart(name))]), mustBeSettled);
}
