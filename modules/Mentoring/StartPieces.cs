using Courses.Contracts.Access;
using Courses.Mentoring.Pages;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>A student who teaches finds the own hours on the teacher's start page; whoever is no helper finds nothing of it.</summary>
internal sealed class StartPieces(CoursesDb db, HelperHours hours, CityTime city, Caller caller) : IStartPieces
{
    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel)
    {
        if (!caller.Is(Roles.Teacher) || await db.Own(caller).OrderBy(helper => helper.Id).Select(helper => (Guid?)helper.Id).FirstOrDefaultAsync(cancel) is not { } me)
        {
            return [];
        }

        var (first, last) = (await HoursView.Begin(db, me, city.Today, cancel), city.Today);
        return [new("start.own-hours", (await hours.Of(me, first, last, cancel)).Minutes / 60, "/mentor/hours", "clock", Waits: false)];
    }
}
