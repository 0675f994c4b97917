using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>One provider. Its manager sees their own and nobody else's.</summary>
[Audience(Roles.Administrator, Roles.Coach, Roles.ProviderManager)]
internal sealed class OneProviderModel(CoursesDb db, CityDay city, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Provider Provider { get; private set; } = null!;

    public DateOnly Today => city.Today;

    public bool MayEdit => caller.Is(Roles.Administrator);

    public bool MaySeeAccount => caller.Is(Roles.Administrator) || caller.Is(Roles.ProviderManager);

    public async Task OnGetAsync()
    {
        if (caller.OrganisationId is { } own && own != Id)
        {
            throw new NotFound("The provider");
        }

        Provider = await db.Set<Provider>().AsNoTracking().Include(provider => provider.Venues).SingleOrDefaultAsync(provider => provider.Id == Id, Cancel) ?? throw new NotFound("The provider");
    }
}
