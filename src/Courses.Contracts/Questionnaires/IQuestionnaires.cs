namespace Courses.Contracts.Questionnaires;

/// <summary>What people were asked and answered, as far as others may know it.</summary>
public interface IQuestionnaires
{
    /// <summary>Answers to anonymous questionnaires, added up by month. Nothing of what people answered by name, and no text.</summary>
    IQueryable<AnswerCountRow> Counts { get; }

    /// <summary>The same by the class or run that sheets are about; those that are about none are left out.</summary>
    IQueryable<GroupAnswerCountRow> CountsOfGroups { get; }

    /// <summary>Is a questionnaire open that people get at the end of an orientation module? Then nobody else asks them about it.</summary>
    Task<bool> AskAfterModules(CancellationToken cancel);
}

/// <summary>One choice of one question, in one month. Behind the sheets of a month are at least five people: fewer are not among them yet.</summary>
public sealed record AnswerCountRow
{
    /// <summary>The code of the questionnaire, e.g. <c>module-rating</c>.</summary>
    public required string Questionnaire { get; init; }

    /// <summary>The number of its edition, from 1.</summary>
    public required int Edition { get; init; }

    /// <summary>The first day of the month in which the sheets came to be counted.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>The key of the question in its edition.</summary>
    public required string Question { get; init; }

    /// <summary>The code of the option, the step of the scale or the number.</summary>
    public required string Choice { get; init; }

    /// <summary>So many sheets say so. Where several may be ticked, one sheet counts at each.</summary>
    public required int Sheets { get; init; }
}

/// <summary>One choice of one question about one class or run, in one month. Its sheets began to count at least five at once, like all others.</summary>
public sealed record GroupAnswerCountRow
{
    public required string Questionnaire { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>As in <see cref="AnswerCountRow.Month"/>.</summary>
    public required DateOnly Month { get; init; }

    public required string Question { get; init; }

    public required string Choice { get; init; }

    public required int Sheets { get; init; }
}
