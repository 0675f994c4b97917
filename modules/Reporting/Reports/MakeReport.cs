using System.Globalization;
using Courses.Contracts.Activities;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Plans;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Reporting.Sets;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>Counts a report: every table adds up the same facts.</summary>
internal sealed class MakeReport(
    CoursesDb db, ReportFacts facts, ReportRows rows, IEligibility eligibility, IProviders providers, ITimetable timetable, ILanguageCourses courses, IOrientation orientation, IActivities activities, IPlans plans, Words words)
{
    private static readonly string[] Ages = [Definition.Youngest, "18-30", "31-45", "46-60", "61+"];
    private static readonly string[] Genders = ["f", "m", "x"];
    private static readonly string[] Helpers = ["Volunteer", "Mentor", "Student"];

    /// <param name="question">What is asked.</param>
    /// <param name="wanted">Which tables.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<Report> Of(ReportQuestion question, IReadOnlyCollection<Breakdown> wanted, CancellationToken cancel)
    {
        // Of each person the status is one more look: only where it is wanted.
        var byStatus = wanted.Contains(Breakdown.Status);
        var everybody = rows.Participants.Select(person => new { person.Id, person.Gender, person.AgeBand, Status = byStatus ? person.Status : null, person.Level });
        var months = question.Period.Months.ToDictionary(month => month.First.Month, month => month.ToString());

        var levels = wanted.Contains(Breakdown.CourseLevel)
            ? await courses.Classes.Join(courses.Courses, one => one.CourseId, course => course.Id, (one, course) => new { one.Id, course.Level }).ToDictionaryAsync(one => one.Id, one => one.Level, cancel)
            : [];

        var runs = wanted.Contains(Breakdown.Topic) ? await orientation.Runs.Select(run => new { run.Id, run.TopicCode }).ToDictionaryAsync(run => run.Id, run => run.TopicCode, cancel) : [];

        // There are a million facts, and few classes.
        var texts = new Dictionary<Guid, string>();
        string? Text(Guid? id) => id is not { } known ? null : texts.TryGetValue(known, out var text) ? text : texts[known] = known.ToString();

        // Rows are counted as they come. After a fault it is begun anew.
        var (total, tables, unsigned) = (new Sum(), new Dictionary<Breakdown, Dictionary<string, Sum>>(), new Unsigned(0, 0));
        await db.Open(() => db.ReadWhole(Count, cancel));
        List<ReportTable> made = [];
        foreach (var by in wanted)
        {
            made.Add(new(by, await Named(by, tables[by], question, cancel)));
        }

        return new(question, total.Line("", words[question.Programme is null ? "reports.total" : "reports.total.programme"]), made, unsigned);

        async Task Count()
        {
            (total, tables) = (new(), wanted.ToDictionary(by => by, _ => new Dictionary<string, Sum>(StringComparer.Ordinal)));
            var people = wanted.Any(Definition.IsOfPeople) ? await everybody.ToDictionaryAsync(person => person.Id, cancel) : [];
            unsigned = await facts.Each(
                question,
                wanted.Contains(Breakdown.Month),
                fact =>
                {
                    total.Add(fact);
                    var person = people.GetValueOrDefault(fact.Person);
                    foreach (var (by, lines) in tables)
                    {
                        var key = by switch
                        {
                            Breakdown.Programme => fact.Programme,
                            Breakdown.Provider => Text(fact.Provider),
                            Breakdown.Class => Text(fact.Group),
                            Breakdown.Month => months[fact.Month],
                            Breakdown.Gender => fact.Guests?.Gender ?? person?.Gender,
                            Breakdown.Age => fact.Guests?.AgeBand ?? person?.AgeBand,
                            Breakdown.AgeAndGender => fact.Guests is { } guests ? $"{guests.AgeBand}|{guests.Gender}" : person is null ? null : $"{person.AgeBand}|{person.Gender}",
                            Breakdown.Status => person?.Status,
                            Breakdown.CourseLevel => fact.Level ?? (fact.Group is { } group ? levels.GetValueOrDefault(group) : null),
                            Breakdown.Support => fact.Support?.ToString(),
                            Breakdown.Difficulty => fact.Difficulty?.ToString(),
                            Breakdown.Topic => fact.Topic ?? (fact.Group is { } run ? runs.GetValueOrDefault(run) : null),
                            Breakdown.ActivityKind => fact.Activity?.Kind,
                            Breakdown.ForAges => fact.Activity?.Ages,
                            Breakdown.Centre => Text(fact.Activity?.Centre),
                            Breakdown.HelperKind => fact.HelperKind,
                            Breakdown.AimKind => fact.AimKind,
                            _ => person?.Level,
                        } ?? "";
                        if (!lines.TryGetValue(key, out var line))
                        {
                            lines.Add(key, line = new Sum());
                        }

                        line.Add(fact);
                    }
                },
                cancel);
        }
    }

    private async Task<IReadOnlyList<ReportLine>> Named(Breakdown by, Dictionary<string, Sum> sums, ReportQuestion question, CancellationToken cancel)
    {
        IEnumerable<ReportLine> Ordered(IEnumerable<string> keys, Func<string, string> name) => keys.Where(sums.ContainsKey).Select(key => sums[key].Line(key, name(key)));
        var known = sums.Keys.Where(key => key.Length > 0).ToArray();
        var lines = by switch
        {
            Breakdown.Programme => await Programmes(),
            Breakdown.Provider => (await providers.Providers.Select(provider => new { provider.Id, provider.Name }).ToListAsync(cancel))
                .Where(provider => sums.ContainsKey(provider.Id.ToString())).InReadersOrder(provider => provider.Name).Select(provider => sums[provider.Id.ToString()].Line(provider.Id.ToString(), provider.Name)),
            Breakdown.Class => await Classes(),
            Breakdown.Month => question.Period.Months.Select(month => (sums.GetValueOrDefault(month.ToString()) ?? new Sum()).Line(month.ToString(), month.Name(words))),
            Breakdown.Gender => Ordered(Genders.Union(known), key => words["person.gender." + key]),
            Breakdown.Age => Ordered(Ages.Union(known), key => key),
            Breakdown.Status => Ordered(Enum.GetNames<LegalStatus>().Union(known), key => words["legal-status." + key]),
            Breakdown.Support => Ordered(Enum.GetNames<Support>().Union(known), key => words["support." + key]),
            Breakdown.AgeAndGender => Ordered(Ages.SelectMany(_ => Genders.Append(""), (age, gender) => $"{age}|{gender}").Union(known), key => key.Split('|') is [var age, var gender] ? $"{age}, {words[gender.Length > 0 ? "person.gender." + gender : "reports.without.gender"]}" : key),
            Breakdown.Topic => ByName(await orientation.TopicsInWords(cancel)),
            Breakdown.ActivityKind => ByName(await activities.KindsInWords(cancel)),
            Breakdown.ForAges => Ordered(known.OrderBy(FirstAge).ThenBy(key => key, StringComparer.Ordinal), key => words.Say("reports.for-ages", key)),
            Breakdown.Centre => ByName(await activities.Centres.ToDictionaryAsync(centre => centre.Id.ToString(), centre => centre.Name, cancel)),
            Breakdown.HelperKind => Ordered(Helpers.Union(known), key => words["helper.kind." + key]),
            Breakdown.AimKind => ByName(await plans.KindsInWords(cancel)),
            Breakdown.Difficulty => Ordered(Enum.GetNames<Difficulty>().Union(known), key => words["difficulty." + key]),
            _ => Ordered(known.OrderBy(level => level == "Alpha" ? "" : level, StringComparer.Ordinal), key => key),
        };
        return [.. lines, .. sums.TryGetValue("", out var rest) ? [rest.Line("", words["reports.without." + Definition.NameOf(by)])] : Array.Empty<ReportLine>()];

        IEnumerable<ReportLine> ByName(IReadOnlyDictionary<string, string> names) => known.Select(key => sums[key].Line(key, names.GetValueOrDefault(key, key))).InReadersOrder(line => line.Name);

        static int FirstAge(string key) => int.TryParse(key.Split('-', '+')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var age) ? age : 0;

        async Task<IEnumerable<ReportLine>> Programmes() => (await eligibility.Programmes.Where(programme => question.Programme == null || programme.Code == question.Programme).Select(programme => new { programme.Code, programme.Name }).ToListAsync(cancel))
            .InReadersOrder(programme => programme.Name).Select(programme => (sums.GetValueOrDefault(programme.Code) ?? new Sum()).Line(programme.Code, programme.Name));

        async Task<IEnumerable<ReportLine>> Classes()
        {
            var numbers = await courses.Classes.Select(one => new { one.Id, one.Number }).ToDictionaryAsync(one => one.Id, one => one.Number, cancel);
            var groups = await timetable.Groups.Select(group => new { group.Id, group.Name }).ToDictionaryAsync(group => group.Id.ToString(), cancel);
            return known.Select(key => sums[key].Line(key, groups.GetValueOrDefault(key) is { } group ? numbers.TryGetValue(group.Id, out var number) ? $"{group.Name} ({number})" : group.Name : key)).InReadersOrder(line => line.Name);
        }
    }

    /// <summary>A person counts once, however often they came.</summary>
    private sealed class Sum
    {
        private readonly HashSet<Guid>?[] once = new HashSet<Guid>?[Definition.Measures.Count];
        private readonly long[] values = new long[Definition.Measures.Count];

        public void Add(ReportFact fact)
        {
            var measure = (int)fact.Measure;
            if (Definition.CountsOnce(fact.Measure))
            {
                (once[measure] ??= []).Add(fact.Person);
            }
            else
            {
                values[measure] += fact.Value;
            }
        }

        public ReportLine Line(string key, string name)
        {
            long[] all = [.. values.Select((value, measure) => once[measure]?.Count ?? value)];
            var (visits, visitors) = (all[(int)Measure.Visits], all[(int)Measure.Visitors]);
            all[(int)Measure.VisitsPerVisitor] = visitors == 0 ? 0 : (long)Math.Round(10m * visits / visitors, MidpointRounding.AwayFromZero);
            return new(key, name, all);
        }
    }
}
