using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>Who counts for an indicator.</summary>
internal enum Counted
{
    /// <summary>It is counted elsewhere: shown as such, and never as zero.</summary>
    NotHere,

    /// <summary>Came to a lesson, or finished a module.</summary>
    Attended,
    LanguageCourse,

    /// <summary>Came to a module or finished one, other than those of its topics.</summary>
    Orientation,

    /// <summary>Came to a module of its topics, or finished one.</summary>
    Topics,

    /// <summary>Passed an exam of the period for a level above the one on entry, after the beginning of a language course.</summary>
    LevelRose,

    /// <summary>Answers after modules, very or partly useful, and those to anonymous questionnaires that it names. They do not say whose they are.</summary>
    FoundUseful,
}

/// <summary>One number that a fund asks for: its code and wording are the fund's.</summary>
/// <param name="Code">As the fund numbers it.</param>
/// <param name="Wording">As the fund words it.</param>
/// <param name="Counted">Who counts.</param>
/// <param name="Topics">Codes of modules, where they matter.</param>
/// <param name="Answers">Answers to anonymous questionnaires, where they matter.</param>
internal sealed record Indicator(string Code, string Wording, Counted Counted, IReadOnlyList<string>? Topics = null, IReadOnlyList<CountedAnswer>? Answers = null)
{
    public IReadOnlyList<string> Topics { get; init; } = Topics ?? [];

    public IReadOnlyList<CountedAnswer> Answers { get; init; } = Answers ?? [];
}

/// <summary>Answers that count: these choices of one question of a questionnaire, in all its editions.</summary>
internal sealed record CountedAnswer(string Questionnaire, string Question, IReadOnlyList<string> Choices);

/// <summary>From which age to which; the bands of OData that it is made of.</summary>
internal sealed record AgeBracket(string Name, IReadOnlyList<string> Bands);

/// <summary>What a fund asks for: data that a city corrects. What is shipped was written down from Regulation (EU) 2021/1147, Annex VIII.</summary>
/// <param name="Fund">Its name.</param>
/// <param name="AgesFrom">The ages at which a bracket begins after the first one; some of <see cref="Ages"/>.</param>
/// <param name="Indicators">In their order.</param>
internal sealed record FundTerms(string Fund, IReadOnlyList<int> AgesFrom, IReadOnlyList<Indicator> Indicators)
{
    /// <summary>Where a bracket can begin: the bands of OData are the finest that there are.</summary>
    public static readonly IReadOnlyList<int> Ages = [18, 31, 46, 61];

    private static readonly string[] Bands = ["0-17", "18-30", "31-45", "46-60", "61+"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static FundTerms Shipped { get; } = Read(typeof(FundTerms).Assembly.GetManifestResourceStream("Courses.Reporting.Reports.amif.json")!);

    [JsonIgnore]
    public IReadOnlyList<AgeBracket> Brackets
    {
        get
        {
            var from = AgesFrom.Prepend(0).ToArray();
            return [.. from.Select((age, i) => new AgeBracket(
                i + 1 == from.Length ? $"{age}+" : $"{age}-{from[i + 1] - 1}",
                [.. Bands.Where((_, band) => (band == 0 ? 0 : Ages[band - 1]) is var begins && begins >= age && (i + 1 == from.Length || begins < from[i + 1]))]))];
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Options);

    public static FundTerms Read(string content) => JsonSerializer.Deserialize<FundTerms>(content, Options)!;

    private static FundTerms Read(Stream content) => JsonSerializer.Deserialize<FundTerms>(content, Options)!;

    /// <summary>As the city wrote them last, or as they are shipped.</summary>
    public static async Task<FundTerms> InForce(CoursesDb db, CancellationToken cancel) =>
        await db.Set<IndicatorTerms>().OrderByDescending(row => row.At).Select(row => row.Content).FirstOrDefaultAsync(cancel) is { } content ? Read(content) : Shipped;
}

/// <summary>How many people of one gender and age.</summary>
/// <param name="Gender">As in <c>Participants</c>; empty where it was not said.</param>
/// <param name="Ages">The name of the bracket.</param>
/// <param name="People">How many.</param>
internal sealed record IndicatorCell(string Gender, string Ages, int People);

/// <summary>One indicator as it was counted.</summary>
/// <param name="Indicator">Which.</param>
/// <param name="Total">Null where it is not counted here.</param>
/// <param name="Cells">Every gender that somebody has, with every bracket; none where nobody knows whose answers they are.</param>
internal sealed record IndicatorCount(Indicator Indicator, int? Total, IReadOnlyList<IndicatorCell> Cells)
{
    /// <summary>The cells and the total as they leave the house.</summary>
    public (IReadOnlyList<string> Cells, string Total) Outside()
    {
        if (Total is not { } total)
        {
            return ([], "");
        }

        return Cells is [] ? ([], SmallCounts.Hide([], total).Total) : SmallCounts.HideTable([.. Cells.GroupBy(cell => cell.Gender).Select(line => line.Select(cell => cell.People).ToArray())], total);
    }
}
