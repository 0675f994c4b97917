using System.Globalization;
using System.Text.Json.Serialization;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Languages;

namespace Courses.Eligibility;

/// <summary>
/// The answer of a rule. They are ordered: <c>all</c> takes the least of its parts, <c>any</c> the greatest. <see cref="Unknown"/> stands for a fact that nobody has
/// recorded: it is 'not yet', and stays so when it is negated.
/// </summary>
internal enum Answer
{
    No,
    NotYet,
    Unknown,
    Yes,
}

/// <summary>
/// Why: a stable code, the details of its sentence, and the reasons below it. <see cref="Running"/> details change by themselves from day to day
/// (hours, age); they are shown but make no new decision.
/// </summary>
internal sealed record Reason(string Code, Answer Answer, IReadOnlyList<string> Details, IReadOnlyList<Reason> Below, bool Running = false)
{
    [JsonIgnore]
    public Outcome Outcome => Answer switch
    {
        Answer.Yes => Outcome.May,
        Answer.No => Outcome.MayNot,
        _ => Outcome.NotYet,
    };

    /// <summary>The leaves that made the answer what it is.</summary>
    [JsonIgnore]
    public IEnumerable<Reason> Deciding => Below.Count == 0 ? [this] : Below.Where(below => below.Answer == Answer).SelectMany(below => below.Deciding);

    /// <summary>The leaves that are worth telling: where one way is enough and one was found, the others say nothing.</summary>
    [JsonIgnore]
    public IEnumerable<Reason> Leaves => Below.Count == 0 ? [this]
        : Below.Where(below => Code != "rule.any" || Answer != Answer.Yes || below.Answer == Answer.Yes).SelectMany(below => below.Leaves);
}

/// <summary>Evaluates a rule on facts. Pure: the same facts give the same answer and the same reasons.</summary>
internal static class Evaluation
{
    public static Reason Evaluate(Rule rule, Facts facts) => Evaluate(rule, facts, negated: false);

    private static Reason Evaluate(Rule rule, Facts facts, bool negated) => rule switch
    {
        // A negation moves down to the leaves (De Morgan), so that each sentence can be said plainly.
        Rule.Not not => Evaluate(not.Inner, facts, !negated),
        Rule.All { Rules: [] } or Rule.Any { Rules: [] } => Leaf(rule is Rule.All ? Answer.Yes : Answer.No, negated, "anyone"),
        Rule.All all => negated ? Greatest("rule.any", all.Rules, facts, negated) : Least("rule.all", all.Rules, facts, negated),
        Rule.Any any => negated ? Least("rule.all", any.Rules, facts, negated) : Greatest("rule.any", any.Rules, facts, negated),
        Rule.StatusIn status => StatusIn(status, facts, negated),
        Rule.FirstPermitWithinMonths permit => Until("first-permit", facts.FirstPermitOn, permit.Months, facts, negated),
        Rule.StayShorterThanYears stay => Until("stay", facts.FirstPermitOn ?? facts.ArrivedOn, stay.Years * 12, facts, negated),
        Rule.StatusGrantedWithinMonths granted => facts.Status is { } held && !granted.Statuses.Contains(held)
            ? Leaf(Answer.No, negated, "status", Status(facts), Statuses(granted.Statuses))
            : Until("status-granted", facts.Status is null ? null : facts.StatusFrom, granted.Months, facts, negated),
        Rule.AgeBetween age => Age(age, facts, negated),
        Rule.LevelBelow level => facts.Level is null
            ? Leaf(Answer.Unknown, negated, "level")
            : Leaf(CefrLevel.Rank(facts.Level) < CefrLevel.Rank(level.Level) ? Answer.Yes : Answer.No, negated, "level-below", facts.Level, level.Level),
        Rule.LevelAtLeast level => facts.Level is null
            ? Leaf(Answer.Unknown, negated, "level")
            : Leaf(CefrLevel.Rank(facts.Level) >= CefrLevel.Rank(level.Level) ? Answer.Yes : Answer.NotYet, negated, "level-at-least", facts.Level, level.Level),
        Rule.HoursUsedBelow hours => Leaf(facts.Hours.Used < hours.Hours * facts.AcademicHourMinutes ? Answer.Yes : Answer.No, negated, "hours-used",
            Hours(facts.Hours.Used, facts), Number(hours.Hours)) with
        { Running = true },
        Rule.AttendanceAtLeast attendance => Attendance(attendance, facts, negated),
        Rule.AbsenceBelow absence => Leaf(facts.Hours.AbsentPlanned * 100L < (long)absence.Percent * facts.HeldMinutes || facts.Hours.AbsentPlanned == 0 ? Answer.Yes : Answer.No, negated, "absence",
            Hours(facts.Hours.AbsentPlanned, facts), Number(absence.Percent)) with
        { Running = true },
        Rule.AttendedWithin within => AttendedWithin(within, facts, negated),
        Rule.ModuleCompleted module => Leaf(facts.Modules.Contains(module.Topic, StringComparer.Ordinal) ? Answer.Yes : Answer.NotYet, negated, "module", "word:rule.topic." + module.Topic),
        Rule.LivesInCentre => string.IsNullOrEmpty(facts.ResidenceCentre) ? Leaf(Answer.No, negated, "centre") : Leaf(Answer.Yes, negated, "centre", facts.ResidenceCentre),
        Rule.FamilyMember => Known("family-member", facts.Status == LegalStatus.FamilyMember ? true : facts.IsFamilyMember, Answer.No, negated),
        Rule.RegisteredInCity => Known("registered", facts.IsRegisteredInCity, Answer.NotYet, negated),
        Rule.Works => Known("works", facts.Works, Answer.No, negated),
        Rule.SkillAtLeast skill => facts.Besides?.Skills?.TryGetValue(skill.Skill, out var level) == true
            ? Leaf(CefrLevel.Rank(level!) >= CefrLevel.Rank(skill.Level) ? Answer.Yes : Answer.NotYet, negated, "skill", $"word:rule.skill.{skill.Skill}", level!, skill.Level)
            : Leaf(Answer.Unknown, negated, "skill"),
        Rule.CertificateAtLeast certificate => Certificate(certificate, facts, negated),
        Rule.ReferredBy referred => facts.Besides?.ReferredBy is [_, ..] offices
            ? Leaf(offices.Contains(referred.Office.Trim(), StringComparer.OrdinalIgnoreCase) ? Answer.Yes : Answer.No, negated, "referred", referred.Office)
            : Leaf(Answer.Unknown, negated, "referred"),
        Rule.LearnsAt learns => facts.Besides?.Providers is { } schools
            ? Leaf(schools.Contains(learns.ProviderId) ? Answer.Yes : Answer.NotYet, negated, "provider", ProviderName(learns.ProviderId))
            : Leaf(Answer.Unknown, negated, "provider"),
        Rule.CategoryHoursBelow category => CategoryHours(category, facts, negated),
        _ => throw new InvalidOperationException($"{rule.GetType().Name} cannot be evaluated."),
    };

