namespace Courses.Contracts.Participants;

/// <summary>Organisations that give courses, and their rooms.</summary>
public interface IProviders
{
    IQueryable<ProviderRow> Providers { get; }

    IQueryable<VenueRow> Venues { get; }

    /// <summary>Adds a venue to the running unit of work and answers its id, or the one that the provider already has under this name and address.</summary>
    Task<Guid> AddVenue(NewVenue venue, CancellationToken cancel);
}

/// <summary>A venue that is known by name and address only: its position and the size of its room are filled in later (both are 0 until then).</summary>
public sealed record NewVenue(Guid ProviderId, string Name, string Address, string District, string TimeZone);

/// <summary>A provider. Only an accredited one with a signed commitment may redeem vouchers.</summary>
public sealed record ProviderRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    public required string? Phone { get; init; }

    public required string? Iban { get; init; }

    /// <summary>How the bank writes the holder of the account, in Latin letters; null when that is <see cref="Name"/>.</summary>
    public required string? AccountName { get; init; }

    public required DateOnly? AccreditedFrom { get; init; }

    public required DateOnly? AccreditedUntil { get; init; }

    public required DateOnly? CommitmentSignedOn { get; init; }
}

/// <summary>A place where classes meet.</summary>
public sealed record VenueRow
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    /// <summary>District or part of town, as people name it; what newcomers filter by.</summary>
    public required string District { get; init; }

    /// <summary>IANA time zone, e.g. <c>Europe/Vienna</c>: local times of sessions are in it.</summary>
    public required string TimeZone { get; init; }

    /// <summary>WGS 84 degrees.</summary>
    public required double Latitude { get; init; }

    /// <summary>WGS 84 degrees.</summary>
    public required double Longitude { get; init; }

    public required bool WheelchairAccess { get; init; }

    /// <summary>How many people the room holds.</summary>
    public required int RoomCapacity { get; init; }
}
