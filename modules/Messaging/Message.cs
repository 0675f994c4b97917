using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;

namespace Courses.Messaging;

internal enum MessageState
{
    Waiting,

    /// <summary>Being handed to the relay by the node that holds the lease; nobody knows yet what it answered.</summary>
    Sending,
    Sent,
    Failed,
    Cancelled,

    /// <summary>It has no electronic way and lies in the print queue, or on somebody's printer: <see cref="Message.PrintRunId"/>.</summary>
    ToPrint,

    /// <summary>The whole letter was handed over and no answer was written down: it may have arrived. A person looks at it; it is never sent again by itself.</summary>
    Unknown,
}

/// <summary>By which way a letter goes.</summary>
internal enum Channel
{
    Mail,
    Sms,
    Paper,
}

/// <summary>A message in the outbox: what is said to whom, and what became of it.</summary>
internal sealed class Message
{
    public const int MostAttempts = 6;

    public Guid Id { get; private set; }

    /// <summary>Null for staff and providers, who are named by their address.</summary>
    public Guid? ParticipantId { get; init; }

    public string? StaffEmail { get; init; }

    public required string Kind { get; init; }

    public required string Language { get; init; }

    public required string OnceKey { get; init; }

    /// <summary>The once-key as a number of fixed length: what the unique index is on.</summary>
    public required Guid OnceId { get; init; }

    /// <summary>The sentence's details, one a line.</summary>
    public required string Details { get; init; }

    public Guid? About { get; init; }

    public required string Link { get; init; }

    /// <summary>What stands in the letter instead of <see cref="Link"/>, and where it goes; never stored.</summary>
    public SecretLink? Secret { get; set; }

