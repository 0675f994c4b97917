using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Eligibility.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>A letter did not arrive, or nobody knows: a coach writes down when, how and by whom the newcomer was told. The time to answer runs from that day.</summary>
[Audience(Roles.Coach)]
internal sealed class ToldModel(CoursesDb db, IParticipants participants, TellOfProposal tell, Caller caller, CityTime city) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Past)]
    public DateOnly? On { get; set; }

    [BindProperty]
    [Required]
    public string? How { get; set; }

    [BindProperty]
    [Required]
    [StringLength(200)]
    public string? By { get; set; }

    public string Person { get; private set; } = "";

    public IEnumerable<Guid> PeopleShown { get; private set; } = [];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGet()
    {
        (On, By) = (city.Today, caller.Name);
        await Load();
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (!TellOfProposal.Ways.Contains(How!))
        {
            throw new InvalidField(nameof(How), Words["proposals.tell.how.choose"]);
        }

        await tell.ByPerson(Id, How!, On!.Value, By!.Trim(), Cancel);
        Done = Words["proposals.tell.done"];
        return Redirect("/coach/proposals");
    });

    protected override string FieldOf(string code) => code == "proposal.told-when" ? nameof(On) : "";

    protected override async Task Load()
    {
        var id = await db.Set<Proposal>().Where(row => row.Id == Id).Select(row => (Guid?)row.ParticipantId).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The proposal");
        PeopleShown = [id];
        Person = await participants.People.Where(person => person.Id == id).Select(person => person.GivenName + " " + person.FamilyName).SingleAsync(Cancel);
    }
}
