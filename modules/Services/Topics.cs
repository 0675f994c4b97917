using System.Text.Json;
using Courses.Platform.Languages;

namespace Courses.Services;

/// <summary>What services are about: data in topics.json, with a picture and a name in every language that newcomers read.</summary>
internal static class Topics
{
    public static IReadOnlyList<Topic> All { get; } = Read();

    public static Topic? Of(string? code) => All.FirstOrDefault(topic => topic.Code == code);

    public static IReadOnlyList<Named> Names => [.. All.SelectMany(topic => topic.Names.Select(name => new Named(topic.Code, name.Key, name.Value)).Append(new(topic.Code, "", topic.Names["en"])))];

    private static Topic[] Read()
    {
        using var stream = typeof(Topics).Assembly.GetManifestResourceStream("Courses.Services.Data.topics.json")!;
        return JsonSerializer.Deserialize<Topic[]>(stream, JsonSerializerOptions.Web)!;
    }
}

internal sealed record Topic(string Code, string Icon, IReadOnlyDictionary<string, string> Names);
