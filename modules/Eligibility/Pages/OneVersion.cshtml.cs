using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Eligibility.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Eligibility.Pages;

/// <summary>One version in words: a draft with what it would change, for the second person who publishes it; a published one with the way back on its first day.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class OneVersionModel(CoursesDb db, WriteVersion write, WorkDesk desk, IAudit audit, IFourEyes fourEyes, IStaff staff, TimeProvider clock, Sentences sentences, Caller caller, CityTime city) : CoursesPage
{
    [FromRoute]
    public string Code { get; set; } = "";

    [FromRoute]
    public int Number { get; set; }

    /// <summary>Why a version is taken back.</summary>
    [BindProperty]
    [StringLength(1000)]
    public string? Why { get; set; }

    public Programme Programme { get; private set; } = null!;

    public ProgrammeVersion Version { get; private set; } = null!;

    /// <summary>The version that this one follows, or would.</summary>
    public ProgrammeVersion? Before { get; private set; }

    public IReadOnlyList<VersionDifference> Differences { get; private set; } = [];

    public string Sentence => sentences.AsSentence(Version.Terms.Rules, CultureInfo.CurrentUICulture);

    public bool MayChange => caller.Is(Roles.Administrator);

    public bool IsOwn => Version.CreatedById == caller.Id;

    /// <summary>The caller is another pair of eyes than the author's.</summary>
    public bool MayPublish { get; private set; }

    /// <summary>Who else is an administrator, and from when on they can publish this draft if not now; asked when the caller cannot.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset? From)> Others { get; private set; } = [];

    public int Days => fourEyes.Days;

    public bool MayWithdraw => MayChange && Version.State == VersionState.Published && Version.PublishedOn == city.Today && Version.PublishedById is not null;

    public bool BeginsInThePast => Version.State == VersionState.Draft && Version.ValidFrom < city.Today;

    /// <summary>What looking back found today; null as long as nobody has looked at the draft as it is.</summary>
    public Simulation? LookedBack { get; private set; }

    public string DayOf(DateTimeOffset at) => city.Show(at);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostPublish() => Change(() => write.Publish(Code, Number, Cancel), "programmes.published");

    public Task<IActionResult> OnPostWithdraw() => Change(
        () => write.Withdraw(Code, Number, string.IsNullOrWhiteSpace(Why) ? throw new InvalidField(nameof(Why), Words["error.field.required"]) : Why.Trim(), Cancel), "programmes.withdrawn");

    /// <summary>Works out what the draft would have decided differently.</summary>
    public Task<IActionResult> OnPostLookBack() => Act(async () =>
    {
        OnlyAdministrators();
        var programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == Code, Cancel) ?? throw new NotFound("programme");
        var simulation = Simulation.LookingBack(programme, Number, city.Today, caller.Id, caller.Name, clock.GetUtcNow());
        db.Entry(simulation).Property(row => row.Id).CurrentValue = db.Engine.NewKey();
        var work = await desk.WaitFor(
            await desk.Ask(
                SimulateRule.Name,
                new SimulateRuleOrder(simulation.Id),
                () =>
                {
                    db.Add(simulation);
                    audit.Record("programme.simulated", programme.Id, $"{Code} {Number} {simulation.Since:yyyy-MM-dd}");
                    return Task.CompletedTask;
                },
                Cancel),
            Cancel);
        return work.State == WorkState.Done ? RedirectToPage(new { Code, Number }) : RedirectToPage("/Work", new { id = work.Id });
    });

    public Task<IActionResult> OnPostDiscard() => Act(async () =>
    {
        OnlyAdministrators();
        await write.Discard(Code, Number, Cancel);
        Done = Words.Say("programmes.discarded", Number);
        return RedirectToPage("/Programmes");
    });

    protected override async Task Load()
    {
        Programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == Code, Cancel) ?? throw new NotFound("programme");
        Version = Programme.Versions.SingleOrDefault(version => version.Number == Number) ?? throw new NotFound("version");
        Before = Version.State == VersionState.Draft
            ? Programme.InForce(Version.ValidFrom) ?? Programme.Versions.Where(version => version.State == VersionState.Published && version.ValidFrom < Version.ValidFrom).MaxBy(version => version.ValidFrom)
            : Programme.Versions.Where(version => version != Version && version.State == VersionState.Published && version.ValidFrom < Version.ValidFrom).MaxBy(version => version.ValidFrom);
        Differences = VersionDifference.Between(Before?.Terms, Version.Terms, sentences, CultureInfo.CurrentUICulture);
        LookedBack = BeginsInThePast ? await write.LookedBack(Code, Version, Cancel) : null;
        if (MayChange && Version is { State: VersionState.Draft, CreatedById: { } author })
        {
            MayPublish = await fourEyes.AreIndependent(author, caller.Id, Cancel);
            Others = MayPublish ? [] : await OtherAdministrators(author);
        }
    }

    private async Task<IReadOnlyList<(string Name, DateTimeOffset? From)>> OtherAdministrators(Guid author)
    {
        var (others, now) = (new List<(string, DateTimeOffset?)>(), clock.GetUtcNow());
        foreach (var other in (await staff.Staff.Where(row => row.Role == Roles.Administrator && row.Id != author && row.Id != caller.Id).ToListAsync(Cancel)).InReadersOrder(row => row.Name))
        {
            others.Add((other.Name, await fourEyes.IndependentFrom(author, other.Id, Cancel) is { } since && since > now ? since : null));
        }

        return others;
    }

    private Task<IActionResult> Change(Func<Task> act, string done) => Act(async () =>
    {
        OnlyAdministrators();
        await act();
        Done = Words.Say(done, Number);
        return RedirectToPage(new { Code, Number });
    });

    private void OnlyAdministrators()
    {
        if (!MayChange)
        {
            throw new NotFound("version");
        }
    }
}
