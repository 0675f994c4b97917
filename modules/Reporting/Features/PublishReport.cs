using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>Makes a delivered report of a year public, or takes it off again. What is public comes from what was delivered and from nothing that is counted today.</summary>
internal sealed class PublishReport(CoursesDb db, IAudit audit, Caller caller, TimeProvider clock)
{
    public static bool MayBe(DeliveredReport delivered) => delivered.Programme.Length == 0 && ReportPeriod.Parse(delivered.Period) is { Kind: PeriodKind.Year };

    /// <summary>Broken rules: <c>publish.only-years</c>, <c>publish.not-as-delivered</c>, <c>publish.already</c>.</summary>
    /// <param name="deliveredId">Which report.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<int> Publish(Guid deliveredId, CancellationToken cancel)
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
        var year = frozen.Report.Question.Period.Year;
        try
        {
            await db.Transact(
                async () =>
                {
                    var published = new PublishedReport
                    {
                        DeliveredId = delivered.Id,
                        Year = year,
                        Content = PublicReport.Of(frozen.Report, frozen.Indicators, frozen.HowCounted, delivered.Sha256).Write(),
                        PublishedAt = clock.GetUtcNow(),
                        PublishedBy = caller.Id,
                        PublishedByName = caller.Name,
                    };
                    db.Add(published);
                    audit.Record("report.published", delivered.Id, $"{delivered.Period}");
                    await db.SaveChangesAsync(cancel);
                },
                cancel);
            return year;
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("publish.already");
        }
    }

    /// <summary>Broken rules: <c>publish.not-public</c>.</summary>
    /// <param name="deliveredId">Which report.</param>
    /// <param name="cancel">Stops it.</param>
    public Task Withdraw(Guid deliveredId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var published = await db.Set<PublishedReport>().SingleOrDefaultAsync(row => row.DeliveredId == deliveredId && row.WithdrawnAt == null, cancel) ?? throw new RuleBroken("publish.not-public");
            published.Withdraw(clock.GetUtcNow(), caller.Id);
            audit.Record("report.withdrawn", deliveredId, $"{published.Year}");
            await db.SaveChangesAsync(cancel);
        },
        cancel);
}
