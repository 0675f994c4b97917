using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>My plan: what I aim at and how far it is, what comes next, my yes, my word against it, and who may see it. Works without JavaScript.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyPlanModel(CoursesDb db, PlanReader reader, PlanDesk desk, IConsents consents, IStaff staff, IProviders providers, CityTime city, Caller caller) : CoursesPage
{
    private const int MostReceivers = 300;

    /// <summary>A provider reads for so long; the person may end it before.</summary>
    private const int MonthsShown = 12;

    [BindProperty]
    public Guid? PlanId { get; set; }

    [BindProperty]
    public int Edition { get; set; }

    [BindProperty]
    public Guid? StepId { get; set; }

    [BindProperty]
    public bool IsDone { get; set; }

    [BindProperty]
    public Guid? ConsentId { get; set; }

    [BindProperty]
    public bool Yes { get; set; }

    [BindProperty, StringLength(1000)]
    public string? Said { get; set; }

    [BindProperty, StringLength(60)]
    public string? To { get; set; }

    public PlanView? View { get; private set; }

    public IReadOnlyList<ConsentShown> Consents { get; private set; } = [];

    /// <summary>Coaches and providers, as the form names them.</summary>
    public IReadOnlyList<(string Key, string Name)> Receivers { get; private set; } = [];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAgreeAsync() => Does(() => desk.AgreeForMe(ThePlan(), Edition, Cancel), "my.plan.thanks");

    public Task<IActionResult> OnPostStepAsync() => Does(() => desk.MarkMine(ThePlan(), StepId, IsDone, Cancel), "my.plan.saved");

    public Task<IActionResult> OnPostObjectAsync() => Does(() => desk.Object(ThePlan(), Text(Said, nameof(Said)), Cancel), "my.plan.sent");

    public Task<IActionResult> OnPostOtherAsync() => Does(() => desk.WishForOther(ThePlan(), (Said ?? "").Trim(), Cancel), "my.plan.sent");

    public Task<IActionResult> OnPostConsentAsync() => Does(() => consents.Answer(caller.Id, ConsentId ?? throw new NotFound("The consent"), Yes, ConsentWay.Phone, Cancel), Yes ? "consent.given" : "consent.refused");

    public Task<IActionResult> OnPostWithdrawAsync() => Does(() => consents.Withdraw(caller.Id, ConsentId ?? throw new NotFound("The consent"), ConsentWay.Phone, Cancel), "consent.withdrawn");

    public Task<IActionResult> OnPostGiveAsync() => Does(() => desk.AskForMine(ThePlan(), Receiver(), city.Today.AddMonths(MonthsShown), Cancel), "my.plan.read-first");

    protected override async Task Load()
    {
        var me = caller.Id;
        View = await reader.Find(db.OfPerson(me), Cancel);
        if (View is { } view)
        {
            var plan = view.Plan.Id;
            Consents = await consents.Shown(
                consents.Consents.Where(row => row.ParticipantId == me && (row.State == ConsentState.Asked || row.State == ConsentState.Given) && db.Set<PlanHandover>().Any(handover => handover.ConsentId == row.Id && handover.PlanId == plan)),
                CultureInfo.CurrentUICulture, Cancel);
            var coaches = await staff.Staff.Where(row => row.Role == Roles.Coach && row.Id != view.Plan.CoachId).OrderBy(row => row.Id).Take(MostReceivers).ToListAsync(Cancel);
            var schools = await providers.Providers.OrderBy(row => row.Id).Take(MostReceivers).Select(row => new { row.Id, row.Name }).ToListAsync(Cancel);
            Receivers =
            [
                .. coaches.Select(row => (Key: $"coach:{row.Id}", row.Name)).InReadersOrder(row => row.Name),
                .. schools.Select(row => (Key: $"provider:{row.Id}", row.Name)).InReadersOrder(row => row.Name),
            ];
        }
    }

    private Guid ThePlan() => PlanId ?? throw new NotFound("The plan");

    private Receiver Receiver() => PlanFields.Receiver(To) ?? throw new InvalidField(nameof(To), Words["error.field.required"]);

    private string Text(string? typed, string field) => (typed ?? "").Trim() is { Length: > 0 } text ? text : throw new InvalidField(field, Words["error.field.required"]);

    private Task<IActionResult> Does(Func<Task> act, string said) => Act(async () =>
    {
        await act();
        Done = Words[said];
        return Redirect("/my/plan");
    });
}
