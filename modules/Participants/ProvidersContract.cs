using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

internal sealed class ProvidersContract(CoursesDb db, TimeProvider clock) : IProviders
{
    public IQueryable<ProviderRow> Providers => RowsAt(clock.GetUtcNow());

    private IQueryable<ProviderRow> RowsAt(DateTimeOffset now) => db.Set<Provider>().AsNoTracking().Select(provider => new ProviderRow
    {
        Id = provider.Id,
        Name = provider.Name,
        Email = provider.Email,
        Phone = provider.Phone,
        AccountName = provider.AccountName,
        Iban = db.Set<ProviderAccount>().Where(account => account.ProviderId == provider.Id && account.UsableFrom <= now && account.WithdrawnAt == null)
            .OrderByDescending(account => account.UsableFrom).Select(account => account.Iban).FirstOrDefault() ?? provider.Iban,
        AccreditedFrom = provider.AccreditedFrom,
        AccreditedUntil = provider.AccreditedUntil,
        CommitmentSignedOn = provider.CommitmentSignedOn,
    });

    public IQueryable<VenueRow> Venues => db.Set<Venue>().AsNoTracking().Select(venue => new VenueRow
    {
        Id = venue.Id,
        ProviderId = venue.ProviderId,
        Name = venue.Name,
        Address = venue.Address,
        District = venue.District,
        TimeZone = venue.TimeZone,
        Latitude = venue.Latitude,
        Longitude = venue.Longitude,
        WheelchairAccess = venue.WheelchairAccess,
        RoomCapacity = venue.RoomCapacity,
    });

    public Task<Guid> AddVenue(NewVenue venue, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                // Two imports at once must not both find nothing: the provider's row is the queue.
                var provider = await db.Lock<Provider>(venue.ProviderId, cancel) ?? throw new NotFound("The provider");
                if (await db.Set<Venue>().FirstOrDefaultAsync(row => row.ProviderId == provider.Id && row.Name == venue.Name && row.Address == venue.Address, cancel) is { } known)
                {
                    return known.Id;
                }

                var added = new Venue { ProviderId = provider.Id, Name = venue.Name, Address = venue.Address, District = venue.District, TimeZone = venue.TimeZone };
                db.Add(added);
                await db.SaveChangesAsync(cancel);
                return added.Id;
            },
            cancel);
}
