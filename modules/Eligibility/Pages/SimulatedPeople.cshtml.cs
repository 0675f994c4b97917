using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Eligibility.Pages;

/// <summary>Who would gain or lose, by name: for administrators with the right to see names only.</summary>
[Audience(Roles.Administrator)]
internal sealed class SimulatedPeopleModel(CoursesDb db, IParticipants participants, Caller caller) : CoursesPage, IShowsPeople
{
    private const int PageSize = 100;

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Subject { get; set; } = Decision.Entry;

    [BindProperty(SupportsGet = true)]
    public Movement Movement { get; set; } = Movement.Loses;

    /// <summary>Which page of the list, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    public int At { get; set; } = 1;

    public Simulation Simulation { get; private set; } = null!;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public bool HasMore { get; private set; }

    public IEnumerable<Guid> PeopleShown => Rows.Select(row => row.ParticipantId);

    public async Task OnGet()
    {
        Simulation = await db.Set<Simulation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("simulation");
        if (!caller.May(Permissions.CaseData))
        {
            throw new Forbidden();
        }

        Subject = Subject == Decision.Benefit ? Decision.Benefit : Decision.Entry;
        At = Math.Clamp(At, 1, 10_000);
        var found = await (
            from one in db.Set<SimulatedPerson>().AsNoTracking()
            join person in participants.People on one.ParticipantId equals person.Id
            where one.SimulationId == Id && one.Subject == Subject && one.Movement == Movement
            select new { person.Id, person.GivenName, person.FamilyName, person.PassNumber, one.Before, one.After })
            .PagedInReadersOrder(db, row => row.FamilyName).ThenPagedInReadersOrder(db, row => row.GivenName).ThenBy(row => row.Id)
            .Select(row => new Row(row.Id, row.GivenName + " " + row.FamilyName, row.PassNumber ?? "", row.Before, row.After)).Skip((At - 1) * PageSize).Take(PageSize + 1).ToListAsync(Cancel);
        (Rows, HasMore) = ([.. found.Take(PageSize)], found.Count > PageSize);
    }

    public string PageAt(int at) => $"/admin/simulations/{Id}/people?subject={Subject}&movement={Movement}&at={at}";

    internal sealed record Row(Guid ParticipantId, string Name, string PassNumber, Outcome Before, Outcome After);
}
