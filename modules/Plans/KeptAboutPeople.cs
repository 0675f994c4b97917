using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>The person's plans: what they aim at, what was agreed, what happened, and who has them.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, PlanTemplates templates, PlanWording wording, CityTime city) : IKeepsAboutPeople
{
    public const string Rule = "plans";

    public IReadOnlyList<KeptKind> Kinds { get; } = [new("plans", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Administrator, Roles.Auditor) { Page = "/my/plan", Rule = Rule }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var plans = Of(records);
        return
        [
            KeptRows.Of(
                db,
                "plans",
                plans,
                async (rows, cancel) =>
                {
                    var terms = await templates.TermsOf(rows.Select(row => row.TemplateId), cancel);
                    return row => new(row.MadeOn, terms[row.TemplateId].Name);
                },
                nameof(Plan.CoachId),
                nameof(Plan.CoachName)),
            KeptRows.Of(
                db,
                "plans",
                db.Set<PlanAim>().Where(row => plans.Any(plan => plan.Id == row.PlanId)),
                async (rows, cancel) =>
                {
                    await wording.Prepare(cancel);
                    var ids = rows.Select(row => row.PlanId).Distinct().ToArray();
                    var of = await db.Set<Plan>().Where(plan => EF.Parameter(ids).Contains(plan.Id)).ToDictionaryAsync(plan => plan.Id, plan => plan.TemplateId, cancel);
                    var terms = await templates.TermsOf(of.Values, cancel);
                    return row => new(row.ReachedOn ?? row.DueOn, wording.Aim(row, terms[of[row.PlanId]], CultureInfo.CurrentUICulture));
                }),
            KeptRows.Beside(db, "plans", db.Set<PlanStep>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            KeptRows.Beside(db, "plans", db.Set<PlanEvent>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            KeptRows.Beside(db, "plans", db.Set<PlanAgreement>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            KeptRows.Beside(db, "plans", db.Set<PlanHandover>().Where(row => plans.Any(plan => plan.Id == row.PlanId)), nameof(PlanHandover.ToCoachId), nameof(PlanHandover.FromCoachId), nameof(PlanHandover.FromCoachName)),
        ];
    }

    /// <summary>That there was a plan, when it was made and which kinds of aims were reached stays, since reports count it; every word that somebody wrote goes, and so does who may read it.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var (plans, today) = (Of(records), city.Today);
        return
        [
            ErasedRows.Delete(db, "plans", db.Set<PlanHandover>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            ErasedRows.Delete(db, "plans", db.Set<PlanAgreement>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            ErasedRows.Delete(db, "plans", db.Set<PlanEvent>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            ErasedRows.Delete(db, "plans", db.Set<PlanStep>().Where(row => plans.Any(plan => plan.Id == row.PlanId))),
            ErasedRows.Empty<PlanAim>(
                db,
                "plans",
                cancel => db.Set<PlanAim>().Where(row => (row.Text != "" || row.Evidence != "") && plans.Any(plan => plan.Id == row.PlanId))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, "").SetProperty(row => row.Evidence, ""), cancel),
                stays: true),
            ErasedRows.Empty<Plan>(
                db,
                "plans",
                cancel => plans.Where(row => row.ClosedOn == null).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.ClosedOn, today).SetProperty(row => row.CloseReason, CloseReason.Other).SetProperty(row => row.NextReviewOn, (DateOnly?)null)
                        .SetProperty(row => row.ObjectedAt, (DateTimeOffset?)null).SetProperty(row => row.OtherWishedAt, (DateTimeOffset?)null),
                    cancel),
                stays: true),
        ];
    }

    private IQueryable<Plan> Of(IReadOnlyList<Guid> records) => db.Set<Plan>().Where(row => records.Contains(row.ParticipantId));
}
