using Courses.Contracts.Access;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>A report as it was handed to somebody: its numbers, by what they were counted, by whom and when. It is never written again; what is counted later is shown beside it.</summary>
internal sealed class DeliveredReport : IAppendOnly
{
    public Guid Id { get; private set; }

    /// <summary>As <see cref="Reports.ReportPeriod"/> writes it.</summary>
    public required string Period { get; init; }

    /// <summary>The programme's code; empty for everything.</summary>
    public required string Programme { get; init; }

    /// <summary>The code of a kind of report; empty for the report of everything that is counted.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Who got it.</summary>
    public required string Recipient { get; init; }

    public required DateTimeOffset DeliveredAt { get; init; }

    public required Guid DeliveredBy { get; init; }

    public required string DeliveredByName { get; init; }

    /// <summary>JSON, as <see cref="Reports.FrozenReport"/> writes it.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Of the content. It stands in the audit trail, too, which is chained.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The one of that period. A kind says itself which programme it is about, so it is handed over once a period whatever it says that day.</summary>
    public static IQueryable<DeliveredReport> Of(CoursesDb db, string period, string kind, string programme) =>
        db.Set<DeliveredReport>().Where(row => row.Period == period && row.Kind == kind && (kind != "" || row.Programme == programme));

    /// <summary>The content, what stands beside it, and what the trail says of it are the same.</summary>
    public async Task<bool> IsWhatItWas(IAudit audit, CancellationToken cancel)
    {
        var (id, hash) = (Id, Reports.FrozenReport.HashOf(Content));
        var trail = await audit.Acts(Features.DeliverReport.Act).Where(act => act.Subject == id).Select(act => act.Details).SingleOrDefaultAsync(cancel);
        return hash == Sha256 && trail?.EndsWith(" sha256 " + hash, StringComparison.Ordinal) == true;
    }

    internal static void Tables(ModelBuilder model) => model.Entity<DeliveredReport>(report =>
    {
        report.ToTable("delivered_report", "reporting");
        report.Property(row => row.Period).HasMaxLength(10);
        report.Property(row => row.Programme).HasMaxLength(60);
        report.Property(row => row.Kind).HasMaxLength(60);
        report.Property(row => row.Recipient).HasMaxLength(200);
        report.Property(row => row.DeliveredByName).HasMaxLength(200);
        report.Property(row => row.Sha256).HasMaxLength(64);
        report.HasIndex(row => new { row.Period, row.Programme, row.Kind }).IsUnique();
    });
}
