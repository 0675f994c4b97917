using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>Hands a report to a funder: from then on it is frozen.</summary>
internal sealed class DeliverReport(CoursesDb db, MakeReport make, CountIndicators count, CountPlan plan, CountFigures figures, IAudit audit, Caller caller, CityTime city, Words words)
{
    /// <summary>What the trail calls it.</summary>
    public const string Act = "report.delivered";

    /// <summary>Broken rules: <c>report.not-over</c>, <c>report.delivered-already</c>.</summary>
    /// <param name="question">Which report.</param>
    /// <param name="kind">Of which kind; null for the report of everything that is counted.</param>
    /// <param name="recipient">Who gets it.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<Guid> Handle(ReportQuestion question, ReportTerms? kind, string recipient, CancellationToken cancel)
    {
        if (question.Period.Last >= city.Today)
        {
            throw new RuleBroken("report.not-over", Shown.Date(question.Period.Last));
        }

        var (period, programme, code) = (question.Period.ToString(), kind is null ? question.Programme ?? "" : "", kind?.Code ?? "");
        if (await DeliveredReport.Of(db, period, code, programme).AnyAsync(cancel))
        {
            throw new RuleBroken("report.delivered-already");
        }

        question = kind?.QuestionOf(question.Period) ?? question;

        // Lines of classes are kept with every report: they say later where a number moved.
        var report = await make.Of(question, kind is null ? [.. Definition.BreakdownsOf(question.Period)] : [.. kind.Tables.Select(table => table.By).Append(Breakdown.Class).Distinct()], cancel);
        var indicators = kind is null && question.Programme is null ? await count.Of(question.Period, await FundTerms.InForce(db, cancel), cancel) : [];
        var hours = kind is null ? [] : await plan.Of(question.Period, question.Programme, kind.Plan, cancel);
        var counted = kind is null ? [] : await figures.Of(question, kind.Figures, cancel);
        var now = city.Now;
        var content = FrozenReport.Write(new(report, indicators, [.. DownloadReport.Notes(report, words)], kind, hours, counted), recipient, caller.Id, now);
        try
        {
            return await db.Transact(
                async () =>
                {
                    var delivered = new DeliveredReport
                    {
                        Period = period,
                        Programme = programme,
                        Kind = code,
                        Recipient = recipient,
                        DeliveredAt = now,
                        DeliveredBy = caller.Id,
                        DeliveredByName = caller.Name,
                        Content = content,
                        Sha256 = FrozenReport.HashOf(content),
                    };
                    db.Add(delivered);
                    audit.Record(Act, delivered.Id, $"{period} {(kind is null ? programme : code)} sha256 {delivered.Sha256}");
                    await db.SaveChangesAsync(cancel);
                    return delivered.Id;
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("report.delivered-already");
        }
    }
}
