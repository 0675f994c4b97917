using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>The indicators as somebody wrote them: each change is a new row, and the last one is in force.</summary>
internal sealed class IndicatorTerms : IAppendOnly
{
    public Guid Id { get; private set; }

    /// <summary>JSON, as <see cref="Reports.FundTerms"/> writes it.</summary>
    public required string Content { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required string ByName { get; init; }

    internal static void Tables(ModelBuilder model) => model.Entity<IndicatorTerms>(terms =>
    {
        terms.ToTable("indicator_terms", "reporting");
        terms.Property(row => row.Content).HasMaxLength(-1);
        terms.Property(row => row.At).HasColumnName("changed_at");
        terms.Property(row => row.By).HasColumnName("changed_by");
        terms.Property(row => row.ByName).HasColumnName("changed_by_name").HasMaxLength(200);
        terms.HasIndex(row => row.At);
    });
}
