using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Jobs;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Web.Pages.Admin;

/// <summary>The operator's view of the jobs: last run, next run, items, errors, 'run now'.</summary>
[Audience(Roles.Administrator)]
internal sealed class JobsModel(JobDesk desk, CityTime city) : CoursesPage
{
    public bool IsOn => desk.IsOn;

    public IReadOnlyList<JobOverview> Jobs { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostRun(string name) => Act(async () =>
    {
        await desk.RunNow(name, Cancel);
        Done = Words.Say("jobs.started", Words["job." + name]);
        return RedirectToPage(null, null, null, name);
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public string Schedule(JobSchedule schedule) => schedule switch
    {
        { Interval: { TotalSeconds: < 60 } interval } => Words.Say("jobs.schedule.interval", Words.Say("jobs.seconds", interval.TotalSeconds)),
        { Interval: { } interval } => Words.Say("jobs.schedule.interval", Words.Say("jobs.minutes", interval.TotalMinutes)),
        _ => Words.Say("jobs.schedule.daily", schedule.DailyAt?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? ""),
    };

    protected override async Task Load() => Jobs = await desk.Overview(Cancel);
}
