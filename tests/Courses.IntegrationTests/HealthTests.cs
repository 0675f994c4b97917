using System.Net;

namespace Courses.IntegrationTests;

public sealed class HealthTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Is_ready_when_the_database_answers() =>
        Assert.Equal(HttpStatusCode.OK, (await city.CreateClient().GetAsync("/health/ready")).StatusCode);

    [Fact]
    public async Task What_carries_no_audience_is_closed() =>
        Assert.Equal(HttpStatusCode.NotFound, (await city.CreateClient().GetAsync("/nothing-here")).StatusCode);
}
