namespace Courses.Participants;

/// <summary>
/// All that is kept about one person, gathered on request: asked for by the person or for them at the desk. It is sealed, because nowhere else so much of one person stands together,
/// and gone after some days.
/// </summary>
internal sealed class PersonFile
{
    public const int DaysKept = 7;

    /// <summary>The name of the format, in every file.</summary>
    public const string Format = "courses.person/1";

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required Guid AskedById { get; init; }

    /// <summary>Empty when the person asked.</summary>
    public required string AskedByName { get; init; }

    /// <summary>The language that it speaks.</summary>
    public required string Language { get; init; }

    public DateTimeOffset? DoneAt { get; private set; }

    public int Records { get; private set; }

    /// <summary>The JSON, compressed and sealed under this row's id; null until it is done.</summary>
    public byte[]? Sealed { get; private set; }

    public void Finish(byte[] sealedContent, int records, DateTimeOffset now) => (Sealed, Records, DoneAt) = (sealedContent, records, now);
}
