using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Courses.Reporting.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Reporting.Pages;

/// <summary>Long lists as files: a set of OData, whole or with options, is asked for, made as work, and fetched for some days.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class ExportsModel(CoursesDb db, WorkDesk desk, IAudit audit, Caller caller, IConfiguration configuration, CityTime city, TimeProvider clock) : CoursesPage
{
    private const int Most = 50;

    [BindProperty]
    [Required]
    [MaxLength(2_000)]
    public string? Set { get; set; }

    /// <summary>What stands behind the question mark; empty for the whole set.</summary>
    [BindProperty]
    [MaxLength(60_000)]
    public string? Options { get; set; }

    public IReadOnlyList<string> Sets { get; private set; } = [];

    public IReadOnlyList<(Export Export, WorkItem? Work)> Mine { get; private set; } = [];

    public int Days => (int)ExportRows.KeptFor(configuration).TotalDays;

    /// <param name="question">Where somebody comes from: a set with its options.</param>
    public async Task OnGet(string? question)
    {
        (Set, Options) = question?.Split('?', 2) is [var set, .. var rest] ? (set, rest is [var options] ? options : "") : (Set, Options);
        await Load();
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var options = (Options ?? "").Trim().TrimStart('?');
        var question = options.Length == 0 ? Set! : $"{Set}?{options}";

        // What is no question is said now, and not by a letter.
        _ = ExportRows.TableOf(question, new DefaultHttpContext { User = HttpContext.User, RequestServices = HttpContext.RequestServices, RequestAborted = Cancel });
        var export = new Export { AskedBy = caller.Id, AskedByName = caller.Name, AskedAt = clock.GetUtcNow(), Set = SetOf(Set!), Question = question };
        db.Entry(export).Property(row => row.Id).CurrentValue = db.Engine.NewKey();
        var work = await desk.WaitFor(
            await desk.Ask(
                ExportRows.Name,
                new ExportOrder(export.Id, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName),
                () =>
                {
                    db.Add(export);
                    audit.Record("export.asked", export.Id, export.Set);
                    return Task.CompletedTask;
                },
                Cancel),
            Cancel);
        return work.State == WorkState.Done ? RedirectToPage() : RedirectToPage("/Work", new { id = work.Id });
    });

    protected override string FieldOf(string code) => code == "export.refused" ? nameof(Options) : "";

    protected override async Task Load()
    {
        Sets = ReadOData.Shared.NamesFor(HttpContext);
        var me = caller.Id;
        var exports = await db.Set<Export>().AsNoTracking().Where(row => row.AskedBy == me).OrderByDescending(row => row.AskedAt).Take(Most).ToListAsync(Cancel);
        var works = (await db.Set<WorkItem>().AsNoTracking().Where(row => row.AskedBy == me && row.Name == ExportRows.Name).OrderByDescending(row => row.AskedAt).Take(Most * 2).ToListAsync(Cancel))
            .ToLookup(work => JsonSerializer.Deserialize<ExportOrder>(work.Arguments)!.ExportId);
        Mine = [.. exports.Select(export => (export, works[export.Id].FirstOrDefault()))];
    }

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public DateOnly KeptUntil(Export export) => city.DayOf(export.AskedAt + ExportRows.KeptFor(configuration));

    /// <summary>Where the way to the rows begins: letters only, since it becomes the name of the file.</summary>
    private static string SetOf(string path) => new([.. path.Trim().TrimStart('/').TakeWhile(char.IsAsciiLetter).Take(100)]);
}
