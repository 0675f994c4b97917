using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Features;

/// <summary>
/// Letters come over. Whoever wanted no reminders under one of the records gets none: the narrower consent holds. The way of the letters is the kept record's, or the closed one's where that was the only choice.
/// </summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    private const string NoReminders = "messaging.reminders_off";
    private const string Way = "messaging.chosen_way";

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel)
    {
        var brought = (await db.HandOver(Rows, merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id)).ToList();
        if (isLate)
        {
            return brought;
        }

        if (await db.Set<RemindersOff>().Where(row => row.ParticipantId == merged).Select(row => (DateTimeOffset?)row.Since).SingleOrDefaultAsync(cancel) is { } since
            && (await db.Engine.InsertNew(db, [new RemindersOff { ParticipantId = kept, Since = since }], nameof(RemindersOff.ParticipantId), cancel)).Count > 0)
        {
            brought.Add(new(NoReminders, kept));
        }

        if (await db.Set<ChosenWay>().AsNoTracking().SingleOrDefaultAsync(row => row.ParticipantId == merged, cancel) is { } way
            && (await db.Engine.InsertNew(db, [new ChosenWay { ParticipantId = kept, Channel = way.Channel, Since = way.Since }], nameof(ChosenWay.ParticipantId), cancel)).Count > 0)
        {
            brought.Add(new(Way, kept));
        }

        return brought;
    }

    public async Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel)
    {
        await db.HandBack(Rows, rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);
        if (rows.Any(row => row.Table == NoReminders))
        {
            await db.Set<RemindersOff>().Where(row => row.ParticipantId == kept).ExecuteDeleteAsync(cancel);
        }

        if (rows.Any(row => row.Table == Way))
        {
            await db.Set<ChosenWay>().Where(row => row.ParticipantId == kept).ExecuteDeleteAsync(cancel);
        }
    }

    private static readonly IOwnedRows[] Rows = [Handover.OfSome<Message>(message => message.ParticipantId)];
}
