namespace Courses.Activities;

/// <summary>A place where people live for a while, such as a reception centre. What takes place at its venue is for whoever lives there, and counted by person.</summary>
internal sealed class Centre
{
    public Guid Id { get; private set; }

    public required string Name { get; set; }

    /// <summary>Who runs it.</summary>
    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; init; }

    /// <summary>So many people can live there; null where nobody says.</summary>
    public int? Places { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    public required Guid AddedBy { get; init; }
}
