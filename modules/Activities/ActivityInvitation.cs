namespace Courses.Activities;

/// <summary>So many seats of each meeting are for the people of a partner organisation.</summary>
internal sealed class ActivityInvitation
{
    public Guid Id { get; private set; }

    public required Guid ActivityId { get; init; }

    /// <summary>The partner.</summary>
    public required Guid ProviderId { get; init; }

    public required int Seats { get; set; }

    public required DateTimeOffset InvitedAt { get; init; }

    public required Guid InvitedBy { get; init; }
}
