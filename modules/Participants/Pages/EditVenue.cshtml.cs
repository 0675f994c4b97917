using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

[Audience(Roles.Administrator)]
internal sealed class EditVenueModel(CoursesDb db, IAudit audit) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid ProviderId { get; set; }

    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? VenueId { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required, StringLength(400)]
    public string? Address { get; set; }

    [BindProperty, Required, StringLength(120)]
    public string? District { get; set; }

    [BindProperty, Required, StringLength(60)]
    public string? TimeZone { get; set; }

    [BindProperty, StringLength(20)]
    public string? Latitude { get; set; }

    [BindProperty, StringLength(20)]
    public string? Longitude { get; set; }

    [BindProperty, Required, Range(1, 1000)]
    public int? RoomCapacity { get; set; }

    [BindProperty]
    public bool WheelchairAccess { get; set; }

    public async Task OnGetAsync()
    {
        if (VenueId is null)
        {
            if (!await db.Set<Provider>().AnyAsync(provider => provider.Id == ProviderId, Cancel))
            {
                throw new NotFound("The provider");
            }

            TimeZone = "Europe/Vienna";
            return;
        }

        var venue = await Find(db.Set<Venue>().AsNoTracking());
        (Name, Address, District, TimeZone, RoomCapacity, WheelchairAccess) = (venue.Name, venue.Address, venue.District, venue.TimeZone, venue.RoomCapacity, venue.WheelchairAccess);
        (Latitude, Longitude) = (venue.Latitude.ToString(CultureInfo.InvariantCulture), venue.Longitude.ToString(CultureInfo.InvariantCulture));
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone!.Trim(), out _))
            {
                throw new InvalidField(nameof(TimeZone), Words["venue.zone-unknown"]);
            }

            var latitude = Degrees(Latitude, nameof(Latitude), 90);
            var longitude = Degrees(Longitude, nameof(Longitude), 180);
            await db.Transact(
                async () =>
                {
                    if (!await db.Set<Provider>().AnyAsync(provider => provider.Id == ProviderId, Cancel))
                    {
                        throw new NotFound("The provider");
                    }

                    var venue = VenueId is null ? new() { ProviderId = ProviderId, Name = "", Address = "", District = "", TimeZone = "" } : await Find(db.Set<Venue>());
                    if (VenueId is null)
                    {
                        db.Add(venue);
                    }

                    (venue.Name, venue.Address, venue.District, venue.TimeZone) = (Name!.Trim(), Address!.Trim(), District!.Trim(), TimeZone.Trim());
                    (venue.Latitude, venue.Longitude, venue.RoomCapacity, venue.WheelchairAccess) = (latitude, longitude, RoomCapacity!.Value, WheelchairAccess);
                    audit.Record("venue.saved", venue.Id);
                },
                Cancel);
            Done = Words["provider.saved"];
            return LocalRedirect($"/admin/providers/{ProviderId}");
        });

    private async Task<Venue> Find(IQueryable<Venue> venues) =>
        await venues.SingleOrDefaultAsync(row => row.Id == VenueId && row.ProviderId == ProviderId, Cancel) ?? throw new NotFound("The venue");

    /// <summary>Empty is 0, a position that nobody has filled in.</summary>
    private double Degrees(string? typed, string field, double most)
    {
        var read = Numbers.Degrees(typed ?? "", most);
        return read.Problem is null ? read.Value ?? 0 : throw new InvalidField(field, Words["error.field.number"]);
    }
}
