using System.Globalization;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

/// <summary>What was answered, added up. Of anonymous ones only what was mixed is among it, and so of nothing fewer than five.</summary>
internal sealed class Results(CoursesDb db, ITimetable timetable)
{
    /// <param name="questionnaire">Which.</param>
    /// <param name="edition">Which edition of it.</param>
    /// <param name="provider">Only what is about this provider's classes and runs.</param>
    /// <param name="subject">Only what is about this one.</param>
    /// <param name="month">Only of this month.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<ResultView> Of(Questionnaire questionnaire, Edition edition, Guid? provider, Guid? subject, DateOnly? month, CancellationToken cancel)
    {
        var terms = edition.Terms;
        var (sheets, answers) = questionnaire.IsAnonymous ? await Anonymous(edition.Id, provider, subject, month, cancel) : await OfPeople(edition.Id, provider is null, cancel);
        if (sheets < SmallCounts.Fewest)
        {
            return new(0, []);
        }

        var chosen = (await answers.Where(answer => answer.Choice != null).GroupBy(answer => new { answer.Question, answer.Choice }).Select(group => new { group.Key.Question, group.Key.Choice, Count = group.Count() }).ToListAsync(cancel)).ToLookup(one => one.Question, StringComparer.Ordinal);
        var by = await answers.GroupBy(answer => answer.Question).Select(group => new { Question = group.Key, Sheets = group.Select(answer => answer.Sheet).Distinct().Count() }).ToDictionaryAsync(one => one.Question, one => one.Sheets, StringComparer.Ordinal, cancel);
        return new(
            sheets,
            [
                .. terms.Questions.Select(question =>
                {
                    var counts = chosen[question.Key].ToDictionary(one => one.Choice!, one => one.Count, StringComparer.Ordinal);
                    var (choices, answered) = (question.Choices.ToArray(), by.GetValueOrDefault(question.Key));
                    var numbers = choices.Select(choice => counts.GetValueOrDefault(choice)).ToArray();

                    // What is about people by name is hidden cell by cell: it grows with each of them.
                    var shown = questionnaire.IsAnonymous ? [.. numbers.Select(number => number.ToString(CultureInfo.CurrentCulture))] : SmallCounts.Hide(numbers, answered).Counts;
                    var mean = question.Kind is QuestionKind.Scale or QuestionKind.Number && answered >= SmallCounts.Fewest
                        ? counts.Sum(one => long.Parse(one.Key, CultureInfo.InvariantCulture) * one.Value) / (double)counts.Values.Sum()
                        : (double?)null;
                    return new ResultQuestion(question, questionnaire.IsAnonymous || !SmallCounts.IsFew(answered) ? answered.ToString(CultureInfo.CurrentCulture) : SmallCounts.Few, answered, [.. choices.Select((choice, i) => new ResultLine(choice, numbers[i], shown[i]))], mean);
                }),
            ]);
    }

