using System.Data;
using Courses.Platform.Database;
using Courses.Reporting.Features;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Person = Courses.Participants.Participant;

namespace Courses.IntegrationTests.Reporting;

/// <summary>A context that tries again fetches all rows of a query before it gives the first: a page of ten thousand would lie in memory twice.</summary>
public sealed class ODataOpeningTests(City city) : IClassFixture<City>
{
    [FactOn("PostgreSql")]
    public async Task Rows_that_are_opened_for_OData_come_as_they_are_asked_for() => Assert.True(await IsStillFetchingAfterTheFirst(ReadOData.Open));

    [FactOn("PostgreSql")]
    public async Task Without_that_all_are_fetched_first() => Assert.False(await IsStillFetchingAfterTheFirst((_, open) => open()));

    private async Task<bool> IsStillFetchingAfterTheFirst(Func<HttpContext, Func<Task>, Task> opens)
    {
        await city.HasNewcomer("Layla", "First");
        await city.HasNewcomer("Samir", "Second");
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        IAsyncEnumerator<Guid>? rows = null;
        await opens(new DefaultHttpContext { RequestServices = scope.ServiceProvider }, async () =>
        {
            rows = db.Set<Person>().Select(person => person.Id).AsAsyncEnumerable().GetAsyncEnumerator();
            Assert.True(await rows.MoveNextAsync());
        });
        var state = ((NpgsqlConnection)db.Database.GetDbConnection()).FullState;
        await rows!.DisposeAsync();
        return state.HasFlag(ConnectionState.Fetching);
    }
}
