namespace Courses.Timetable;

/// <summary>Days without classes: of the whole city, or of one provider.</summary>
internal sealed class Holiday
{
    public Guid Id { get; private set; }

    public Guid? ProviderId { get; init; }

    public required string Name { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }
}
