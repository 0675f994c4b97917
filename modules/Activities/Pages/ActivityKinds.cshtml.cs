using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>The kinds of activities as data: loaded as they are shipped, renamed in every language, added to.</summary>
[Audience(Roles.Administrator)]
internal sealed partial class ActivityKindsModel(CoursesDb db, IAudit audit) : CoursesPage
{
    private const int MostKinds = 100;

    [BindProperty, StringLength(40)]
    public string? Code { get; set; }

    [BindProperty]
    public string? Icon { get; set; }

    /// <summary>By language.</summary>
    [BindProperty(Name = nameof(Called))]
    public Dictionary<string, string?> Called { get; set; } = [];

    public IReadOnlyList<ActivityKind> Kinds { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostShipped() => Act(async () =>
    {
        var added = await db.Transact(
            async () =>
            {
                audit.Record("activity-kinds.loaded", Guid.Empty);
                return await StandardKinds.Load(db, Cancel);
            },
            Cancel);
        Done = Words.Say("activity-kinds.loaded", added);
        return RedirectToPage();
    });

    /// <summary>A kind that is there is changed; a code that is not is a new kind.</summary>
    public Task<IActionResult> OnPostSave() => Act(async () =>
    {
        var code = (Code ?? "").Trim();
        if (!CodePattern().IsMatch(code))
        {
            throw new InvalidField(nameof(Code), Words["activity-kinds.code-wrong"]);
        }

        if (!ActivityKind.Icons.Contains(Icon))
        {
            throw new InvalidField(nameof(Icon), Words["error.field.required"]);
        }

        // In a language that was added it may go by its English name.
        var names = Language.ForNewcomers.Select(language => (language, Name: (Called.GetValueOrDefault(language.Code) ?? "").Trim()))
            .Where(one => one.Name.Length > 0 || Language.Shipped.Contains(one.language)).ToDictionary(one => one.language.Code, one => one.Name);
        foreach (var (language, name) in names)
        {
            if (name.Length is 0 or > 120)
            {
                throw new InvalidField($"Called[{language}]", Words[name.Length == 0 ? "error.field.required" : "error.field.invalid"]);
            }
        }

        await db.Transact(
            async () =>
            {
                var kind = await db.Set<ActivityKind>().Include(row => row.Names).SingleOrDefaultAsync(row => row.Code == code, Cancel);
                if (kind is null)
                {
                    if (await db.Set<ActivityKind>().CountAsync(Cancel) >= MostKinds)
                    {
                        throw new RuleBroken("activity-kinds.too-many", MostKinds);
                    }

                    kind = new() { Code = code, Icon = Icon!, Number = await db.Set<ActivityKind>().OrderByDescending(row => row.Number).Select(row => row.Number).FirstOrDefaultAsync(Cancel) + 1 };
                    db.Add(kind);
                }

                kind.Icon = Icon!;
                kind.Names.RemoveAll(known => Called.ContainsKey(known.Language) && !names.ContainsKey(known.Language));
                foreach (var (language, name) in names)
                {
                    if (kind.Names.Find(known => known.Language == language) is { } known)
                    {
                        known.Name = name;
                    }
                    else
                    {
                        kind.Names.Add(new() { Language = language, Name = name });
                    }
                }

                audit.Record("activity-kinds.changed", Guid.Empty, code);
            },
            Cancel);
        Done = Words["activity-kinds.saved"];
        return RedirectToPage();
    });

    protected override async Task Load() => Kinds = await db.Set<ActivityKind>().AsNoTracking().Include(kind => kind.Names).OrderBy(kind => kind.Number).ThenBy(kind => kind.Code).ToListAsync(Cancel);

    [GeneratedRegex("^[a-z][a-z-]{1,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex CodePattern();
}
