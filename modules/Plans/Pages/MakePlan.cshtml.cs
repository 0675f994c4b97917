using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>
/// The door to the plan of a person: their own plan opens for the responsible coach, a first one is made in one form, and where another coach has it the person is asked whether this one may have it. Of that plan nothing is shown but with
/// whom it is.
/// </summary>
[Audience(Roles.Coach)]
internal sealed class MakePlanModel(
    CoursesDb db, PlanTemplates templates, PlanDesk desk, PlanFacts facts, PlanWording wording, IParticipants participants, IConsents consents, INewcomerAccess access, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Person { get; set; }

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string? Template { get; set; }

    [BindProperty]
    public List<AimLine> Aims { get; set; } = [];

    [BindProperty]
    public List<StepLine> Steps { get; set; } = [];

    [BindProperty]
    public Guid? ConsentId { get; set; }

    [BindProperty, StringLength(20)]
    public string? Pin { get; set; }

    public string Name { get; private set; } = "";

    public Language Language { get; private set; } = Language.Of(null);

    public IReadOnlyList<PlanTerms> Templates { get; private set; } = [];

    public PlanTerms? Terms { get; private set; }

    public Known Known { get; private set; } = null!;

    /// <summary>The coach who has the plan; null when nobody has one, or it is mine.</summary>
    public string? Elsewhere { get; private set; }

    /// <summary>My question that waits for the person.</summary>
    public ConsentShown? Question { get; private set; }

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public PlanAim Stand(AimTerms terms) => new(terms.Code, terms.Kind, terms.Measure) { Part = terms.Part, Target = terms.Target };

    public string Said(AimTerms terms) => wording.Aim(Stand(terms), Terms!, CultureInfo.CurrentUICulture);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        if (await db.OfCoach(caller.Id).Where(plan => plan.ParticipantId == Person).OrderBy(plan => plan.ClosedOn != null).ThenByDescending(plan => plan.MadeAt).ThenBy(plan => plan.Id).FirstOrDefaultAsync(Cancel) is { IsOpen: true } mine)
        {
            return Redirect($"/coach/plans/{mine.Id}");
        }

        Aims = [.. (Terms?.Aims ?? []).Select(aim => new AimLine { Code = aim.Code, Take = true, Target = aim.Target, DueOn = aim.DueMonths is { } months ? city.Today.AddMonths(months) : null })];
        Steps = [.. (Terms?.Steps ?? []).Select(step => new StepLine { Code = step.Code, Take = true, DueOn = step.DueDays is { } days ? city.Today.AddDays(days) : null })];
        return Page();
    }

    public Task<IActionResult> OnPostMakeAsync() => Act(async () =>
    {
        var terms = (await templates.Of(Template, Cancel)).Terms;
        var aims = new List<ChosenAim>();
        foreach (var (line, number) in Aims.Select((line, number) => (line, number)).Where(one => one.line.Take))
        {
            var aim = terms.Aims.FirstOrDefault(known => known.Code == line.Code) ?? throw new RuleBroken("plan.changed");
            var target = aim.Target is null ? null : line.Target?.Trim();
            if (aim.Target is not null && (string.IsNullOrEmpty(target) || PlanTerms.Problem(aim.Measure, aim.Part, target) is not null))
            {
                throw new InvalidField($"Aims[{number}].Target", Words["plan.target-wrong"]);
            }

            aims.Add(new(aim, target, Day(line.DueOn, $"Aims[{number}].DueOn")));
        }

        var steps = Steps.Select((line, number) => (line, number)).Where(one => one.line.Take)
            .Select(one => new ChosenStep(terms.Steps.FirstOrDefault(known => known.Code == one.line.Code) ?? throw new RuleBroken("plan.changed"), Day(one.line.DueOn, $"Steps[{one.number}].DueOn"))).ToArray();
        if (aims is [])
        {
            throw new RuleBroken("plan.empty");
        }

        var plan = await desk.Make(Person, terms.Code, aims, steps, Cancel);
        Done = Words["plan.made"];
        return Redirect($"/coach/plans/{plan}");
    });

    /// <summary>The person is asked whether I may have it.</summary>
    public Task<IActionResult> OnPostAskAsync() => Act(async () =>
    {
        await desk.AskForMyself(Person, Cancel);
        Done = Words["plan.asked"];
        return Redirect($"/coach/people/{Person}/plan");
    });

    /// <summary>The person says yes at this desk.</summary>
    public Task<IActionResult> OnPostDeskAsync() => Act(async () =>
    {
        var question = await Mine().Where(row => row.Id == ConsentId).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The consent");
        await access.Confirm(Person, Pin is { Length: > 0 } pin ? pin : throw new InvalidField(nameof(Pin), Words["error.field.required"]), Cancel);
        await consents.Answer(Person, question, yes: true, ConsentWay.Desk, Cancel);
        Done = Words["plan.taken-over"];
        return Redirect($"/coach/people/{Person}/plan");
    });

    protected override string FieldOf(string code) => code.StartsWith("own-word.", StringComparison.Ordinal) ? nameof(Pin) : "";

    protected override async Task Load()
    {
        var person = await participants.People.Where(row => row.Id == Person).Select(row => new { Name = row.GivenName + " " + row.FamilyName, row.Language }).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        (Name, Language) = (person.Name, Language.Of(person.Language));
        var open = await db.OfPerson(Person).Where(plan => plan.ClosedOn == null).Select(plan => new { plan.CoachId, plan.CoachName }).SingleOrDefaultAsync(Cancel);
        if (open is not null && open.CoachId != caller.Id)
        {
            Elsewhere = open.CoachName;
            Question = await consents.Shown(Mine(), Language.Culture, Cancel) is [var asked, ..] ? asked : null;
            return;
        }

        await wording.Prepare(Cancel);
        Templates = [.. (await templates.Current(Cancel)).Select(template => template.Terms)];
        Terms = Templates.FirstOrDefault(terms => terms.Code == Template);
        Known = (await facts.Of([Person], Cancel))[Person];
    }

    private IQueryable<ConsentRow> Mine()
    {
        var me = caller.Id;
        return consents.Consents.Where(row => row.ParticipantId == Person && row.State == ConsentState.Asked && db.Set<PlanHandover>().Any(handover => handover.ConsentId == row.Id && handover.ToCoachId == me));
    }

    private DateOnly? Day(DateOnly? typed, string field) => typed is null or { Year: > 2000 and < 2200 } ? typed : throw new InvalidField(field, Words["error.field.invalid"]);

    internal sealed class AimLine
    {
        public bool Take { get; set; }

        [StringLength(60)]
        public string? Code { get; set; }

        [StringLength(60)]
        public string? Target { get; set; }

        [DateOf(DateMeaning.Plan)]
        public DateOnly? DueOn { get; set; }
    }

    internal sealed class StepLine
    {
        public bool Take { get; set; }

        [StringLength(60)]
        public string? Code { get; set; }

        [DateOf(DateMeaning.Plan)]
        public DateOnly? DueOn { get; set; }
    }
}
