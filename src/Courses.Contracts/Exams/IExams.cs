namespace Courses.Contracts.Exams;

/// <summary>Exams of language and of society, who sat them, and with what result.</summary>
public interface IExams
{
    /// <summary>One row a date, those that were cancelled too.</summary>
    IQueryable<ExamRow> Exams { get; }

    /// <summary>One row a part that somebody sat or was registered for and missed: the result that stands, without those that were corrected.</summary>
    IQueryable<ExamResultRow> Results { get; }

    /// <summary>One row a person who was registered and examined in at least one part, practice exams left out.</summary>
    IQueryable<ExamTakenRow> Taken { get; }

    /// <summary>One row a person who has a seat in an exam, for practice too; withdrawals and cancelled exams are left out.</summary>
    IQueryable<ExamRegisteredRow> Registered { get; }

    /// <summary>One row a level that somebody has by an exam; what was taken back is left out, and practice exams give none.</summary>
    IQueryable<ExamPassRow> Passed { get; }
}

/// <summary>Somebody passed every part of a level.</summary>
public sealed record ExamPassRow
{
    /// <summary>The exam with which it was complete.</summary>
    public required Guid ExamId { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>CEFR level.</summary>
    public required string Level { get; init; }

    /// <summary>The day of the exam.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Who entered the result that counts last; null where none of that exam stands.</summary>
    public required string? ExaminedBy { get; init; }

    /// <summary>The person's record said less in some skill before.</summary>
    public required bool RaisedTheRecord { get; init; }
}

/// <summary>Somebody is registered for an exam.</summary>
public sealed record ExamRegisteredRow
{
    public required Guid ExamId { get; init; }

    public required bool IsPractice { get; init; }

    /// <summary>Codes of the parts that the person sits, with commas between them.</summary>
    public required string Parts { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly On { get; init; }
}

/// <summary>An exam on one day.</summary>
public sealed record ExamRow
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>CEFR level.</summary>
    public required string Level { get; init; }

    /// <summary>Codes of its parts with commas between them, e.g. <c>reading,writing</c>.</summary>
    public required string Parts { get; init; }

    public required DateOnly On { get; init; }

    public required int Seats { get; init; }

    public required int SeatsTaken { get; init; }

    public required bool IsPractice { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

/// <summary>The result of one person in one part.</summary>
public sealed record ExamResultRow
{
    public required Guid Id { get; init; }

    public required Guid ExamId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Part { get; init; }

    /// <summary><c>Passed</c>, <c>Failed</c> or <c>Absent</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Of 100; null where none were given.</summary>
    public required int? Points { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }
}

/// <summary>Somebody sat an exam.</summary>
public sealed record ExamTakenRow
{
    public required Guid ExamId { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>With this exam the person had passed every part of the level.</summary>
    public required bool IsComplete { get; init; }
}
