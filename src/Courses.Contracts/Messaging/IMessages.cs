namespace Courses.Contracts.Messaging;

/// <summary>Letters and reminders in the person's language.</summary>
public interface IMessages
{
    IQueryable<ReminderRow> Reminders { get; }

    /// <summary>
    /// Queues a message in the running unit of work. The same <see cref="NewMessage.OnceKey"/> is queued once, however often it is asked for.
    /// </summary>
    Task Queue(NewMessage message, CancellationToken cancel);

    /// <summary>The same for many people at once: set-based, answers how many were new.</summary>
    Task<int> QueueMany(IReadOnlyCollection<NewMessage> messages, CancellationToken cancel);

    /// <summary>Queues a message to a colleague or a provider, once per key.</summary>
    Task QueueForStaff(StaffMessage message, CancellationToken cancel);

    /// <summary>
    /// The person knows what this letter says in another way than by the letter: it was shown on a page, or somebody told. The time to answer runs from that day, unless it runs already; a letter that
    /// still comes says the same day. Whoever registered an <see cref="IDeliveryHearer"/> hears of it in the same unit of work. False when there is no such letter.
    /// </summary>
    /// <param name="participantId">To whom.</param>
    /// <param name="kind">The kind of letter.</param>
    /// <param name="about">The <see cref="NewMessage.About"/> of the letter.</param>
    /// <param name="how">A stable code, such as <see cref="Delivered.OnPage"/>.</param>
    /// <param name="on">The day in the city.</param>
    /// <param name="cancel">Stops asking.</param>
    Task<bool> Told(Guid participantId, string kind, Guid about, string how, DateOnly on, CancellationToken cancel);

    /// <summary>What became of the letters of this kind to these people, by the <see cref="NewMessage.About"/> of each, in words of the reader.</summary>
    Task<IReadOnlyDictionary<Guid, string>> WhatBecameOf(string kind, IReadOnlyCollection<Guid> participantIds, CancellationToken cancel);
}

/// <summary>A message to a participant. Subject and text stand in the resource files as <c>message.{Kind}.subject</c> and <c>message.{Kind}.text</c>.</summary>
public sealed record NewMessage
{
    public required Guid ParticipantId { get; init; }

    /// <summary>What it is about, e.g. <c>attendance-at-risk</c>, <c>pass</c>, <c>seat-free</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique for what must be said once: person, subject, kind and revision.</summary>
    public required string OnceKey { get; init; }

    /// <summary>The sentence's {0}, {1} ...: already formatted for nobody; dates as ISO, numbers invariant, so that each language formats them itself.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The record it is about (session, decision, voucher ...), for the check at the moment of sending; null when nothing can change it.</summary>
    public Guid? About { get; init; }

    /// <summary>The page behind the one button of the letter, e.g. <c>/my/attendance</c>.</summary>
    public string Link { get; init; } = "/my/letters";

    /// <summary>Not sent before this instant; null for as soon as possible.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From then on it is of no use any more, and is not sent: a reminder never comes after its session. Null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>May go out at night, in a letter of its own (e.g. the pass that the person waits for at the desk).</summary>
    public bool Immediate { get; init; }

    /// <summary>
    /// The person may answer for so many working days of the city, from the day on which the letter is delivered. Put <see cref="LastDayToAnswer"/> among the details: the letter says the day there. Null
    /// when nothing depends on it.
    /// </summary>
    public int? AnswerWorkingDays { get; init; }

    /// <summary>The detail that is said as the last day to answer, which is known only when the letter goes out.</summary>
    public const string LastDayToAnswer = "last-day-to-answer";
}

/// <summary>
/// A kind of letter. Each module registers its own beside its services; a kind that nobody registered cannot be queued. Its words are <c>message.{Name}.subject</c> and
/// <c>message.{Name}.text</c>, and <c>messages.kind.{Name}</c> for the operators' page; a test walks every kind through every language.
/// </summary>
public sealed record MessageKind(string Name)
{
    /// <summary>To a colleague or a provider, in a staff language.</summary>
    public bool ForStaff { get; init; }

    /// <summary>A reminder: comes at most once a day, together with the others. Everything else is news and goes out at once.</summary>
    public bool Gathers { get; init; }

    /// <summary>Details of a made-up letter of this kind, as <see cref="NewMessage.Details"/> has them: for the preview, and for the test that every place in a sentence is filled.</summary>
    public required IReadOnlyList<string> Example { get; init; }

    /// <summary>What has no electronic way is printed, but for this: it would come too late, or say nothing without its link.</summary>
    public bool NeverOnPaper { get; init; }
}

/// <summary>A message and what became of it.</summary>
public sealed record ReminderRow
{
    public required Guid Id { get; init; }

    /// <summary>As in <see cref="NewMessage.OnceKey"/>: whoever queued it finds it again by it.</summary>
    public required string OnceKey { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Kind { get; init; }

    public required string Language { get; init; }

    /// <summary><c>waiting</c>, <c>sent</c>, <c>failed</c>, <c>cancelled</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required DateTimeOffset? SentAt { get; init; }
}
