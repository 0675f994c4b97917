using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>The plans of my people, those that wait for something, who wishes for another contact person, and who has no plan yet.</summary>
[Audience(Roles.Coach)]
internal sealed class CoachPlansModel(CoursesDb db, PlanTemplates templates, IParticipants participants, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    internal const int AtOnce = 50;

    public static IReadOnlyList<string> Shows { get; } = ["", "agreement", "objections", "reviews", "wishes", "none", "closed"];

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>So many days after arrival; what the strictest template says when nothing is asked.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Days { get; set; }

    public string Which => Show is { } show && Shows.Contains(show) ? show : "";

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public IReadOnlyList<ParticipantRow> People { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public IEnumerable<Guid> PeopleShown => Lines.Select(line => line.Plan.ParticipantId).Concat(People.Select(person => person.Id)).Distinct();

    public async Task OnGetAsync()
    {
        var begin = Place.Read(From);
        if (Which == "none")
        {
            await LoadPeople(begin);
        }
        else
        {
            await LoadPlans(begin);
        }
    }

    private async Task LoadPeople(Place? begin)
    {
        var asked = ModelState.IsValid ? Days : null;
        Days = await templates.WithinDays(Cancel);
        if (Days is null)
        {
            return;
        }

        Days = asked is >= 0 and <= 3650 ? asked : Days;
        var (at, id) = (begin?.At, begin?.Id ?? Guid.Empty);
        var people = await NoPlan.Of(db, participants, city, Days.Value)
            .Where(person => at == null || person.RegisteredAt > at || (person.RegisteredAt == at && person.Id.CompareTo(id) > 0))
            .OrderBy(person => person.RegisteredAt).ThenBy(person => person.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(people, AtOnce, $"/coach/plans?show=none&days={Days}", begin, person => new(person.RegisteredAt, person.Id));
        People = people;
    }

    private async Task LoadPlans(Place? begin)
    {
        var (me, today) = (caller.Id, city.Today);
        var (at, day, id) = (begin?.At, begin?.Day, begin?.Id ?? Guid.Empty);
        var mine = db.OfCoach(me);
        var byDay = Which == "reviews";
        var some = Which switch
        {
            "agreement" => mine.Where(plan => plan.ClosedOn == null && plan.AgreedAt == null),
            "objections" => mine.Where(plan => plan.ClosedOn == null && plan.ObjectedAt != null),
            "reviews" => mine.Where(plan => plan.ClosedOn == null && plan.NextReviewOn <= today),
            "closed" => mine.Where(plan => plan.ClosedOn != null),

            // Whoever wishes for somebody else is seen by all: by name and by nothing of the plan.
            "wishes" => db.Set<Plan>().Where(plan => plan.ClosedOn == null && plan.OtherWishedAt != null),
            _ => mine.Where(plan => plan.ClosedOn == null),
        };
        var ordered = byDay
            ? some.Where(plan => day == null || plan.NextReviewOn > day || (plan.NextReviewOn == day && plan.Id.CompareTo(id) > 0)).OrderBy(plan => plan.NextReviewOn).ThenBy(plan => plan.Id)
            : some.Where(plan => at == null || plan.MadeAt < at || (plan.MadeAt == at && plan.Id.CompareTo(id) > 0)).OrderByDescending(plan => plan.MadeAt).ThenBy(plan => plan.Id);
        var plans = await ordered.Take(AtOnce + 1).AsNoTracking().ToListAsync(Cancel);
        Pages = OtherPages.Of(plans, AtOnce, Which.Length > 0 ? "/coach/plans?show=" + Which : "/coach/plans", begin, plan => byDay ? new(plan.NextReviewOn!.Value, plan.Id) : new(plan.MadeAt, plan.Id));
        var ids = plans.Select(plan => plan.ParticipantId).ToArray();
        var names = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.GivenName + " " + person.FamilyName, Cancel);
        var terms = await templates.TermsOf(plans.Select(plan => plan.TemplateId), Cancel);
        Lines = [.. plans.Where(plan => names.ContainsKey(plan.ParticipantId)).Select(plan => new Line(plan, names[plan.ParticipantId], plan.CoachId == me ? terms[plan.TemplateId].Name : "–", plan.CoachId == me))];
    }

    internal sealed record Line(Plan Plan, string Name, string Template, bool IsMine)
    {
        public string State => Plan switch
        {
            { ClosedOn: not null } => "closed",
            { OtherWishedAt: not null } => "wish",
            { ObjectedAt: not null } => "objected",
            { AgreedAt: not null } => "agreed",
            { CityHasAgreed: true } => "waits",
            _ => "draft",
        };
    }
}
