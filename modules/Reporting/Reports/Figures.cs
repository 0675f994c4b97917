using Courses.Contracts.Participants;
using Courses.Platform;

namespace Courses.Reporting.Reports;

/// <summary>Figures that stand together under one heading.</summary>
internal sealed record FigureGroup
{
    public required Dictionary<string, string> Names { get; init; }

    public required IReadOnlyList<FigureTerms> Lines { get; init; }
}

/// <summary>Where a figure comes from.</summary>
internal enum FigureSource
{
    /// <summary>Sheets of an anonymous questionnaire that say one of some choices, of all that answer the question.</summary>
    Answers,

    /// <summary>The mean of the steps of a scale.</summary>
    Mean,

    /// <summary>Money that providers were paid, shared among who bears it.</summary>
    Settled,

    /// <summary>It is asked for, and the product holds no fact for it: said as such, and never as zero.</summary>
    NotHere,
}

/// <summary>A figure that a kind of report asks for.</summary>
internal sealed record FigureTerms
{
    public required Dictionary<string, string> Names { get; init; }

    public required FigureSource Of { get; init; }

    /// <summary>The code of an anonymous questionnaire, in all its editions.</summary>
    public string? Questionnaire { get; init; }

    public string? Question { get; init; }

    /// <summary>What counts of the answers.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A line for each module of the programme that the sheets are about.</summary>
    public bool PerModule { get; init; }

    /// <summary>Only money that was paid for people of these statuses; none for all those whom no other line names.</summary>
    public IReadOnlyList<LegalStatus> Status { get; init; } = [];

    /// <summary>Who bears how much of the money, together 100 percent.</summary>
    public IReadOnlyList<FundingShare> Shares { get; init; } = [];

    /// <summary>
    /// A question is asked for in one way, and a choice or a status in one line: else what is hidden in one could be worked out from the other, and money would be shared twice.
    /// </summary>
    public static bool AreRight(IReadOnlyList<FigureTerms> lines, int most) =>
        lines.Count <= most
        && lines.All(line => line.Choices.All(choice => choice is { Length: > 0 and <= 60 }) && line is { Questionnaire: null or { Length: <= 60 }, Question: null or { Length: <= 60 } })
        && lines.All(line => line.Of switch
        {
            FigureSource.Answers => line is { Questionnaire.Length: > 0, Question.Length: > 0, Choices.Count: > 0, Shares: [], Status: [] },
            FigureSource.Mean => line is { Questionnaire.Length: > 0, Question.Length: > 0, Choices: [], Shares: [], Status: [] },
            FigureSource.Settled => line is { Questionnaire: null, Question: null, Choices: [], PerModule: false } && line.Shares.Count is > 0 and <= 10 && line.Shares.All(share => share.Percent is > 0 and <= 100) && line.Shares.Sum(share => share.Percent) == 100,
            _ => line is { Questionnaire: null, Question: null, Choices: [], PerModule: false, Shares: [], Status: [] },
        })
        && lines.Where(line => line.Question is not null).GroupBy(line => (line.Questionnaire, line.Question))
            .All(same => same.Select(line => (line.Of, line.PerModule)).Distinct().Count() == 1 && (same.First().Of == FigureSource.Answers || same.Count() == 1) && same.SelectMany(line => line.Choices).GroupBy(choice => choice, StringComparer.Ordinal).All(choices => choices.Count() == 1))
        && lines.SelectMany(line => line.Status).GroupBy(status => status).All(statuses => statuses.Count() == 1)
        && lines.Count(line => line is { Of: FigureSource.Settled, Status: [] }) <= 1;
}

/// <summary>Who bears so many percent of an amount.</summary>
internal sealed record FundingShare
{
    public required Dictionary<string, string> Names { get; init; }

    public required int Percent { get; init; }

    /// <summary>Whole cents for each, which add up to the amount: each gets what is due up to and with it, less what the ones before got.</summary>
    public static IReadOnlyList<long> Of(long cents, IReadOnlyList<FundingShare> shares)
    {
        List<long> parts = [];
        var (percent, given) = (0, 0L);
        foreach (var share in shares)
        {
            percent += share.Percent;
            var due = percent == 100 ? cents : (long)Math.Round(cents * (decimal)percent / 100, MidpointRounding.AwayFromZero);
            parts.Add(due - given);
            given = due;
        }

        return parts;
    }
}

