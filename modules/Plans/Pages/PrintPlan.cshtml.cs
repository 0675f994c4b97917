using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Plans.Pages;

/// <summary>The plan on paper: a sheet in the person's language and one in the reader's, with a line for each to sign.</summary>
[Audience(Roles.Coach)]
internal sealed class PrintPlanModel(CoursesDb db, PlanReader reader, Caller caller) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PlanView View { get; private set; } = null!;

    public IReadOnlyList<Language> Languages { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [View.Person.Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        View = await reader.Get(db.OfCoach(caller.Id).Where(plan => plan.Id == Id), Cancel);
        Languages = [.. new[] { Language.Of(View.Person.Language), Language.Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) }.Distinct()];
    }
}
