namespace Courses.Services;

/// <summary>What an organisation says of a service.</summary>
internal sealed record ServiceForm
{
    public required string TopicCode { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string? Phone { get; init; }

    public string? Website { get; init; }

    public IReadOnlyList<string> Languages { get; init; } = [];

    public bool WithoutAppointment { get; init; }

    public bool IsFree { get; init; }

    public WeekHours Hours { get; init; } = WeekHours.None;

    public IReadOnlyList<string> Bring { get; init; } = [];

    /// <summary>By language.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
}
