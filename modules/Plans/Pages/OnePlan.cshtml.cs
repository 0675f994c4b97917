using System.ComponentModel.DataAnnotations;
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

/// <summary>A plan at its coach: how far it is, what is agreed, who has it, what was said, and all that can be changed of it.</summary>
[Audience(Roles.Coach)]
internal sealed class OnePlanModel(
    CoursesDb db, PlanReader reader, PlanTemplates templates, PlanDesk desk, PlanWording wording, IConsents consents, IStaff staff, IProviders providers, INewcomerAccess access, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    private const int MostReceivers = 300;
    private const int MonthsShown = 12;
    private const int MostHandovers = 20;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The aim, or the step, that is changed: one form at a time, or the page would be heavy.</summary>
    [BindProperty(SupportsGet = true, Name = "aim")]
    public Guid? ShownAim { get; set; }

    [BindProperty(SupportsGet = true, Name = "step")]
    public Guid? ShownStep { get; set; }

    public PlanAim? EditedAim => View.Plan.Aims.Find(aim => aim.Id == (AimId ?? ShownAim) && aim.State != AimState.Dropped);

    public PlanStep? EditedStep => View.Plan.Steps.Find(step => step.Id == (StepId ?? ShownStep) && step.State != StepState.Dropped);

    [BindProperty]
    public int Edition { get; set; }

    [BindProperty]
    public Guid? AimId { get; set; }

    [BindProperty]
    public Guid? StepId { get; set; }

    [BindProperty]
    public Guid? ConsentId { get; set; }

    [BindProperty]
    public Guid? HandoverId { get; set; }

    [BindProperty, StringLength(80)]
    public string? Code { get; set; }

    [BindProperty, StringLength(60)]
    public string? Target { get; set; }

    [BindProperty, StringLength(300)]
    public string? Text { get; set; }

    [BindProperty, StringLength(Plan.LongestSaid)]
    public string? Said { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public StepHelper? Who { get; set; }

    [BindProperty]
    public bool IsDone { get; set; }

    [BindProperty, StringLength(60)]
    public string? To { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? UntilDay { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Past)]
    public DateOnly? ReviewedOn { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? NextOn { get; set; }

    [BindProperty]
    public ReviewKind? Kind { get; set; }

    [BindProperty]
    public CloseReason? Why { get; set; }

    [BindProperty, StringLength(20)]
    public string? Pin { get; set; }

    public PlanView View { get; private set; } = null!;

    public IReadOnlyList<(PlanHandover Handover, ConsentShown Consent)> Handovers { get; private set; } = [];

    public IReadOnlyList<(string Key, string Name)> Receivers { get; private set; } = [];

    public bool HasNewWording { get; private set; }

    public DateOnly Today => city.Today;

    public DateOnly UsualUntil => city.Today.AddMonths(MonthsShown);

    public Language PersonsLanguage => Language.Of(View.Person.Language);

    public string PersonsWording => wording.Of(View.Plan, View.Terms, PersonsLanguage).Text;

    /// <summary>Aims of the template that the plan does not have.</summary>
    public IEnumerable<AimTerms> Unused => View.Terms.Aims.Where(aim => View.Aims.All(known => known.Code != aim.Code));

    public IEnumerable<Guid> PeopleShown => [View.Person.Id];

    public LookKind LooksAt => LookKind.Record;

    public PlanAim Stand(AimTerms terms) => new(terms.Code, terms.Kind, terms.Measure) { Part = terms.Part, Target = terms.Target };

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAgreeAsync() => Does(() => desk.AgreeForTheCity(Id, Edition, Cancel), "plan.agreed-and-asked");

    public Task<IActionResult> OnPostAgreeAtDeskAsync() => Does(
        async () =>
        {
            var person = await Person();
            await access.Confirm(person, ThePin(), Cancel);
            await desk.AgreeAtDesk(Id, Edition, Cancel);
        },
        "plan.saved");

    public Task<IActionResult> OnPostAimAsync() => Does(
        async () =>
        {
            var aim = (await reader.Get(Mine(), Cancel)).Plan.Aim(AimId);
            var target = aim.Target is null ? null : Target?.Trim();
            if (aim.Target is not null && (string.IsNullOrEmpty(target) || PlanTerms.Problem(aim.Measure, aim.Part, target) is not null))
            {
                throw new InvalidField(nameof(Target), Words["plan.target-wrong"]);
            }

            await desk.SetAim(Id, aim.Id, new(aim.Code, aim.Kind, null, aim.Measure, aim.Part, target, null), Own(), Day(DueOn, nameof(DueOn)), Cancel);
        },
        "plan.saved");

    public Task<IActionResult> OnPostNewAimAsync() => Does(
        async () =>
        {
            var terms = (await reader.Get(Mine(), Cancel)).Terms;
            var chosen = Code?.Split(':') switch
            {
                ["aim", var code] => terms.Aims.FirstOrDefault(aim => aim.Code == code),
                ["kind", var kind] when terms.Kinds.ContainsKey(kind) => new("", kind, null, Measure.Said, null, null, null),
                _ => null,
            } ?? throw new InvalidField(nameof(Code), Words["error.field.required"]);
            if (chosen.Code.Length == 0 && Own().Length == 0)
            {
                throw new InvalidField(nameof(Text), Words["error.field.required"]);
            }

            await desk.SetAim(Id, null, chosen, Own(), Day(DueOn, nameof(DueOn)), Cancel);
        },
        "plan.saved");

    public Task<IActionResult> OnPostDropAimAsync() => Does(() => desk.DropAim(Id, AimId, Cancel), "plan.saved");

    public Task<IActionResult> OnPostReachAsync() => Does(() => desk.Reach(Id, AimId, city.Today, (Said ?? "").Trim() is { Length: > 0 and <= 300 } evidence ? evidence : throw Missing(nameof(Said)), Cancel), "plan.saved");

    public Task<IActionResult> OnPostReopenAsync() => Does(() => desk.Reopen(Id, AimId, Cancel), "plan.saved");

    public Task<IActionResult> OnPostStepAsync() => Does(
        async () =>
        {
            var step = StepId is null ? null : (await reader.Get(Mine(), Cancel)).Plan.Step(StepId);
            if (step?.Code is null && Own().Length == 0)
            {
                throw Missing(nameof(Text));
            }

            await desk.SetStep(Id, StepId, Own(), Day(DueOn, nameof(DueOn)), Who is { } who && Enum.IsDefined(who) ? who : throw Missing(nameof(Who)), Cancel);
        },
        "plan.saved");

    public Task<IActionResult> OnPostDropStepAsync() => Does(() => desk.DropStep(Id, StepId, Cancel), "plan.saved");

    public Task<IActionResult> OnPostMarkAsync() => Does(() => desk.Mark(Id, StepId, IsDone, Cancel), "plan.saved");

    public Task<IActionResult> OnPostWishAsync() => Does(() => desk.AnswerWish(Id, (Said ?? "").Trim(), Cancel), "plan.saved");

    public Task<IActionResult> OnPostObjectionAsync() => Does(() => desk.AnswerObjection(Id, (Said ?? "").Trim(), Cancel), "plan.saved");

    public Task<IActionResult> OnPostHandOverAsync() => Does(
        () => desk.AskFor(Id, PlanFields.Receiver(To) ?? throw Missing(nameof(To)), Day(UntilDay, nameof(UntilDay)), Cancel), "plan.asked");

    public Task<IActionResult> OnPostTakeBackAsync() => Does(() => desk.TakeHandoverBack(Id, HandoverId, Cancel), "plan.saved");

    public Task<IActionResult> OnPostConsentAtDeskAsync() => Act(async () =>
    {
        var person = await Person();
        var plan = Id;
        var question = await consents.Consents.Where(row => row.Id == ConsentId && row.ParticipantId == person && db.Set<PlanHandover>().Any(handover => handover.ConsentId == row.Id && handover.PlanId == plan))
            .Select(row => (Guid?)row.Id).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The consent");
        await access.Confirm(person, ThePin(), Cancel);
        await consents.Answer(person, question, yes: true, ConsentWay.Desk, Cancel);
        Done = Words["plan.given-at-desk"];

        // It may be another coach's now.
        return Redirect(await Mine().AnyAsync(Cancel) ? $"/coach/plans/{Id}" : "/coach/plans");
    });

    public Task<IActionResult> OnPostReviewAsync() => Does(
        () => desk.Review(Id, Day(ReviewedOn, nameof(ReviewedOn)) ?? throw Missing(nameof(ReviewedOn)), Kind is { } kind && Enum.IsDefined(kind) ? kind : throw Missing(nameof(Kind)), (Said ?? "").Trim() is { Length: > 0 } said ? said : throw Missing(nameof(Said)), Next(), Cancel),
        "plan.saved");

    public Task<IActionResult> OnPostWordingAsync() => Does(() => desk.TakeWording(Id, Cancel), "plan.saved");

    public Task<IActionResult> OnPostCloseAsync() => Does(() => desk.Close(Id, Why is { } why && Enum.IsDefined(why) ? why : throw Missing(nameof(Why)), (Said ?? "").Trim(), Cancel), "plan.saved");

    protected override string FieldOf(string code) => code switch
    {
        "plan.until-day" => nameof(UntilDay),
        "plan.review-day" => nameof(ReviewedOn),
        "plan.is-theirs" or "plan.nobody" => nameof(To),
        _ => "",
    };

    protected override async Task Load()
    {
        View = await reader.Get(Mine(), Cancel);
        var plan = View.Plan;
        var handovers = await db.Set<PlanHandover>().AsNoTracking().Where(row => row.PlanId == plan.Id).OrderByDescending(row => row.AskedAt).ThenBy(row => row.Id).Take(MostHandovers).ToListAsync(Cancel);
        var ids = handovers.Select(row => row.ConsentId).ToArray();
        var shown = (await consents.Shown(consents.Consents.Where(row => EF.Parameter(ids).Contains(row.Id)), PersonsLanguage.Culture, Cancel)).ToDictionary(one => one.Row.Id);
        Handovers = [.. handovers.Where(row => shown.ContainsKey(row.ConsentId)).Select(row => (row, shown[row.ConsentId]))];
        var coaches = await staff.Staff.Where(row => row.Role == Roles.Coach && row.Id != plan.CoachId).OrderBy(row => row.Id).Take(MostReceivers).ToListAsync(Cancel);
        var schools = await providers.Providers.OrderBy(row => row.Id).Take(MostReceivers).Select(row => new { row.Id, row.Name }).ToListAsync(Cancel);
        Receivers =
        [
            .. coaches.Select(row => (Key: $"coach:{row.Id}", row.Name)).InReadersOrder(row => row.Name),
            .. schools.Select(row => (Key: $"provider:{row.Id}", row.Name)).InReadersOrder(row => row.Name),
        ];
        HasNewWording = (await templates.Current(Cancel)).FirstOrDefault(template => template.Code == plan.TemplateCode) is { } current && current.Id != plan.TemplateId;
    }

    private IQueryable<Plan> Mine() => db.OfCoach(caller.Id).Where(plan => plan.Id == Id);

    private async Task<Guid> Person() => await Mine().Select(plan => (Guid?)plan.ParticipantId).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The plan");

    private string Own() => (Text ?? "").Trim();

    private string ThePin() => Pin is { Length: > 0 } pin ? pin : throw Missing(nameof(Pin));

    private DateOnly? Next() => Day(NextOn, nameof(NextOn)) is not { } next ? null : next > city.Today ? next : throw new InvalidField(nameof(NextOn), Words["plan.review-next-day"]);

    private DateOnly? Day(DateOnly? typed, string field) => typed is null or { Year: > 2000 and < 2200 } ? typed : throw new InvalidField(field, Words["error.field.invalid"]);

    private InvalidField Missing(string field) => new(field, Words["error.field.required"]);

    private Task<IActionResult> Does(Func<Task> act, string said) => Act(async () =>
    {
        await act();
        Done = Words[said];
        return Redirect($"/coach/plans/{Id}");
    });
}
