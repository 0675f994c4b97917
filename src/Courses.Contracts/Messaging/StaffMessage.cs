namespace Courses.Contracts.Messaging;

/// <summary>A message to a colleague or a provider. Subject and text stand in the staff words as <c>message.{Kind}.subject</c> and <c>message.{Kind}.text</c>.</summary>
public sealed record StaffMessage
{
    public required string Email { get; init; }

    /// <summary>A language of the staff.</summary>
    public string Language { get; init; } = "en";

    public required string Kind { get; init; }

    public required string OnceKey { get; init; }

    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The page behind the one button of the letter.</summary>
    public string Link { get; init; } = "/";

    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>From then on it is of no use any more, and is not sent. Null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>May go out at night: somebody sits there and waits for it.</summary>
    public bool Immediate { get; init; }
}

/// <summary>
/// For a kind of letter to staff whose link is a secret: no outbox holds it, it is made at the moment of sending. A module registers one for a kind of its own.
/// </summary>
public interface ISecretLinks
{
    string Kind { get; }

    /// <param name="emails">The <see cref="StaffMessage.Email"/> of each letter that is due, as anybody may have typed it.</param>
    /// <param name="cancel">Stops asking.</param>
    /// <returns>By that address, where the letter goes and what stands in it. Whoever is not among them gets no letter, and the outbox forgets that it was asked for.</returns>
    Task<IReadOnlyDictionary<string, SecretLink>> Make(IReadOnlyCollection<string> emails, CancellationToken cancel);
}

/// <summary>The link of one letter.</summary>
/// <param name="Email">The address that the module knows, and not the one that was typed: two that look alike are not one.</param>
/// <param name="Path">The page behind the one button of the letter.</param>
public sealed record SecretLink(string Email, string Path);

/// <summary>
/// Asked again at the moment of sending, since the world moves between queuing and sending. A module registers one for a kind of its own;
/// a message that is no longer true is cancelled.
/// </summary>
public interface IMessageCheck
{
    string Kind { get; }

    /// <param name="messages">The participant and the <see cref="NewMessage.About"/> of each message that is due.</param>
    /// <param name="cancel">Stops asking.</param>
    /// <returns>Those that must not go out any more.</returns>
    Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel);
}

/// <summary>
/// Hears that the letters of a kind with <see cref="NewMessage.AnswerWorkingDays"/> were delivered, so that a time which runs from delivery begins. Called once for each letter, in a unit of work that
/// writes the delivery down; once more when a letter that came back is delivered after all.
/// </summary>
public interface IDeliveryHearer
{
    string Kind { get; }

    Task Heard(Delivered delivered, CancellationToken cancel);

    /// <summary>A letter that counted as delivered by mail came back: its time to answer has not begun. Called in the unit of work that writes it down, maybe more than once.</summary>
    /// <param name="about">The <see cref="NewMessage.About"/> of the letter.</param>
    /// <param name="cancel">Stops.</param>
    Task CameBack(Guid about, CancellationToken cancel);
}

/// <summary>A letter reached its person.</summary>
/// <param name="About">The <see cref="NewMessage.About"/> of the letter.</param>
/// <param name="How">By which way: <see cref="ByMail"/>, <see cref="OnPage"/>, or what somebody noted.</param>
/// <param name="On">The day in the city.</param>
/// <param name="AnswerUntil">The last day on which the person may answer; the letter says the same one.</param>
public sealed record Delivered(Guid About, string How, DateOnly On, DateOnly AnswerUntil)
{
    public const string ByMail = "mail";
    public const string OnPage = "page";
    public const string BySms = "sms";
    public const string ByPaper = "paper";
}

/// <summary>A due message: to whom, and about what.</summary>
public sealed record MessageToCheck(Guid MessageId, Guid ParticipantId, Guid About);
