using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Features;

/// <summary>Centres, and who lives in them from when until when.</summary>
internal sealed class KeepCentre(CoursesDb db, IParticipants participants, IProviders providers, IAudit audit, Caller caller, CityTime city)
{
    /// <summary>Broken rules: <c>centre.venue-taken</c>.</summary>
    public async Task<Guid> Add(string name, Guid venueId, int? places, CancellationToken cancel)
    {
        var provider = await providers.Venues.Where(venue => venue.Id == venueId).Select(venue => (Guid?)venue.ProviderId).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The venue");
        try
        {
            return await db.Transact(
                async () =>
                {
                    var centre = new Centre { Name = name, ProviderId = provider, VenueId = venueId, Places = places, AddedAt = city.Now, AddedBy = caller.Id };
                    db.Add(centre);
                    audit.Record("centre.added", centre.Id, name);
                    await db.SaveChangesAsync(cancel);
                    return centre.Id;
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("centre.venue-taken");
        }
    }

    /// <summary>Broken rules: <c>residence.nobody</c>, <c>residence.in-the-future</c>, <c>residence.lives-elsewhere</c>, <c>residence.overlaps</c>.</summary>
    public async Task MoveIn(Guid centreId, string passNumber, DateOnly on, CancellationToken cancel)
    {
        await Find(centreId, cancel);
        var number = passNumber.Trim().ToUpperInvariant();
        var person = await participants.People.Where(row => row.PassNumber == number).Select(row => (Guid?)row.Id).SingleOrDefaultAsync(cancel) ?? throw new RuleBroken("residence.nobody");
        if (on > city.Today)
        {
            throw new RuleBroken("residence.in-the-future");
        }

        try
        {
            await db.Transact(
                async () =>
                {
                    var others = await db.Set<Residence>().AsNoTracking().Where(row => row.ParticipantId == person && (row.Until == null || row.Until >= on)).ToListAsync(cancel);
                    if (others.Exists(row => row.Until is null && row.CentreId == centreId))
                    {
                        // The same tap once more.
                        return;
                    }

                    if (others.Exists(row => row.Until is null))
                    {
                        throw new RuleBroken("residence.lives-elsewhere");
                    }

                    if (others is not [])
                    {
                        throw new RuleBroken("residence.overlaps");
                    }

                    db.Add(new Residence { CentreId = centreId, ParticipantId = person, From = on, RecordedAt = city.Now, RecordedBy = caller.Id });
                    audit.Record("residence.began", person);
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("residence.lives-elsewhere");
        }
    }

    /// <summary>Broken rules: <c>residence.in-the-future</c>, and those of <see cref="Residence.End"/>.</summary>
    public Task MoveOut(Guid centreId, Guid residenceId, DateOnly on, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var residence = await Load(centreId, residenceId, cancel);
            if (on > city.Today)
            {
                throw new RuleBroken("residence.in-the-future");
            }

            residence.End(on, city.Now, caller.Id);
            audit.Record("residence.ended", residence.ParticipantId);
        },
        cancel);

    /// <summary>It was a mistake. Broken rules: <c>residence.lives-elsewhere</c>.</summary>
    public async Task TakeBack(Guid centreId, Guid residenceId, CancellationToken cancel)
    {
        try
        {
            await db.Transact(
                async () =>
                {
                    var residence = await Load(centreId, residenceId, cancel);
                    residence.GoOn();
                    audit.Record("residence.taken-back", residence.ParticipantId);
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("residence.lives-elsewhere");
        }
    }

    private async Task<Centre> Find(Guid id, CancellationToken cancel) => await db.Set<Centre>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The centre");

    private async Task<Residence> Load(Guid centreId, Guid residenceId, CancellationToken cancel)
    {
        await Find(centreId, cancel);
        return await db.Set<Residence>().SingleOrDefaultAsync(row => row.Id == residenceId && row.CentreId == centreId, cancel) ?? throw new NotFound("The residence");
    }
}
