using System.ComponentModel.DataAnnotations;
using Courses.Activities.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>Reception centres with how many people live there. An administrator adds them.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class CentresModel(CoursesDb db, KeepCentre keep, IProviders providers, Caller caller) : CoursesPage
{
    private const int Most = 200;

    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required]
    public Guid? VenueId { get; set; }

    [BindProperty, Range(1, 5000)]
    public int? Places { get; set; }

    public bool MayAdd => caller.Is(Roles.Administrator);

    public IReadOnlyList<ListedCentre> Centres { get; private set; } = [];

    public IReadOnlyList<VenueRow> Venues { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (!MayAdd)
        {
            throw new Forbidden();
        }

        var id = await keep.Add(Name!.Trim(), VenueId!.Value, Places, Cancel);
        Done = Words["centres.added"];
        return Redirect($"/activities/centres/{id}");
    });

    protected override string FieldOf(string code) => code == "centre.venue-taken" ? nameof(VenueId) : "";

    protected override async Task Load()
    {
        Centres = [.. (await (
            from centre in db.Set<Centre>().VisibleTo(caller)
            join venue in providers.Venues on centre.VenueId equals venue.Id
            orderby centre.Name, centre.Id
            select new ListedCentre(centre.Id, centre.Name, venue.Name + ", " + venue.Address, centre.Places, db.Set<Residence>().Count(residence => residence.CentreId == centre.Id && residence.Until == null)))
            .Take(Most).ToListAsync(Cancel)).InReadersOrder(centre => centre.Name)];
        Venues = MayAdd ? [.. (await providers.Venues.Where(venue => !db.Set<Centre>().Any(centre => centre.VenueId == venue.Id)).ToListAsync(Cancel)).InReadersOrder(venue => venue.Name)] : [];
    }
}

internal sealed record ListedCentre(Guid Id, string Name, string Venue, int? Places, int Residents);