/// <summary>A figure as it was counted.</summary>
/// <param name="Group">The place of its group.</param>
/// <param name="Line">The place of its line in the group.</param>
/// <param name="Terms">What was asked.</param>
internal sealed record FigureCount(int Group, int Line, FigureTerms Terms)
{
    /// <summary>The place of the share among those of the line.</summary>
    public int? Share { get; init; }

    /// <summary>The code of the module.</summary>
    public string? Module { get; init; }

    /// <summary>Its name in the language of whoever counted.</summary>
    public string? ModuleName { get; init; }

    /// <summary>Sheets, the sum of the steps of a scale, or cents; null for what is not counted here.</summary>
    public long? Number { get; init; }

    /// <summary>Of so many sheets, or cents.</summary>
    public long Base { get; init; }

    /// <summary>Whose money it is.</summary>
    public int People { get; init; }

    public string Name => string.Join(": ", new[] { ReportTerms.NameOf(Terms.Names), Share is { } share ? ReportTerms.NameOf(Terms.Shares[share].Names) : null, ModuleName }.OfType<string>());

    public (int, int, int?, string?) Place => (Group, Line, Share, Module);

    /// <summary>The number as files have it: sheets, a mean with two places, or euros.</summary>
    public object? Value => Number is not { } number ? null : Terms.Of switch
    {
        FigureSource.Mean => Base == 0 ? null : Math.Round(number / (decimal)Base, 2, MidpointRounding.AwayFromZero),
        FigureSource.Settled => number / 100m,
        _ => (object)number,
    };

    public object? Of => Terms.Of switch { FigureSource.NotHere => null, FigureSource.Settled => Base / 100m, _ => (object)Base };

    /// <summary>As they leave the house. Where one of the lines of a question is hidden so is another, and where money tells of few all of it that is shared by status is hidden.</summary>
    public static IReadOnlyList<FigureOutside> Outside(IReadOnlyList<FigureCount> figures)
    {
        var shown = figures.ToDictionary(figure => figure.Place, figure => new FigureOutside(figure, figure.Value, figure.Of));
        foreach (var lines in figures.Where(figure => figure.Terms.Of == FigureSource.Answers).GroupBy(figure => (figure.Terms.Questionnaire, figure.Terms.Question, figure.Module)).Select(lines => lines.ToArray()))
        {
            int[] counts = [.. lines.Select(line => (int)line.Number!.Value)];
            var (cells, total) = SmallCounts.Hide([.. counts, (int)lines[0].Base - counts.Sum()], (int)lines[0].Base);
            foreach (var (line, cell) in lines.Zip(cells))
            {
                shown[line.Place] = new(line, IsHidden(cell) ? cell : line.Value, IsHidden(total) ? total : line.Of);
            }
        }

        foreach (var mean in figures.Where(figure => figure.Terms.Of == FigureSource.Mean && SmallCounts.IsFew((int)figure.Base)))
        {
            shown[mean.Place] = new(mean, SmallCounts.Hidden, SmallCounts.Few);
        }

        var money = figures.Where(figure => figure.Terms.Of == FigureSource.Settled).ToArray();
        if (Array.Exists(money, one => one.Terms.Status is not []) && Array.Exists(money, one => SmallCounts.IsFew(one.People)))
        {
            foreach (var one in money)
            {
                shown[one.Place] = new(one, SmallCounts.Hidden, SmallCounts.Hidden);
            }
        }

        return [.. figures.Select(figure => shown[figure.Place])];

        static bool IsHidden(string cell) => cell is SmallCounts.Few or SmallCounts.Hidden;
    }

    /// <summary>What a program reads it as.</summary>
    public static string UnitOf(FigureSource source) => source switch { FigureSource.Answers => "sheets", FigureSource.Mean => "mean", FigureSource.Settled => "euros", _ => "" };
}

/// <summary>A figure where few are hidden: numbers, or texts that stand instead.</summary>
internal sealed record FigureOutside(FigureCount Figure, object? Value, object? Of);
