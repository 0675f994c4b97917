using System.Globalization;
using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Questionnaires;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Reporting.Sets;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>Counts what a fund asks for, by gender and its age brackets: each person once an indicator, by signed registers only, like every report; activities are no lessons. Gender and age are those of today, as in OData.</summary>
internal sealed class CountIndicators(CoursesDb db, ReportRows rows, ITimetable timetable, IAttendance attendance, IOrientation orientation, IQuestionnaires questionnaires, CityTime city)
{
    private static readonly string[] Genders = ["f", "m", "x", ""];

    public async Task<IReadOnlyList<IndicatorCount>> Of(ReportPeriod period, FundTerms terms, CancellationToken cancel)
    {
        IReadOnlyList<IndicatorCount> counts = [];
        await db.Open(async () => counts = await Count(period, terms, cancel));
        return counts;
    }

    private async Task<IReadOnlyList<IndicatorCount>> Count(ReportPeriod period, FundTerms terms, CancellationToken cancel)
    {
        var (first, last) = (period.First, period.Last);
        var (start, end) = (city.At(first, TimeOnly.MinValue), city.At(last.AddDays(1), TimeOnly.MinValue));
        var people = await rows.Participants.Select(person => new { person.Id, person.Gender, person.AgeBand }).ToDictionaryAsync(person => person.Id, cancel);
        var topics = await orientation.Runs.Select(run => new { run.Id, run.TopicCode }).ToDictionaryAsync(run => run.Id, run => run.TopicCode, cancel);
        var (firstMonth, lastMonth) = (MonthRow.NumberOf(first), MonthRow.NumberOf(last));
        var came = await (
            from month in await attendance.Months(cancel)
            where month.Month >= firstMonth && month.Month <= lastMonth && month.Lessons > month.Absent && timetable.Groups.Any(one => one.Id == month.GroupId && one.Kind != GroupKind.Activity)
            select new { month.ParticipantId, month.GroupId }).Distinct().ToListAsync(cancel);
        var finished = await orientation.Completions.Where(completion => completion.CompletedOn >= first && completion.CompletedOn <= last).Select(completion => new { completion.ParticipantId, completion.TopicCode }).ToListAsync(cancel);
        var rose = await rows.ExamPasses.Where(pass => pass.IsRise && pass.Date >= first && pass.Date <= last).Select(pass => pass.ParticipantId).Distinct().ToListAsync(cancel);
        var useful = await orientation.Ratings.CountAsync(rating => rating.Useful != Usefulness.Not && rating.RatedAt >= start && rating.RatedAt < end, cancel);
        var answers = await questionnaires.Counts.Where(count => count.Month >= first && count.Month <= last).ToListAsync(cancel);
        return [.. terms.Indicators.Select(indicator => indicator.Counted switch
        {
            Counted.NotHere => new IndicatorCount(indicator, null, []),
            Counted.FoundUseful => new(indicator, useful + answers.Where(one => indicator.Answers.Any(that => that.Questionnaire == one.Questionnaire && that.Question == one.Question && that.Choices.Contains(one.Choice))).Sum(one => one.Sheets), []),
            Counted.LevelRose => ByPerson(indicator, rose),
            Counted.LanguageCourse => ByPerson(indicator, came.Where(one => !topics.ContainsKey(one.GroupId)).Select(one => one.ParticipantId)),
            _ => ByPerson(indicator, came.Where(one => Counts(indicator, topics.GetValueOrDefault(one.GroupId))).Select(one => one.ParticipantId)
                .Concat(finished.Where(one => Counts(indicator, one.TopicCode)).Select(one => one.ParticipantId))),
        })];

        static bool Counts(Indicator indicator, string? topic) => indicator.Counted == Counted.Attended || (topic is not null && indicator.Topics.Contains(topic) == (indicator.Counted == Counted.Topics));

        IndicatorCount ByPerson(Indicator indicator, IEnumerable<Guid> who)
        {
            var counted = who.Distinct().Where(people.ContainsKey).Select(id => people[id]).ToLookup(person => (person.Gender, person.AgeBand));
            var cells = Genders.Where(gender => counted.Any(one => one.Key.Gender == gender)).SelectMany(
                gender => terms.Brackets,
                (gender, ages) => new IndicatorCell(gender, ages.Name, ages.Bands.Sum(band => counted[(gender, band)].Count())));
            return new(indicator, counted.Sum(one => one.Count()), [.. cells]);
        }
    }

    /// <summary>The exams by which levels rose, each with its day, who examined and the level on entry: as OData asks for them.</summary>
    public static string Exams(ReportPeriod period) => string.Create(CultureInfo.InvariantCulture, $"IsRise eq true and Date ge {period.First:yyyy-MM-dd} and Date le {period.Last:yyyy-MM-dd}");

    /// <summary>The rows behind a number, as OData asks for them; null where no row says it.</summary>
    /// <param name="indicator">Which.</param>
    /// <param name="period">Of when.</param>
    /// <param name="gender">Of whom; null for everybody.</param>
    /// <param name="ages">Of which ages; null for all.</param>
    public static string? Behind(Indicator indicator, ReportPeriod period, string? gender, AgeBracket? ages)
    {
        string Days(string column) => string.Create(CultureInfo.InvariantCulture, $"{column} ge {period.First:yyyy-MM-dd} and {column} le {period.Last:yyyy-MM-dd}");
        string Marks(string more) => $"Marks/any(m:{Days("m/Date")} and m/SessionCancelledAt eq null and m/Session/RegisterSignedAt ne null and m/State ne 'Absent'{more})";
        string Completions(string more) => $"Completions/any(c:{Days("c/CompletedOn")}{more})";
        var topics = string.Join(',', indicator.Topics.Select(topic => $"'{topic.Replace("'", "''", StringComparison.Ordinal)}'"));
        var are = indicator.Counted == Counted.Topics;
        string OfTopics(string column) => topics.Length == 0 ? "" : are ? $" and {column} in ({topics})" : $" and not ({column} in ({topics}))";
        var who = indicator.Counted switch
        {
            Counted.Attended => $"({Marks(" and m/Session/GroupKind ne 'Activity'")} or {Completions("")})",
            Counted.LanguageCourse => Marks(" and m/Session/GroupKind eq 'LanguageClass'"),
            Counted.Orientation or Counted.Topics when !are || topics.Length > 0 =>
                $"({Marks(" and m/Session/GroupKind eq 'OrientationRun'" + OfTopics("m/Session/Run/TopicCode"))} or {Completions(OfTopics("c/TopicCode"))})",
            Counted.LevelRose => $"Passes/any(p:{Days("p/Date")} and p/IsRise eq true)",
            _ => null,
        };
        return who is null ? null : who + (gender is null ? "" : $" and Gender eq '{gender}'") + (ages is null ? "" : $" and AgeBand in ({string.Join(',', ages.Bands.Select(band => $"'{band}'"))})");
    }
}
