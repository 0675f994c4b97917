namespace Courses.Activities;

/// <summary>A topic to vote for, in a language that newcomers read.</summary>
internal sealed class ActivityTopicName
{
    public Guid TopicId { get; init; }

    public required string Language { get; init; }

    public required string Name { get; init; }
}
