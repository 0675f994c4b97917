using System.Net.Mail;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Courses.Messaging.Features;

/// <summary>
/// Sends what is due. A run claims rows by a lease, asks again whether each is still true, writes 'sending' down, hands the letter over and writes down what became
/// of it. If the node dies in between, the lease runs out and the message becomes 'unknown': a person decides, the machine never sends it a second time.
/// </summary>
internal sealed class SendMessages(CoursesDb db, IParticipants participants, IEnumerable<IMessageCheck> checks, LetterWriter writer, MailServer server, QuietHours quiet, CityTime city, TimeProvider clock, ILogger<SendMessages> log) : ISweep
{
    private const int PeopleAtATime = 200;
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(10);

    public async Task<int> Run(CancellationToken cancel)
    {
        await GiveUpOnDeadNodes(cancel);
        if (!server.IsSet)
        {
            return 0;
        }

        var sent = 0;
        while (!cancel.IsCancellationRequested)
        {
            var claimed = await Claim(cancel);
            if (claimed.Count == 0)
            {
                return sent;
            }

            sent += await Send(claimed, cancel);
        }

        return sent;
    }

    private async Task GiveUpOnDeadNodes(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await db.Set<Message>().Where(row => row.State == MessageState.Sending && row.LeasedUntil < now).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, MessageState.Unknown).SetProperty(row => row.Trouble, "node-died").SetProperty(row => row.Lease, (Guid?)null)
                .SetProperty(row => row.LeasedUntil, (DateTimeOffset?)null),
            cancel);
    }

    /// <summary>Takes everything that is due for some people: first the ids, then the lease on those that nobody else took meanwhile.</summary>
    private async Task<List<Message>> Claim(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var isQuiet = quiet.Contains(city.TimeOf(now));
        var due = db.Set<Message>().Where(row => row.State == MessageState.Waiting && row.NotBefore <= now && (row.LeasedUntil == null || row.LeasedUntil < now) && (!isQuiet || row.Immediate));
        var first = await due.OrderByDescending(row => row.Immediate).ThenBy(row => row.NotBefore).Select(row => new { row.Id, row.ParticipantId }).Take(PeopleAtATime).ToListAsync(cancel);
        if (first.Count == 0)
        {
            return [];
        }

        var ids = first.Select(row => row.Id).ToArray();
        var people = first.Select(row => row.ParticipantId).OfType<Guid>().Distinct().ToArray();
        var lease = Guid.NewGuid();
        await due.Where(row => EF.Parameter(ids).Contains(row.Id) || (row.ParticipantId != null && EF.Parameter(people).Contains(row.ParticipantId.Value)))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Lease, lease).SetProperty(row => row.LeasedUntil, now + LeaseFor), cancel);
        db.ChangeTracker.Clear();
        return await db.Set<Message>().Where(row => row.Lease == lease).OrderBy(row => row.QueuedAt).ToListAsync(cancel);
    }

    private async Task<int> Send(List<Message> claimed, CancellationToken cancel)
    {
        await CancelWhatIsNoLongerTrue(claimed, cancel);
        await PostponeASecondMailOfTheDay(claimed, cancel);

        var ids = claimed.Select(row => row.ParticipantId).OfType<Guid>().Distinct().ToArray();
        var people = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).Select(person => new { person.Id, person.Email, person.GivenName }).ToDictionaryAsync(person => person.Id, cancel);
        foreach (var message in claimed.Where(row => row.State == MessageState.Waiting && row.ParticipantId is { } id && people.GetValueOrDefault(id)?.Email is null or ""))
        {
            message.Cancel("no-address");
        }

        await db.SaveChangesAsync(cancel);

        var done = 0;
        foreach (var letter in claimed.Where(row => row is { State: MessageState.Waiting, Lease: not null }).GroupBy(row => (row.ParticipantId, row.StaffEmail, Alone: row.Immediate || row.ParticipantId is null ? row.Id : Guid.Empty)))
        {
            var messages = letter.ToList();
            var person = letter.Key.ParticipantId is { } id ? people[id] : null;
            foreach (var message in messages)
            {
                message.State = MessageState.Sending;
            }

            await db.SaveChangesAsync(cancel);
            var (delivery, answer) = await HandOver(messages, person?.Email ?? letter.Key.StaffEmail!, person?.GivenName ?? "", cancel);
            foreach (var message in messages)
            {
                WriteDown(message, delivery, answer);
            }

            // What the server answered must be kept even when this node is told to stop.
            await db.SaveChangesAsync(CancellationToken.None);
            done += delivery == Delivery.Accepted ? messages.Count : 0;
            cancel.ThrowIfCancellationRequested();
        }

        return done;
    }

    private async Task<(Delivery Delivery, string Answer)> HandOver(List<Message> messages, string to, string givenName, CancellationToken cancel)
    {
        MailMessage mail;
        try
        {
            mail = writer.Mail(messages, server.From, to, givenName);
        }
        catch (FormatException error)
        {
            return (Delivery.Refused, error.Message);
        }

        using (mail)
        {
            var (delivery, answer) = await server.Send(mail, cancel);
            if (delivery != Delivery.Accepted)
            {
                log.LogWarning("Message {Message} of kind {Kind} was not delivered: {Delivery}", messages[0].Id, messages[0].Kind, delivery);
            }

            return (delivery, answer);
        }
    }

    private void WriteDown(Message message, Delivery delivery, string answer)
    {
        var now = clock.GetUtcNow();
        switch (delivery)
        {
            case Delivery.Accepted:
                message.Delivered(now);
                break;
            case Delivery.Refused:
                message.Refused(answer);
                break;
            case Delivery.NotAccepted:
                message.NotAccepted(answer, now);
                break;
            default:
                message.NobodyKnows(answer);
                break;
        }
    }

    private async Task CancelWhatIsNoLongerTrue(List<Message> claimed, CancellationToken cancel)
    {
        foreach (var check in checks)
        {
            var asked = claimed.Where(row => row.Kind == check.Kind && row is { About: not null, ParticipantId: not null, State: MessageState.Waiting }).ToDictionary(row => row.Id);
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

    /// <summary>At most one reminder mail a day: who got one today gets the rest tomorrow morning, in one.</summary>
    private async Task PostponeASecondMailOfTheDay(List<Message> claimed, CancellationToken cancel)
    {
        var today = city.DayOf(clock.GetUtcNow());
        var sinceMidnight = city.At(today, TimeOnly.MinValue);
        var ids = claimed.Where(row => !row.Immediate).Select(row => row.ParticipantId).OfType<Guid>().Distinct().ToArray();
        var served = (await db.Set<Message>().Where(row => row.ParticipantId != null && EF.Parameter(ids).Contains(row.ParticipantId.Value) && !row.Immediate && row.SentAt >= sinceMidnight)
            .Select(row => row.ParticipantId!.Value).Distinct().ToListAsync(cancel)).ToHashSet();
        foreach (var message in claimed.Where(row => row is { Immediate: false, State: MessageState.Waiting } && row.ParticipantId is { } id && served.Contains(id)))
        {
            message.Postpone(city.At(today.AddDays(1), quiet.Until));
        }
    }
}
