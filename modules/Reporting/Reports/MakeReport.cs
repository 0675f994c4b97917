using System.Globalization;
using System.Runtime.InteropServices;
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
    private const int ClassesAtOnce = 2_000;

    private static readonly string[] Ages = [Definition.Youngest, "18-30", "31-45", "46-60", "61+"];
    private static readonly string[] Genders = ["f", "m", "x"];
    private static readonly string[] Helpers = ["Volunteer", "Mentor", "Student"];

    /// <param name="question">What is asked.</param>
    /// <param name="wanted">Which tables.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<Report> Of(ReportQuestion question, IReadOnlyCollection<Breakdown> wanted, CancellationToken cancel)
    {
        // There are many people: of each only what is wanted.
        var (byGender, byAge, byStatus, byLevel) = (Any(Breakdown.Gender, Breakdown.AgeAndGender), Any(Breakdown.Age, Breakdown.AgeAndGender), Any(Breakdown.Status), Any(Breakdown.Level));
        var everybody = rows.Participants.Select(person => new
        {
            person.Id,
            Gender = byGender ? person.Gender : null,
            AgeBand = byAge ? person.AgeBand : null,
            Status = byStatus ? person.Status : null,
            Level = byLevel ? person.Level : null,
        });
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

        bool Any(params Breakdown[] some) => wanted.Any(some.Contains);

        async Task Count()
        {
            (total, tables) = (new(), wanted.ToDictionary(by => by, _ => new Dictionary<string, Sum>(StringComparer.Ordinal)));
            var people = await People();
            unsigned = await facts.Each(question, ReportDetail.Of(wanted), Add, cancel);

            void Add(in ReportPart of, params ReadOnlySpan<ReportNumber> numbers)
            {
                if (!Sum.IsOf(numbers))
                {
                    return;
                }

                total.Add(of.Who, numbers);
                var person = people.GetValueOrDefault(of.Who);
                foreach (var (by, lines) in tables)
                {
                    var key = by switch
                    {
                        Breakdown.Programme => of.Programme,
                        Breakdown.Provider => Text(of.Provider),
                        Breakdown.Class => Text(of.Group),
                        Breakdown.Month => months[of.Month],
                        Breakdown.Gender => of.Guests?.Gender ?? person.Gender,
                        Breakdown.Age => of.Guests?.AgeBand ?? person.AgeBand,
                        Breakdown.AgeAndGender => of.Guests is { } guests ? $"{guests.AgeBand}|{guests.Gender}" : person.AgeBand is null ? null : $"{person.AgeBand}|{person.Gender}",
                        Breakdown.Status => person.Status,
                        Breakdown.CourseLevel => of.Level ?? (of.Group is { } group ? levels.GetValueOrDefault(group) : null),
                        Breakdown.Support => of.Support?.ToString(),
                        Breakdown.Difficulty => of.Difficulty?.ToString(),
                        Breakdown.Topic => of.Topic ?? (of.Group is { } run ? runs.GetValueOrDefault(run) : null),
                        Breakdown.ActivityKind => of.Activity?.Kind,
                        Breakdown.ForAges => of.Activity?.Ages,
                        Breakdown.Centre => Text(of.Activity?.Centre),
                        Breakdown.HelperKind => of.HelperKind,
                        Breakdown.AimKind => of.AimKind,
                        _ => person.Level,
                    } ?? "";
                    if (!lines.TryGetValue(key, out var line))
                    {
                        lines.Add(key, line = new Sum());
                    }

                    line.Add(of.Who, numbers);
                }
            }
        }

        // Few different words, each kept once.
        async Task<Dictionary<Guid, Person>> People()
        {
            var (people, same) = (new Dictionary<Guid, Person>(), new Dictionary<string, string>(StringComparer.Ordinal));
            if (wanted.Any(Definition.IsOfPeople))
            {
                await foreach (var person in everybody.AsAsyncEnumerable().WithCancellation(cancel))
                {
                    people.Add(person.Id, new(Once(person.Gender), Once(person.AgeBand), Once(person.Status), Once(person.Level)));
                }
            }

            return people;

            string? Once(string? word) => word is null ? null : same.TryGetValue(word, out var known) ? known : same[word] = word;
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
            Dictionary<string, string> names = [];
            foreach (var some in known.Select(Guid.Parse).Chunk(ClassesAtOnce))
            {
                var numbers = await courses.Classes.Where(one => EF.Parameter(some).Contains(one.Id)).Select(one => new { one.Id, one.Number }).ToDictionaryAsync(one => one.Id, one => one.Number, cancel);
                foreach (var group in await timetable.Groups.Where(group => EF.Parameter(some).Contains(group.Id)).Select(group => new { group.Id, group.Name }).ToListAsync(cancel))
                {
                    names[group.Id.ToString()] = numbers.TryGetValue(group.Id, out var number) ? $"{group.Name} ({number})" : group.Name;
                }
            }

            return known.Select(key => sums[key].Line(key, names.GetValueOrDefault(key, key))).InReadersOrder(line => line.Name);
        }
    }

    /// <summary>What is wanted of a person; nothing of who is none.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Person(string? Gender, string? AgeBand, string? Status, string? Level);

    /// <summary>A person counts once, however often they came.</summary>
    private sealed class Sum
    {
        private readonly HashSet<Guid>?[] once = new HashSet<Guid>?[Definition.Measures.Count];
        private readonly long[] values = new long[Definition.Measures.Count];

        /// <summary>Is it a part of anything? What is not makes no line.</summary>
        public static bool IsOf(ReadOnlySpan<ReportNumber> numbers)
        {
            foreach (var number in numbers)
            {
                if (number.Value != 0)
                {
                    return true;
                }
            }

            return false;
        }

        public void Add(Guid who, ReadOnlySpan<ReportNumber> numbers)
        {
            foreach (var (measure, value) in numbers)
            {
                if (value != 0 && (!Definition.CountsOnce(measure) || (once[(int)measure] ??= []).Add(who)))
                {
                    values[(int)measure] += value;
                }
            }
        }

        public ReportLine Line(string key, string name)
        {
            long[] all = [.. values];
            var (visits, visitors) = (all[(int)Measure.Visits], all[(int)Measure.Visitors]);
            all[(int)Measure.VisitsPerVisitor] = visitors == 0 ? 0 : (long)Math.Round(10m * visits / visitors, MidpointRounding.AwayFromZero);
            return new(key, name, all);
        }
    }
}
