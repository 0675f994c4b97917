namespace Courses.Contracts.Services;

/// <summary>What organisations offer at their places, and what they lend.</summary>
public interface IServices
{
    IQueryable<ServiceRow> Services { get; }

    /// <summary>Loans of now and before, as long as they are kept.</summary>
    IQueryable<LoanRow> Loans { get; }
}

/// <summary>A service as its organisation says it is.</summary>
public sealed record ServiceRow
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>The code of its topic, e.g. <c>health</c>.</summary>
    public required string TopicCode { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    /// <summary>WGS 84 degrees; null where nobody has said.</summary>
    public required double? Latitude { get; init; }

    /// <summary>WGS 84 degrees.</summary>
    public required double? Longitude { get; init; }

    /// <summary>ISO 639-1 codes with commas between.</summary>
    public required string Languages { get; init; }

    public required bool WithoutAppointment { get; init; }

    public required bool IsFree { get; init; }

    /// <summary>When its organisation last said that all of it is right.</summary>
    public required DateTimeOffset ReviewedAt { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }
}

/// <summary>A thing that was lent to a person.</summary>
public sealed record LoanRow
{
    public required Guid Id { get; init; }

    public required Guid LendableId { get; init; }

    /// <summary><c>tablet</c>, <c>laptop</c>, <c>phone</c>, <c>book</c>, <c>bicycle</c> or <c>other</c>.</summary>
    public required string Kind { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required DateOnly LentOn { get; init; }

    /// <summary>The last day, as it was extended.</summary>
    public required DateOnly DueOn { get; init; }

    public required DateOnly? ReturnedOn { get; init; }
}
