using System.Text.Json;
using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Exams;

/// <summary>Somebody passed every part of a level, maybe in several exams. When a result is corrected so that it was not so, the row is withdrawn and stays.</summary>
internal sealed class ExamPass : IVersioned
{
    /// <summary>What <see cref="Raised"/> says when the record knew it all already.</summary>
    public const string RaisedNothing = "[]";

    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required Guid ParticipantId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    /// <summary>The exam with which it was complete, and its day.</summary>
    public required Guid ExamId { get; init; }

    public required DateOnly PassedOn { get; init; }

    /// <summary>What the person's record said before, as JSON of <see cref="RaisedLevel"/>.</summary>
    public required string Raised { get; set; }

    public Guid? PaperId { get; set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public IReadOnlyList<RaisedLevel> LevelsBefore => JsonSerializer.Deserialize<RaisedLevel[]>(Raised)!;

    public void Withdraw(DateTimeOffset now) => WithdrawnAt = now;
}
