using Courses.Platform.Database;

namespace Courses.Seed;

/// <summary>What all parts of the demo city share: the day it is seen from, its dice, its ids, and the database.</summary>
internal sealed class World(CoursesDb db, int people, DateOnly today)
{
    public const string TimeZone = "Europe/Vienna";

    public CoursesDb Db { get; } = db;

    public int PeopleCount { get; } = people;

    public DateOnly Today { get; } = today;

    public Random Dice { get; } = new(2026);

    public Keys Keys { get; } = new(2026);

    /// <summary>Six in the morning of the day from which the city is seen.</summary>
    public DateTimeOffset Now { get; } = new(today.ToDateTime(new TimeOnly(6, 0)), TimeSpan.Zero);

    /// <summary>Numbers of the issue for 3,000 newcomers, in proportion for other sizes.</summary>
    public int Scaled(int forThreeThousand) => Math.Max(1, (int)Math.Round(forThreeThousand * (PeopleCount / 3000.0)));

    public bool Chance(double probability) => Dice.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[Dice.Next(from.Count)];

    public T PickWeighted<T>(IReadOnlyList<T> from, Func<T, int> weight)
    {
        var roll = Dice.Next(from.Sum(weight));
        foreach (var one in from)
        {
            if ((roll -= weight(one)) < 0)
            {
                return one;
            }
        }

        return from[^1];
    }

    public DateTimeOffset At(DateOnly day, int hour = 10) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
}

/// <summary>A newcomer as the other parts need to know them.</summary>
internal sealed record Person(Guid Id, Contracts.Participants.LegalStatus Status, DateOnly Registered, string Level, string Language, double Diligence)
{
    /// <summary>Session by session, 'p' for present: whoever has a part in the demo's story did not come by chance.</summary>
    public string? History { get; init; }
}
