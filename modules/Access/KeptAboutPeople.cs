using Courses.Access.Looks;
using Courses.Access.Passes;
using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access;

/// <summary>How the pass is opened, who looked at the person, and what the trail says was done with their record.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, IAudit audit, CityTime city, Words words) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new("looks", Ground.Duty, Roles.Administrator) { Page = "/my/looks", Rule = "looks" },
        new("trail", Ground.Duty, Roles.Administrator, Roles.Auditor),
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var looked = db.Set<LookedAt>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            KeptRows.Beside(db, "passes", db.Set<PassPin>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "passes", db.Set<PassTries>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "looks", looked),

            // Who it was, and what they typed, is theirs: the person reads role, office and way.
            KeptRows.Of(
                db,
                "looks",
                db.Set<Look>().Where(look => looked.Any(one => one.LookId == look.Id)),
                row => new(row.On, $"{words[$"my.looks.role.{row.Role}"]}: {words[$"my.looks.kind.{row.Kind}"]}"),
                nameof(Look.AccountId),
                nameof(Look.Typed)),

            // Details may name others.
            KeptRows.Of(
                db,
                "trail",
                db.Set<AuditEntry>().Where(row => records.Contains(row.Subject)),
                row => new(city.DayOf(row.At), words[$"audit.act.{row.Act}"]),
                nameof(AuditEntry.CallerId),
                nameof(AuditEntry.CallerName),
                nameof(AuditEntry.OrganisationId),
                nameof(AuditEntry.Details)),
        ];
    }

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var looked = db.Set<LookedAt>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            ErasedRows.Delete(db, "passes", db.Set<StandingSignIn>().Where(row => records.Contains(row.WhoId))),
            ErasedRows.Delete(db, "passes", db.Set<PassPin>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "passes", db.Set<PassTries>().Where(row => records.Contains(row.ParticipantId))),

            // What a colleague typed to find them is their name.
            // In one step with the way to it: once that is gone, nobody finds the words any more.
            ErasedRows.Empty<Look>(
                db,
                "looks",
                async cancel =>
                {
                    var count = await db.Set<Look>().Where(look => look.Typed != "" && looked.Any(one => one.LookId == look.Id)).ExecuteUpdateAsync(set => set.SetProperty(look => look.Typed, ""), cancel);
                    return count + await looked.ExecuteDeleteAsync(cancel);
                }),
            ErasedRows.Delete(db, "looks", looked),
            ErasedRows.Empty<AuditEntry>(db, "trail", cancel => audit.Empty(records, cancel), stays: true),
        ];
    }
}
