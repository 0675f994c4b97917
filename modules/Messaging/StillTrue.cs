using Courses.Contracts.Messaging;

namespace Courses.Messaging;

/// <summary>The world moves between queuing and sending: what is too late, or not true any more, is cancelled.</summary>
internal sealed class StillTrue(IEnumerable<IMessageCheck> checks, TimeProvider clock)
{
    public async Task CancelTheRest(IReadOnlyCollection<Message> letters, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var message in letters.Where(row => row.Until <= now))
        {
            message.Cancel("too-late");
        }

        foreach (var check in checks)
        {
            var asked = letters.Where(row => row.Kind == check.Kind && row is { About: not null, ParticipantId: not null, State: not MessageState.Cancelled }).ToDictionary(row => row.Id);
            if (asked.Count == 0)
            {
                continue;
            }

            foreach (var stale in await check.NoLongerTrue([.. asked.Values.Select(row => new MessageToCheck(row.Id, row.ParticipantId!.Value, row.About!.Value))], cancel))
            {
                asked[stale.MessageId].Cancel("no-longer-true");
            }
        }
    }
}
