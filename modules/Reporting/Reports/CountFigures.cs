using System.Globalization;
using Courses.Contracts.Orientation;
using Courses.Contracts.Questionnaires;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Reporting.Sets;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>Counts the figures of a kind of report: sheets that came to be counted in the period, and money that was paid in it, by the status that people have today.</summary>
internal sealed class CountFigures(IQuestionnaires questionnaires, IOrientation orientation, IVouchers vouchers, ReportRows rows, CityTime city)
{
    public async Task<IReadOnlyList<FigureCount>> Of(ReportQuestion question, IReadOnlyList<FigureGroup> groups, CancellationToken cancel)
    {
        var asked = groups.SelectMany((group, number) => group.Lines.Select((line, place) => new FigureCount(number, place, line))).ToArray();
        var (first, last) = (question.Period.First, question.Period.Last);
        var answers = Array.Exists(asked, one => one.Terms is { Question: not null, PerModule: false }) ? await questionnaires.Counts.Where(count => count.Month >= first && count.Month <= last).ToListAsync(cancel) : [];
        var modules = Array.Exists(asked, one => one.Terms.PerModule) ? await OfModules(question, cancel) : [];
        var names = modules is [] ? new Dictionary<string, string>() : await orientation.TopicsInWords(cancel);
        var paid = Array.Exists(asked, one => one.Terms.Of == FigureSource.Settled) ? await Paid(question, cancel) : [];
        var named = asked.SelectMany(one => one.Terms.Status).Select(status => status.ToString()).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. asked.SelectMany(one => (one.Terms.Of, one.Terms.PerModule) switch
            {
                (FigureSource.NotHere, _) => [one],
                (FigureSource.Settled, _) => Shared(one, [.. paid.Where(person => one.Terms.Status is [] ? person.Status is null || !named.Contains(person.Status) : one.Terms.Status.Any(status => status.ToString() == person.Status))]),
                (_, false) => [Counted(one, [.. answers.Where(answer => answer.Questionnaire == one.Terms.Questionnaire && answer.Question == one.Terms.Question).Select(answer => (answer.Choice, answer.Sheets))])],
                _ => modules.Where(answer => answer.Questionnaire == one.Terms.Questionnaire && answer.Question == one.Terms.Question).GroupBy(answer => answer.Topic, StringComparer.Ordinal)
                    .Select(topic => Counted(one, [.. topic.Select(answer => (answer.Choice, answer.Sheets))]) with { Module = topic.Key, ModuleName = names.GetValueOrDefault(topic.Key, topic.Key) })
                    .OrderBy(figure => figure.ModuleName, StringComparer.CurrentCulture).ThenBy(figure => figure.Module, StringComparer.Ordinal),
            }),
        ];
    }

    /// <summary>The rows behind a figure, as OData asks for them; null where no row says it: whose class a sheet is about is in none.</summary>
    /// <param name="figure">Which.</param>
    /// <param name="all">All of the report.</param>
    /// <param name="question">Of which report.</param>
    /// <param name="city">When days begin.</param>
    public static (string Set, string Filter)? Behind(FigureCount figure, IReadOnlyList<FigureCount> all, ReportQuestion question, CityTime city)
    {
        var (terms, period) = (figure.Terms, question.Period);
        if (terms is { Question: { } asked, Questionnaire: { } questionnaire, PerModule: false })
        {
            var choices = terms.Choices is [] ? "" : $" and Choice in ({string.Join(',', terms.Choices.Select(Text))})";
            return ("AnswerCounts", string.Create(CultureInfo.InvariantCulture, $"Questionnaire eq {Text(questionnaire)} and Question eq {Text(asked)}{choices} and Month ge {period.First:yyyy-MM-dd} and Month le {period.Last:yyyy-MM-dd}"));
        }

        if (terms.Of != FigureSource.Settled)
        {
            return null;
        }

        var others = all.SelectMany(one => one.Terms.Status).Distinct().Select(status => Text(status.ToString())).ToArray();
        var ofStatus = terms.Status is not [] ? $" and Voucher/Participant/Status in ({string.Join(',', terms.Status.Select(status => Text(status.ToString())))})"
            : others is [] ? "" : $" and (Voucher/Participant/Status eq null or not (Voucher/Participant/Status in ({string.Join(',', others)})))";
        var (start, end) = (city.At(period.First, TimeOnly.MinValue), city.At(period.Last.AddDays(1), TimeOnly.MinValue));
        return ("VoucherTransactions", string.Create(CultureInfo.InvariantCulture, $"At ge {start:yyyy-MM-ddTHH:mm:ssZ} and At lt {end:yyyy-MM-ddTHH:mm:ssZ} and Account eq 'Paid'{(question.Programme is { } programme ? $" and ProgrammeCode eq {Text(programme)}" : "")}{ofStatus}"));

        static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static FigureCount Counted(FigureCount one, IReadOnlyList<(string Choice, int Sheets)> answers)
    {
        // What is no whole number is no step of a scale.
        (int Step, int Sheets)[] steps = one.Terms.Of == FigureSource.Mean
            ? [.. answers.Where(answer => int.TryParse(answer.Choice, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)).Select(answer => (int.Parse(answer.Choice, CultureInfo.InvariantCulture), answer.Sheets))]
            : [];
        return one.Terms.Of == FigureSource.Mean
            ? one with { Number = steps.Sum(step => (long)step.Step * step.Sheets), Base = steps.Sum(step => (long)step.Sheets) }
            : one with { Number = answers.Where(answer => one.Terms.Choices.Contains(answer.Choice)).Sum(answer => (long)answer.Sheets), Base = answers.Sum(answer => (long)answer.Sheets) };
    }

    private static IEnumerable<FigureCount> Shared(FigureCount one, IReadOnlyList<(string? Status, long Cents)> people)
    {
        var cents = people.Sum(person => person.Cents);
        return FundingShare.Of(cents, one.Terms.Shares).Select((part, share) => one with { Share = share, Number = part, Base = cents, People = people.Count });
    }

    private async Task<IReadOnlyList<(string Questionnaire, string Question, string Choice, string Topic, int Sheets)>> OfModules(ReportQuestion question, CancellationToken cancel)
    {
        var (first, last, only) = (question.Period.First, question.Period.Last, question.Programme);
        var runs = await (
            from run in orientation.Runs
            join topic in orientation.Topics on run.TopicCode equals topic.Code
            where only == null || topic.ProgrammeCode == only
            select new { run.Id, run.TopicCode }).ToDictionaryAsync(run => run.Id, run => run.TopicCode, cancel);
        var counts = await questionnaires.CountsOfGroups.Where(count => count.Month >= first && count.Month <= last).ToListAsync(cancel);
        return [.. counts.Where(count => runs.ContainsKey(count.GroupId)).Select(count => (count.Questionnaire, count.Question, count.Choice, runs[count.GroupId], count.Sheets))];
    }

    /// <summary>Of each person who has any, with today's status.</summary>
    private async Task<IReadOnlyList<(string? Status, long Cents)>> Paid(ReportQuestion question, CancellationToken cancel)
    {
        var (start, end, only) = (city.At(question.Period.First, TimeOnly.MinValue), city.At(question.Period.Last.AddDays(1), TimeOnly.MinValue), question.Programme);
        var paid = await (
            from entry in vouchers.Transactions
            join voucher in vouchers.Vouchers on entry.VoucherId equals voucher.Id
            where entry.Account == "Paid" && entry.At >= start && entry.At < end && (only == null || voucher.ProgrammeCode == only)
            group entry.AmountCents by voucher.ParticipantId into person
            select new { Id = person.Key, Cents = person.Sum() }).ToListAsync(cancel);
        var statuses = paid is [] ? [] : await rows.Participants.Select(person => new { person.Id, person.Status }).ToDictionaryAsync(person => person.Id, person => person.Status, cancel);
        return [.. paid.Select(person => (statuses.GetValueOrDefault(person.Id), person.Cents))];
    }
}
