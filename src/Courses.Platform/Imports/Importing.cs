using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Imports;

/// <summary>An uploaded list as it stands: the table, the guess or choice for its columns, and what must still be answered.</summary>
public sealed record ImportPreview(Table Table, string[] Columns, IReadOnlyList<ImportOption> Options, IReadOnlyList<ImportChoice> ColumnChoices, bool AsksDateOrder, bool AsksRealDates, IReadOnlyList<ImportField> Missing);

/// <summary>Checks and writes lists. Checking writes nothing but the report; writing goes in batches, each a transaction of its own.</summary>
public sealed class Importing(CoursesDb db, IEnumerable<IImportKind> kinds, CityTime city, TimeProvider clock, ILogger<Importing> log)
{
    public const int BatchSize = 500;

    public IImportKind KindOf(string key) => kinds.FirstOrDefault(kind => kind.Key == key) ?? throw new Errors.NotFound("The kind of list");

    public IReadOnlyList<IImportKind> Kinds => [.. kinds];

    public Table TableOf(ImportFile file)
    {
        var fields = kinds.SelectMany(kind => kind.Fields).ToArray();
        return TableReader.Read(file.Content, file.Read.Reading, text => ColumnGuess.IsHeading(fields, text));
    }

    public async Task<ImportPreview> Preview(ImportFile file, CancellationToken cancel)
    {
        var kind = KindOf(file.Kind);
        var table = TableOf(file);
        var scope = ScopeOf(file);
        var columns = await ColumnsOf(file, kind, table, scope, cancel);
        var dateColumns = kind.Fields.Where(field => field.Type is FieldType.Date or FieldType.BirthDate)
            .Select(field => Array.IndexOf(columns, field.Key)).Where(column => column >= 0)
            .Select(column => table.Rows.Select(row => row[column]).ToArray())
            .Append([.. table.Headings.Select(heading => new Cell(heading))]).ToArray();
        var asks = dateColumns.Any(cells => LocalDates.Evidence(cells).Asks);
        var asksRealDates = dateColumns.Any(LocalDates.LookHalfSwapped);
        var options = await kind.Options(scope, table, cancel);
        var missing = kind.Fields.Where(field => field.Required && !columns.Contains(field.Key, StringComparer.Ordinal) && (field.OrElse is null || !columns.Contains(field.OrElse, StringComparer.Ordinal))).ToArray();
        return new(table, columns, options, await kind.ColumnChoices(scope, cancel), asks, asksRealDates, missing);
    }

    /// <summary>Dry run: reads and checks every row and stores the report in place of the one before.</summary>
    public async Task Check(Guid fileId, Func<int, int, Task> report, CancellationToken cancel)
    {
        var file = await db.Set<ImportFile>().AsNoTracking().SingleAsync(row => row.Id == fileId, cancel);
        var (table, columns, rows) = await CheckedRows(file, cancel, report);
        await db.Transact(
            async () =>
            {
                var tracked = await db.Set<ImportFile>().SingleAsync(row => row.Id == fileId, cancel);
                tracked.MustNotHaveStarted();
                tracked.RecordCheck(Count(rows, RowOutcome.New), Count(rows, RowOutcome.Known), Count(rows, RowOutcome.Wrong), clock.GetUtcNow());
                await StoreReport(fileId, table, columns, rows, done: false, cancel);
            },
            cancel);
    }

