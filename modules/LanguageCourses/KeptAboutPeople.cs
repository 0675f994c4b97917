using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;

namespace Courses.LanguageCourses;

/// <summary>Courses that were finished and exams that were passed.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } = [new("certificates", Ground.Task, Roles.Coach, Roles.Administrator, Roles.Auditor)];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(db, "certificates", db.Set<Certificate>().Where(row => records.Contains(row.ParticipantId)), row => new(row.IssuedOn, $"{Shown.LanguageName(row.Language)} {row.Level}")),
    ];
}