    /// <summary>Classes and runs, and months, by which an edition can be looked at.</summary>
    public async Task<(IReadOnlyList<ResultSubject> Subjects, IReadOnlyList<DateOnly> Months)> Parts(Guid edition, Guid? provider, CancellationToken cancel)
    {
        var mixed = Mixed(edition, provider);
        var subjects = await mixed.GroupBy(sheet => sheet.SubjectId).Select(group => new { Id = group.Key, Count = group.Count() }).ToListAsync(cancel);
        var (counts, _) = SmallCounts.Hide([.. subjects.Select(one => one.Count)], subjects.Sum(one => one.Count));
        var ids = subjects.Where((one, i) => one.Id is not null && int.TryParse(counts[i], NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(one => one.Id!.Value).ToArray();
        var names = await NamesOf(ids, cancel);
        var months = await mixed.GroupBy(sheet => sheet.Month).Select(group => new { Month = group.Key, Count = group.Count() }).OrderByDescending(one => one.Month).ToListAsync(cancel);
        var (byMonth, _) = SmallCounts.Hide([.. months.Select(one => one.Count)], months.Sum(one => one.Count));
        return (
            [.. ids.Select(id => new ResultSubject(id, names.GetValueOrDefault(id, ""))).Where(one => one.Name.Length > 0).OrderBy(one => one.Name, StringComparer.CurrentCulture)],
            [.. months.Where((one, i) => int.TryParse(byMonth[i], NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(one => one.Month)]);
    }

    /// <summary>What was written, in an order that says nothing: keys are random.</summary>
    public IQueryable<Comment> Comments(Guid edition, Guid? provider, Guid? subject, DateOnly? month) =>
        from answer in db.Set<SheetAnswer>()
        join sheet in Chosen(Mixed(edition, provider), subject, month) on answer.SheetId equals sheet.Id
        where answer.Written != null
        select new Comment { Id = answer.Id, Question = answer.Question, Written = answer.Written! };

    public async Task<Dictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> groups, CancellationToken cancel)
    {
        var ids = groups.ToArray();
        return await timetable.Groups.Where(group => EF.Parameter(ids).Contains(group.Id)).ToDictionaryAsync(group => group.Id, group => group.Name, cancel);
    }

    private async Task<(int Sheets, IQueryable<AnswerOfSheet> Answers)> Anonymous(Guid edition, Guid? provider, Guid? subject, DateOnly? month, CancellationToken cancel)
    {
        var sheets = Chosen(Mixed(edition, provider), subject, month);
        return (await sheets.CountAsync(cancel), from answer in db.Set<SheetAnswer>() join sheet in sheets on answer.SheetId equals sheet.Id select new AnswerOfSheet { Sheet = sheet.Id, Question = answer.Question, Choice = answer.Choice });
    }

    private async Task<(int Sheets, IQueryable<AnswerOfSheet> Answers)> OfPeople(Guid edition, bool isCity, CancellationToken cancel)
    {
        var sheets = db.Set<PersonSheet>().Where(sheet => isCity && sheet.EditionId == edition);
        return (await sheets.CountAsync(cancel), from answer in db.Set<PersonAnswer>() join sheet in sheets on answer.PersonSheetId equals sheet.Id select new AnswerOfSheet { Sheet = sheet.Id, Question = answer.Question, Choice = answer.Choice });
    }

    private IQueryable<Sheet> Mixed(Guid edition, Guid? provider) => db.Set<Sheet>().Where(sheet => sheet.IsMixed && sheet.EditionId == edition && (provider == null || sheet.ProviderId == provider));

    private static IQueryable<Sheet> Chosen(IQueryable<Sheet> sheets, Guid? subject, DateOnly? month) =>
        subject is { } about ? sheets.Where(sheet => sheet.SubjectId == about) : month is { } of ? sheets.Where(sheet => sheet.Month == of) : sheets;
}

/// <param name="Sheets">How many; 0 where they are too few to be shown.</param>
/// <param name="Questions">In order.</param>
internal sealed record ResultView(int Sheets, IReadOnlyList<ResultQuestion> Questions);

/// <summary>One question: by how many it was answered, as it is shown and in fact, and the mean of scales and numbers.</summary>
internal sealed record ResultQuestion(Question Question, string Shown, int Answered, IReadOnlyList<ResultLine> Lines, double? Mean);

/// <summary>One choice, with its count and how that is shown.</summary>
internal sealed record ResultLine(string Choice, int Count, string Shown)
{
    /// <summary>A hidden count has no bar either.</summary>
    public bool IsHidden => Shown is SmallCounts.Few or SmallCounts.Hidden;
}

internal sealed record ResultSubject(Guid Id, string Name);

/// <summary>Something that somebody wrote.</summary>
internal sealed record Comment
{
    public required Guid Id { get; init; }

    public required string Question { get; init; }

    public required string Written { get; init; }
}

internal sealed record AnswerOfSheet
{
    public required Guid Sheet { get; init; }

    public required string Question { get; init; }

    public required string? Choice { get; init; }
}
