using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants.Features;
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
internal sealed class NewPersonModel(CoursesDb db, IParticipants participants, FindDoubles doubles, ClientKeys keys, TimeProvider clock, Caller caller) : CoursesPage, IShowsPeople
{
    private const int MostAlike = 10;

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

    public IReadOnlyList<PersonAlike> Duplicates { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown { get; private set; } = [];

    public LookKind LooksAt => LookKind.Search;

    public string? Typed => $"{Person.GivenName} {Person.FamilyName}";

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
                BirthDate = referral.Born,
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
            var alike = await doubles.Of(new(person.GivenName, person.FamilyName, person.BirthDate, person.Email, person.Phone) { BirthParts = person.BirthParts }, Cancel);

            // The same form sent twice is not a duplicate of itself.
            if (alike is not [] && !Anyway && !await keys.IsKnown(Scope, Key!.Value.ToString(), Cancel))
            {
                Duplicates = await WithRecords(alike);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
            }

            var id = await keys.Once(Scope, Key!.Value.ToString(), new { person, Status, StatusFrom }, () => Register(person, alike), Cancel);
            Done = Words.Say("person.registered", $"{person.GivenName} {person.FamilyName}".Trim());
            return LocalRedirect($"/coach/people/{id}");
        });

    /// <summary>While somebody types: who is alike so far. By post, so that no name stands in an address.</summary>
    public async Task<IActionResult> OnPostAlikeAsync() => Partial(
        "_Alike", await WithRecords(await doubles.Of(new(Person.GivenName ?? "", Person.FamilyName ?? "", Person.BirthDate?.First, Person.Email, Person.Phone) { BirthParts = Person.BirthDate?.Parts ?? PartialDate.Whole }, Cancel)));

    private async Task<IReadOnlyList<PersonAlike>> WithRecords(IReadOnlyList<(Guid Id, IReadOnlyList<Reason> Reasons)> alike)
    {
        var ids = alike.Take(MostAlike).Select(one => one.Id).ToArray();
        var people = await db.Set<Participant>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, Cancel);
        PeopleShown = people.Keys;
        return [.. alike.Where(one => people.ContainsKey(one.Id)).Select(one => new PersonAlike(people[one.Id], one.Reasons))];
    }

    private string Scope => $"register:{caller.Id:N}";

    private async Task<Guid> Register(Person person, IReadOnlyList<(Guid Id, IReadOnlyList<Reason> Reasons)> others)
    {
        var id = await participants.Register(
            new()
            {
                GivenName = person.GivenName,
                FamilyName = person.FamilyName,
                LatinGivenName = person.LatinGivenName,
                LatinFamilyName = person.LatinFamilyName,
                BirthDate = person.BirthDate,
                BirthParts = person.BirthParts,
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
        // The coach saw them and said that it is somebody else: nobody is asked a second time.
        foreach (var (other, reasons) in others.Where(_ => Anyway))
        {
            var pair = LikelyDouble.Of(id, other, reasons, clock.GetUtcNow());
            pair.AreTwo(clock.GetUtcNow(), caller.Id, caller.Name);
            db.Add(pair);
        }

        if (Referral is { } referralId)
        {
            var referral = await db.Set<Referral>().SingleOrDefaultAsync(row => row.Id == referralId, Cancel) ?? throw new NotFound("The referral");
            referral.Came(id, clock.GetUtcNow());
        }

        return id;
    }
}

/// <summary>Somebody who may be the one at the desk, and why.</summary>
internal sealed record PersonAlike(Participant Person, IReadOnlyList<Reason> Reasons);
