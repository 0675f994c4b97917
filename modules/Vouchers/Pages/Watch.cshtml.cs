using Courses.Contracts.Access;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;

namespace Courses.Vouchers.Pages;

/// <summary>The watch list: what deserves a look, with points and reasons.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class WatchModel(WatchList list) : CoursesPage
{
    public IReadOnlyList<Watched> Providers { get; private set; } = [];

    public async Task OnGetAsync() => Providers = await list.Of(Cancel);
}
