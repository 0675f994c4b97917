using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging;

/// <summary>By which way somebody wants their letters. Without a row it is mail, a text message, paper: the first that leads there.</summary>
internal sealed class ChosenWay
{
    public required Guid ParticipantId { get; init; }

    public required Channel Channel { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>A person, or a coach for them, chooses the way of the letters. What must be said comes by whatever way is left.</summary>
internal sealed class WayChoice(CoursesDb db, SmsGateway gateway, IAudit audit, TimeProvider clock)
{
    /// <summary>What may be chosen in this city.</summary>
    public IReadOnlyList<Channel> Ways => [.. Enum.GetValues<Channel>().Where(way => way != Channel.Sms || gateway.IsSet)];

    public Task<Channel?> Of(Guid participantId, CancellationToken cancel) =>
        db.Set<ChosenWay>().Where(row => row.ParticipantId == participantId).Select(row => (Channel?)row.Channel).SingleOrDefaultAsync(cancel);

    public Task Choose(Guid participantId, Channel way, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!Ways.Contains(way))
            {
                throw new RuleBroken("letters.way.unknown");
            }

            await db.Set<ChosenWay>().Where(row => row.ParticipantId == participantId).ExecuteDeleteAsync(cancel);
            if ((await db.Engine.InsertNew(db, [new ChosenWay { ParticipantId = participantId, Channel = way, Since = clock.GetUtcNow() }], nameof(ChosenWay.ParticipantId), cancel)).Count > 0)
            {
                audit.Record("letters.way", participantId, way.ToString());
            }
        },
        cancel);
}
