using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Courses.Messaging.Features;

/// <summary>
/// Sends as text messages what <see cref="Routes"/> chose that way, as mail is sent: under a lease, written down as 'sending' first, never a second time by itself. Reminders of one person go in one text.
/// </summary>
internal sealed class SendTexts(
    CoursesDb db, Outbox outbox, Routes routes, IParticipants participants, StillTrue stillTrue, MessageKinds kinds, LetterWriter writer, SmsGateway gateway, Telephones telephones, TimeProvider clock, ILogger<SendTexts> log) : ISweep
{
    private const int PeopleAtATime = 100;
    private const int AtOnce = 4;

    private static readonly TimeSpan BatchFor = TimeSpan.FromMinutes(10);

    public async Task<int> Run(CancellationToken cancel)
    {
        // Counted in the table, so that all nodes together keep to what the gateway allows.
        var minuteAgo = clock.GetUtcNow().AddMinutes(-1);
        var left = gateway.PerMinute == int.MaxValue ? int.MaxValue : gateway.PerMinute - await db.Set<Message>().Where(row => row.SentAt > minuteAgo && row.Channel == Channel.Sms).Select(row => row.LetterId).Distinct().CountAsync(cancel);
        var sent = 0;
        while (left > 0 && !cancel.IsCancellationRequested)
        {
            var begun = clock.GetUtcNow();
            var claimed = await outbox.Claim(row => row.Channel == Channel.Sms, Math.Min(left, PeopleAtATime), BatchFor + gateway.Lease, cancel);
            if (claimed.Count == 0)
            {
                return sent;
            }

            var (tried, messages, isAway) = await Send(claimed, begun, left, cancel);
            left -= tried;
            sent += messages;
            if (isAway)
            {
                return sent;
            }
        }

        return sent;
    }

    private async Task<(int Tried, int Messages, bool IsAway)> Send(List<Message> claimed, DateTimeOffset begun, int most, CancellationToken cancel)
    {
        await stillTrue.CancelTheRest(claimed, cancel);
        var ids = claimed.Select(row => row.ParticipantId!.Value).Distinct().ToArray();
        var numbers = (await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).Select(person => new { person.Id, person.Phone }).ToListAsync(cancel)).ToDictionary(person => person.Id, person => telephones.Mobile(person.Phone));
        foreach (var message in claimed.Where(row => row.State == MessageState.Waiting && numbers.GetValueOrDefault(row.ParticipantId!.Value) is null))
        {
            routes.HasNoWay(message, "no-number");
        }

        var texts = new Queue<Outgoing>(claimed.Where(row => row.State == MessageState.Waiting)
            .GroupBy(row => (row.ParticipantId, One: kinds.Gathers(row.Kind) ? Guid.Empty : row.Id))
            .Select(text => new Outgoing([.. text], numbers[text.Key.ParticipantId!.Value]!, writer.Short([.. text], gateway.MostSegments))));
        var (tried, done, isAway) = (0, 0, false);
        try
        {
            await db.SaveChangesAsync(cancel);
            while (texts.Count > 0 && !isAway && tried < most && clock.GetUtcNow() < begun + BatchFor && !cancel.IsCancellationRequested)
            {
                var wave = new List<Outgoing>();
                while (wave.Count < AtOnce && tried < most && texts.TryDequeue(out var text))
                {
                    wave.Add(text);
                    tried++;
                }

                var handed = await HandOver(wave, cancel);
                done += handed.Messages;
                isAway = handed.IsAway;
            }

            foreach (var message in texts.SelectMany(text => text.Messages))
            {
                message.PutBack();
            }

            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node took the lease over, because this one was away for so long: what it holds is its own.
            log.LogWarning("The lease of a batch of text messages was lost; another node goes on with it");
            db.ChangeTracker.Clear();
        }

        return (tried, done, isAway);
    }

    private async Task<(int Messages, bool IsAway)> HandOver(List<Outgoing> wave, CancellationToken cancel)
    {
        foreach (var message in wave.SelectMany(text => text.Messages.Select(message => (Message: message, text.Id))))
        {
            (message.Message.State, message.Message.LetterId) = (MessageState.Sending, message.Id);
            message.Message.LeasedUntil = clock.GetUtcNow() + gateway.Lease;
        }

        await db.SaveChangesAsync(cancel);
        var answers = await Task.WhenAll(wave.Select(text => gateway.Send(text.To, text.Text, text.Id, cancel)));
        foreach (var (text, answer) in wave.Zip(answers))
        {
            foreach (var message in text.Messages)
            {
                WriteDown(message, answer);
            }

            if (answer.Delivery != Delivery.Accepted)
            {
                log.LogWarning("Text message {Message} of kind {Kind} was not taken: {Delivery}", text.Id, text.Messages[0].Kind, answer.Delivery);
            }
        }

        // What the gateway answered must be kept even when this node is told to stop.
        await db.SaveChangesAsync(CancellationToken.None);
        return (wave.Zip(answers).Where(pair => pair.Second.Delivery == Delivery.Accepted).Sum(pair => pair.First.Messages.Count), Array.Exists(answers, answer => answer.Delivery == Delivery.Away));
    }

    private void WriteDown(Message message, Handed handed)
    {
        var now = clock.GetUtcNow();
        switch (handed.Delivery)
        {
            case Delivery.Accepted:
                message.Texted(now, handed.Answer);
                break;
            case Delivery.Refused when kinds.GoesOnPaper(message.Kind):
                message.GoesOnPaper(handed.Answer);
                break;
            case Delivery.Refused:
                message.Refused(handed.Answer);
                break;
            case Delivery.NotAccepted:
                message.NotAccepted(handed.Answer, now);
                break;
            case Delivery.Away:
                message.RelayIsAway(handed.Answer, now);
                break;
            default:
                message.NobodyKnows(handed.Answer);
                break;
        }
    }

    private sealed record Outgoing(List<Message> Messages, string To, string Text)
    {
        /// <summary>The number by which the gateway and we know the text.</summary>
        public Guid Id => Messages[0].Id;
    }
}
