using System.Globalization;
using Courses.Participants;
using Courses.Seed;

namespace Courses.Tests.Seed;

/// <summary>The demo city keeps its promises from whichever day it is seen: a day on which it would not is found long before it comes.</summary>
public sealed class PromisesTests
{
    /// <summary>Each run looks at every eleventh day from today on, so eleven days of runs look at all of them. tools/days looks at all at once.</summary>
    private static readonly int EveryDay = Environment.GetEnvironmentVariable("COURSES_EVERY_DAY") == "1" ? 1 : 11;

    public static TheoryData<string> SpecialDays =>
    [
        "2026-11-27", "2027-01-01", "2027-03-28", "2027-03-31", "2027-05-01", "2027-08-15", "2027-10-31", "2027-12-08", "2027-12-24", "2027-12-31", "2028-01-06", "2028-02-29",
        "2028-12-30", "2029-02-28",
    ];

    [Fact]
    public async Task The_days_of_the_coming_two_years_keep_them()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var broken = new List<string>();
        for (var day = today; day <= today.AddYears(2); day = day.AddDays(EveryDay))
        {
            broken.AddRange(Promises.Broken(await SeenFrom(day)).Select(what => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}: {what}")));
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(200)));
    }

    [Theory]
    [MemberData(nameof(SpecialDays))]
    public async Task Clock_changes_leap_days_holidays_and_the_ends_of_months_and_years_keep_them(string day) =>
        Assert.Empty(Promises.Broken(await SeenFrom(DateOnly.Parse(day, CultureInfo.InvariantCulture))));

    [Fact]
    public async Task A_city_that_lacks_something_says_what()
    {
        var city = await SeenFrom(new(2027, 6, 15));
        Lacks("a class of A1 that", city with { Classes = [.. city.Classes.Where(one => one.Line.Level != "A1" || one.Group.StartsOn <= city.World.Today || one.Class.PriceCents == 0)] });
        Lacks("a class of InLT that", city with { Classes = [.. city.Classes.Where(one => one.Line.Programme != "inlt" || one.Group.StartsOn <= city.World.Today)] });
        Lacks("a class of PRIME", city with { Classes = [.. city.Classes.Where(one => one.Line.Programme != "prime")] });
        Lacks("the A1 course of 80 hours", city with { Classes = [.. city.Classes.Where(one => one.Line.Programme != "welcoming-estonia")] });
        Lacks("the A1 course of 80 hours", city with { Exams = [] });
        Lacks("every class of a programme", city with { Classes = [.. city.Classes.Select(one => one with { Line = one.Line with { Programme = "metadrasi" } })] });
        Lacks("an orientation module ahead in Arabic", city with { Runs = [.. city.Runs.Where(one => one.Run.Language != "ar")] });
        Lacks("a session of the teacher", city with { TeacherId = Guid.Empty });
        Lacks("seven classes of the teacher", city with { TeacherId = Guid.Empty });
        Lacks("the watched class goes on", city with { World = new(new NoRows(), World.SmallestCity, city.World.Today.AddYears(1)) });
        Lacks("one more absence brings her near", city with { Cast = city.Cast with { Near = city.Cast.Below } });
        Lacks("one more absence brings him under", city with { Cast = city.Cast with { Under = city.Cast.Near } });
        Lacks("somebody is under the line", city with { Cast = city.Cast with { Below = city.Cast.Near } });
        Lacks("five are on track", city with { Cast = city.Cast with { OnTrack = [.. city.Cast.OnTrack.Skip(1), city.Cast.Below] } });
        Lacks("two have a class that runs", city with { Completions = [] });
        Lacks("two have a class that runs", city with { Vouchers = [] });
        Lacks("the manager is owed", city with { Redemptions = [] });
        Lacks("somebody was referred", city with { Referrals = [] });
        Lacks("four centres", city with { Activities = new(city.World, city.Providers) });
        Lacks("an excursion ahead", city with { Activities = new(city.World, city.Providers) });
        Lacks("appointments ahead", city with { Activities = new(city.World, city.Providers) });
        Lacks("twelve services", city with { Services = new(city.World, city.Providers) });
        Lacks("materials in two strands", city with { Materials = new(city.World, city.Providers) });
        Lacks("eight tablets", city with { Services = new(city.World, city.Providers) });
        Lacks("the manager's people are invited", city with { Activities = new(city.World, city.Providers) });
    }

    private static void Lacks(string what, Scenario city) => Assert.Contains(Promises.Broken(city), broken => broken.StartsWith(what, StringComparison.Ordinal));

    private static Task<Scenario> SeenFrom(DateOnly day) =>
        Scenario.Play(new(new NoRows(), World.SmallestCity, day), new PassTokens(new byte[PassTokens.KeyBytes]), _ => { });
}
