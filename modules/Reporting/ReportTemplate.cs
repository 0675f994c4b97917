using Courses.Platform;
using Courses.Platform.Database;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>A kind of report as somebody wrote it: each change is a new row, and the last one of a code is in force.</summary>
internal sealed class ReportTemplate : IAppendOnly
{
    public const int Longest = 20_000;

    public Guid Id { get; private set; }

    public required string Code { get; init; }

    /// <summary>As <see cref="ReportTerms"/> reads it.</summary>
    public required string Json { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    public required Guid LoadedBy { get; init; }

    public required string LoadedByName { get; init; }

    public ReportTerms Terms => ReportTerms.OfKept(Json);

    internal static void Tables(ModelBuilder model) => model.Entity<ReportTemplate>(template =>
    {
        template.ToTable("report_template", "reporting");
        template.Property(row => row.Code).HasMaxLength(60);
        template.Property(row => row.Json).HasMaxLength(-1);
        template.Property(row => row.LoadedByName).HasMaxLength(200);
        template.Ignore(row => row.Terms);
        template.HasIndex(row => row.LoadedAt);
    });
}

/// <summary>The kinds of reports of the city. There are few, so they are read as a whole.</summary>
internal sealed class ReportTemplates(CoursesDb db)
{
    /// <summary>What is shipped; a city loads it once and changes it.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ShippedFiles.Of(typeof(ReportTemplates));

    /// <summary>The last row of each code.</summary>
    public async Task<IReadOnlyList<ReportTemplate>> Current(CancellationToken cancel) =>
        [.. (await db.Set<ReportTemplate>().AsNoTracking().OrderBy(row => row.LoadedAt).ThenBy(row => row.Id).ToListAsync(cancel)).GroupBy(row => row.Code).Select(rows => rows.Last()).OrderBy(row => row.Code, StringComparer.Ordinal)];

    public async Task<ReportTerms?> Of(string code, CancellationToken cancel) => (await Current(cancel)).FirstOrDefault(row => row.Code == code)?.Terms;
}
