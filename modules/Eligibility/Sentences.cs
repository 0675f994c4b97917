using System.Globalization;
using Courses.Contracts.Attendance;
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

    /// <summary>What was there and does not count, and what the person can do; null where everything counts.</summary>
    public string? TooWeak(Facts facts, CultureInfo culture) => facts is { TooWeakMinutes: > 0, CountsFrom: { } from }
        ? $"{spoken.Say(culture, "proof.too-weak", [Evaluation.Hours(facts.TooWeakMinutes, facts)])} {words.In(culture, "proof.counts-from." + from)}"
        : null;

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

    /// <summary>The whole rule in one sentence: 'Legal stay shorter than 5 years, and status is one of: refugee.' What belongs together stands in brackets.</summary>
    public string AsSentence(Rule rule, CultureInfo culture)
    {
        var said = Clause(rule, culture, isInside: false);
        return said.Length == 0 ? "" : $"{said[..1].ToUpper(culture)}{said[1..]}.";
    }

    /// <summary>What is wrong with terms, and where its cause stands elsewhere, that too.</summary>
    public string Say(TermsProblem problem, CultureInfo culture) => problem.Against is { } other
        ? words.In(culture, problem.Code, Clause(problem.AgainstNegated ? new Rule.Not(other) : other, culture, isInside: false))
        : spoken.Say(culture, problem.Code, problem.Details);

    /// <summary>Everything that a version says, part by part, as lines that can be compared with those of another version.</summary>
    public IReadOnlyList<(string Part, string Sentence)> AllOf(Terms terms, CultureInfo culture) =>
    [
        ("who", AsSentence(terms.Rules, culture)),
        .. Gives(terms, culture).Select(line => ("gets", line)),
        .. Must(terms, culture).Select(line => ("must", line)),
        .. Attendance(terms, culture).Select(line => ("attendance", line)),
        .. Groups(terms, culture).Select(line => ("groups", line)),
        ("funder", terms.Funder),
        ("reports", words.In(culture, "programmes.reports.months", terms.ReportEveryMonths)),
        ("hour", words.In(culture, "programmes.minutes", terms.AcademicHourMinutes)),
        .. terms.Note.Length == 0 ? [] : new[] { ("note", terms.Note) },
    ];

    public IReadOnlyList<string> Attendance(Terms terms, CultureInfo culture) => terms.Attendance is not { } line ? [] :
    [
        words.In(culture, "programmes.attendance.line", line.Percent, line.MinimumHeldHours, line.AtRiskHours),
        words.In(culture, "programmes.mode." + line.Mode),
        words.In(culture, "programmes.excused." + line.Excused),
        .. line.ExcusedByWord is { } byWord ? [words.In(culture, "programmes.by-word", words.In(culture, "programmes.excused." + byWord))] : Array.Empty<string>(),
        .. line.CountsFrom is { } proof and > ProofGrade.Written ? [words.In(culture, "programmes.counts-from", words.In(culture, "proof." + proof))] : Array.Empty<string>(),
        words.In(culture, "programmes.period." + line.Period),
        .. line.Effect == BenefitEffect.Cut ? [words.In(culture, "programmes.cut")] : Array.Empty<string>(),
        words.In(culture, "programmes.own-word", line.DaysWithoutCertificate),
        .. line.WordTimesAYear is { } times ? [words.In(culture, "programmes.word-times", times)] : Array.Empty<string>(),
        .. line.WordAfterWeeks > 0 ? [words.In(culture, "programmes.word-after", line.WordAfterWeeks)] : Array.Empty<string>(),
        words.In(culture, "programmes.waits", line.CommentDays, line.WarningDays),
        .. line.BenefitCents is { } cents ? [words.In(culture, "programmes.benefit", Euros(cents), Euros(line.PersonConfirmsFromCents))] : Array.Empty<string>(),
        .. line.AppliesTo is { } appliesTo ? [words.In(culture, "programmes.applies-to", Clause(appliesTo, culture, isInside: false))] : Array.Empty<string>(),
    ];

    private void Describe(Rule rule, int depth, CultureInfo culture, List<(int, string)> lines)
    {
        IReadOnlyList<Rule> below = rule switch { Rule.All { Rules: not [] } all => all.Rules, Rule.Any any => any.Rules, Rule.Not not => [not.Inner], _ => [] };
        lines.Add((depth, rule switch { Rule.All { Rules: not [] } => words.In(culture, "rules.all"), Rule.Any => words.In(culture, "rules.any"), Rule.Not => words.In(culture, "rules.not"), _ => Phrase(rule, culture) }));
        foreach (var one in below)
        {
            Describe(one, depth + 1, culture, lines);
        }
    }

    private string Clause(Rule rule, CultureInfo culture, bool isInside) => rule switch
    {
        Rule.All { Rules: [var only] } => Clause(only, culture, isInside),
        Rule.Any { Rules: [var only] } => Clause(only, culture, isInside),
        Rule.All { Rules: not [] } all => Joined(all.Rules, "rules.and", culture, isInside),
        Rule.Any any => Joined(any.Rules, "rules.or", culture, isInside),
        Rule.Not not => words.In(culture, "rules.not-one", Clause(not.Inner, culture, isInside: true)),
        _ => Phrase(rule, culture),
    };

    private string Joined(IReadOnlyList<Rule> rules, string joint, CultureInfo culture, bool isInside)
    {
        var said = string.Join(words.In(culture, joint), rules.Select(one => Clause(one, culture, isInside: true)));
        return isInside ? $"({said})" : said;
    }

    /// <summary>One condition as administrators read it.</summary>
    private string Phrase(Rule rule, CultureInfo culture)
    {
        string Line(string key, params string[] details) => spoken.Say(culture, "rules." + key, details);
        return rule switch
        {
            Rule.StatusIn status => Line("status", Names(status.Statuses)),
            Rule.FirstPermitWithinMonths permit => Line("first-permit", Text(permit.Months)),
            Rule.StayShorterThanYears stay => Line("stay", Text(stay.Years)),
            Rule.StatusGrantedWithinMonths granted => Line("status-granted", Names(granted.Statuses), Text(granted.Months)),
            Rule.AgeBetween { To: null } age => Line("age-from", Text(age.From)),
            Rule.AgeBetween { From: null } age => Line("age-to", Text(age.To)),
            Rule.AgeBetween age => Line("age", Text(age.From), Text(age.To)),
            Rule.LevelBelow level => Line("level-below", level.Level),
            Rule.LevelAtLeast level => Line("level-at-least", level.Level),
            Rule.HoursUsedBelow hours => Line("hours-used", Text(hours.Hours)),
            Rule.AttendanceAtLeast attendance => Line("attendance", Text(attendance.Percent), Text(attendance.MinimumHours)),
            Rule.AbsenceBelow absence => Line("absence", Text(absence.Percent)),
            Rule.AttendedWithin within => Line("attended-within", Text(within.Months), Text(within.Days)),
            Rule.LivesInCentre => Line("centre"),
            Rule.FamilyMember => Line("family-member"),
            Rule.RegisteredInCity => Line("registered"),
            Rule.Works => Line("works"),
            Rule.SkillAtLeast skill => Line("skill", $"word:rule.skill.{skill.Skill}", skill.Level),
            Rule.CertificateAtLeast certificate => Line("certificate", Shown.LanguageName(certificate.Language), certificate.Level),
            Rule.ReferredBy referred => Line("referred", referred.Office),
            Rule.LearnsAt learns => Line("provider", Evaluation.ProviderName(learns.ProviderId)),
            Rule.CategoryHoursBelow category => Line("category-hours", Text(category.Hours), Evaluation.CategoryName(category.Category)),
            Rule.ModuleCompleted module => Line("module", $"word:rule.topic.{module.Topic}"),
            _ => Line("anyone"),
        };
    }

    private IEnumerable<string> Gift(Gift gift, CultureInfo culture)
    {
        if (gift.Vouchers is { } vouchers)
        {
            yield return spoken.Say(culture, "gives.vouchers", [Text(vouchers.Count), Euros(vouchers.AmountCents), Text(vouchers.ValidMonths), Shown.List(culture, vouchers.Levels)]);
        }
        else
        {
            yield return spoken.Say(culture, $"gives.{gift.Kind}", [Text(gift.Hours), Text(gift.Count), Shown.List(culture, gift.Levels ?? []), $"word:gives.category.{gift.Category}", "words:" + string.Join('|', (gift.Topics ?? []).Select(topic => $"rule.topic.{topic}"))]);
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
