using Microsoft.Extensions.Configuration;

namespace Courses.Platform;

/// <summary>
/// Where people find the course office: COURSES_OFFICE, its lines with | between them: name, address, telephone, opening hours. They stand on letters, cards and mails; where nothing is set nothing stands there.
/// </summary>
public sealed class CityOffice(IConfiguration configuration)
{
    public IReadOnlyList<string> Lines { get; } = (configuration["COURSES_OFFICE"] ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What has room on a card: the name and the telephone.</summary>
    public IEnumerable<string> OnACard => Lines.Where((_, i) => i is 0 or 2);
}
