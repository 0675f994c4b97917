using System.Net;
using Courses.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Courses.IntegrationTests.Plans;

/// <summary>The day of a review and its kind stood only among the values of the history's row: a city that has reviews keeps them for its reports.</summary>
public sealed class ReviewsOfEarlierVersionsTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Reviews_of_before_have_their_day_and_their_kind()
    {
        var (coach, person) = (await city.HasCoach(), await city.HasNewcomer());
        var plan = await city.HasPlan(coach, person, "three-years");
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2026-11-16"), ("Kind", "Transition"), ("Said", "All is well"), ("NextOn", "2027-03-01"))).StatusCode);
        var written = await Read();
        Assert.Equal([(new DateOnly(2026, 11, 16), ReviewKind.Transition)], written.Where(row => row.On is not null).Select(row => (row.On!.Value, row.Kind!.Value)));
        Assert.Contains(written, row => row.On is null);

        await city.InDatabase(async db =>
        {
            var all = db.Database.GetMigrations().ToList();
            await db.GetService<IMigrator>().MigrateAsync(all[all.FindIndex(name => name.EndsWith("ReviewedOn", StringComparison.Ordinal)) - 1]);
            await db.GetService<IMigrator>().MigrateAsync();
        });
        Assert.Equal(written, await Read());

        Task<List<(int Number, DateOnly? On, ReviewKind? Kind)>> Read() => city.InDatabase(async db =>
            (await db.Set<PlanEvent>().AsNoTracking().Where(act => act.PlanId == plan).OrderBy(act => act.Number).ToListAsync()).ConvertAll(act => (act.Number, act.ReviewedOn, act.ReviewKind)));
    }
}
