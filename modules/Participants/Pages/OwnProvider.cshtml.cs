using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Participants.Pages;

/// <summary>The menu does not know the provider's id; this does.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class OwnProviderModel(Caller caller) : CoursesPage
{
    public IActionResult OnGet() => LocalRedirect($"/admin/providers/{caller.OrganisationId ?? throw new NotFound("The provider")}");
}
