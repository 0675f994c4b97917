namespace Courses.Contracts.LanguageCourses;

/// <summary>The catalogue of language courses and the classes that run.</summary>
public interface ILanguageCourses
{
    IQueryable<CourseRow> Courses { get; }

    /// <summary>One row a class; <c>Id</c> is the group of the timetable.</summary>
    IQueryable<ClassRow> Classes { get; }

    /// <summary>Those that count: what was withdrawn is left out.</summary>
    IQueryable<CertificateRow> Certificates { get; }

    /// <summary>Adds a line to the catalogue, or answers the one that the provider already has under this name.</summary>
    Task<Guid> AddCourse(NewCourse course, CancellationToken cancel);

    /// <summary>Makes a class of a course and a group that was created in the same unit of work. Broken rules: <c>class.number-taken</c>.</summary>
    Task AddClass(NewClass newClass, CancellationToken cancel);

    /// <summary>
    /// Another course, number, price or programme for a class, in the running unit of work; call it under the group's lock. What was paid or held stays as it was.
    /// Broken rules: <c>class.number-taken</c>, <c>class.course-withdrawn</c>, <c>class.shorter-than-course</c>.
    /// </summary>
    Task ChangeClass(NewClass change, CancellationToken cancel);

    /// <summary>Is that price far from what a seat in such a course usually costs? Then somebody is asked whether it is meant.</summary>
    Task<bool> IsOddPrice(Guid courseId, long priceCents, CancellationToken cancel);

    /// <summary>Records a certificate, once per person, language and level, and marks the person's eligibility as stale. Broken rules: <c>course.unknown-level</c>.</summary>
    Task AddCertificate(Guid participantId, string language, string level, DateOnly issuedOn, CancellationToken cancel);

    /// <summary>In the running unit of work: that certificate was recorded wrongly. It stays on record with the reason; nothing happens where none of that day counts.</summary>
    /// <param name="participantId">Of whom.</param>
    /// <param name="language">ISO 639-1.</param>
    /// <param name="level">CEFR level.</param>
    /// <param name="issuedOn">Its day.</param>
    /// <param name="reasonCode">A prepared sentence, a key of the newcomers' words.</param>
    /// <param name="cancel">Stops.</param>
    Task TakeCertificateBack(Guid participantId, string language, string level, DateOnly issuedOn, string reasonCode, CancellationToken cancel);
}

/// <summary>A line for the catalogue.</summary>
public sealed record NewCourse(Guid ProviderId, string Name, string Language, string Level, int AcademicHours, bool IsIntegrationCourse);

/// <summary>A class to be made of a group, or what it is to become. The number is unique at its provider.</summary>
public sealed record NewClass(Guid GroupId, Guid CourseId, string Number, long PriceCents, string? ProgrammeCode = null);

/// <summary>A line of the catalogue: 'German A1.1, evening'.</summary>
public sealed record CourseRow
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Name { get; init; }

    /// <summary>The language taught, ISO 639-1.</summary>
    public required string Language { get; init; }

    /// <summary>CEFR level or sub-level, e.g. <c>A1</c>, <c>A1.1</c>; <c>Alpha</c> is literacy, below A1.</summary>
    public required string Level { get; init; }

    /// <summary>Planned length in academic hours of 45 minutes.</summary>
    public required int AcademicHours { get; init; }

    /// <summary>May integration vouchers pay for it?</summary>
    public required bool IsIntegrationCourse { get; init; }
}

/// <summary>A class: one run of a course.</summary>
public sealed record ClassRow
{
    /// <summary>The class is this group of the timetable.</summary>
    public required Guid Id { get; init; }

    public required Guid CourseId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Number { get; init; }

    /// <summary>What one seat costs, in euro cents.</summary>
    public required long PriceCents { get; init; }

    /// <summary>The programme that the class is held for and that pays for its own people, e.g. <c>inlt</c>; null for none.</summary>
    public required string? ProgrammeCode { get; init; }
}

/// <summary>A course that was finished or an exam that was passed.</summary>
public sealed record CertificateRow
{
    public required Guid ParticipantId { get; init; }

    /// <summary>The language that was learnt, ISO 639-1.</summary>
    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly IssuedOn { get; init; }
}
