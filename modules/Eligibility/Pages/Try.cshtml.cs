using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>What a programme would say of one person, by the number on the pass: no name is shown.</summary>
[Audience(Roles.Administrator)]
internal sealed class TryModel(IEligibility eligibility, IParticipants participants) : CoursesPage
{
    [FromRoute]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    public ProgrammeAnswer? Answer { get; private set; }

    public async Task OnGet()
    {
        if (Number is null)
        {
            return;
        }

        var number = Number.Trim().ToUpperInvariant();
        var person = await participants.People.Where(row => row.PassNumber == number).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(Cancel);
        if (person is { } id)
        {
            Answer = (await eligibility.Check(id, Cancel)).FirstOrDefault(answer => answer.ProgrammeCode == Code);
        }
    }
}
