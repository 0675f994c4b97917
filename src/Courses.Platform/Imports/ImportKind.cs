using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports;

public enum FieldType
{
    Text,
    Name,
    Date,
    BirthDate,
    Time,
    Number,
    Money,
    Days,
    Level,
    YesNo,
    Email,
    Phone,
}

/// <summary>One thing that a list can say. The headings are what lists call it, in any language; its name for people is <c>import.field.{Key}</c>.</summary>
public sealed record ImportField(string Key, FieldType Type, bool Required, params string[] Headings)
{
    /// <summary>The field that says the same in other lists: with it, this one is not missing.</summary>
    public string? OrElse { get; init; }
}

/// <summary>A question to the person who imports, answered by a choice.</summary>
public sealed record ImportOption(string Key, bool Required, IReadOnlyList<ImportChoice> Choices, string? Guess = null);

public sealed record ImportChoice(string Value, string Text);

/// <summary>Whose list it is, and what the person who imports has answered.</summary>
public sealed record ImportScope
{
    public required Guid? ProviderId { get; init; }

    public required Guid StartedBy { get; init; }

    public required string StartedByName { get; init; }

    /// <summary>What day it is in the city.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The order of day and month that the person chose for the list.</summary>
    public DateOrder DateOrder { get; init; }

    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Told how many rows are checked.</summary>
    public Func<int, Task> Reached { get; init; } = _ => Task.CompletedTask;

    /// <summary>Checks row by row, tells how far it is, and stops where it is told to.</summary>
    public async Task Each(IReadOnlyList<ImportRow> rows, Action<ImportRow> check, CancellationToken cancel)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            check(rows[i]);
            if ((i + 1) % Importing.BatchSize == 0 || i + 1 == rows.Count)
            {
                cancel.ThrowIfCancellationRequested();
                await Reached(i + 1);
            }
        }
    }

    public string? Answer(string option) => Answers.TryGetValue(option, out var value) && value.Length > 0 ? value : null;
}

/// <summary>
/// A kind of list that a module takes in. Checking tells of each row what is wrong; writing takes rows that were checked, and runs in a transaction
/// in which the rows' keys have just been claimed: a row comes here once, however often its file is imported.
/// </summary>
public interface IImportKind
{
    /// <summary>Stable name; people read <c>import.kind.{Key}</c>.</summary>
    string Key { get; }

    IReadOnlyList<string> Roles { get; }

    /// <summary>Does the list belong to one provider?</summary>
    bool OfProvider { get; }

    IReadOnlyList<ImportField> Fields { get; }

    /// <summary>What must be asked beside the columns.</summary>
    Task<IReadOnlyList<ImportOption>> Options(ImportScope scope, Table table, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ImportOption>>([]);

    /// <summary>What a column may mean beside the fields, e.g. a person of the class. The values are mapped like field keys.</summary>
    Task<IReadOnlyList<ImportChoice>> ColumnChoices(ImportScope scope, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ImportChoice>>([]);

    /// <summary>Improves the guess of what the columns mean, once the questions are answered.</summary>
    Task GuessColumns(ImportScope scope, Table table, string[] columns, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>What is missing in these meanings taken together; null when a list can be read with them.</summary>
    Problem? ColumnsProblem(IReadOnlyList<string> columns) => null;

    /// <summary>Reads all rows, adds what is wrong with them, and sets <see cref="ImportRow.Key"/> and <see cref="ImportRow.Value"/> of the good ones.</summary>
    Task Check(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel);

    /// <summary>Writes good rows.</summary>
    Task Write(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel);
}

public enum FindingLevel
{
    Info,
    Warning,
    Error,
}

/// <summary>What is to be said of a row: the column, the problem, and the text that stands there.</summary>
public sealed record Finding(FindingLevel Level, string Column, Problem Problem, string Value);

public enum RowOutcome
{
    /// <summary>Will be, or was, taken in.</summary>
    New,

    /// <summary>Is there already; nothing changes.</summary>
    Known,

    /// <summary>Cannot be taken in as it is.</summary>
    Wrong,
}
