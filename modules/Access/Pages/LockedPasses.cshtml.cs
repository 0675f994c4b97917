using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>Whose pass locked itself after five wrong answers. Coaches hear of it here and help.</summary>
[Audience(Roles.Coach)]
internal sealed class LockedPassesModel(INewcomerAccess access, IParticipants participants) : CoursesPage, IShowsPeople
{
    public sealed record Row(Guid ParticipantId, string Name, DateTimeOffset Until);

    public IReadOnlyList<Row> Locked { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => Locked.Select(row => row.ParticipantId);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync(Guid participantId) => Act(async () =>
    {
        if (!await participants.People.AnyAsync(person => person.Id == participantId, Cancel))
        {
            throw new NotFound("The person");
        }

        await access.Unlock(participantId, Cancel);
        Done = Words["locked.done"];
        return RedirectToPage();
    });

    protected override async Task Load() => Locked = await (
        from locked in access.Locks
        join person in participants.People on locked.ParticipantId equals person.Id
        orderby locked.Until descending
        select new Row(person.Id, person.GivenName + " " + person.FamilyName, locked.Until)).Take(200).ToListAsync(Cancel);
}