    public bool Immediate { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset NotBefore { get; set; }

    /// <summary>From then on it is of no use any more, and is not sent.</summary>
    public DateTimeOffset? Until { get; init; }

    public MessageState State { get; set; }

    public int Attempts { get; set; }

    public Guid? Lease { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The way it went or is to go; letters of before have none and went by mail.</summary>
    public Channel? Channel { get; set; }

    /// <summary>The letter or text that it went in, alone or with others: by this number the relay and the gateway name it when something comes back.</summary>
    public Guid? LetterId { get; set; }

    /// <summary>The gateway's own number for the text.</summary>
    public string? GatewayId { get; set; }

    /// <summary>Who prints it; one run at a time has it.</summary>
    public Guid? PrintRunId { get; set; }

    /// <summary>Why it failed, was cancelled or was put off, as a stable code, with the server's answer behind a colon.</summary>
    public string? Trouble { get; set; }

    /// <summary>The person may answer for so many working days from the day of delivery; null when nothing depends on it.</summary>
    public int? AnswerWorkingDays { get; init; }

    /// <summary>The last of them, from the moment at which the letter says it or the person knows it.</summary>
    public DateOnly? AnswerUntil { get; set; }

    /// <summary>The day on which it counts as delivered, by the way it went; null as long as nobody knows that it will arrive.</summary>
    public DateOnly? DeliveredOn { get; set; }

    /// <summary>Since when the person knows what it says, and how: by this letter, on a page, or by somebody. Kept for letters that are answered.</summary>
    public DateTimeOffset? ToldAt { get; set; }

    public string? ToldHow { get; set; }

    /// <summary>When its time was over and what it said was deleted: that something was sent stays.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    public IReadOnlyList<string> DetailList => Details.Length == 0 ? [] : Details.Split('\n');

    /// <summary>What nobody reads for an answer any more, the oldest first. What a decision rests on stays with it.</summary>
    public static IQueryable<Message> Over(CoursesDb db, DateTimeOffset before) => db.Set<Message>()
        .Where(row => row.QueuedAt < before && row.ForgottenAt == null && row.AnswerWorkingDays == null
            && (row.State == MessageState.Sent || row.State == MessageState.Cancelled || row.State == MessageState.Failed || row.State == MessageState.Unknown))
        .OrderBy(row => row.QueuedAt);

    public static Guid OnceIdOf(string onceKey) => new(SHA256.HashData(Encoding.UTF8.GetBytes(onceKey)).AsSpan(0, 16));

    public static string Lines(IEnumerable<string> details) => string.Join('\n', details.Select(detail => detail.ReplaceLineEndings(" ")));

    /// <summary>May it wait until the morning? What cannot wait goes out at night, and what would come too late.</summary>
    public bool IsKeptAtNight(DateTimeOffset morning) => !Immediate && !(Until <= morning);

    public void Cancel(string why)
    {
        State = MessageState.Cancelled;
        Trouble = why;
        Release();
    }

    public void Postpone(DateTimeOffset until, string why)
    {
        State = MessageState.Waiting;
        NotBefore = until;
        Trouble = Shorten(why);
        Release();
    }

    /// <summary>The relay took it, which is as good as in the mailbox.</summary>
    public void Delivered(DateTimeOffset at, DateOnly on)
    {
        State = MessageState.Sent;
        SentAt = at;
        DeliveredOn = on;
        Channel = Messaging.Channel.Mail;
        Trouble = null;
        Release();
    }

    /// <summary>No electronic way leads to the person: somebody prints it.</summary>
    public void GoesOnPaper(string why)
    {
        State = MessageState.ToPrint;
        Channel = Messaging.Channel.Paper;
        Trouble = Shorten(why);
        Release();
    }

    /// <summary>The run of text messages takes it from here.</summary>
    public void GoesAsText()
    {
        State = MessageState.Waiting;
        Channel = Messaging.Channel.Sms;
        Trouble = null;
        Release();
    }

    /// <summary>The gateway has it; whether it arrives is said by its report.</summary>
    public void Texted(DateTimeOffset at, string gatewayId)
    {
        State = MessageState.Sent;
        SentAt = at;
        GatewayId = gatewayId.Length is > 0 and <= 100 ? gatewayId : null;
        Trouble = null;
        Release();
    }

    /// <summary>What the gateway reports: it arrived, it never will, or (null) nothing that we know. The first word of the end counts.</summary>
    public void WasReported(bool? arrived, string status, DateTimeOffset at, DateOnly on, bool saysSomethingOnPaper)
    {
        if (arrived is null || DeliveredOn is not null)
        {
            return;
        }

        if (arrived == true)
        {
            DeliveredOn = on;
            if (State == MessageState.Unknown)
            {
                (State, SentAt, Trouble) = (MessageState.Sent, at, null);
            }
        }
        else if (State is MessageState.Sent or MessageState.Unknown)
        {
            SentAt = null;
            if (saysSomethingOnPaper)
            {
                GoesOnPaper($"sms-undelivered: {status}");
            }
            else
            {
                Refused($"sms-undelivered: {status}");
            }
        }
    }

    /// <summary>
    /// The relay took it, and it came back: nobody was told by it. If the address is to blame it looks for another way; otherwise it goes on paper, because the same address would return it again.
    /// </summary>
    /// <returns>Whether a time to answer began with it.</returns>
    public bool CameBack(ReturnedMail returned, DateTimeOffset now, bool saysSomethingOnPaper)
    {
        var wasToldByIt = ToldHow == Contracts.Messaging.Delivered.ByMail;
        (SentAt, DeliveredOn) = (null, null);
        if (wasToldByIt)
        {
            (ToldAt, ToldHow) = (null, null);
        }

        var trouble = $"came-back: {returned.Answer}";
        if (ParticipantId is not null && returned.IsAboutTheAddress && ++Attempts < MostAttempts)
        {
            Channel = null;
            Postpone(now, trouble);
        }
        else if (saysSomethingOnPaper)
        {
            GoesOnPaper(trouble);
        }
        else
        {
            Refused(trouble);
        }

        return wasToldByIt;
    }

    /// <summary>It is in an envelope. It counts as delivered a few working days later.</summary>
    public void Posted(DateTimeOffset at, DateOnly arrives)
    {
        State = MessageState.Sent;
        SentAt = at;
        DeliveredOn = arrives;
    }

    /// <summary>It was not posted after all, and lies in the queue again.</summary>
    public void BackToTheQueue()
    {
        State = MessageState.ToPrint;
        SentAt = null;
        DeliveredOn = null;
        PrintRunId = null;
        Release();
    }

    public void Refused(string answer)
    {
        State = MessageState.Failed;
        Trouble = Shorten(answer);
        Release();
    }

    /// <summary>The server could not take it now: later again, each time twice as much later, and in the end it has failed.</summary>
    public void NotAccepted(string answer, DateTimeOffset now)
    {
        Attempts++;
        Trouble = Shorten(answer);
        State = Attempts >= MostAttempts ? MessageState.Failed : MessageState.Waiting;
        NotBefore = now + TimeSpan.FromMinutes(Math.Pow(2, Attempts));
        Release();
    }

    /// <summary>Not this letter's fault: it keeps its place and its tries, and comes again as soon as the relay may be back.</summary>
    public void RelayIsAway(string answer, DateTimeOffset now) => Postpone(now.AddMinutes(1), $"relay-away: {answer}");

    /// <summary>This run does not get to it any more.</summary>
    public void PutBack()
    {
        State = MessageState.Waiting;
        Release();
    }

    public void NobodyKnows(string answer)
    {
        State = MessageState.Unknown;
        Trouble = Shorten(answer);
        Release();
    }

    /// <summary>A person decided to send it again, knowing that it may arrive twice.</summary>
    public void SendAgain(DateTimeOffset now)
    {
        State = MessageState.Waiting;
        Attempts = 0;
        Trouble = null;
        Channel = null;
        NotBefore = now;
        Release();
    }

    private void Release()
    {
        Lease = null;
        LeasedUntil = null;
        if (DeliveredOn is null && ToldAt is null)
        {
            // The letter that said it may not have arrived: the next one counts anew.
            AnswerUntil = null;
        }
    }

    public static string Shorten(string text) => text.Length <= 400 ? text : text[..400];
}
