namespace Courses.Activities;

/// <summary>What one person chose, as long as the vote goes on. Nobody else reads it: when the topic is set the votes are counted and these rows go.</summary>
internal sealed class ActivityVote
{
    public Guid Id { get; private set; }

    public required Guid ActivityId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid TopicId { get; set; }

    public required DateOnly CastOn { get; set; }
}
