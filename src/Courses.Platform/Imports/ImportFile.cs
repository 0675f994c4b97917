using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Imports;

public enum ImportState
{
    /// <summary>Waits for its columns to be confirmed.</summary>
    Uploaded,

    /// <summary>Has been checked row by row; nothing has been written.</summary>
    Checked,
    Running,
    Done,

    /// <summary>Stopped in the middle. What was written stays; starting again writes the rest.</summary>
    Stopped,
}

/// <summary>A list that somebody uploaded, and how far it got. It holds personal data, so it goes when its report is not needed any more.</summary>
public sealed class ImportFile : IVersioned
{
    public const int MaxBytes = 20 << 20;
    public const int DaysKept = 30;

    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required string Kind { get; init; }

    public required Guid? ProviderId { get; init; }

    public required string FileName { get; init; }

    public required byte[] Content { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }

    public required Guid UploadedBy { get; init; }

    public required string UploadedByName { get; init; }

    public ImportState State { get; private set; }

    /// <summary>How to read it and what its columns mean, as JSON.</summary>
    public string Settings { get; private set; } = "{}";

    public int NewRows { get; private set; }

    public int KnownRows { get; private set; }

    public int WrongRows { get; private set; }

    public int WrittenRows { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The last sign of life of a running import.</summary>
    public DateTimeOffset? ProgressAt { get; private set; }

    public ImportSettings Read => JsonSerializer.Deserialize<ImportSettings>(Settings) ?? new();

    public int TotalRows => NewRows + KnownRows + WrongRows;

    public bool CanStart => State is ImportState.Checked or ImportState.Stopped && NewRows > 0;

    public void Choose(ImportSettings settings)
    {
        MustNotHaveStarted();
        Settings = JsonSerializer.Serialize(settings);
        State = ImportState.Uploaded;
    }

    public void RecordCheck(int newRows, int known, int wrong, DateTimeOffset now)
    {
        (NewRows, KnownRows, WrongRows, CheckedAt) = (newRows, known, wrong, now);
        if (State is ImportState.Uploaded)
        {
            State = ImportState.Checked;
        }
    }

    public void Start(DateTimeOffset now)
    {
        if (!CanStart)
        {
            throw new Errors.RuleBroken(State == ImportState.Running ? "import.running" : NewRows == 0 && State == ImportState.Checked ? "import.nothing-to-do" : "import.not-checked");
        }

        (State, StartedAt, ProgressAt) = (ImportState.Running, StartedAt ?? now, now);
    }

    public void MustNotHaveStarted()
    {
        if (State is ImportState.Running or ImportState.Done)
        {
            throw new Errors.RuleBroken("import.started-already");
        }
    }

    internal static void Tables(ModelBuilder model)
    {
        model.Entity<ImportFile>(file =>
        {
            file.ToTable("import_file", "imports");
            file.Property(row => row.FileName).HasMaxLength(200);
            file.Property(row => row.Kind).HasMaxLength(40);
            file.Property(row => row.Settings).HasMaxLength(-1);
            file.Ignore(row => row.Read);
            file.Ignore(row => row.TotalRows);
            file.Ignore(row => row.CanStart);
            file.HasIndex(row => new { row.UploadedBy, row.UploadedAt });
            file.HasIndex(row => row.UploadedAt);
        });
        model.Entity<ImportFinding>(finding =>
        {
            finding.ToTable("import_finding", "imports");
            finding.Property(row => row.Column).HasColumnName("heading").HasMaxLength(200);
            finding.Property(row => row.Code).HasMaxLength(80);
            finding.Property(row => row.Details).HasMaxLength(2000);
            finding.Property(row => row.Value).HasMaxLength(200);
            finding.HasOne<ImportFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Cascade);
            finding.HasIndex(row => new { row.FileId, row.RowNumber });
        });
        model.Entity<ImportedRow>(row =>
        {
            row.ToTable("imported_row", "imports");
            row.Property(imported => imported.Key).HasColumnName("row_key");
            row.HasIndex(imported => imported.Key).IsUnique();
            row.HasIndex(imported => imported.FileId);
            row.Property(imported => imported.Kind).HasMaxLength(40);
        });
    }
}

/// <summary>How the real dates of a column are meant that looks as if a spreadsheet had exchanged day and month in half of it.</summary>
public enum RealDates
{
    Unknown,
    AsTheyStand,
    Swapped,
}

/// <summary>What the person who imports decided.</summary>
public sealed record ImportSettings
{
    public ReadingChoices Reading { get; init; } = new();

    public DateOrder DateOrder { get; init; }

    public RealDates RealDates { get; init; }

    /// <summary>For each column the field's key or the column choice, or an empty string; null before anybody confirmed the guess.</summary>
    public string[]? Columns { get; init; }

    public Dictionary<string, string> Answers { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>One line of the report.</summary>
public sealed class ImportFinding
{
    public Guid Id { get; private set; }

    public required Guid FileId { get; init; }

    /// <summary>As a spreadsheet counts; 0 for the whole file.</summary>
    public required int RowNumber { get; init; }

    public required FindingLevel Level { get; init; }

    public required string Column { get; init; }

    public required string Code { get; init; }

    /// <summary>The details of the sentence as a JSON array of strings.</summary>
    public required string Details { get; init; }

    public required string Value { get; init; }
}

/// <summary>A row that was taken in, under the hash of what makes it the same row. The unique key is what makes a second import change nothing.</summary>
public sealed class ImportedRow
{
    public Guid Id { get; private set; }

    public required Guid Key { get; init; }

    public required string Kind { get; init; }

    public required Guid FileId { get; init; }

    public required int RowNumber { get; init; }

    public required DateTimeOffset At { get; init; }
}
