using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>How long each kind of record is kept, what goes next, and the proof of the last night. Administrators change what no page has promised.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class RetentionModel(CoursesDb db, Retention retention, StrongSignIn strong, IAudit audit, Caller caller, TimeProvider clock) : CoursesPage
{
    internal sealed record Line(RetentionRule Rule, KeptFor Time, RetentionChange? Change, DateOnly KeptFrom, int Next, RetentionRun? Last);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public bool MayChange => caller.Is(Roles.Administrator);

    [BindProperty, Required, StringLength(60)]
    public string? Rule { get; set; }

    [BindProperty, Required, Range(1, 600)]
    public int? Months { get; set; }

    [BindProperty, Required, StringLength(RetentionChange.LongestReason)]
    public string? Reason { get; set; }

    public string Said(KeptFor time) => time.Months > 0 ? Words.Say("retention.months", time.Months) : Words.Say("retention.days", time.Days);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => MayChange ? Act(Change) : throw new Forbidden();

    protected override string FieldOf(string code) => code switch
    {
        "retention.too-short" => nameof(Months),
        "retention.is-fixed" => nameof(Rule),
        _ => "",
    };

    protected override async Task Load()
    {
        var (times, changes) = (await retention.Times(Cancel), await retention.Changes(Cancel));
        var last = await db.Set<RetentionRun>().AsNoTracking().Where(run => !db.Set<RetentionRun>().Any(later => later.Rule == run.Rule && later.At > run.At)).ToListAsync(Cancel);
        var lines = new List<Line>();
        foreach (var rule in retention.Rules)
        {
            var day = retention.FirstKept(times[rule.Code]);
            lines.Add(new(rule, times[rule.Code], changes.FindLast(change => change.Rule == rule.Code), day.First, await rule.Count(db, day, Cancel), last.Find(run => run.Rule == rule.Code)));
        }

        Lines = lines;
    }

    private async Task<IActionResult> Change()
    {
        strong.Demand();
        var least = retention.Rules.FirstOrDefault(rule => rule.Code == Rule)?.LeastMonths ?? throw new RuleBroken("retention.is-fixed");
        if (Months < least)
        {
            throw new RuleBroken("retention.too-short", least);
        }

        var before = await retention.TimeOf(Rule!, Cancel);
        db.Add(new RetentionChange { Rule = Rule!, Months = Months!.Value, At = clock.GetUtcNow(), By = caller.Id, ByName = caller.Name, Reason = Reason!.Trim() });
        audit.Record("retention.changed", Guid.Empty, $"{Rule}: {before.Months} → {Months}");
        await db.SaveChangesAsync(Cancel);
        Done = Words["retention.changed"];
        return RedirectToPage();
    }
}
