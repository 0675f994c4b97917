using System.Globalization;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Participants.Pages;

/// <summary>The letter with the pass, in the person's language, on one A4 page. Printing it again gives the same pass.</summary>
[Audience(Roles.Coach)]
internal sealed class PrintPassModel(PassDesk desk, CityDay city) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PrintedPass Pass { get; private set; } = null!;

    /// <summary>Today in the language of the letter.</summary>
    public string Today { get; private set; } = "";

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        Response.Headers.CacheControl = "no-store";
        Pass = await desk.PrintLetter(Id, Cancel) ?? throw new NotFound("The pass");
        var page = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Language.Of(Pass.Language).Culture;
        Today = Shown.Date(city.Today);
        CultureInfo.CurrentUICulture = page;
    }
}
