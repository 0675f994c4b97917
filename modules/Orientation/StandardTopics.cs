using System.Text.Json;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation;

/// <summary>The topics of the programmes as they are shipped: data in topics.json, loaded once and then the city's own to change.</summary>
internal static class StandardTopics
{
    public static IReadOnlyList<StandardTopic> All { get; } = Read();

    /// <summary>Adds the topics that are not there yet and answers how many.</summary>
    public static async Task<int> Load(CoursesDb db, CancellationToken cancel)
    {
        var known = await db.Set<Topic>().Select(topic => topic.Code).ToListAsync(cancel);
        var added = All.Where(topic => !known.Contains(topic.Code)).ToArray();
        foreach (var standard in added)
        {
            var topic = new Topic { Code = standard.Code, ProgrammeCode = standard.Programme, Name = standard.Names["en"], PlannedMinutes = standard.Minutes };
            topic.Names.AddRange(standard.Names.Where(name => name.Key != "en").Select(name => new TopicName { Language = name.Key, Name = name.Value }));
            db.Add(topic);
        }

        await db.SaveChangesAsync(cancel);
        return added.Length;
    }

    private static StandardTopic[] Read()
    {
        using var stream = typeof(StandardTopics).Assembly.GetManifestResourceStream("Courses.Orientation.Data.topics.json")!;
        return JsonSerializer.Deserialize<StandardTopic[]>(stream, JsonSerializerOptions.Web)!;
    }
}

internal sealed record StandardTopic(string Code, string Programme, int Minutes, Dictionary<string, string> Names);
