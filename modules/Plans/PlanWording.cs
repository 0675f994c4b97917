using System.Globalization;
using System.Text;
using Courses.Contracts.Orientation;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>Says a plan in a language: on the pages, on paper, and as the text that is kept with a yes.</summary>
internal sealed class PlanWording(Words words, SpokenDetails spoken, IOrientation orientation)
{
    private IReadOnlyList<TopicNameRow>? topics;

    /// <summary>The names of topics that aims speak of; asked for once, before anything is said.</summary>
    public async Task Prepare(CancellationToken cancel) => topics ??=
        [
            .. await orientation.TopicNames.ToListAsync(cancel),
            .. (await orientation.Topics.Select(topic => new { topic.Code, topic.Name }).ToListAsync(cancel)).Select(topic => new TopicNameRow { TopicCode = topic.Code, Language = "", Name = topic.Name }),
        ];

    public string Aim(PlanAim aim, PlanTerms terms, CultureInfo culture)
    {
        var named = terms.Aims.FirstOrDefault(one => one.Code == aim.Code && aim.Code.Length > 0)?.Names is { } names ? PlanTerms.In(names, culture) : null;
        var said = named ?? aim.Measure switch
        {
            Measure.Level => words.In(culture, "plan.aim.level", words.In(culture, "rule.skill." + aim.Part), aim.Target!),
            Measure.Exam => words.In(culture, "plan.aim.exam", aim.Target!, spoken.Say(culture, "word:exam.part." + aim.Part)),
            Measure.Practice => words.In(culture, "plan.aim.practice", aim.Target!, spoken.Say(culture, "word:exam.part." + aim.Part)),
            Measure.Module => words.In(culture, "plan.aim.module", Topic(aim.Target!, culture)),
            Measure.Hours => words.In(culture, "plan.aim.hours", int.Parse(aim.Target!, CultureInfo.InvariantCulture)),
            Measure.Work => words.In(culture, "plan.aim.work"),
            Measure.Mentor => words.In(culture, "plan.aim.mentor"),
            _ => terms.KindIn(aim.Kind, culture),
        };
        return aim.Text.Length > 0 ? $"{said}: {Shown.Apart(aim.Text)}" : said;
    }

    public string Step(PlanStep step, PlanTerms terms, CultureInfo culture)
    {
        var named = step.Code is { } code && terms.Steps.FirstOrDefault(one => one.Code == code) is { } known ? PlanTerms.In(known.Names, culture) : null;
        return named is null ? Shown.Apart(step.Text) : step.Text.Length > 0 ? $"{named} {Shown.Apart(step.Text)}" : named;
    }

    public string Who(StepHelper who, CultureInfo culture) => words.In(culture, "plan.who." + who);

    /// <summary>How far it is, or on what it rests.</summary>
    public string How(PlanAim aim, Progress? progress, CultureInfo culture) => aim.State == AimState.Reached
        ? aim.EvidenceCode is { } code ? spoken.Say(culture, code, aim.Evidence.Split('\n')) : aim.Evidence
        : progress is null ? "" : spoken.Say(culture, progress.Code, progress.Details);

    /// <summary>The whole text that somebody says yes to.</summary>
    public Wording Of(Plan plan, PlanTerms terms, Language language, bool atDesk = false)
    {
        var culture = language.Culture;
        var text = new StringBuilder();
        text.AppendLine(words.In(culture, "plan.agreement.title", PlanTerms.In(terms.Names, culture), plan.Edition));
        Part("plan.agreement.city", terms.OfTheCity.Select(line => PlanTerms.In(line, culture)));
        Part("plan.agreement.person", terms.OfThePerson.Select(line => PlanTerms.In(line, culture)));
        Part("plan.aims", plan.Aims.Where(aim => aim.State != AimState.Dropped).Select(aim => WithDay(Aim(aim, terms, culture), aim.DueOn)));
        Part("plan.steps", plan.Steps.Where(step => step.State != StepState.Dropped).Select(step => WithDay($"{Step(step, terms, culture)} – {Who(step.Who, culture)}", step.DueOn)));
        return new(language.Code, text.ToString(), atDesk);

        void Part(string title, IEnumerable<string> lines)
        {
            text.AppendLine().AppendLine(words.In(culture, title));
            foreach (var line in lines)
            {
                text.Append("- ").AppendLine(line);
            }
        }

        string WithDay(string line, DateOnly? due) => due is { } day ? $"{line} ({Shown.Date(culture, day)})" : line;
    }

    public string Topic(string code, CultureInfo culture) =>
        (topics ?? []).Where(row => row.TopicCode == code && (row.Language == culture.TwoLetterISOLanguageName || row.Language.Length == 0)).OrderByDescending(row => row.Language.Length).FirstOrDefault()?.Name ?? code;
}
