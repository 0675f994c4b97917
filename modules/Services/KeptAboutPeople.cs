using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services;

/// <summary>What the person has borrowed. Of services nothing is kept about anybody.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public const string Rule = "loans";

    public IReadOnlyList<KeptKind> Kinds { get; } = [new("loans", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Administrator) { Rule = Rule, Page = "/my/loans" }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "loans",
            db.Set<Loan>().Where(row => records.Contains(row.ParticipantId)),
            async (rows, cancel) =>
            {
                var ids = rows.Select(row => row.LendableId).Distinct().ToArray();
                var labels = await db.Set<Lendable>().Where(thing => ids.Contains(thing.Id)).ToDictionaryAsync(thing => thing.Id, thing => thing.Label, cancel);
                return row => new(row.LentOn, labels.GetValueOrDefault(row.LendableId, ""));
            }),
    ];

    /// <summary>Nothing is added up from who had what.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) => [ErasedRows.Delete(db, "loans", db.Set<Loan>().Where(row => records.Contains(row.ParticipantId)))];

    /// <summary>Whoever still has something brings it back first.</summary>
    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel) =>
        await db.Set<Loan>().AnyAsync(loan => records.Contains(loan.ParticipantId) && loan.ReturnedOn == null, cancel) ? [new("erasure.hold.loan")] : [];
}
