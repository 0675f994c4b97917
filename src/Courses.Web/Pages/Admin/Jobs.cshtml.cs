using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Jobs;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Web.Pages.Admin;

/// <summary>The operator's view of the jobs: who runs them, last run, next run, items, errors, 'run now'.</summary>
[Audience(Roles.Administrator)]
internal sealed class JobsModel(JobDesk desk, IEnumerable<ISetAside> asides, IEnumerable<IAlarm> alarms, CityTime city) : CoursesPage
{
    public JobsOverview Overview { get; private set; } = new([], [], [], []);

    /// <summary>What jobs set aside while they did the rest.</summary>
    public IReadOnlyList<SetAsideItem> SetAside { get; private set; } = [];

    /// <summary>What an operator must see before all else.</summary>
    public IReadOnlyList<Alarm> Alarms { get; private set; } = [];

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
        { Interval: { } interval } => Words.Say("jobs.schedule.interval", Long(interval)),
        _ => Words.Say("jobs.schedule.daily", schedule.DailyAt?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? ""),
    };

    public string Retried(Retries retries) => retries.Pauses is [] ? Words["jobs.retries.none"] : Words.Say("jobs.retries.after", string.Join(", ", retries.Pauses.Select(Long)));

    /// <summary>What went wrong: a sentence of ours, or the text of the exception.</summary>
    public string Error(string error) => error.StartsWith("jobs.", StringComparison.Ordinal) ? Words[error] : error;

    protected override async Task Load()
    {
        Overview = await desk.Overview(Cancel);
        foreach (var alarm in alarms)
        {
            if (await alarm.Now(Cancel) is { } now)
            {
                Alarms = [.. Alarms, now];
            }
        }

        foreach (var aside in asides)
        {
            SetAside = [.. SetAside, .. await aside.Items(Cancel)];
        }
    }

    private string Long(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1) ? Words.Say("jobs.seconds", time.TotalSeconds) : time < TimeSpan.FromHours(1) ? Words.Say("jobs.minutes", time.TotalMinutes) : Words.Say("jobs.hours", time.TotalHours);
}
