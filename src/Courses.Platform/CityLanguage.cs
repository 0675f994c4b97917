using Microsoft.Extensions.Configuration;

namespace Courses.Platform;

/// <summary>The language that the city teaches and in which levels are kept: COURSES_LANGUAGE, ISO 639-1; German when nothing is set.</summary>
public sealed class CityLanguage(IConfiguration configuration)
{
    public string Code { get; } = configuration["COURSES_LANGUAGE"] ?? "de";
}
