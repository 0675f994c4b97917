using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Participants.Features;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>The search of managers and teachers: the people of their own classes, and in which of them they are.</summary>
[Audience(Roles.ProviderManager, Roles.Teacher)]
internal sealed class FindInClassesModel(FindPeople find, ITimetable timetable, Caller caller) : CoursesPage, IShowsPeople
{
    internal sealed record Seat(Guid ParticipantId, Guid GroupId, string Name, DateOnly StartsOn, DateOnly EndsOn);

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public Found? Found { get; private set; }

    public ILookup<Guid, Seat> Seats { get; private set; } = Array.Empty<Seat>().ToLookup(seat => seat.ParticipantId);

    public bool OpensClasses => caller.Is(Roles.ProviderManager);

    public IEnumerable<Guid> PeopleShown => Found is { } found ? found.People.Select(person => person.Id) : [];

    public LookKind LooksAt => LookKind.Search;

    public string? Typed => Q;

    public async Task OnGetAsync()
    {
        if (string.IsNullOrWhiteSpace(Q))
        {
            return;
        }

        Found = await find.Search(Q.Length > 400 ? Q[..400] : Q, Cancel);
        var people = Found.People.Select(person => person.Id).ToArray();
        Seats = (await (
            from enrolment in timetable.Enrolments
            join @group in find.OwnGroups on enrolment.GroupId equals @group.Id
            where EF.Parameter(people).Contains(enrolment.ParticipantId) && enrolment.State == EnrolmentState.Enrolled
            orderby @group.StartsOn descending, @group.Id
            select new Seat(enrolment.ParticipantId, @group.Id, @group.Name, @group.StartsOn, @group.EndsOn)).ToListAsync(Cancel)).ToLookup(seat => seat.ParticipantId);
    }
}
