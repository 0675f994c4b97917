using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>Whose address takes no letters. Coaches hear of it here: they correct the address, or say that it is right and is to be written to again.</summary>
[Audience(Roles.Coach)]
internal sealed class UndeliveredModel(CoursesDb db, IParticipants participants, IAudit audit, CityTime city) : CoursesPage, IShowsPeople
{
    private const int Most = 200;

    public IReadOnlyList<Row> People { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => People.Select(row => row.ParticipantId);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost(Guid participantId) => Act(async () =>
    {
        var email = await participants.People.Where(person => person.Id == participantId).Select(person => person.Email).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        var address = RefusedAddress.IdOf(email);
        await db.Transact(
            async () =>
            {
                if (await db.Set<RefusedAddress>().Where(row => row.Id == address).ExecuteDeleteAsync(Cancel) > 0)
                {
                    audit.Record("address.said-right", participantId);
                }
            },
            Cancel);
        Done = Words["undelivered.done"];
        return RedirectToPage();
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    // An address that nobody has any more was corrected: it stands here no longer.
    protected override async Task Load() => People = await (
        from refused in db.Set<RefusedAddress>()
        join person in participants.People on refused.Address equals person.Email
        orderby refused.At descending, person.Id
        select new Row(person.Id, person.GivenName + " " + person.FamilyName, refused.Address, refused.Answer, refused.At)).Take(Most).ToListAsync(Cancel);

    internal sealed record Row(Guid ParticipantId, string Name, string Address, string Answer, DateTimeOffset At);
}
