using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Courses.Tests.Database;

public sealed class ThreadChecksTests
{
    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "off", false)]
    [InlineData("Production", null, false)]
    [InlineData("Staging", null, false)]
    [InlineData("Production", "on", true)]
    public async Task Whether_two_threads_use_one_context_is_looked_at_where_programmers_are(string environment, string? setting, bool looks)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("COURSES_CONNECTION", "Host=127.0.0.1"), new("COURSES_THREAD_CHECKS", setting)])
            .Build();
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = environment })
            .AddDatabase(configuration)
            .BuildServiceProvider();

        Assert.Equal(looks, services.GetRequiredService<DbContextOptions<CoursesDb>>().GetExtension<CoreOptionsExtension>().ThreadSafetyChecksEnabled);
    }
}
