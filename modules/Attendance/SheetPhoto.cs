namespace Courses.Attendance;

/// <summary>A photograph of the list that people signed on paper, sealed as notes of illness are, and deleted as they are. Its hash stays in the trail.</summary>
internal sealed class SheetPhoto
{
    /// <summary>A list with its back and the guests of an open day.</summary>
    public const int MostOfASession = 6;

    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required string ContentType { get; init; }

    public required byte[] Sealed { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required string SentBy { get; init; }
}
