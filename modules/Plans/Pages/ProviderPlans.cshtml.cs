using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>Plans that people said this provider may read, the newest first.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderPlansModel(CoursesDb db, IConsents consents, IParticipants participants, Caller caller) : CoursesPage, IShowsPeople
{
    internal const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public IEnumerable<Guid> PeopleShown => Lines.Select(line => line.ParticipantId).Distinct();

    public async Task OnGetAsync()
    {
        var begin = Place.Read(From);
        var (at, id) = (begin?.At, begin?.Id ?? Guid.Empty);
        var lines = await (
            from shown in db.ShownTo(consents, caller.OrganisationId ?? Guid.Empty)
            join person in participants.People on shown.Plan.ParticipantId equals person.Id
            where at == null || shown.Since < at || (shown.Since == at && shown.Plan.Id.CompareTo(id) > 0)
            orderby shown.Since descending, shown.Plan.Id
            select new Line(shown.Plan.Id, person.Id, person.GivenName + " " + person.FamilyName, shown.Plan.CoachName, shown.Until, shown.Since!.Value)).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(lines, AtOnce, "/provider/plans", begin, line => new(line.Since, line.Id));
        Lines = lines;
    }

    internal sealed record Line(Guid Id, Guid ParticipantId, string Name, string Coach, DateOnly? Until, DateTimeOffset Since);
}
