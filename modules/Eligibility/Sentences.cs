using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Eligibility;

/// <summary>Says reasons, gifts, duties and rules in plain words, in any of the eight languages.</summary>
internal sealed class Sentences(SpokenDetails spoken, Words words)
{
    /// <summary>The colour of an outcome on a page.</summary>
    public static string Badge(Contracts.Eligibility.Outcome outcome) => outcome switch
    {
        Contracts.Eligibility.Outcome.May => "good",
        Contracts.Eligibility.Outcome.NotYet => "warn",
        _ => "bad",
    };

    /// <summary>
    /// The deciding reasons first, then the others; each once. What speaks against it is left out where nothing came of it: whoever may join by one of two ways is not
    /// told that the other is closed.
    /// </summary>
    public IReadOnlyList<string> Of(Reason reason, CultureInfo culture) =>
        [.. reason.Deciding.Concat(reason.Leaves).Where(leaf => reason.Answer != Answer.Yes || leaf.Answer == Answer.Yes).DistinctBy(leaf => leaf.Code + string.Join('|', leaf.Details)).Select(leaf => Say(culture, leaf))];

    public IReadOnlyList<string> Deciding(Reason reason, CultureInfo culture) =>
        [.. reason.Deciding.DistinctBy(leaf => leaf.Code + string.Join('|', leaf.Details)).Select(leaf => Say(culture, leaf))];

    public IReadOnlyList<string> Gives(Terms terms, CultureInfo culture) => [.. terms.Gives.SelectMany(gift => Gift(gift, culture))];

    public IReadOnlyList<string> Must(Terms terms, CultureInfo culture) => terms.Must is []
        ? [words.In(culture, "must.nothing")]
        : [.. terms.Must.Select(duty => spoken.Say(culture, $"must.{duty.Kind}", [$"word:rule.topic.{duty.Topic}", Text(terms.Attendance?.Percent)]))];

    public IReadOnlyList<string> Groups(Terms terms, CultureInfo culture) =>
        [.. terms.Groups.Select(group => spoken.Say(culture, $"groups.{group.Kind}" + (group.From is null || group.To is null ? "" : ".from-to"), [Text(group.From), Text(group.To), Text(group.SessionsAWeek)]))];

    /// <summary>The rule itself, for administrators: one line a leaf, indented by its depth.</summary>
    public IReadOnlyList<(int Depth, string Sentence)> InWords(Rule rule, CultureInfo culture)
    {
        var lines = new List<(int, string)>();
        Describe(rule, 0, culture, lines);
        return lines;
    }

    private void Describe(Rule rule, int depth, CultureInfo culture, List<(int, string)> lines)
    {
        void Line(string key, params string[] details) => lines.Add((depth, spoken.Say(culture, "rules." + key, details)));
        void Below(IEnumerable<Rule> rules)
        {
            foreach (var below in rules)
            {
                Describe(below, depth + 1, culture, lines);
            }
        }

        switch (rule)
        {
            case Rule.All { Rules: [] }:
                Line("anyone");
                break;
            case Rule.All all:
                Line("all");
                Below(all.Rules);
                break;
            case Rule.Any any:
                Line("any");
                Below(any.Rules);
                break;
            case Rule.Not not:
                Line("not");
                Below([not.Inner]);
                break;
            case Rule.StatusIn status:
                Line("status", Names(status.Statuses));
                break;
            case Rule.FirstPermitWithinMonths permit:
                Line("first-permit", Text(permit.Months));
                break;
            case Rule.StayShorterThanYears stay:
                Line("stay", Text(stay.Years));
                break;
            case Rule.StatusGrantedWithinMonths granted:
                Line("status-granted", Names(granted.Statuses), Text(granted.Months));
                break;
            case Rule.AgeBetween age:
                Line("age", Text(age.From ?? 0), Text(age.To ?? 120));
                break;
            case Rule.LevelBelow level:
                Line("level-below", level.Level);
                break;
            case Rule.LevelAtLeast level:
                Line("level-at-least", level.Level);
                break;
            case Rule.HoursUsedBelow hours:
                Line("hours-used", Text(hours.Hours));
                break;
            case Rule.AttendanceAtLeast attendance:
                Line("attendance", Text(attendance.Percent), Text(attendance.MinimumHours));
                break;
            case Rule.AbsenceBelow absence:
                Line("absence", Text(absence.Percent));
                break;
            case Rule.AttendedWithin within:
                Line("attended-within", Text(within.Months), Text(within.Days));
                break;
            case Rule.LivesInCentre:
                Line("centre");
                break;
            case Rule.ModuleCompleted module:
                Line("module", $"word:rule.topic.{module.Topic}");
                break;
        }
    }

    private IEnumerable<string> Gift(Gift gift, CultureInfo culture)
    {
        if (gift.Vouchers is { } vouchers)
        {
            yield return spoken.Say(culture, "gives.vouchers", [Text(vouchers.Count), Euros(vouchers.AmountCents), Text(vouchers.ValidMonths), string.Join(", ", vouchers.Levels)]);
        }
        else
        {
            yield return spoken.Say(culture, $"gives.{gift.Kind}", [Text(gift.Hours), Text(gift.Count), string.Join(", ", gift.Levels ?? []), $"word:gives.category.{gift.Category}", "words:" + string.Join('|', (gift.Topics ?? []).Select(topic => $"rule.topic.{topic}"))]);
        }
    }

    /// <summary>Negated rules are rare: those without a sentence of their own share one.</summary>
    private string Say(CultureInfo culture, Reason leaf) => spoken.Say(
        culture,
        words.Knows(leaf.Code) ? leaf.Code : leaf.Code.EndsWith(".not.no", StringComparison.Ordinal) ? "rule.not.no" : leaf.Code.EndsWith(".not.yes", StringComparison.Ordinal) ? "rule.not.yes" : leaf.Code,
        Padded(leaf.Details));

    private static string Euros(long cents) => (cents / 100m).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Names(IEnumerable<Contracts.Participants.LegalStatus> statuses) => "words:" + string.Join('|', statuses.Select(status => $"rule.name.{status}"));

    private static IEnumerable<string> Padded(IReadOnlyList<string> details) => details.Concat(Enumerable.Repeat("", 6));
}
