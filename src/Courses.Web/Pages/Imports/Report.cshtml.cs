using System.Globalization;
using System.Text;
using Courses.Contracts.Access;
using Courses.OData;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Web.Pages.Imports;

/// <summary>The report of a dry run or of an import: per row what is wrong and what to do. From here the good rows are taken in.</summary>
[Audience(Roles.Coach, Roles.ProviderManager, Roles.Administrator)]
internal sealed class ReportModel(CoursesDb db, Importing importing, WorkDesk desk, Caller caller, TimeProvider clock) : CoursesPage
{
    private const int PageSize = 100;

    [FromRoute]
    public Guid Id { get; set; }

    /// <summary>problems (errors and warnings), error, warning, info, all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Part { get; set; }

    public ImportFile List { get; private set; } = null!;

    /// <summary>Where who started it may stop it.</summary>
    public Guid? Work { get; private set; }

    public IReadOnlyList<ImportFinding> Findings { get; private set; } = [];

    public IReadOnlyDictionary<FindingLevel, int> Counts { get; private set; } = new Dictionary<FindingLevel, int>();

    public int Shown { get; private set; }

    public int Parts => Math.Max(1, (Shown + PageSize - 1) / PageSize);

    public int Percent => List.NewRows == 0 ? 0 : Math.Min(100, (int)(List.WrittenRows * 100L / List.NewRows));

    public async Task<IActionResult> OnGet()
    {
        await Load();
        if (List.State == ImportState.Uploaded)
        {
            return RedirectToPage("/Imports/Mapping", new { Id });
        }

        return Page();
    }

    public async Task<IActionResult> OnGetCsv()
    {
        List = await db.FileFor(importing, caller, Id, Cancel);
        var findings = await Filtered().OrderBy(finding => finding.RowNumber).ThenByDescending(finding => finding.Level).ToListAsync(Cancel);
        using var file = new MemoryStream();
        await using (var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        {
            await CsvLine.Write(text, [Words["import.row"], Words["import.level"], Words["import.column"], Words["import.value"], Words["import.wrong"], Words["import.do"], Words["import.code"]], ';');
            foreach (var finding in findings)
            {
                var problem = finding.ProblemOf();
                await CsvLine.Write(
                    text,
                    [Row(finding.RowNumber), Words["import.level." + finding.Level.ToString().ToLowerInvariant()], finding.Column, finding.Value, Words.Say(problem.Code, problem.Details), Words.Advice(problem), problem.Code],
                    ';');
            }
        }

        return File(file.ToArray(), "text/csv; charset=utf-8", $"{Path.GetFileNameWithoutExtension(List.FileName)}-report.csv");
    }

    public Task<IActionResult> OnPostImport() => Act(async () =>
    {
        await db.FileFor(importing, caller, Id, Cancel);
        var work = await Begin();
        return work.State == WorkState.Done ? RedirectToPage(new { Id }) : RedirectToPage("/Work", new { work.Id });
    });

    public Task<IActionResult> OnPostRemove() => Act(async () =>
    {
        var file = await db.FileFor(importing, caller, Id, Cancel);
        if (file.State == ImportState.Running)
        {
            throw new Courses.Platform.Errors.RuleBroken("import.running");
        }

        db.Remove(file);
        await db.SaveChangesAsync(Cancel);
        Done = Words["import.removed"];
        return RedirectToPage("/Imports/Index");
    });

    protected override async Task Load()
    {
        List = await db.FileFor(importing, caller, Id, Cancel);
        Work = List.State == ImportState.Running ? await desk.Open(ImportRunner.Name, new ImportOrder(Id), Cancel) : null;
        Counts = await db.Set<ImportFinding>().Where(finding => finding.FileId == Id).GroupBy(finding => finding.Level)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, Cancel);
        Shown = await Filtered().CountAsync(Cancel);
        Part = Math.Clamp(Part, 0, Parts - 1);
        Findings = await Filtered().OrderBy(finding => finding.RowNumber).ThenBy(finding => finding.Id).Skip(Part * PageSize).Take(PageSize).ToListAsync(Cancel);
    }

    private async Task<WorkItem> Begin()
    {
        var work = await desk.Ask(
            ImportRunner.Name,
            new ImportOrder(Id),
            async () =>
            {
                var file = await db.Lock<ImportFile>(Id, Cancel) ?? throw new Courses.Platform.Errors.NotFound("The list");
                file.Start(clock.GetUtcNow());
            },
            Cancel);
        return await desk.WaitFor(work, Cancel);
    }

    private IQueryable<ImportFinding> Filtered()
    {
        var findings = db.Set<ImportFinding>().AsNoTracking().Where(finding => finding.FileId == Id);
        return Show switch
        {
            "all" => findings,
            "error" => findings.Where(finding => finding.Level == FindingLevel.Error),
            "warning" => findings.Where(finding => finding.Level == FindingLevel.Warning),
            "info" => findings.Where(finding => finding.Level == FindingLevel.Info),
            _ => findings.Where(finding => finding.Level != FindingLevel.Info),
        };
    }

    public string Row(int number) => number == 0 ? Words["import.whole-file"] : number.ToString(CultureInfo.InvariantCulture);
}
