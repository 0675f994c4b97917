using Courses.Platform;
using Microsoft.AspNetCore.Builder;

namespace Courses.Tests;

/// <summary>A clock that was set is for whoever develops; where people are served there is only the machine's.</summary>
public sealed class ClockAheadTests
{
    [Fact]
    public void A_developer_may_live_ahead_of_time() =>
        Assert.InRange(ClockIn("Development", "400.00:00:00").GetUtcNow() - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(399), TimeSpan.FromDays(401));

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Test")]
    public void A_host_that_serves_people_does_not_start_with_a_clock_that_was_set(string environment)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => ClockIn(environment, "00:00:01"));
        Assert.Contains("COURSES_CLOCK_AHEAD", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public void Without_the_setting_it_is_the_machines_clock(string environment) => Assert.Same(TimeProvider.System, ClockIn(environment, ""));

    private static TimeProvider ClockIn(string environment, string ahead)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration["COURSES_CLOCK_AHEAD"] = ahead;
        builder.Configuration["COURSES_CONNECTION"] = "Host=127.0.0.1";
        builder.AddPlatform();
        return (TimeProvider)builder.Services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance!;
    }
}
