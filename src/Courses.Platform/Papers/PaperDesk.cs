using System.Globalization;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Papers;

/// <summary>Issues papers that anybody can check, and withdraws them. Modules keep their own rules, letters and trail around it.</summary>
public sealed class PaperDesk(CoursesDb db, Caller caller, CityTime city, Links links, Words words, SpokenDetails details) : IPaperSource
{
    /// <summary>Writes the paper in the running unit of work, or answers the one that holds for this already.</summary>
    public async Task<Paper> Issue(NewPaper wanted, CancellationToken cancel)
    {
        if (await db.Set<Paper>().SingleOrDefaultAsync(row => row.Kind == wanted.Kind && row.HolderId == wanted.HolderId && row.About == wanted.About && row.WithdrawnOn == null, cancel) is { } known)
        {
            return known;
        }

        var (first, second) = Languages(wanted.HoldersLanguage, wanted.OtherLanguage);
        var paper = new Paper
        {
            Number = PaperNumber.New(),
            Kind = wanted.Kind,
            HolderId = wanted.HolderId,
            About = wanted.About,
            FirstLanguage = first,
            SecondLanguage = second,
            Facts = JsonSerializer.Serialize(wanted.Facts),
            IssuedOn = city.Today,
            IssuedBy = caller.Id,
            IssuedByName = caller.Name,
        };
        db.Add(paper);
        await db.SaveChangesAsync(cancel);
        return paper;
    }

    /// <summary>Withdraws it in the running unit of work, and answers it; null when there is no such paper of this kind. Broken rules: <c>paper.withdrawn-already</c>.</summary>
    public async Task<Paper?> Withdraw(Guid id, string kind, GivenReason why, CancellationToken cancel)
    {
        if (await db.Lock<Paper>(id, cancel) is not { } paper || paper.Kind != kind)
        {
            return null;
        }

        paper.Withdraw(why, caller.Id, caller.Name, city.Today);
        return paper;
    }

    /// <summary>As it is read on paper and on the phone.</summary>
    public PaperSheet SheetOf(Paper paper) => new()
    {
        Number = paper.Number,
        Address = links.To($"/confirmed/{paper.Number}"),
        Title = culture => words.In(culture, $"paper.{paper.Kind}.title"),
        Text = culture => words.In(culture, $"paper.{paper.Kind}.text"),
        Languages = [Language.Of(paper.FirstLanguage), Language.Of(paper.SecondLanguage)],
        Facts = [.. paper.Says().Append(new("paper.issued", paper.IssuedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))).Select(fact => new SheetFact(fact.Label, culture => details.Say(culture, fact.Value)))],
        WithdrawnOn = paper.WithdrawnOn,
    };

    public async Task<PaperSheet?> Find(string number, CancellationToken cancel) =>
        await db.Set<Paper>().AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancel) is { } paper ? SheetOf(paper) : null;

    private static (string First, string Second) Languages(string holders, string other)
    {
        var (first, second) = (Language.Of(holders).Code, Language.Of(other).Code);
        return (first, second != first ? second : Language.ForStaff.First(language => language.Code != first).Code);
    }
}

/// <summary>A paper to be issued.</summary>
public sealed record NewPaper
{
    public required string Kind { get; init; }

    public required Guid HolderId { get; init; }

    public required Guid About { get; init; }

    public required string HoldersLanguage { get; init; }

    /// <summary>The language of those who will read it in the city.</summary>
    public required string OtherLanguage { get; init; }

    public required IReadOnlyList<PaperFact> Facts { get; init; }
}
