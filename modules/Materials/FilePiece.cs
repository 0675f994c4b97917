namespace Courses.Materials;

/// <summary>A part of a file in the database: a file is read part by part, and never as a whole.</summary>
internal sealed class FilePiece
{
    public const int Bytes = 256 * 1024;

    public required Guid EditionId { get; init; }

    /// <summary>Counted from 0; all but the last have <see cref="Bytes"/>.</summary>
    public required int Number { get; init; }

    public required byte[] Content { get; init; }
}
