using System.Net;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;

namespace Courses.IntegrationTests.Access;

/// <summary>The database goes away and comes back; the service says so and recovers by itself.</summary>
public sealed class OutageTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Without_the_database_it_answers_503_and_recovers()
    {
        var (host, port) = city.DatabaseServer;
        await using var line = new Line(host, port);
        await using var served = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_CONNECTION", city.ConnectionThrough(line.Port)));
        var tablet = served.CreateDefaultClient();
        tablet.DefaultRequestHeaders.Authorization = new("Bearer", "of-no-tablet");
        var person = served.CreateDefaultClient(new CookieContainerHandler());
        person.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        Assert.Equal(HttpStatusCode.Unauthorized, (await tablet.GetAsync("/api/devices/me")).StatusCode);
        var signIn = await person.GetStringAsync("/sign-in");

        line.Cut();
        var program = await tablet.GetAsync("/api/devices/me");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, program.StatusCode);
        Assert.NotNull(program.Headers.RetryAfter);
        Assert.Contains("database-away", await program.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var page = await person.PostTo("/sign-in", signIn, ("Email", "somebody@example.org"), ("Password", "some password"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.NotNull(page.Headers.RetryAfter);
        Assert.Contains("<main", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await served.CreateDefaultClient().GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await served.CreateDefaultClient().GetAsync("/health/live")).StatusCode);

        line.Mend();
        Assert.Equal(HttpStatusCode.Unauthorized, (await tablet.GetAsync("/api/devices/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await served.CreateDefaultClient().GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_SQL_Server_that_is_not_there_is_a_503_too()
    {
        await using var served = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_DB", "SqlServer").UseSetting("COURSES_CONNECTION", "Server=tcp:127.0.0.1,1;Database=none;User Id=none;Password=none;Connect Timeout=2"));
        var tablet = served.CreateDefaultClient();
        tablet.DefaultRequestHeaders.Authorization = new("Bearer", "of-no-tablet");
        var answer = await tablet.GetAsync("/api/devices/me");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_it_is_read()
    {
        await using var served = city.WithWebHostBuilder(_ => { });
        served.UseKestrel(0);
        served.StartServer();
        using var patient = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        using var client = new HttpClient(patient) { BaseAddress = served.ClientOptions.BaseAddress };
        client.DefaultRequestHeaders.ExpectContinue = true;
        using var large = new StringContent("{\"code\":\"" + new string('A', 11 * 1024 * 1024) + "\"}", System.Text.Encoding.UTF8, "application/json");
        var answer = await client.PostAsync("/api/devices/enrol", large);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("too-large", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/devices/me")).StatusCode);
    }
}
