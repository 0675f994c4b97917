using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Registers a newcomer, once per form however often it is sent. Who looks like somebody known is shown first.</summary>
[Audience(Roles.Coach)]
internal sealed class NewPersonModel(CoursesDb db, IParticipants participants, ClientKeys keys, TimeProvider clock, Caller caller) : CoursesPage
{
    [BindProperty]
    public PersonForm Person { get; set; } = new();

    [BindProperty, Required]
    public LegalStatus? Status { get; set; }

    [BindProperty, Required]
    [DateOf(DateMeaning.Past)]
    public DateOnly? StatusFrom { get; set; }

    // Named, so that the binder does not look for levels in other fields when there are none.
    [BindProperty(Name = nameof(Level))]
    public Dictionary<Skill, string?> Level { get; set; } = [];

    /// <summary>The coach has seen who looks alike and says that it is somebody else.</summary>
    [BindProperty]
    public bool Anyway { get; set; }

    [BindProperty, Required]
    public Guid? Key { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Referral { get; set; }

    public IReadOnlyList<Participant> Duplicates { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Key = Guid.NewGuid();
        if (Referral is { } id)
        {
            var referral = await db.Set<Referral>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, Cancel) ?? throw new NotFound("The referral");
            Person = new()
            {
                GivenName = referral.GivenName,
                FamilyName = referral.FamilyName,
                BirthDate = referral.BirthDate,
                Language = referral.Language,
                Email = referral.Email,
                FirstPermitOn = referral.PermitOn,
            };
            (Status, StatusFrom) = (referral.Status, referral.PermitOn);
        }
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            var person = Person.ToPerson();
            if (!Anyway && await participants.FindDuplicates(new(person.GivenName, person.FamilyName, person.BirthDate, person.Email, person.Phone), Cancel) is { Count: > 0 } alike)
            {
                // The same form sent twice is not a duplicate of itself.
                if (!await keys.IsKnown(Scope, Key!.Value.ToString(), Cancel))
                {
                    Duplicates = await db.Set<Participant>().AsNoTracking().Where(row => EF.Parameter(alike).Contains(row.Id)).ToListAsync(Cancel);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                }
            }

            var id = await keys.Once(Scope, Key!.Value.ToString(), new { person, Status, StatusFrom }, () => Register(person), Cancel);
            Done = Words.Say("person.registered", $"{person.GivenName} {person.FamilyName}".Trim());
            return LocalRedirect($"/coach/people/{id}");
        });

    private string Scope => $"register:{caller.Id:N}";

    private async Task<Guid> Register(Person person)
    {
        var id = await participants.Register(
            new()
            {
                GivenName = person.GivenName,
                FamilyName = person.FamilyName,
                LatinGivenName = person.LatinGivenName,
                LatinFamilyName = person.LatinFamilyName,
                BirthDate = person.BirthDate,
                Gender = person.Gender,
                Language = person.Language,
                Email = person.Email,
                Phone = person.Phone,
                Address = person.Address,
                Status = Status!.Value,
                StatusFrom = StatusFrom!.Value,
                FirstPermitOn = person.FirstPermitOn,
                ArrivedOn = person.ArrivedOn,
                ResidenceCentre = person.ResidenceCentre,
                IsFamilyMember = person.IsFamilyMember,
                IsRegisteredInCity = person.IsRegisteredInCity,
                Works = person.Works,
                Levels = Level.Where(level => !string.IsNullOrEmpty(level.Value)).ToDictionary(level => level.Key, level => level.Value!),
                Needs = Person.Needs,
            },
            Cancel);
        if (Referral is { } referralId)
        {
            var referral = await db.Set<Referral>().SingleOrDefaultAsync(row => row.Id == referralId, Cancel) ?? throw new NotFound("The referral");
            referral.Came(id, clock.GetUtcNow());
        }

        return id;
    }
}
