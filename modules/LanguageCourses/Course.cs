using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;

namespace Courses.LanguageCourses;

/// <summary>A line of the catalogue. It is never deleted, because classes and money refer to it; a withdrawn one takes no new classes.</summary>
internal sealed class Course
{
    public Guid Id { get; private set; }

    public required Guid ProviderId { get; init; }

    public required string Name { get; set; }

    public required string Language { get; set; }

    public required string Level { get; set; }

    public required int AcademicHours { get; set; }

    public required bool IsIntegrationCourse { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>A class is worth what its course is: money is paid for the course's hours.</summary>
    public bool IsTaughtIn(int plannedMinutes) => plannedMinutes >= AcademicHours * 45;

    public void MustBeTaughtIn(int plannedMinutes)
    {
        if (!IsTaughtIn(plannedMinutes))
        {
            throw new RuleBroken("class.shorter-than-course", Math.Round(plannedMinutes / 45m, 1), AcademicHours);
        }
    }
}

/// <summary>A class: one run of a course. It shares its id with the group of the timetable.</summary>
internal sealed class Class
{
    public required Guid Id { get; init; }

    public required Guid CourseId { get; set; }

    public required Guid ProviderId { get; init; }

    public required string Number { get; set; }

    public required long PriceCents { get; set; }

    /// <summary>The programme that the class is held for and that pays for its own people; null for none.</summary>
    public string? ProgrammeCode { get; set; }
}

/// <summary>A course that was finished or an exam that was passed. One that was recorded wrongly is withdrawn and stays on record.</summary>
internal sealed class Certificate : IVersioned
{
    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required Guid ParticipantId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required Guid RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnBy { get; private set; }

    public string? WithdrawnReasonCode { get; private set; }

    public string? WithdrawnReason { get; private set; }

    /// <summary>The language of the own words in <see cref="WithdrawnReason"/>.</summary>
    public string? WithdrawnReasonLanguage { get; private set; }

    public void Withdraw(GivenReason why, string by, DateTimeOffset now)
    {
        if (WithdrawnAt is not null)
        {
            throw new RuleBroken("certificate.already-withdrawn");
        }

        (WithdrawnAt, WithdrawnBy, WithdrawnReasonCode, WithdrawnReason, WithdrawnReasonLanguage) = (now, by, why.Code, why.Text, why.Language);
    }
}
