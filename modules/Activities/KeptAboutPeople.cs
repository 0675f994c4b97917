using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

/// <summary>In which centre the person lived. Seats and hours of activities are kept where those of classes are.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public const string Rule = "residences";

    public IReadOnlyList<KeptKind> Kinds { get; } = [new("residences", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Administrator) { Rule = Rule }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "residences",
            db.Set<Residence>().Where(row => records.Contains(row.ParticipantId)),
            async (rows, cancel) =>
            {
                var ids = rows.Select(row => row.CentreId).Distinct().ToArray();
                var names = await db.Set<Centre>().Where(centre => ids.Contains(centre.Id)).ToDictionaryAsync(centre => centre.Id, centre => centre.Name, cancel);
                return row => new(row.From, names.GetValueOrDefault(row.CentreId, ""));
            }),
    ];

    /// <summary>Nothing is added up from where somebody lived.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) =>
        [ErasedRows.Delete(db, "residences", db.Set<Residence>().Where(row => records.Contains(row.ParticipantId)))];
}
