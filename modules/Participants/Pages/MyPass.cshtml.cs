using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants.Features;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>The pass on the phone: the same code as on paper.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyPassModel(IParticipants participants, PassDesk desk, Caller caller) : CoursesPage
{
    public string Name { get; private set; } = "";

    public string? Number { get; private set; }

    public string Address { get; private set; } = "";

    public async Task OnGetAsync()
    {
        Response.Headers.CacheControl = "private, no-cache";
        var me = await participants.People.Where(person => person.Id == caller.Id).Select(person => new { person.GivenName, person.FamilyName, person.PassNumber }).SingleOrDefaultAsync(Cancel)
            ?? throw new NotFound("The participant");
        (Name, Number) = ($"{me.GivenName} {me.FamilyName}".Trim(), me.PassNumber);
        Address = Number is null ? "" : desk.AddressOf(Number);
    }
}
