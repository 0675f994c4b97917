using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses;

/// <summary>Courses that were finished and exams that were passed.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } = [new("certificates", Ground.Task, Roles.Coach, Roles.Administrator, Roles.Auditor)];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(db, "certificates", db.Set<Certificate>().Where(row => records.Contains(row.ParticipantId)), row => new(row.IssuedOn, $"{Shown.LanguageName(row.Language)} {row.Level}")),
    ];

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) =>
    [
        ErasedRows.Empty<Certificate>(db, "certificates", cancel => db.Set<Certificate>().Where(row => records.Contains(row.ParticipantId) && row.WithdrawnReason != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.WithdrawnReason, (string?)null), cancel), stays: true),
    ];
}
