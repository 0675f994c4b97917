using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

/// <summary>A kind of record as the person reads it on a page.</summary>
internal sealed record ToldKind(string Code, string Title, string Why, string Ground, IReadOnlyList<string> SeenBy, string Until, string? Page, int Count);

/// <summary>Asks every module what it keeps about one person, and says it in the language of the moment.</summary>
internal sealed class PersonalData(CoursesDb db, IEnumerable<IKeepsAboutPeople> modules, Retention retention, Words words, TimeProvider clock)
{
    /// <summary>All kinds, whether or not there is a record of this person.</summary>
    public async Task<IReadOnlyList<ToldKind>> Told(Guid person, CancellationToken cancel)
    {
        var told = new List<ToldKind>();
        var (rows, times) = (await RowsOf(person, cancel), await retention.Times(cancel));
        foreach (var kind in modules.SelectMany(module => module.Kinds))
        {
            var count = 0;
            foreach (var table in rows[kind.Code].Where(table => table.IsTold))
            {
                count += await table.Count(cancel);
            }

            told.Add(new(kind.Code, TitleOf(kind), WhyOf(kind), GroundOf(kind), SeenBy(kind), UntilOf(kind, times), kind.Page, count));
        }

        return told;
    }

    public async Task<PersonDocument> Everything(Guid person, string language, Func<int, int, Task> report, CancellationToken cancel)
    {
        var name = await db.Set<Participant>().Where(row => row.Id == person).Select(row => row.GivenName + " " + row.FamilyName).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The person");
        var times = await retention.Times(cancel);
        var (rows, known, done) = (await RowsOf(person, cancel), modules.SelectMany(module => module.Kinds).ToArray(), new List<DocumentKind>());
        foreach (var kind in known)
        {
            var (tables, count) = (new List<DocumentTable>(), 0);
            foreach (var table in rows[kind.Code])
            {
                tables.Add(new(table.Table, await table.Read(cancel)));
                count += table.IsTold ? tables[^1].Rows.Count : 0;
            }

            done.Add(new(kind.Code, TitleOf(kind), WhyOf(kind), GroundOf(kind), SeenBy(kind), UntilOf(kind, times), count, tables));
            await report(done.Count, known.Length);
        }

        return new(PersonFile.Format, clock.GetUtcNow(), language, person, name.Trim(), done);
    }

    private async Task<ILookup<string, KeptRows>> RowsOf(Guid person, CancellationToken cancel)
    {
        // Some rows stay with a record that was closed in favour of this one.
        Guid[] records = [person, .. await db.Set<Participant>().Where(row => row.MergedInto == person).Select(row => row.Id).ToListAsync(cancel)];
        return modules.SelectMany(module => module.RowsOf(records)).ToLookup(table => table.Kind, StringComparer.Ordinal);
    }

    private string TitleOf(KeptKind kind) => words[$"kept.{kind.Code}"];

    private string WhyOf(KeptKind kind) => words[$"kept.{kind.Code}.why"];

    private string GroundOf(KeptKind kind) => words[$"kept.ground.{kind.Ground}"];

    private string[] SeenBy(KeptKind kind) => [.. kind.SeenBy.Select(role => words[$"my.looks.role.{role}"])];

    private string UntilOf(KeptKind kind, IReadOnlyDictionary<string, KeptFor> times) => (kind.Rule is { } rule ? times[rule] : null) switch
    {
        null => words["kept.until.record"],
        { Months: > 0 and var months } => words.Say("kept.until.months", months),
        { Days: var days } => words.Say("kept.until.days", days),
    };
}

/// <summary>Where the file of a person is asked for and handed out: on the person's phone, and at the desk for them.</summary>
internal sealed class PersonDataDesk(CoursesDb db, WorkDesk desk, IAudit audit, Caller caller, TimeProvider clock)
{
    /// <summary>One that is being made is waited for; it is not asked for twice.</summary>
    private static readonly TimeSpan InTheMaking = TimeSpan.FromMinutes(10);

    public async Task Ask(Guid person, string language, CancellationToken cancel)
    {
        var (now, since) = (clock.GetUtcNow(), clock.GetUtcNow() - InTheMaking);
        if (await db.Set<PersonFile>().AnyAsync(row => row.ParticipantId == person && row.DoneAt == null && row.AskedAt > since, cancel))
        {
            return;
        }

        var file = new PersonFile { ParticipantId = person, AskedAt = now, AskedById = caller.Id, AskedByName = caller.Is(Roles.Newcomer) ? "" : caller.Name, Language = language };
        db.Entry(file).Property(row => row.Id).CurrentValue = db.Engine.NewKey();
        var work = await desk.Ask(
            GatherPersonData.Name,
            new PersonFileOrder(file.Id),
            () =>
            {
                db.Add(file);
                audit.Record("person-data.asked", person);
                return Task.CompletedTask;
            },
            cancel);
        await desk.WaitFor(work, cancel);
    }

    /// <summary>The newest first, each with the work that makes it.</summary>
    public async Task<IReadOnlyList<(PersonFile File, WorkItem? Work)>> FilesOf(Guid person, CancellationToken cancel)
    {
        var files = await db.Set<PersonFile>().AsNoTracking().Where(row => row.ParticipantId == person).OrderByDescending(row => row.AskedAt).ToListAsync(cancel);
        var (askers, orders) = (files.Select(file => file.AskedById).Distinct().ToArray(), files.Where(file => file.DoneAt is null).Select(file => JsonSerializer.Serialize(new PersonFileOrder(file.Id))).ToArray());
        var works = orders is [] ? [] : await db.Set<WorkItem>().AsNoTracking()
            .Where(row => EF.Parameter(askers).Contains(row.AskedBy) && row.Name == GatherPersonData.Name && EF.Parameter(orders).Contains(row.Arguments)).ToListAsync(cancel);
        return [.. files.Select(file => (file, works.Find(work => work.Arguments == JsonSerializer.Serialize(new PersonFileOrder(file.Id)))))];
    }

    /// <summary>First the line in the trail, then the file. Broken rules: none; a file that is not there, or another person's, is not found.</summary>
    public async Task<PersonFile> HandOut(Guid person, Guid id, string form, CancellationToken cancel)
    {
        var file = await db.Set<PersonFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.ParticipantId == person && row.DoneAt != null, cancel) ?? throw new NotFound("The file");
        audit.Record("person-data.fetched", person, form);
        await db.SaveChangesAsync(cancel);
        return file;
    }
}
