namespace Courses.Contracts.Activities;

/// <summary>What is offered beside classes and orientation: workshops, excursions, walk-in hours, appointments.</summary>
public interface IActivities
{
    IQueryable<ActivityRow> Activities { get; }

    /// <summary>The codes of the kinds that the city has, e.g. <c>excursion</c>.</summary>
    IQueryable<string> Kinds { get; }

    /// <summary>What every kind is called in the reader's language, by its code.</summary>
    Task<IReadOnlyDictionary<string, string>> KindsInWords(CancellationToken cancel);

    /// <summary>Reception centres: what takes place at their venues is for whoever lives there.</summary>
    IQueryable<CentreRow> Centres { get; }

    /// <summary>Adds the kinds that come with the product and that are not there yet; answers how many.</summary>
    Task<int> LoadStandardKinds(CancellationToken cancel);

    /// <summary>One row a meeting. Its id is that of a group of the timetable with one session: seats, registers and marks are found by it.</summary>
    IQueryable<ActivityMeetingRow> Meetings { get; }
}

/// <summary>An activity, once or again and again. Where a meeting is, and was, says its group: the others may have moved since.</summary>
public sealed record ActivityRow
{
    public required Guid Id { get; init; }

    /// <summary>The code of its kind, which is the city's own data, e.g. <c>excursion</c>.</summary>
    public required string KindCode { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Title { get; init; }

    /// <summary>ISO 639-1 codes with commas between; empty for any.</summary>
    public required string Languages { get; init; }

    /// <summary>In full years; null for no limit.</summary>
    public required int? AgeFrom { get; init; }

    public required int? AgeUntil { get; init; }

    /// <summary>Seats of each meeting; null for as many as the room holds.</summary>
    public required int? Capacity { get; init; }

    public required bool OpenToLocals { get; init; }

    /// <summary><c>OpenCall</c>, <c>Invitation</c>, <c>WalkIn</c> or <c>Appointment</c>.</summary>
    public required string Admission { get; init; }

    /// <summary>What its people chose in a vote, in English where it is written in English; null where nothing is set.</summary>
    public required string? Topic { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

/// <summary>A reception centre.</summary>
public sealed record CentreRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required Guid VenueId { get; init; }
}

/// <summary>A meeting of an activity.</summary>
public sealed record ActivityMeetingRow
{
    public required Guid Id { get; init; }

    public required Guid ActivityId { get; init; }
}