    /// <summary>A fact that somebody recorded as so or as not so; what nobody recorded is unknown.</summary>
    private static Reason Known(string name, bool? fact, Answer otherwise, bool negated) => Leaf(fact switch { true => Answer.Yes, false => otherwise, null => Answer.Unknown }, negated, name);

    private static Reason Certificate(Rule.CertificateAtLeast rule, Facts facts, bool negated)
    {
        if (facts.Besides?.Certificates is not { } certificates)
        {
            return Leaf(Answer.Unknown, negated, "certificate");
        }

        // Who has none can still take the exam, or show what nobody has seen yet.
        var best = certificates.Where(one => one.Language == rule.Language && CefrLevel.IsKnown(one.Level)).Select(one => one.Level).MaxBy(CefrLevel.Rank);
        return best is not null && CefrLevel.Rank(best) >= CefrLevel.Rank(rule.Level)
            ? Leaf(Answer.Yes, negated, "certificate", Shown.LanguageName(rule.Language), best)
            : Leaf(Answer.NotYet, negated, "certificate", Shown.LanguageName(rule.Language), rule.Level);
    }

    private static Reason CategoryHours(Rule.CategoryHoursBelow rule, Facts facts, bool negated)
    {
        var used = rule.Category switch
        {
            "language" => facts.Hours.Used,
            "orientation" => facts.Besides?.ModuleMinutes?.Values.Sum(),
            _ => facts.Besides?.ModuleMinutes is { } modules ? modules.GetValueOrDefault(rule.Category) : null,
        };
        return used is not { } minutes
            ? Leaf(Answer.Unknown, negated, "category-hours")
            : Leaf(minutes < rule.Hours * facts.AcademicHourMinutes ? Answer.Yes : Answer.No, negated, "category-hours", Hours(minutes, facts), Number(rule.Hours), CategoryName(rule.Category)) with
            { Running = true };
    }

    /// <summary>A name that is data; see <see cref="EligibilityModule"/>.</summary>
    public static string ProviderName(Guid id) => $"word:rule.provider-name.{id}";

