namespace Courses.Contracts.Access;

/// <summary>Tablets that were enrolled at a provider.</summary>
public interface IDevices
{
    IQueryable<DeviceRow> Devices { get; }
}

/// <summary>One enrolled tablet.</summary>
public sealed record DeviceRow
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset? RevokedAt { get; init; }

    public required DateTimeOffset? LastSeenAt { get; init; }
}
