using System.Globalization;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

/// <summary>What was answered, added up. Of anonymous ones only what was mixed is among it, and so of nothing fewer than five.</summary>
internal sealed class Results(CoursesDb db, ITimetable timetable)
{
    private const int MostSubjects = 50;

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
        List<ResultQuestion> questions = [];
        foreach (var question in terms.Questions)
        {
            var (counts, answered) = (chosen[question.Key].ToDictionary(one => one.Choice!, one => one.Count, StringComparer.Ordinal), by.GetValueOrDefault(question.Key));
            questions.Add(questionnaire.IsAnonymous ? Open(question, counts, answered) : Careful(question, counts, answered, questions));
        }

        return new(sheets, questions);
    }

    /// <summary>Each figure of what is anonymous grows by at least five: it may stand there as it is.</summary>
    private static ResultQuestion Open(Question question, Dictionary<string, int> counts, int answered) =>
        new(question, Text(answered), answered, [.. question.Choices.Select(choice => new ResultLine(choice, counts.GetValueOrDefault(choice), Text(counts.GetValueOrDefault(choice))))], answered >= SmallCounts.Fewest ? MeanOf(question, counts) : null);

    /// <summary>
    /// What is about people by name grows with each of them. Cells of few are hidden and what would give them away with them; where not even their sum can be said, nothing of the question is. A mean beside a hidden cell
    /// would tell it, one of numbers tells each new number; and how many answered what depends on a hidden cell is that cell.
    /// </summary>
    private static ResultQuestion Careful(Question question, Dictionary<string, int> counts, int answered, List<ResultQuestion> before)
    {
        var numbers = question.Choices.Select(choice => counts.GetValueOrDefault(choice)).ToArray();
        var (cells, total) = SmallCounts.Hide(numbers, answered);
        var isBehind = question.If is { } condition && !before.Exists(one => one.Question.Key == condition.Question && one.Lines.Any(line => line.Choice == condition.Is && !line.IsHidden));
        if (isBehind || total is SmallCounts.Few or SmallCounts.Hidden)
        {
            return new(question, isBehind ? "" : total, answered, [], null);
        }

        ResultLine[] lines = [.. question.Choices.Select((choice, i) => new ResultLine(choice, numbers[i], cells[i]))];
        return new(question, total, answered, lines, question.Kind == QuestionKind.Scale && !Array.Exists(lines, line => line.IsHidden) ? MeanOf(question, counts) : null);
    }

    private static double? MeanOf(Question question, Dictionary<string, int> counts) =>
        question.Kind is QuestionKind.Scale or QuestionKind.Number && counts.Values.Sum() is > 0 and var all ? counts.Sum(one => long.Parse(one.Key, CultureInfo.InvariantCulture) * one.Value) / (double)all : null;

    private static string Text(int count) => count.ToString(CultureInfo.CurrentCulture);

    /// <summary>The newest classes and runs, and the months, by which an edition can be looked at: of each there are at least five sheets, and of what is left over too.</summary>
    /// <param name="edition">Which edition.</param>
    /// <param name="provider">Only what is about this provider's classes and runs.</param>
    /// <param name="also">One more that can be looked at, however old.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<(IReadOnlyList<ResultSubject> Subjects, IReadOnlyList<DateOnly> Months)> Parts(Guid edition, Guid? provider, Guid? also, CancellationToken cancel)
    {
        var mixed = Mixed(edition, provider);
        var subjects = await mixed.GroupBy(sheet => sheet.SubjectId).Select(group => group.Key).ToListAsync(cancel);
        var ids = subjects.OfType<Guid>().ToArray();
        var groups = await timetable.Groups.Where(group => EF.Parameter(ids).Contains(group.Id)).OrderByDescending(group => group.EndsOn).ThenBy(group => group.Id).Select(group => new ResultSubject(group.Id, group.Name)).ToListAsync(cancel);
        return (
            [.. groups.Where((group, i) => i < MostSubjects || group.Id == also).OrderBy(group => group.Name, StringComparer.CurrentCulture)],
            await mixed.GroupBy(sheet => sheet.Month).Select(group => group.Key).OrderByDescending(month => month).ToListAsync(cancel));
    }

    /// <summary>What was written, in an order that says nothing: keys are random.</summary>
    public IQueryable<Comment> Comments(Guid edition, Guid? provider, Guid? subject, DateOnly? month) =>
        from answer in db.Set<SheetAnswer>()
        join sheet in Chosen(Mixed(edition, provider), subject, month) on answer.SheetId equals sheet.Id
        where answer.Written != null && answer.Written != ""
        select new Comment { Id = answer.Id, Question = answer.Question, Written = answer.Written!, IsRead = db.Set<CommentNote>().Any(note => note.AnswerId == answer.Id) };

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

    /// <summary>Of each person the last sheet: people are counted, not sheets.</summary>
    private async Task<(int Sheets, IQueryable<AnswerOfSheet> Answers)> OfPeople(Guid edition, bool isCity, CancellationToken cancel)
    {
        var sheets = db.Set<PersonSheet>().Where(sheet => isCity && sheet.EditionId == edition
            && !db.Set<PersonSheet>().Any(later => later.EditionId == edition && later.ParticipantId == sheet.ParticipantId && (later.AnsweredOn > sheet.AnsweredOn || (later.AnsweredOn == sheet.AnsweredOn && later.Id.CompareTo(sheet.Id) > 0))));
        return (await sheets.CountAsync(cancel), from answer in db.Set<PersonAnswer>() join sheet in sheets on answer.PersonSheetId equals sheet.Id select new AnswerOfSheet { Sheet = sheet.Id, Question = answer.Question, Choice = answer.Choice });
    }

    private IQueryable<Sheet> Mixed(Guid edition, Guid? provider) => db.Set<Sheet>().Where(sheet => sheet.IsMixed && sheet.EditionId == edition && (provider == null || sheet.ProviderId == provider));

    private static IQueryable<Sheet> Chosen(IQueryable<Sheet> sheets, Guid? subject, DateOnly? month) =>
        subject is { } about ? sheets.Where(sheet => sheet.SubjectId == about) : month is { } of ? sheets.Where(sheet => sheet.Month == of) : sheets;
}

/// <param name="Sheets">How many, by name how many people; 0 where they are too few to be shown.</param>
/// <param name="Questions">In order.</param>
internal sealed record ResultView(int Sheets, IReadOnlyList<ResultQuestion> Questions);

/// <summary>One question: by how many it was answered, as it is shown and in fact, and the mean of scales and numbers.</summary>
internal sealed record ResultQuestion(Question Question, string Shown, int Answered, IReadOnlyList<ResultLine> Lines, double? Mean)
{
    /// <summary>Nothing of it can be said.</summary>
    public bool IsHidden => Shown is "" or SmallCounts.Few or SmallCounts.Hidden;
}

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

    public required bool IsRead { get; init; }
}

internal sealed record AnswerOfSheet
{
    public required Guid Sheet { get; init; }

    public required string Question { get; init; }

    public required string? Choice { get; init; }
}
