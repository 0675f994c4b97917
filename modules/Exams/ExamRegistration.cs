using Courses.Platform.Database;

namespace Courses.Exams;

/// <summary>Somebody's seat in an exam, for all of its parts or for those that are to be repeated.</summary>
internal sealed class ExamRegistration : IVersioned
{
    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required Guid ExamId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Parts { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required Guid RegisteredBy { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public Guid? WithdrawnBy { get; private set; }

    public IReadOnlyList<string> PartCodes => Parts.Split(',');

    public void Withdraw(Guid by, DateTimeOffset now) => (WithdrawnAt, WithdrawnBy) = (now, by);
}
