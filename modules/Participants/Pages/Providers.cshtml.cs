using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>The organisations that give courses, and whether vouchers may pay them.</summary>
[Audience(Roles.Administrator, Roles.Coach)]
internal sealed class ProvidersModel(CoursesDb db, CityDay city) : CoursesPage
{
    public IReadOnlyList<Line> Providers { get; private set; } = [];

    public DateOnly Today => city.Today;

    public async Task OnGetAsync() =>
        Providers = [.. (await db.Set<Provider>().AsNoTracking().Select(provider => new Line(provider, provider.Venues.Count)).ToListAsync(Cancel)).InReadersOrder(line => line.Provider.Name)];

    internal sealed record Line(Provider Provider, int Venues);
}
