using System.Net;
using Courses.Contracts.Access;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Jobs;

public sealed class JobTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Run_now_writes_the_run_down_and_shows_it()
    {
        var admin = city.As(Roles.Administrator);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit("/admin/jobs?handler=Run", ("name", "recompute-stale"))).StatusCode);
        Assert.Contains("Recompute who changed", await admin.GetStringAsync("/admin/jobs"), StringComparison.Ordinal);
        Assert.True(await city.InDatabase(db => db.Set<JobRun>().AnyAsync(run => run.Job == "recompute-stale" && run.EndedAt != null && run.Error == null)));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Submit("/admin/jobs?handler=Run", ("name", "no-such-job"))).StatusCode);
    }

    [Fact]
    public async Task The_scheduler_finds_its_tables_in_our_model_and_keeps_every_job_with_its_next_run()
    {
        await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_JOBS", "on").ConfigureServices(services => services.AddSingleton(TimeProvider.System)));
        var desk = node.Services.GetRequiredService<JobDesk>();
        Assert.True(desk.IsOn);
        var jobs = node.Services.GetRequiredService<JobRunner>().Jobs;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var overview = await desk.Overview(patience.Token);
        while (overview.Any(job => job.NextRun is null) || await city.InDatabase(db => db.Set<Dictionary<string, object>>("qrtz_scheduler_state").CountAsync(patience.Token)) == 0)
        {
            overview = await desk.Overview(patience.Token);
        }

        Assert.Equal(jobs.Count, overview.Count);
    }
}
