using Courses.Contracts.LanguageCourses;

namespace Courses.Timetable;

/// <summary>What of a class or a run can be changed after it was made: as it stands, or as somebody wants it. Seats that people take meanwhile do not touch it.</summary>
internal sealed record GroupTerms
{
    public required Guid? TeacherId { get; init; }

    public required Guid VenueId { get; init; }

    public required int Seats { get; init; }

    public required bool Childcare { get; init; }

    public required string? HelpLanguage { get; init; }

    public required string Bring { get; init; }

    /// <summary>This and what follows belong to a class of the catalogue; a run has none of it.</summary>
    public Guid? CourseId { get; init; }

    public string? Number { get; init; }

    public long? PriceCents { get; init; }

    public string? ProgrammeCode { get; init; }

    public static GroupTerms Of(Group group, ClassRow? itsClass) => new()
    {
        TeacherId = group.TeacherId,
        VenueId = group.VenueId,
        Seats = group.Capacity,
        Childcare = group.Childcare,
        HelpLanguage = group.HelpLanguage,
        Bring = group.Bring,
        CourseId = itsClass?.CourseId,
        Number = itsClass?.Number,
        PriceCents = itsClass?.PriceCents,
        ProgrammeCode = itsClass?.ProgrammeCode,
    };
}
