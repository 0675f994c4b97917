namespace Courses.BrowserTests;

/// <summary>
/// The stories on a day when nothing goes its usual way: no class meets until the year after, and terms, reports and vouchers run over its end. All other browser tests
/// live on the day that COURSES_DAY names; tools/test draws one and says which.
/// </summary>
[Collection(OnChristmasEve.Name)]
public sealed class StoriesOnChristmasEve(CityOnChristmasEve city)
{
    [Fact]
    public Task From_the_desk_to_the_report() => new MainStory(city).From_the_desk_to_the_report();

    [Fact]
    public Task From_the_pass_to_the_complaint() => new PhoneStory(city).From_the_pass_to_the_complaint("uk", "Оксана", "Бондаренко", javaScript: true);
}

/// <summary>A city of its own, on the next Christmas Eve.</summary>
public sealed class CityOnChristmasEve() : BrowserCity(Next())
{
    /// <summary>The same stories are photographed on the day that was drawn.</summary>
    public override string Pictures => Path.Combine(base.Pictures, "christmas-eve");

    private static DateOnly Next()
    {
        var tomorrow = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
        var thisYear = new DateOnly(tomorrow.Year, 12, 24);
        return thisYear >= tomorrow ? thisYear : thisYear.AddYears(1);
    }
}

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnChristmasEve : ICollectionFixture<CityOnChristmasEve>
{
    public const string Name = "On Christmas Eve";
}
