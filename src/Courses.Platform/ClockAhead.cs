using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Courses.Platform;

/// <summary>
/// A clock that runs ahead of the machine's, so that a developer or a test can live through 29 February or the night of a clock change:
/// COURSES_CLOCK_AHEAD=128.09:30:00 is 128 days, nine and a half hours. A host that serves people refuses to start with it.
/// </summary>
internal sealed class ClockAhead(TimeSpan by) : TimeProvider
{
    public const string Setting = "COURSES_CLOCK_AHEAD";

    public static TimeProvider Of(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } ahead)
        {
            return System;
        }

        return environment.IsDevelopment()
            ? new ClockAhead(TimeSpan.Parse(ahead, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"{Setting} is for development only. Take it away: no real decision may rest on a clock that was set.");
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
}
