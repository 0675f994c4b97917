namespace Courses.Messaging;

/// <summary>Why a letter has not gone out yet, as a stable code, and until when it waits at least; without a time it goes with the next run.</summary>
internal readonly record struct Wait(string Why, DateTimeOffset? Until);

internal sealed class Waiting(MailServer server, SmsGateway gateway, QuietHours quiet, TimeProvider clock)
{
    /// <summary>Null when the letter does not wait.</summary>
    public Wait? Of(Message message)
    {
        if (message.State != MessageState.Waiting)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (!server.IsSet && (message.ParticipantId is null || !gateway.IsSet))
        {
            return new("no-server", null);
        }

        if (message.NotBefore > now)
        {
            return new(message.Attempts > 0 ? "not-accepted" : message.Trouble?.Split(':')[0] ?? "planned", message.NotBefore);
        }

        return quiet.Contains(now) && message.IsKeptAtNight(quiet.MorningAfter(now)) ? new("quiet", quiet.MorningAfter(now)) : new("next-run", null);
    }
}
