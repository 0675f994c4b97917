using Microsoft.Extensions.Configuration;

namespace Courses.Access.Looks;

/// <summary>From where on looking at people is unusual. Each can be set, such as <c>COURSES_LOOK_LIMITS__PEOPLEADAY=80</c>: docs/operations.md.</summary>
internal sealed record LookLimits
{
    /// <summary>So many days back are looked at.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Fewer people's own pages than these in a day are never unusual.</summary>
    public int PeopleADay { get; init; } = 60;

    /// <summary>And more than so many times what colleagues in the role open on a usual day, who opened any.</summary>
    public int TimesUsual { get; init; } = 3;

    /// <summary>One person's page opened on so many days with nothing done after it.</summary>
    public int SamePersonDays { get; init; } = 4;

    /// <summary>What is done within so many minutes after a look may be what the look was for.</summary>
    public int MinutesToAct { get; init; } = 30;

    /// <summary>The night by the city's clock.</summary>
    public TimeOnly NightFrom { get; init; } = new(22, 0);

    public TimeOnly NightUntil { get; init; } = new(5, 0);

    /// <summary>So many looks at night; lists of lessons are none.</summary>
    public int NightLooks { get; init; } = 5;

    public static LookLimits Of(IConfiguration configuration) => configuration.GetSection("COURSES_LOOK_LIMITS").Get<LookLimits>() ?? new();
}
