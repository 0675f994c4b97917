namespace Courses.Attendance;

/// <summary>
/// What a roster held when a tablet was told of it: the hash of each entry, by which the next answer is a difference. Its id comes from its content,
/// so all tablets of a provider share it.
/// </summary>
internal sealed class RosterSnapshot
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>JSON: entry key to hash.</summary>
    public required string Content { get; init; }

    public required DateTimeOffset At { get; init; }
}
