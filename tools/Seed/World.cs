namespace Courses.Seed;

/// <summary>What all parts of the demo city share: the day it is seen from, its dice, its ids, and where its rows go.</summary>
internal sealed class World(IRows rows, int people, DateOnly today)
{
    public const string TimeZone = "Europe/Vienna";

    /// <summary>In smaller cities there are too few people to keep every promise.</summary>
    public const int SmallestCity = 400;

    public IRows Rows { get; } = rows;

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

    /// <summary>Days without classes: public holidays, and the week between Christmas and New Year.</summary>
    public static bool IsHoliday(DateOnly day) => (day.Month, day.Day) is (1, 1) or (1, 6) or (5, 1) or (8, 15) or (10, 26) or (11, 1) or (12, 8) or (12, >= 24);

    /// <summary>That day, or the next one that is neither a weekend nor a holiday.</summary>
    public static DateOnly WorkingDay(DateOnly day)
    {
        while (IsHoliday(day) || day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            day = day.AddDays(1);
        }

        return day;
    }
}

/// <summary>A newcomer as the other parts need to know them.</summary>
internal sealed record Person(Guid Id, Contracts.Participants.LegalStatus Status, DateOnly Registered, DateOnly FirstPermit, string Level, string Language, double Diligence)
{
    /// <summary>As the record has it, for papers.</summary>
    public string Name { get; init; } = "";

    public DateOnly Born { get; init; }

    public bool HasMail { get; init; }

    public bool HasPhone { get; init; }

    /// <summary>Session by session, 'p' for present, and present at all that follow: whoever has a part in the demo's story did not come by chance. Null for all others.</summary>
    public string? History { get; init; }

    public bool HasAPart => History is not null;

    public bool CameTo(int session) => session >= History!.Length || History[session] == 'p';
}
