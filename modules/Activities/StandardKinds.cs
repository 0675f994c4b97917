using System.Text.Json;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

/// <summary>The kinds of activities as they are shipped: data in kinds.json, loaded when an administrator says so, or with a programme whose terms name one, and then the city's own to change.</summary>
internal static class StandardKinds
{
    public static IReadOnlyList<StandardKind> All { get; } = Read();

    /// <summary>Adds those that are not there yet and answers how many.</summary>
    public static async Task<int> Load(CoursesDb db, CancellationToken cancel)
    {
        var known = await db.Set<ActivityKind>().Select(kind => new { kind.Code, kind.Number }).ToListAsync(cancel);
        var added = All.Where(kind => known.TrueForAll(one => one.Code != kind.Code)).ToArray();
        var number = known.Count == 0 ? 0 : known.Max(kind => kind.Number) + 1;
        foreach (var standard in added)
        {
            db.Add(standard.Made(number++));
        }

        await db.SaveChangesAsync(cancel);
        return added.Length;
    }

    private static StandardKind[] Read()
    {
        using var stream = typeof(StandardKinds).Assembly.GetManifestResourceStream("Courses.Activities.Data.kinds.json")!;
        return JsonSerializer.Deserialize<StandardKind[]>(stream, JsonSerializerOptions.Web)!;
    }
}

internal sealed record StandardKind(string Code, string Icon, IReadOnlyDictionary<string, string> Names)
{
    public ActivityKind Made(int number)
    {
        var kind = new ActivityKind { Code = Code, Number = number, Icon = Icon };
        kind.Names.AddRange(Names.Select(name => new ActivityKindName { Language = name.Key, Name = name.Value }));
        return kind;
    }
}
