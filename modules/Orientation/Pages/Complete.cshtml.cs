using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Orientation.Pages;

/// <summary>A coach records that somebody finished a module or the start coaching, by pass number or from the person's page.</summary>
[Audience(Roles.Coach)]
internal sealed class CompleteModel(CoursesDb db, IOrientation orientation, IEligibility eligibility, IParticipants participants, IAudit audit, CityTime city) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true, Name = "person")]
    public Guid? PersonId { get; set; }

    [BindProperty]
    public string? PassNumber { get; set; }

    [BindProperty]
    [Required]
    public string? TopicCode { get; set; }

    [BindProperty]
    [Required]
    [DateOf(DateMeaning.Past)]
    public DateOnly? On { get; set; }

    public string? Name { get; private set; }

    /// <summary>Names of the programmes by code.</summary>
    public IReadOnlyDictionary<string, string> Programmes { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<Topic> Topics { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => PersonId is { } person ? [person] : [];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGet()
    {
        On = city.Today;
        await Load();
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (On > city.Today)
        {
            throw new InvalidField(nameof(On), Words["orientation.in-future"]);
        }

        var number = Written(PassNumber);
        var person = await participants.People.SingleOrDefaultAsync(row => PersonId == null ? row.PassNumber == number : row.Id == PersonId, Cancel)
            ?? throw new InvalidField(nameof(PassNumber), Words["orientation.nobody"]);
        if (!await db.Set<Topic>().AnyAsync(topic => topic.Code == TopicCode, Cancel))
        {
            throw new InvalidField(nameof(TopicCode), Words["error.field.invalid"]);
        }

        await db.Transact(
            async () =>
            {
                await orientation.Complete(person.Id, TopicCode!, On!.Value, Cancel);
                audit.Record("module.completed", person.Id, TopicCode!);
            },
            Cancel);
        Done = Words.Say("orientation.recorded", $"{person.GivenName} {person.FamilyName}");
        return Redirect(PersonId is null ? "/orientation/complete" : $"/coach/people/{PersonId}");
    });

    protected override async Task Load()
    {
        Programmes = await eligibility.Programmes.ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
        Topics = [.. (await db.Set<Topic>().AsNoTracking().ToListAsync(Cancel)).OrderBy(topic => topic.ProgrammeCode, StringComparer.Ordinal).ThenInReadersOrder(topic => topic.Name)];
        if (PersonId is { } id)
        {
            Name = await participants.People.Where(row => row.Id == id).Select(row => row.GivenName + " " + row.FamilyName).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        }
    }

    /// <summary>As it stands on the pass: capital letters, groups with hyphens.</summary>
    private static string Written(string? number)
    {
        var plain = string.Concat((number ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant().Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return plain.Length == 9 ? $"{plain[..4]}-{plain[4..8]}-{plain[8..]}" : plain;
    }
}
