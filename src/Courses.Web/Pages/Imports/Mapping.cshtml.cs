using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Imports;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Web.Pages.Imports;

/// <summary>How the list is read and what its columns mean: guessed, shown with the first rows, changed by choice.</summary>
[Audience(Roles.Coach, Roles.ProviderManager, Roles.Administrator)]
internal sealed class MappingModel(CoursesDb db, Importing importing, WorkDesk desk, Caller caller) : CoursesPage
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Encoding { get; set; }

    [BindProperty]
    public string? Separator { get; set; }

    [BindProperty]
    public string? Sheet { get; set; }

    [BindProperty]
    public int? HeadingRow { get; set; }

    [BindProperty]
    public DateOrder DateOrder { get; set; }

    [BindProperty]
    public RealDates RealDates { get; set; }

    /// <summary>The encoding whose reading of the names somebody clicked.</summary>
    [BindProperty]
    public string? As { get; set; }

    // Named, or the binder takes the whole form where a list asks nothing.
    [BindProperty(Name = nameof(Columns))]
    public string?[] Columns { get; set; } = [];

    [BindProperty(Name = nameof(Answers))]
    public Dictionary<string, string?> Answers { get; set; } = [];

    public ImportFile List { get; private set; } = null!;

    public IImportKind Kind { get; private set; } = null!;

    public ImportPreview? Preview { get; private set; }

    public Problem? Unreadable { get; private set; }

    public async Task<IActionResult> OnGet()
    {
        await Load();
        return List.State is ImportState.Running or ImportState.Done ? RedirectToPage("/Imports/Report", new { Id }) : Page();
    }

    /// <summary>Reads the file anew in another way; the columns are guessed again.</summary>
    public Task<IActionResult> OnPostReread() => Act(async () =>
    {
        var file = await db.FileFor(importing, caller, Id, Cancel);
        Encoding = As ?? Encoding;
        file.Choose(file.Read with { Reading = Reading(), DateOrder = DateOrder, RealDates = RealDates, Columns = null });
        await db.SaveChangesAsync(Cancel);
        return RedirectToPage(new { Id });
    });

    /// <summary>Takes the answers and guesses the columns again: a class brings its people.</summary>
    public Task<IActionResult> OnPostAnswer() => Act(async () =>
    {
        var file = await db.FileFor(importing, caller, Id, Cancel);
        file.Choose(new() { Reading = Reading(), DateOrder = DateOrder, RealDates = RealDates, Answers = Answered() });
        await db.SaveChangesAsync(Cancel);
        return RedirectToPage(new { Id });
    });

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var file = await db.FileFor(importing, caller, Id, Cancel);
        var settings = new ImportSettings
        {
            Reading = Reading(),
            DateOrder = DateOrder,
            RealDates = RealDates,
            Columns = [.. Columns.Select(column => column ?? "")],
            Answers = Answered(),
        };
        file.Choose(settings);
        await db.SaveChangesAsync(Cancel);
        try
        {
            Refuse(file, await importing.Preview(file, Cancel));
        }
        catch (UnreadableFile unreadable)
        {
            throw new InvalidField("", Words.Explain(unreadable.Problem));
        }

        var work = await desk.WaitFor(await desk.Ask(ImportChecker.Name, new ImportOrder(Id), null, Cancel), Cancel);
        return work.State == WorkState.Done ? RedirectToPage("/Imports/Report", new { Id }) : RedirectToPage("/Work", new { work.Id });
    });

    protected override async Task Load()
    {
        List = await db.FileFor(importing, caller, Id, Cancel);
        Kind = importing.KindOf(List.Kind);
        try
        {
            Preview = await importing.Preview(List, Cancel);
        }
        catch (UnreadableFile unreadable)
        {
            Unreadable = unreadable.Problem;
        }

        if (HttpMethods.IsGet(Request.Method))
        {
            (Encoding, Separator, Sheet) = (Preview?.Table.Encoding, Preview?.Table.Separator.ToString(), Preview?.Table.Sheet);
            (HeadingRow, DateOrder, RealDates) = (Preview?.Table.HeadingRow, List.Read.DateOrder, List.Read.RealDates);
            Answers = Preview?.Options.ToDictionary(option => option.Key, option => List.Read.Answers.GetValueOrDefault(option.Key) ?? option.Guess, StringComparer.Ordinal) ?? [];
        }

        // What was chosen stays chosen when the post is refused.
        Columns = Preview is null ? [] : Columns.Length == Preview.Columns.Length ? Columns : Preview.Columns;
    }

    private void Refuse(ImportFile file, ImportPreview preview)
    {
        if (Columns.Length != preview.Table.Headings.Count)
        {
            throw new InvalidField("", Words["import.columns-changed"]);
        }

        var allowed = importing.KindOf(file.Kind).Fields.Select(field => field.Key).Concat(preview.ColumnChoices.Select(choice => choice.Value)).ToHashSet(StringComparer.Ordinal);
        var chosen = Columns.Where(column => column is { Length: > 0 }).ToArray();
        if (Array.Find(chosen, column => !allowed.Contains(column!)) is { } unknown)
        {
            throw new InvalidField("", Words.Say("import.unknown-target", unknown));
        }

        if (chosen.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidField("", Words.Say("import.target-twice", NameOf(twice.Key!, preview)));
        }

        if (preview.Missing is not [])
        {
            throw new InvalidField("", Words.Say("import.columns-missing", string.Join(", ", preview.Missing.Select(field => Words["import.field." + field.Key]))));
        }

        if (importing.KindOf(file.Kind).ColumnsProblem([.. chosen!]) is { } incomplete)
        {
            throw new InvalidField("", Words.Explain(incomplete));
        }

        if (preview.Options.FirstOrDefault(option => option.Required && string.IsNullOrEmpty(Answers.GetValueOrDefault(option.Key))) is { } open)
        {
            throw new InvalidField($"Answers[{open.Key}]", Words["error.field.required"]);
        }

        if (preview.Options.FirstOrDefault(option => Answers.GetValueOrDefault(option.Key) is { Length: > 0 } answer && option.Choices.All(choice => choice.Value != answer)) is { } odd)
        {
            throw new InvalidField($"Answers[{odd.Key}]", Words["error.field.invalid"]);
        }
    }

    private Dictionary<string, string> Answered() =>
        Answers.Where(answer => answer.Value is { Length: > 0 }).ToDictionary(answer => answer.Key, answer => answer.Value!, StringComparer.Ordinal);

    private string NameOf(string target, ImportPreview preview) =>
        preview.ColumnChoices.FirstOrDefault(choice => choice.Value == target)?.Text ?? Words["import.field." + target];

    private ReadingChoices Reading() => new()
    {
        Encoding = string.IsNullOrEmpty(Encoding) ? null : TextDecoding.Known.Contains(Encoding, StringComparer.OrdinalIgnoreCase) ? Encoding : throw new InvalidField(nameof(Encoding), Words["error.field.invalid"]),
        Separator = Separator is [';' or ',' or '\t' or '|' or ':' or ' '] ? Separator[0] : null,
        Sheet = string.IsNullOrEmpty(Sheet) ? null : Sheet,
        HeadingRow = HeadingRow is >= 0 and <= TableReader.MaxRows ? HeadingRow : null,
    };

    public static string SeparatorName(char separator) => separator switch
    {
        '\t' => "tab",
        ';' => "semicolon",
        ',' => "comma",
        '|' => "pipe",
        ':' => "colon",
        _ => "blank",
    };

    public IEnumerable<int> HeadingRows => Enumerable.Range(0, 31).Append(Preview?.Table.HeadingRow ?? 0).Distinct().Order();

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
