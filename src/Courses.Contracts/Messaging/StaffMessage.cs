namespace Courses.Contracts.Messaging;

/// <summary>A message to a colleague or a provider. Subject and text stand in the staff words as <c>message.{Kind}.subject</c> and <c>message.{Kind}.text</c>.</summary>
public sealed record StaffMessage
{
    public required string Email { get; init; }

    /// <summary>en or de.</summary>
    public string Language { get; init; } = "en";

    public required string Kind { get; init; }

    public required string OnceKey { get; init; }

    public IReadOnlyList<string> Details { get; init; } = [];

    public DateTimeOffset? NotBefore { get; init; }
}

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

/// <summary>A due message: to whom, and about what.</summary>
public sealed record MessageToCheck(Guid MessageId, Guid ParticipantId, Guid About);
