using System.Globalization;
using System.Reflection;
using Courses.Platform.Jobs;
using Hangfire;

namespace Courses.Tests.Jobs;

/// <summary>What the store makes of our schedules, asked of its own code as it polls: every fifteen seconds.</summary>
public sealed class ScheduleTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Theory]
    [InlineData(30, "*/30 * * * * *")]
    [InlineData(60, "*/1 * * * *")]
    [InlineData(600, "*/10 * * * *")]
    [InlineData(3600, "0 */1 * * *")]
    public void An_interval_has_a_cron(int seconds, string cron) => Assert.Equal(cron, JobSchedule.Every(TimeSpan.FromSeconds(seconds)).Cron);

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(7)]
    [InlineData(90)]
    [InlineData(420)]
    [InlineData(5 * 3600)]
    [InlineData(86400)]
    public void An_interval_that_does_not_divide_the_clock_is_refused(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JobSchedule.Every(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("2026-03-29", 1, 30)]
    [InlineData("2026-03-29", 2, 0)]
    [InlineData("2026-03-29", 2, 30)]
    [InlineData("2026-03-29", 3, 0)]
    [InlineData("2026-10-25", 1, 30)]
    [InlineData("2026-10-25", 2, 0)]
    [InlineData("2026-10-25", 2, 30)]
    [InlineData("2026-10-25", 3, 0)]
    public void A_nightly_job_runs_once_in_the_nights_of_the_clock_changes(string day, int hour, int minute) =>
        Assert.Single(Runs(JobSchedule.Daily(new(hour, minute)).Cron, Vienna, Noon(day).AddDays(-1), Noon(day)));

    /// <summary>The canary: said as a step or a range, the same time comes twice in autumn.</summary>
    [Fact]
    public void A_step_would_run_twice() => Assert.Equal(2, Runs("30 2-2 * * *", Vienna, Noon("2026-10-25").AddDays(-1), Noon("2026-10-25")).Count);

    [Fact]
    public void An_interval_neither_pauses_nor_doubles_when_clocks_change()
    {
        var cron = JobSchedule.Every(TimeSpan.FromMinutes(15)).Cron;
        Assert.All(new[] { "2026-03-29", "2026-10-25" }, day => Assert.Equal(96, Runs(cron, TimeZoneInfo.Utc, Noon(day).AddDays(-1), Noon(day)).Count));
    }

    [Fact]
    public void Runs_that_were_missed_while_no_node_lived_become_one()
    {
        var away = Job(JobSchedule.Daily(new(2, 30)).Cron, Vienna, Noon("2026-06-01"));
        Assert.Single(Due(away, Noon("2026-06-01"), Noon("2026-06-05")));
        var often = Job(JobSchedule.Every(TimeSpan.FromSeconds(30)).Cron, TimeZoneInfo.Utc, Noon("2026-06-01"));
        Assert.Single(Due(often, Noon("2026-06-01"), Noon("2026-06-05").AddSeconds(10)));
    }

    private static DateTime Noon(string day) => DateTime.SpecifyKind(DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddHours(11), DateTimeKind.Utc);

    private static List<DateTime> Runs(string cron, TimeZoneInfo zone, DateTime from, DateTime until)
    {
        var job = Job(cron, zone, from);
        var runs = new List<DateTime>();
        var last = from;
        for (var now = from; now <= until; now += TimeSpan.FromSeconds(15))
        {
            if (Due(job, last, now) is { Count: > 0 } due)
            {
                runs.AddRange(due);
                last = now;
            }
        }

        return runs;
    }

    private static object Job(string cron, TimeZoneInfo zone, DateTime from) => Activator.CreateInstance(
        Entity,
        "job",
        new Dictionary<string, string> { ["Cron"] = cron, ["TimeZoneId"] = zone.Id, ["LastExecution"] = from.ToString("O", CultureInfo.InvariantCulture) })!;

    private static List<DateTime> Due(object job, DateTime last, DateTime now) =>
        [.. (IEnumerable<DateTime>)Next.Invoke(job, [new DefaultTimeZoneResolver(), last, now, TimeSpan.FromSeconds(30)])!];

    private static readonly Type Entity = typeof(RecurringJobManager).Assembly.GetType("Hangfire.RecurringJobEntity", throwOnError: true)!;
    private static readonly MethodInfo Next = Entity.GetMethods().Single(method => method.Name == "ScheduleNext" && method.GetParameters().Length == 4);
}
