using Courses.Contracts.Access;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging;

/// <summary>Who wants no reminders by mail. They still stand under 'My letters', and what the person must know comes all the same.</summary>
internal sealed class RemindersOff
{
    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>A person switches reminders off and on again, on the page or with the link in a letter; the trail keeps when and how.</summary>
internal sealed class ReminderChoice(CoursesDb db, IAudit audit, TimeProvider clock)
{
    public Task<bool> IsOff(Guid participantId, CancellationToken cancel) => db.Set<RemindersOff>().AnyAsync(row => row.ParticipantId == participantId, cancel);

    public Task Off(Guid participantId, string how, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if ((await db.Engine.InsertNew(db, [new RemindersOff { ParticipantId = participantId, Since = clock.GetUtcNow() }], nameof(RemindersOff.ParticipantId), cancel)).Count > 0)
            {
                audit.Record("reminders.off", participantId, how);
            }
        },
        cancel);

    public Task On(Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await db.Set<RemindersOff>().Where(row => row.ParticipantId == participantId).ExecuteDeleteAsync(cancel) > 0)
            {
                audit.Record("reminders.on", participantId);
            }
        },
        cancel);
}
