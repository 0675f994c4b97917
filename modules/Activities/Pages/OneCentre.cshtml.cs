using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Activities.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>One centre: who lives there, moving in and out, and how often people of each age and gender came to what takes place there.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class OneCentreModel(CoursesDb db, KeepCentre keep, ActivityFigures figures, IProviders providers, IParticipants participants, Caller caller, CityTime city) : CoursesPage, IShowsPeople
{
    private const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>Those who moved out, too.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    /// <summary>Figures of this month; of the running one when nothing is said.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Month { get; set; }

    [BindProperty, StringLength(40)]
    public string? PassNumber { get; set; }

    [BindProperty, DateOf(DateMeaning.Past)]
    public DateOnly? On { get; set; }

    [BindProperty]
    public Guid? ResidenceId { get; set; }

    public Centre Centre { get; private set; } = null!;

    public VenueRow? Venue { get; private set; }

    public int Living { get; private set; }

    public IReadOnlyList<Resident> Residents { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public DateOnly First { get; private set; }

    public AgeTable Figures { get; private set; } = new([], 0);

    public bool SeesNames => caller.MaySeeNames();

    public IEnumerable<Guid> PeopleShown => SeesNames ? Residents.Select(resident => resident.ParticipantId) : [];

    public DateOnly Today => city.Today;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostMoveIn() => Act(async () =>
    {
        if (string.IsNullOrWhiteSpace(PassNumber))
        {
            throw new InvalidField(nameof(PassNumber), Words["error.field.required"]);
        }

        await keep.MoveIn(Id, PassNumber, On ?? city.Today, Cancel);
        Done = Words["centres.moved-in"];
        return Redirect($"/activities/centres/{Id}");
    });

    public Task<IActionResult> OnPostMoveOut() => Act(async () =>
    {
        await keep.MoveOut(Id, ResidenceId ?? Guid.Empty, On ?? city.Today, Cancel);
        Done = Words["centres.moved-out"];
        return Redirect($"/activities/centres/{Id}?past=true");
    });

    public Task<IActionResult> OnPostTakeBack() => Act(async () =>
    {
        await keep.TakeBack(Id, ResidenceId ?? Guid.Empty, Cancel);
        Done = Words["centres.lives-here-again"];
        return Redirect($"/activities/centres/{Id}");
    });

    protected override string FieldOf(string code) => code switch
    {
        "residence.nobody" or "residence.lives-elsewhere" => nameof(PassNumber),
        "residence.in-the-future" or "residence.before-it-began" or "residence.overlaps" => nameof(On),
        _ => "",
    };

    protected override async Task Load()
    {
        Centre = await db.Set<Centre>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The centre");
        Venue = await providers.Venues.SingleOrDefaultAsync(venue => venue.Id == Centre.VenueId, Cancel);
        Living = await db.Set<Residence>().CountAsync(row => row.CentreId == Id && row.Until == null, Cancel);
        var begin = Place.Read(From);
        var (day, id, past) = (begin?.Day, begin?.Id ?? Guid.Empty, Past);
        var rows = await (
            from residence in db.Set<Residence>()
            join person in participants.People on residence.ParticipantId equals person.Id
            where residence.CentreId == Id && (past ? residence.Until != null : residence.Until == null) && (day == null || residence.From < day || (residence.From == day && residence.Id.CompareTo(id) > 0))
            orderby residence.From descending, residence.Id
            select new Resident(residence.Id, person.Id, person.FamilyName + " " + person.GivenName, person.PassNumber, residence.From, residence.Until)).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/activities/centres/{Id}{(past ? "?past=true" : "")}", begin, row => new(row.From, row.ResidenceId));
        Residents = rows;
        First = DateOnly.TryParseExact(Month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && asked.Year is > 1900 and < 3000 ? asked : new(city.Today.Year, city.Today.Month, 1);
        Figures = await figures.ByAge(First, First.AddMonths(1).AddDays(-1), Centre.VenueId, Cancel);
    }
}

internal sealed record Resident(Guid ResidenceId, Guid ParticipantId, string Name, string? PassNumber, DateOnly From, DateOnly? Until);
