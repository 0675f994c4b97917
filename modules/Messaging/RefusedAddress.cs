namespace Courses.Messaging;

/// <summary>A mail address that the relay said takes no letters. Nothing is sent there until somebody corrects it, or says that it is right.</summary>
internal sealed class RefusedAddress
{
    /// <summary>The address as a number of fixed length, so that two nodes write it down once.</summary>
    public required Guid Id { get; init; }

    public required string Address { get; init; }

    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }

    public static Guid IdOf(string address) => Message.OnceIdOf(Normal(address));

    public static string Normal(string address) => address.Trim().ToLowerInvariant();
}