    public static string CategoryName(string category) => Condition.Categories.Contains(category) ? $"word:rule.category.{category}" : $"word:rule.topic.{category}";

    private static Reason Least(string code, IReadOnlyList<Rule> rules, Facts facts, bool negated)
    {
        Reason[] below = [.. rules.Select(rule => Evaluate(rule, facts, negated))];
        return new(code, below.Min(reason => reason.Answer), [], below);
    }

    private static Reason Greatest(string code, IReadOnlyList<Rule> rules, Facts facts, bool negated)
    {
        Reason[] below = [.. rules.Select(rule => Evaluate(rule, facts, negated))];
        return new(code, below.Max(reason => reason.Answer), [], below);
    }

    private static Reason StatusIn(Rule.StatusIn rule, Facts facts, bool negated) => facts.Status is { } status
        ? Leaf(rule.Statuses.Contains(status) ? Answer.Yes : Answer.No, negated, "status", Status(facts), Statuses(rule.Statuses))
        : Leaf(Answer.Unknown, negated, "status");

    /// <summary>Open from a day on for so many months; the last day still counts as inside when it is before the anniversary.</summary>
    private static Reason Until(string name, DateOnly? from, int months, Facts facts, bool negated) => from is { } day
        ? Leaf(facts.On < day.AddMonths(months) ? Answer.Yes : Answer.No, negated, name, Iso(day), Iso(day.AddMonths(months).AddDays(-1)))
        : Leaf(Answer.Unknown, negated, name);

    private static Reason Age(Rule.AgeBetween rule, Facts facts, bool negated)
    {
        var answer = facts.Age < rule.From ? Answer.NotYet : facts.Age > rule.To ? Answer.No : Answer.Yes;
        return Leaf(answer, negated, "age", Number(facts.Age), Number(rule.From ?? 0), rule.To is { } to ? Number(to) : "120") with { Running = true };
    }

    private static Reason Attendance(Rule.AttendanceAtLeast rule, Facts facts, bool negated)
    {
        if (facts.IsProofUnknown)
        {
            return Leaf(Answer.Unknown, negated, "proof");
        }

        var standing = AttendanceLine.Standing(facts.AttendedMinutes, facts.HeldMinutes, facts.Hours.RemainingPlanned, rule.Percent, rule.MinimumHours * facts.AcademicHourMinutes, 0);
        var answer = standing.Forecast switch
        {
            Forecast.OnTrack or Forecast.AtRisk => Answer.Yes,
            Forecast.OutOfReach => Answer.No,
            _ => Answer.NotYet,
        };
        return Leaf(answer, negated, "attendance", Hours(facts.AttendedMinutes, facts), Hours(facts.HeldMinutes, facts), Number(rule.Percent)) with { Running = true };
    }

    private static Reason AttendedWithin(Rule.AttendedWithin rule, Facts facts, bool negated)
    {
        if (facts.Hours.LastAttendedOn is not { } last)
        {
            return Leaf(Answer.Yes, negated, "not-begun");
        }

        var until = last.AddMonths(rule.Months).AddDays(rule.Days);
        return Leaf(facts.On <= until ? Answer.Yes : Answer.No, negated, "attended-within", Iso(last), Iso(until)) with { Running = true };
    }

    private static Reason Leaf(Answer answer, bool negated, string name, params string[] details)
    {
        if (answer == Answer.Unknown)
        {
            return new($"rule.{name}.unknown", Answer.Unknown, [], []);
        }

        var (final, suffix) = (answer, negated) switch
        {
            (Answer.Yes, false) => (Answer.Yes, "yes"),
            (Answer.No, false) => (Answer.No, "no"),
            (_, false) => (Answer.NotYet, "not-yet"),
            (Answer.Yes, true) => (Answer.No, "not.no"),
            (_, true) => (Answer.Yes, "not.yes"),
        };
        return new($"rule.{name}.{suffix}", final, details, []);
    }

    public static string Hours(int minutes, Facts facts) => Hours(minutes, facts.AcademicHourMinutes);

    /// <summary>Minutes as academic hours, to a tenth.</summary>
    public static string Hours(int minutes, int academicHourMinutes) => Math.Round((decimal)minutes / academicHourMinutes, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Status(Facts facts) => $"word:rule.name.{facts.Status}";

    private static string Statuses(IEnumerable<Contracts.Participants.LegalStatus> statuses) => "words:" + string.Join('|', statuses.Select(status => $"rule.name.{status}"));

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
