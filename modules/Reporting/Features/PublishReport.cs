using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>Makes a delivered report public, of a year or of a kind, or takes it off again. What is public comes from what was delivered and from nothing that is counted today.</summary>
internal sealed class PublishReport(CoursesDb db, IAudit audit, Caller caller, TimeProvider clock)
{
    public static bool MayBe(DeliveredReport delivered) => delivered.Kind.Length > 0 || (delivered.Programme.Length == 0 && ReportPeriod.Parse(delivered.Period) is { Kind: PeriodKind.Year });

    /// <summary>Where everybody reads it.</summary>
    public static string AddressOf(PublishedReport published) => published.Kind.Length == 0 ? $"/integration-report/{published.Year}" : $"/published-reports/{published.Kind}/{published.Period}";

    /// <summary>Broken rules: <c>publish.only-years</c>, <c>publish.not-as-delivered</c>, <c>publish.already</c>.</summary>
    /// <param name="deliveredId">Which report.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Where everybody reads it.</returns>
    public async Task<string> Publish(Guid deliveredId, CancellationToken cancel)
    {
        var delivered = await db.Set<DeliveredReport>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == deliveredId, cancel) ?? throw new NotFound("The report");
        if (!MayBe(delivered))
        {
            throw new RuleBroken("publish.only-years");
        }

        if (!await delivered.IsWhatItWas(audit, cancel))
        {
            throw new RuleBroken("publish.not-as-delivered");
        }

        var frozen = FrozenReport.Read(delivered.Content);
        try
        {
            return await db.Transact(
                async () =>
                {
                    var published = new PublishedReport
                    {
                        DeliveredId = delivered.Id,
                        Year = frozen.Report.Question.Period.Year,
                        Kind = delivered.Kind,
                        Period = delivered.Kind.Length == 0 ? "" : delivered.Period,
                        Content = PublicReport.Of(frozen, delivered.Sha256).Write(),
                        PublishedAt = clock.GetUtcNow(),
                        PublishedBy = caller.Id,
                        PublishedByName = caller.Name,
                    };
                    db.Add(published);
                    audit.Record("report.published", delivered.Id, $"{delivered.Kind} {delivered.Period}".Trim());
                    await db.SaveChangesAsync(cancel);
                    return AddressOf(published);
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("publish.already");
        }
    }

    /// <summary>Broken rules: <c>publish.not-public</c>.</summary>
    /// <param name="deliveredId">Which report.</param>
    /// <param name="reason">Why; everybody who looks for it reads that.</param>
    /// <param name="cancel">Stops it.</param>
    public Task Withdraw(Guid deliveredId, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            // In one statement, so that of two who take it off at once one is told that it is off, and one reason stands.
            var open = db.Set<PublishedReport>().Where(row => row.DeliveredId == deliveredId && row.WithdrawnAt == null);
            var published = await open.AsNoTracking().SingleOrDefaultAsync(cancel);
            if (published is null || await open.ExecuteUpdateAsync(set => set.SetProperty(row => row.WithdrawnAt, clock.GetUtcNow()).SetProperty(row => row.WithdrawnBy, caller.Id).SetProperty(row => row.WithdrawnReason, reason), cancel) == 0)
            {
                throw new RuleBroken("publish.not-public");
            }

            audit.Record("report.withdrawn", deliveredId, $"{(published.Kind.Length == 0 ? $"{published.Year}" : $"{published.Kind} {published.Period}")}: {reason}");
            await db.SaveChangesAsync(cancel);
        },
        cancel);
}
