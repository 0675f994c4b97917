using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Courses.Messaging.Features;

/// <summary>
/// Sends what is due. A run claims rows by a lease, asks again whether each is still true, writes 'sending' down, hands the letters over on a few connections and writes
/// down what became of them. If the node dies in between, the lease runs out and the message becomes 'unknown': a person decides, the machine never sends it a second time.
/// </summary>
internal sealed class SendMessages(
    CoursesDb db, Outbox outbox, Routes routes, IParticipants participants, StillTrue stillTrue, IEnumerable<ISecretLinks> secretLinks, Deliveries deliveries, MessageKinds kinds, LetterWriter writer, MailServer server, SmsGateway gateway, QuietHours quiet, CityTime city, TimeProvider clock, ILogger<SendMessages> log) : ISweep
{
    private const int PeopleAtATime = 200;

    /// <summary>How long a batch may go on beginning letters, from the moment at which it was claimed. Each that it begins has its lease renewed, so that ends before it.</summary>
    private static readonly TimeSpan BatchFor = TimeSpan.FromMinutes(10);

    public async Task<int> Run(CancellationToken cancel)
    {
        await GiveUpOnDeadNodes(cancel);
        await deliveries.PassOn(cancel);
        if (!server.IsSet && !gateway.IsSet)
        {
            return 0;
        }

        // Without a relay there is no line, and the letters to people still take the ways that are left.
        var lines = Enumerable.Range(0, server.IsSet ? server.Connections : 0).Select(_ => new MailLine(server)).ToList();
        try
        {
            var sent = await Run(lines, cancel);
            await deliveries.PassOn(cancel);
            return sent;
        }
        finally
        {
            await Close(lines);
        }
    }

    private async Task<int> Run(List<MailLine> lines, CancellationToken cancel)
    {
        // Counted in the table, so that all nodes together keep to what the relay allows.
        var minuteAgo = clock.GetUtcNow().AddMinutes(-1);
        var left = server.PerMinute == int.MaxValue ? int.MaxValue : server.PerMinute - await db.Set<Message>().CountAsync(row => row.SentAt > minuteAgo && (row.Channel == null || row.Channel == Channel.Mail), cancel);
        var (sent, hasRelay, hasGateway) = (0, server.IsSet, gateway.IsSet);
        while (!cancel.IsCancellationRequested && left > 0 && (lines.Count > 0 || !server.IsSet))
        {
            var begun = clock.GetUtcNow();
            var claimed = await outbox.Claim(row => (row.Channel != Channel.Sms || !hasGateway) && (hasRelay || row.ParticipantId != null), Math.Min(left, PeopleAtATime), BatchFor + server.Lease, cancel);
            if (claimed.Count == 0)
            {
                return sent;
            }

            var (letters, messages) = await Send(claimed, begun, lines, left, cancel);
            left -= letters;
            sent += messages;
        }

        return sent;
    }

    private static async Task Close(IEnumerable<MailLine> lines)
    {
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }
    }

    private async Task GiveUpOnDeadNodes(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await db.Set<Message>().Where(row => row.State == MessageState.Sending && row.LeasedUntil < now).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, MessageState.Unknown).SetProperty(row => row.Trouble, "node-died").SetProperty(row => row.Lease, (Guid?)null)
                .SetProperty(row => row.LeasedUntil, (DateTimeOffset?)null),
            cancel);
    }

    private async Task<(int Letters, int Messages)> Send(List<Message> claimed, DateTimeOffset begun, List<MailLine> lines, int most, CancellationToken cancel)
    {
        await stillTrue.CancelTheRest(claimed, cancel);
        await MakeSecretLinks(claimed, cancel);
        await CancelUnwantedReminders(claimed, cancel);
        await PostponeASecondReminderOfTheDay(claimed, cancel);
        await routes.Choose(claimed, cancel);
        await CancelForRefusedStaff(claimed, cancel);

        var ids = claimed.Where(row => row is { State: MessageState.Waiting, Lease: not null }).Select(row => row.ParticipantId).OfType<Guid>().Distinct().ToArray();
        var people = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).Select(person => new { person.Id, person.Email, person.GivenName }).ToDictionaryAsync(person => person.Id, cancel);

        string AddressOf(Message message) => (message.ParticipantId is { } id ? people[id].Email : message.Secret?.Email ?? message.StaffEmail)!;

        // Reminders gather in a letter of their own: whoever wants no more of them still gets the news.
        var letters = new Queue<Outgoing>();
        foreach (var letter in claimed.Where(row => row is { State: MessageState.Waiting, Lease: not null })
            .GroupBy(row => (row.ParticipantId, row.StaffEmail, Gathers: kinds.Gathers(row.Kind), Alone: row.Immediate || row.ParticipantId is null ? row.Id : Guid.Empty)))
        {
            var person = letter.Key.ParticipantId is { } id ? people[id] : null;
            foreach (var message in letter.Where(row => row.AnswerWorkingDays is not null))
            {
                message.AnswerUntil ??= await deliveries.AnswerUntil(message, city.Today, cancel);
            }

            if (Write([.. letter], AddressOf(letter.First()), person?.GivenName ?? "") is { } mail)
            {
                letters.Enqueue(new([.. letter], mail));
            }
        }

        var (tried, done) = (0, 0);
        var refused = new Dictionary<Guid, RefusedAddress>();
        try
        {
            await db.SaveChangesAsync(cancel);
            while (letters.Count > 0 && lines.Count > 0 && tried < most && clock.GetUtcNow() < begun + BatchFor && !cancel.IsCancellationRequested)
            {
                var wave = new List<Outgoing>();
                while (wave.Count < lines.Count && tried < most && letters.TryDequeue(out var letter))
                {
                    wave.Add(letter);
                    tried++;
                }

                done += await HandOver(wave, lines, refused, cancel);
            }

            foreach (var message in letters.SelectMany(letter => letter.Messages))
            {
                message.PutBack();
            }

            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node took the lease over, because this one was away for so long: what it holds is its own.
            log.LogWarning("The lease of a batch of messages was lost; another node goes on with it");
            db.ChangeTracker.Clear();
        }
        finally
        {
            foreach (var letter in letters)
            {
                letter.Mail.Dispose();
            }
        }

        if (refused.Count > 0)
        {
            await db.Transact(() => db.Engine.InsertNew(db, refused.Values, nameof(RefusedAddress.Id), CancellationToken.None), CancellationToken.None);
        }

        return (tried, done);
    }

    /// <summary>The letter, or null when it cannot be written: then that is written down.</summary>
    private MimeMessage? Write(List<Message> messages, string to, string givenName)
    {
        try
        {
            return writer.Mail(messages, server.Sender, to, givenName, clock.GetUtcNow());
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            foreach (var message in messages)
            {
                message.Refused(error.Message);
            }

            return null;
        }
    }

    /// <summary>One letter on each line. Answers how many messages were taken.</summary>
    private async Task<int> HandOver(List<Outgoing> wave, List<MailLine> lines, Dictionary<Guid, RefusedAddress> refused, CancellationToken cancel)
    {
        foreach (var (message, letter) in wave.SelectMany(letter => letter.Messages.Select(message => (message, letter.Id))))
        {
            (message.State, message.LetterId) = (MessageState.Sending, letter);
            message.LeasedUntil = clock.GetUtcNow() + server.Lease;
        }

        await db.SaveChangesAsync(cancel);
        var answers = await Task.WhenAll(wave.Zip(lines, (letter, line) => line.Send(letter.Mail, cancel)));
        var broken = new List<MailLine>();
        foreach (var (letter, line, answer) in wave.Zip(lines, answers))
        {
            if (answer.Delivery == Delivery.NoSuchAddress)
            {
                var address = RefusedAddress.Normal(letter.Mail.To.Mailboxes.Single().Address);
                refused[RefusedAddress.IdOf(address)] = new() { Id = RefusedAddress.IdOf(address), Address = address, Answer = Message.Shorten(answer.Answer), At = clock.GetUtcNow() };
            }

            foreach (var message in letter.Messages)
            {
                WriteDown(message, answer);
            }

            letter.Mail.Dispose();
            if (answer.Delivery != Delivery.Accepted)
            {
                log.LogWarning("Message {Message} of kind {Kind} was not delivered: {Delivery}", letter.Messages[0].Id, letter.Messages[0].Kind, answer.Delivery);
            }

            if (answer.Delivery == Delivery.Away)
            {
                broken.Add(line);
            }
        }

        lines.RemoveAll(broken.Contains);

        // What the relay answered must be kept even when this node is told to stop.
        await db.SaveChangesAsync(CancellationToken.None);
        await Close(broken);
        return wave.Zip(answers).Where(pair => pair.Second.Delivery == Delivery.Accepted).Sum(pair => pair.First.Messages.Count);
    }

    private void WriteDown(Message message, Handed handed)
    {
        var now = clock.GetUtcNow();
        switch (handed.Delivery)
        {
            case Delivery.Accepted:
                message.Delivered(now, city.DayOf(now));
                break;
            case Delivery.NoSuchAddress when kinds.GoesOnPaper(message.Kind):
                message.GoesOnPaper(handed.Answer);
                break;
            case Delivery.Refused or Delivery.NoSuchAddress:
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

    /// <summary>Whoever is not known gets no letter, and the row goes: what strangers type is nothing to keep.</summary>
    private async Task MakeSecretLinks(List<Message> claimed, CancellationToken cancel)
    {
        foreach (var maker in secretLinks)
        {
            var asked = claimed.Where(row => row.Kind == maker.Kind && row.State == MessageState.Waiting).ToList();
            var made = asked is [] ? new Dictionary<string, SecretLink>(StringComparer.Ordinal) : await maker.Make([.. asked.Select(row => row.StaffEmail!).Distinct(StringComparer.Ordinal)], cancel);
            foreach (var message in asked)
            {
                if (made.TryGetValue(message.StaffEmail!, out var secret))
                {
                    message.Secret = secret;
                    continue;
                }

                db.Remove(message);
                claimed.Remove(message);
            }
        }
    }

    private async Task CancelUnwantedReminders(List<Message> claimed, CancellationToken cancel)
    {
        var reminders = claimed.Where(row => row is { State: MessageState.Waiting, ParticipantId: not null } && kinds.Gathers(row.Kind)).ToList();
        var ids = reminders.Select(row => row.ParticipantId!.Value).Distinct().ToArray();
        var off = ids is [] ? [] : await db.Set<RemindersOff>().Where(row => EF.Parameter(ids).Contains(row.ParticipantId)).Select(row => row.ParticipantId).ToListAsync(cancel);
        foreach (var message in reminders.Where(row => off.Contains(row.ParticipantId!.Value)))
        {
            message.Cancel("reminders-off");
        }
    }

    /// <summary>Where a colleague's or provider's address takes no letters: nobody prints those.</summary>
    private async Task CancelForRefusedStaff(List<Message> claimed, CancellationToken cancel)
    {
        var byAddress = claimed.Where(row => row is { State: MessageState.Waiting, StaffEmail: not null }).ToLookup(row => RefusedAddress.IdOf(row.StaffEmail!));
        var ids = byAddress.Select(group => group.Key).ToArray();
        foreach (var id in ids is [] ? [] : await db.Set<RefusedAddress>().Where(row => EF.Parameter(ids).Contains(row.Id)).Select(row => row.Id).ToListAsync(cancel))
        {
            foreach (var message in byAddress[id])
            {
                message.Cancel("address-refused");
            }
        }
    }

    /// <summary>At most one mail of reminders a day: who got one today gets the next tomorrow morning, unless it would come too late then. News is never kept back.</summary>
    private async Task PostponeASecondReminderOfTheDay(List<Message> claimed, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sinceMidnight = city.At(city.DayOf(now), TimeOnly.MinValue);
        var morning = city.At(city.DayOf(now).AddDays(1), quiet.Until);
        var gathering = kinds.ThatGather;
        var mayWait = claimed.Where(row => row is { Immediate: false, State: MessageState.Waiting, ParticipantId: not null } && gathering.Contains(row.Kind) && !(row.Until <= morning)).ToList();
        var ids = mayWait.Select(row => row.ParticipantId!.Value).Distinct().ToArray();
        var served = (await db.Set<Message>().Where(row => row.ParticipantId != null && EF.Parameter(ids).Contains(row.ParticipantId.Value) && row.SentAt >= sinceMidnight && gathering.Contains(row.Kind))
            .Select(row => row.ParticipantId!.Value).Distinct().ToListAsync(cancel)).ToHashSet();
        foreach (var message in mayWait.Where(row => served.Contains(row.ParticipantId!.Value)))
        {
            message.Postpone(morning, "one-a-day");
        }
    }

    private sealed record Outgoing(List<Message> Messages, MimeMessage Mail)
    {
        /// <summary>The number that the letter itself carries.</summary>
        public Guid Id => Messages[0].Id;
    }
}