    /// <summary>Writes what is good and new. Can be started again after any stop: what was written is known by its key.</summary>
    public async Task Run(Guid fileId, Func<int, int, Task> report, CancellationToken cancel)
    {
        // Started again, it runs; its page says so, and nobody removes it.
        await db.Set<ImportFile>().Where(row => row.Id == fileId && row.State == ImportState.Stopped)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ImportState.Running), cancel);
        var file = await db.Set<ImportFile>().AsNoTracking().SingleAsync(row => row.Id == fileId, cancel);
        var kind = KindOf(file.Kind);
        var scope = ScopeOf(file);
        var (table, columns, rows) = await CheckedRows(file, cancel);
        var good = rows.Where(row => row.Outcome == RowOutcome.New).ToArray();
        var done = 0;
        foreach (var batch in good.Chunk(BatchSize))
        {
            try
            {
                await WriteRows(file, kind, scope, batch, cancel);
            }
            catch (Exception error) when (IsOfTheRows(error))
            {
                // One of them cannot be written: by itself it stops nobody.
                foreach (var row in batch)
                {
                    await WriteAlone(file, kind, scope, row, cancel);
                }
            }

            done += batch.Length;
            await report(done, good.Length);
        }

        await db.Transact(
            async () =>
            {
                await StoreReport(fileId, table, columns, rows, done: true, cancel);
                var now = clock.GetUtcNow();
                var (fresh, known, wrong) = (Count(rows, RowOutcome.New), Count(rows, RowOutcome.Known), Count(rows, RowOutcome.Wrong));
                await db.Set<ImportFile>().Where(row => row.Id == fileId).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.State, ImportState.Done).SetProperty(row => row.FinishedAt, now).SetProperty(row => row.ProgressAt, now)
                        .SetProperty(row => row.NewRows, fresh).SetProperty(row => row.KnownRows, known).SetProperty(row => row.WrongRows, wrong),
                    cancel);
            },
            cancel);
    }

    private async Task WriteRows(ImportFile file, IImportKind kind, ImportScope scope, ImportRow[] batch, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var claimed = await db.Transact(
            async () =>
            {
                var keys = batch.ToDictionary(row => KeyOf(file, row.Key!));
                var fresh = await db.Engine.InsertNew(
                    db,
                    [.. keys.Select(pair => new ImportedRow { Key = pair.Key, Kind = file.Kind, FileId = file.Id, RowNumber = pair.Value.Number, At = clock.GetUtcNow() })],
                    nameof(ImportedRow.Key),
                    cancel);
                await kind.Write(scope, [.. batch.Where(row => fresh.Contains(KeyOf(file, row.Key!)))], cancel);
                return fresh.Count;
            },
            cancel);
        db.ChangeTracker.Clear();
        var now = clock.GetUtcNow();
        await db.Set<ImportFile>().Where(row => row.Id == file.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.WrittenRows, row => row.WrittenRows + claimed).SetProperty(row => row.ProgressAt, now), cancel);
    }

    private async Task WriteAlone(ImportFile file, IImportKind kind, ImportScope scope, ImportRow row, CancellationToken cancel)
    {
        try
        {
            await WriteRows(file, kind, scope, [row], cancel);
        }
        catch (Errors.RuleBroken rule)
        {
            row.Error(null, rule.Code, [.. rule.Details]);
        }
        catch (Exception error) when (IsOfTheRows(error))
        {
            log.LogError(error, "Row {Row} of the list {File} could not be written", row.Number, file.Id);
            row.Error(null, "import.row.failed");
        }
    }

    /// <summary>A database that is away is nobody's row: then the import stops and can be started again.</summary>
    private bool IsOfTheRows(Exception error) => !db.Engine.IsAway(error) && error is Errors.RuleBroken or Errors.InvalidField or Errors.NotFound or ArgumentException or InvalidOperationException or FormatException or OverflowException
        or DbUpdateException or System.Data.Common.DbException;

    public async Task Stop(Guid fileId, CancellationToken cancel) =>
        await db.Set<ImportFile>().Where(row => row.Id == fileId && row.State == ImportState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ImportState.Stopped), cancel);

    private async Task<(Table Table, ImportColumns Columns, List<ImportRow> Rows)> CheckedRows(ImportFile file, CancellationToken cancel, Func<int, int, Task>? report = null)
    {
        var kind = KindOf(file.Kind);
        var table = TableOf(file);
        var scope = ScopeOf(file);
        var columns = new ImportColumns(table, await ColumnsOf(file, kind, table, scope, cancel), file.Read.DateOrder, file.Read.RealDates);
        var dates = new DateReading(scope.Today) { Zone = city.Zone };
        var rows = table.Rows.Select(row => Opened(row, table, columns, dates)).ToList();
        await kind.Check(report is null ? scope : scope with { Reached = done => report(done, rows.Count) }, rows, cancel);
        foreach (var row in rows.Where(row => row.Failure is not null))
        {
            log.LogError(row.Failure, "Row {Row} of the list {File} could not be checked", row.Number, file.Id);
        }

        NameRepeats(rows);
        await NameKnown(file, rows, cancel);
        return (table, columns, rows);
    }

    private static ImportRow Opened(TableRow row, Table table, ImportColumns columns, DateReading dates)
    {
        var opened = new ImportRow(row, columns, dates);
        if (table.RowProblems.TryGetValue(row.Number, out var problem))
        {
            opened.Add(FindingLevel.Error, null, problem);
        }

        if (TableReader.LastFilled(row) >= table.Headings.Count)
        {
            opened.Error(null, "import.row.too-many-cells", (TableReader.LastFilled(row) + 1).ToString(CultureInfo.InvariantCulture), table.Headings.Count.ToString(CultureInfo.InvariantCulture));
        }

        var mapped = columns.Mapped.ToHashSet();
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var (cell, isMapped) = (row[i], mapped.Contains(i));
            if (cell.Kind == CellKind.Formula)
            {
                NameCell(opened, i, isMapped, isMapped ? "import.cell.formula" : "import.cell.formula-ignored");
            }
            else if (cell.Kind == CellKind.Error)
            {
                NameCell(opened, i, isMapped, "import.cell.error");
            }
        }

        return opened;
    }

    private static void NameCell(ImportRow row, int column, bool spoils, string code)
    {
        row.AtCell(spoils ? FindingLevel.Error : FindingLevel.Warning, column, code);
        if (spoils)
        {
            row.Spoil();
        }
    }

    /// <summary>The same row twice in one file is taken once; two rows of one thing that say different things are a question.</summary>
    private static void NameRepeats(List<ImportRow> rows)
    {
        var first = new Dictionary<string, ImportRow>(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => !row.IsWrong && row.Key is not null))
        {
            if (first.TryAdd(row.Key!, row))
            {
                continue;
            }

            var earlier = first[row.Key!];
            var (here, there) = (row.Number.ToString(CultureInfo.InvariantCulture), earlier.Number.ToString(CultureInfo.InvariantCulture));
            if (row.Value is not null && Equals(row.Value, earlier.Value))
            {
                row.Repeats("import.row.repeated", there);
            }
            else
            {
                row.Error(null, "import.row.contradicts", there);
                earlier.Warn(null, "import.row.contradicted", here);
            }
        }
    }

    private async Task NameKnown(ImportFile file, List<ImportRow> rows, CancellationToken cancel)
    {
        var open = rows.Where(row => row is { Outcome: RowOutcome.New, Key: not null }).ToLookup(row => KeyOf(file, row.Key!));
        foreach (var keys in open.Select(group => group.Key).Chunk(5_000))
        {
            foreach (var key in await db.Set<ImportedRow>().AsNoTracking().Where(row => keys.Contains(row.Key)).Select(row => row.Key).ToListAsync(cancel))
            {
                foreach (var row in open[key])
                {
                    row.AlreadyKnown("import.row.imported-before");
                }
            }
        }
    }

    private async Task StoreReport(Guid fileId, Table table, ImportColumns columns, List<ImportRow> rows, bool done, CancellationToken cancel)
    {
        await db.Set<ImportFinding>().Where(row => row.FileId == fileId).ExecuteDeleteAsync(cancel);
        var findings = table.Problems.Select(problem => Stored(fileId, 0, new(FindingLevel.Warning, "", problem, "")))
            .Concat(columns.Ignored.Where(column => table.Rows.Any(row => !row[column].IsEmpty))
                .Select(column => Stored(fileId, 0, LeftOut(columns.HeadingOf(column)))))
            .Concat(rows.SelectMany(row => row.Findings.Select(finding => Stored(fileId, row.Number, finding))))
            .Concat(rows.Where(row => row.Outcome == RowOutcome.New).Select(row => Stored(fileId, row.Number, new(FindingLevel.Info, "", new(done ? "import.row.taken" : "import.row.good"), ""))))
            .ToArray();
        await db.Engine.BulkInsert(db, findings, cancel);
    }

    /// <summary>A column that nobody takes is worth a word; one whose heading is a day may be a day's marks, and is worth a warning.</summary>
    private Finding LeftOut(string heading)
    {
        var how = new DateReading(city.Today);
        var isDay = LocalDates.Parse(new(heading), how with { Order = DateOrder.DayFirst }).Value is not null || LocalDates.Parse(new(heading), how with { Order = DateOrder.MonthFirst }).Value is not null;
        return new(isDay ? FindingLevel.Warning : FindingLevel.Info, heading, new(isDay ? "import.file.day-ignored" : "import.file.column-ignored", heading), "");
    }

    private static ImportFinding Stored(Guid fileId, int number, Finding finding) => new()
    {
        FileId = fileId,
        RowNumber = number,
        Level = finding.Level,
        Column = Clean(finding.Column, 200),
        Code = finding.Problem.Code,
        Details = JsonSerializer.Serialize(finding.Problem.Details.Select(detail => Clean(Convert.ToString(detail, CultureInfo.InvariantCulture) ?? "", 150)).Take(8)),
        Value = Clean(finding.Value, 200),
    };

    /// <summary>The database takes no zero characters, and no halves of a surrogate pair.</summary>
    private static string Clean(string text, int maxLength)
    {
        var cut = text.Length <= maxLength ? text : text[..maxLength];
        return new string([.. cut.Where((letter, index) => letter != '\0' && !(char.IsSurrogate(letter) && !(char.IsHighSurrogate(letter)
            ? index + 1 < cut.Length && char.IsLowSurrogate(cut[index + 1])
            : index > 0 && char.IsHighSurrogate(cut[index - 1]))))]);
    }

    private static async Task<string[]> ColumnsOf(ImportFile file, IImportKind kind, Table table, ImportScope scope, CancellationToken cancel)
    {
        if (file.Read.Columns is { } chosen && chosen.Length == table.Headings.Count)
        {
            return chosen;
        }

        var guess = ColumnGuess.Of(kind.Fields, table, DateOnly.FromDateTime(file.UploadedAt.UtcDateTime));
        await kind.GuessColumns(scope, table, guess, cancel);
        return guess;
    }

    private ImportScope ScopeOf(ImportFile file) => new()
    {
        ProviderId = file.ProviderId,
        StartedBy = file.UploadedBy,
        StartedByName = file.UploadedByName,
        Today = city.Today,
        DateOrder = file.Read.DateOrder,
        Answers = file.Read.Answers,
    };

    /// <summary>A key as long as any, as short as a column wants it.</summary>
    private static Guid KeyOf(ImportFile file, string key) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Kind}\u001f{file.ProviderId}\u001f{key}")).AsSpan(0, 16));

    private static int Count(List<ImportRow> rows, RowOutcome outcome) => rows.Count(row => row.Outcome == outcome);
}
