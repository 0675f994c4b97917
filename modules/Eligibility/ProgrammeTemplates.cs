using System.Text.Json;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>The programmes as they are published, one file each in the folder Templates. Loading one is an administrator's act; loading it again changes nothing.</summary>
internal sealed record ProgrammeTemplate
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>By language; a reader of a language that is not among them reads <see cref="Name"/>.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    public required string City { get; init; }

    public required IReadOnlyList<TemplateVersion> Versions { get; init; }

    public IEnumerable<ProgrammeName> NamesAsRows => Names.Select(name => new ProgrammeName { Language = name.Key, Name = name.Value });

    /// <summary>The programme with all its versions, as an administrator would put them in force.</summary>
    public Programme Create(string by, DateTimeOffset at)
    {
        var programme = new Programme { Code = Code, Name = Name, City = City };
        programme.Names.AddRange(NamesAsRows);
        foreach (var version in Versions)
        {
            programme.PutInForce(version.Terms, version.ValidFrom, version.ValidUntil, by, at);
        }

        return programme;
    }
}

internal sealed record TemplateVersion
{
    public required DateOnly ValidFrom { get; init; }

    public DateOnly? ValidUntil { get; init; }

    public required string Funder { get; init; }

    public required int ReportEveryMonths { get; init; }

    public int AcademicHourMinutes { get; init; } = 45;

    public required Rule Rules { get; init; }

    public required IReadOnlyList<Gift> Gives { get; init; }

    public IReadOnlyList<Duty> Must { get; init; } = [];

    public AttendanceRule? Attendance { get; init; }

    public IReadOnlyList<GroupSize> Groups { get; init; } = [];

    public string Note { get; init; } = "";

    public Terms Terms => new()
    {
        Funder = Funder,
        ReportEveryMonths = ReportEveryMonths,
        AcademicHourMinutes = AcademicHourMinutes,
        Rules = Rules,
        Gives = Gives,
        Must = Must,
        Attendance = Attendance,
        Groups = Groups,
        Note = Note,
    };
}

internal static class ProgrammeTemplates
{
    public static IReadOnlyList<ProgrammeTemplate> All { get; } = [.. ShippedFiles.Of(typeof(ProgrammeTemplate)).Select(json => JsonSerializer.Deserialize<ProgrammeTemplate>(json, Terms.Json)!)];

    /// <summary>Loads those templates that are not there yet, and answers how many were.</summary>
    public static Task<int> LoadTemplates(CoursesDb db, TimeProvider clock, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var known = await db.Set<Programme>().Select(programme => programme.Code).ToListAsync(cancel);
                var missing = All.Where(template => !known.Contains(template.Code)).ToArray();
                foreach (var template in missing)
                {
                    Load(db, template, "template", clock.GetUtcNow());
                }

                return missing.Length;
            },
            cancel);

    public static Programme Load(CoursesDb db, ProgrammeTemplate template, string by, DateTimeOffset at) => db.Add(template.Create(by, at)).Entity;
}
