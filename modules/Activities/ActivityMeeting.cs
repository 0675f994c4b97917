namespace Courses.Activities;

/// <summary>One meeting of an activity. It shares its id with the group of the timetable.</summary>
internal sealed class ActivityMeeting
{
    public required Guid Id { get; init; }

    public required Guid ActivityId { get; init; }
}
