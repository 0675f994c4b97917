using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>A question whose answer somebody wants as a file: what was asked, and the file as long as it is kept. Only who asked may fetch it.</summary>
internal sealed class Export
{
    public Guid Id { get; private set; }

    public required Guid AskedBy { get; init; }

    public required string AskedByName { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The set that is asked for, or where the way to the rows begins.</summary>
    public required string Set { get; init; }

    /// <summary>What follows the service's root: the set and its options, as they were written.</summary>
    public required string Question { get; init; }

    /// <summary>The run that made the file; what other runs left belongs to nobody.</summary>
    public Guid? MadeBy { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    public long Rows { get; private set; }

    /// <summary>As it is fetched.</summary>
    public long Bytes { get; private set; }

    public void Finish(Guid run, long rows, long bytes, DateTimeOffset now) => (MadeBy, Rows, Bytes, DoneAt) = (run, rows, bytes, now);

    internal static void Tables(ModelBuilder model)
    {
        model.Entity<Export>(export =>
        {
            export.ToTable("export", "reporting");
            export.Property(row => row.AskedByName).HasMaxLength(200);
            export.Property(row => row.Set).HasColumnName("entity_set").HasMaxLength(100);
            export.Property(row => row.Question).HasMaxLength(-1);
            export.Property(row => row.Rows).HasColumnName("row_count");
            export.Property(row => row.Bytes).HasColumnName("byte_count");
            export.HasIndex(row => new { row.AskedBy, row.AskedAt });
            export.HasIndex(row => row.AskedAt);
        });
        model.Entity<ExportPiece>(piece =>
        {
            piece.ToTable("export_piece", "reporting");
            piece.HasOne<Export>().WithMany().HasForeignKey(row => row.ExportId).OnDelete(DeleteBehavior.Cascade);
            piece.HasIndex(row => new { row.ExportId, row.Run, row.Number }).IsUnique();
        });
    }
}

/// <summary>Some rows of the file, compressed.</summary>
internal sealed class ExportPiece
{
    public Guid Id { get; private set; }

    public required Guid ExportId { get; init; }

    public required Guid Run { get; init; }

    public required int Number { get; init; }

    /// <summary>Lines of CSV, gzipped: lists of a city are a tenth of their size.</summary>
    public required byte[] Content { get; init; }
}
