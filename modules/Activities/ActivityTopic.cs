namespace Courses.Activities;

/// <summary>A topic among which the people of an activity choose: the theme of a feast, where an excursion goes.</summary>
internal sealed class ActivityTopic
{
    /// <summary>More would not be read on a phone.</summary>
    public const int Most = 8;

    public const int Least = 2;

    public Guid Id { get; private set; }

    public required Guid ActivityId { get; init; }

    /// <summary>The order in lists.</summary>
    public required int Number { get; init; }

    /// <summary>So many voted for it; null as long as each vote is kept.</summary>
    public int? Votes { get; set; }

    public List<ActivityTopicName> Names { get; } = [];

    /// <summary>In this language, else in English, else as it was written first.</summary>
    public ActivityTopicName In(string language) => Names.Find(name => name.Language == language) ?? Names.Find(name => name.Language == "en") ?? Names.OrderBy(name => name.Language, StringComparer.Ordinal).First();
}
