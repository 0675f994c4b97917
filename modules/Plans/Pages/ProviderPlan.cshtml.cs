using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>A plan that the person shows to this provider, as long as they do.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderPlanModel(CoursesDb db, IConsents consents, PlanReader reader, Caller caller) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PlanView View { get; private set; } = null!;

    public DateOnly? Until { get; private set; }

    public IEnumerable<Guid> PeopleShown => [View.Person.Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        Response.Headers.CacheControl = "no-store";
        var mine = db.ShownTo(consents, caller.OrganisationId ?? Guid.Empty).Where(shown => shown.Plan.Id == Id);
        var until = await mine.OrderByDescending(shown => shown.Until).Select(shown => new { shown.Until }).FirstOrDefaultAsync(Cancel) ?? throw new NotFound("The plan");
        (View, Until) = (await reader.Get(db.Set<Plan>().Where(plan => plan.Id == Id && mine.Any()), Cancel), until.Until);
    }
}
