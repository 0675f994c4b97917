using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>The programmes with the version of each that is in force on one day.</summary>
internal sealed class RulesOfADay
{
    public RulesOfADay(IEnumerable<Programme> programmes, DateOnly on)
    {
        On = on;
        InForce = [.. programmes.Select(programme => (programme, programme.InForce(on)!)).Where(pair => pair.Item2 is not null)];
    }

    public DateOnly On { get; }

    public IReadOnlyList<(Programme Programme, ProgrammeVersion Version)> InForce { get; }

    public static async Task<RulesOfADay> Read(CoursesDb db, DateOnly on, CancellationToken cancel) =>
        new(await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).OrderBy(programme => programme.Code).ToListAsync(cancel), on);

    /// <summary>How the attendance rules divide the time, and what the rules ask for; past periods are judged by the versions of their time.</summary>
    public Needed Needed => new(
        [.. InForce.Select(pair => (pair.Programme.Code, pair.Version.Terms.Attendance?.Period ?? Period.Enrolment))],
        AskedFor.By(InForce.SelectMany(pair => pair.Programme.Versions).Where(version => version.State == VersionState.Published).Select(version => version.Terms)));

    /// <summary>The name of the period that the day is in; null where the programme is not in force, empty where nothing is divided.</summary>
    public string? PeriodNow(string programmeCode) => InForce.FirstOrDefault(pair => pair.Programme.Code == programmeCode).Version is not { } version ? null
        : version.Terms.Attendance is { } rule ? rule.NameOf(rule.PeriodStart(On)) : "";
}
