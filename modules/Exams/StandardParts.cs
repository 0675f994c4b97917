using System.Text.Json;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams;

/// <summary>The parts of exams as they are shipped: data in parts.json, loaded by the migration where they are not there yet, and then the city's own to change.</summary>
internal sealed class StandardParts(CoursesDb db) : IAfterMigration
{
    public static IReadOnlyList<StandardPart> All { get; } = Read();

    public async Task Run(CancellationToken cancel)
    {
        var known = await db.Set<ExamPart>().Select(part => part.Code).ToListAsync(cancel);
        foreach (var (standard, number) in All.Select((standard, number) => (standard, number)).Where(one => !known.Contains(one.standard.Code)))
        {
            var part = new ExamPart { Code = standard.Code, Number = number, Skills = string.Join(',', standard.Skills) };
            part.Names.AddRange(standard.Names.Select(name => new ExamPartName { Language = name.Key, Name = name.Value }));
            db.Add(part);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static StandardPart[] Read()
    {
        using var stream = typeof(StandardParts).Assembly.GetManifestResourceStream("Courses.Exams.Data.parts.json")!;
        return JsonSerializer.Deserialize<StandardPart[]>(stream, JsonSerializerOptions.Web)!;
    }
}

internal sealed record StandardPart(string Code, IReadOnlyList<string> Skills, IReadOnlyDictionary<string, string> Names);
