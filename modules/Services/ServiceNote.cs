namespace Courses.Services;

/// <summary>What a service does, in a language that newcomers read.</summary>
internal sealed class ServiceNote
{
    public const int Longest = 600;

    public required Guid ServiceId { get; init; }

    public required string Language { get; init; }

    public required string Text { get; set; }
}
