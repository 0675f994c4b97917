namespace Courses.Vouchers;

/// <summary>What a voucher must know of the class it is to pay for.</summary>
internal sealed record ClassFacts
{
    public required Guid GroupId { get; init; }

    public required string Name { get; init; }

    public required Guid ProviderId { get; init; }

    public required string ProviderName { get; init; }

    public required DateOnly? AccreditedFrom { get; init; }

    public required DateOnly? AccreditedUntil { get; init; }

    public required DateOnly? CommitmentSignedOn { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required bool IsCancelled { get; init; }

    public required int PlannedMinutes { get; init; }

    /// <summary>Empty when the group is no class of the catalogue.</summary>
    public required string Level { get; init; }

    public required bool IsIntegrationCourse { get; init; }

    public required long PriceCents { get; init; }

    /// <summary>The day from which the person has a seat already; null for a new booking.</summary>
    public DateOnly? EnrolledFrom { get; init; }

    public bool HasAccreditation(DateOnly on) =>
        AccreditedFrom <= on && (AccreditedUntil is null || AccreditedUntil >= on) && CommitmentSignedOn <= on;
}
