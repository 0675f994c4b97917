using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Courses.Participants.Features;

/// <summary>
/// Table by table, each in a transaction of its own: what fails holds up no other, and is done by the next run. Only when all are done is the person erased. Who was erased stands in a list outside the database
/// (COURSES_ERASURES_FILE), by which a restored backup erases them again before anybody signs in (<see cref="EraseAgain"/>).
/// </summary>
internal sealed class ErasePerson(
    CoursesDb db, IEnumerable<IKeepsAboutPeople> modules, ErasureDesk desk, IAudit audit, Words words, TimeProvider clock, IConfiguration configuration, ILogger<ErasePerson> log) : IWork
{
    public const string Name = "erase-person";
    public const string ListSetting = "COURSES_ERASURES_FILE";

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        await Erase(order.Read<ErasureOrder>().ErasureId, order.Report, cancel);
        return new("erasure.done", "/admin/erasures");
    }

    public async Task Erase(Guid id, Func<int, int, Task> report, CancellationToken cancel)
    {
        var erasure = await db.Set<Erasure>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.SecondAt != null, cancel) ?? throw new NotFound("The erasure");
        var number = await Number(id, cancel);
        var records = await desk.RecordsOf(erasure.ParticipantId, cancel);

        // The list first, and each record that was closed in favour of this one, too: a backup of the next minute must find them there, and one of before the merge knows them apart.
        foreach (var record in records)
        {
            await Keep(record, number, cancel);
        }

        var (tables, failed) = (modules.SelectMany(module => module.Erasing(records)).ToArray(), 0);
        for (var i = 0; i < tables.Length; i++)
        {
            failed += await Step(id, tables[i], cancel) ? 0 : 1;
            await report(i + 1, tables.Length + 1);
        }

        if (failed > 0)
        {
            // No broken rule: it is tried again, and by FinishErasures until it is done.
            throw new InvalidOperationException($"{failed} tables could not be erased.");
        }

        await db.Transact(
            async () =>
            {
                foreach (var person in (await db.LockAll<Participant>(records, cancel)).Values)
                {
                    person.Erase(words["erasure.name"], number, clock.GetUtcNow());
                }

                var done = await db.Lock<Erasure>(id, cancel) ?? throw new NotFound("The erasure");
                if (done.DoneAt is null)
                {
                    done.Done(clock.GetUtcNow());
                    audit.Record("erasure.done", erasure.ParticipantId);
                }
            },
            cancel);
        await report(tables.Length + 1, tables.Length + 1);
    }

    private Task<int> Number(Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var erasure = await db.Lock<Erasure>(id, cancel) ?? throw new NotFound("The erasure");
            if (erasure.Number is null)
            {
                erasure.Begin((await db.Set<Erasure>().MaxAsync(row => row.Number, cancel) ?? 0) + 1);
            }

            return erasure.Number!.Value;
        },
        cancel);

    private async Task<bool> Step(Guid id, ErasedRows table, CancellationToken cancel)
    {
        if (table.Fate == Fate.Kept)
        {
            return true;
        }

        try
        {
            await db.Transact(async () => Prove(id, table, await table.Erase(cancel), null), cancel);
            return true;
        }
        catch (Exception error) when (db.IsOfTheItem(error))
        {
            log.LogError(error, "The rows of {Table} could not be erased", table.Table);
            await db.Transact(
                () =>
                {
                    Prove(id, table, 0, error.Message);
                    return Task.CompletedTask;
                },
                cancel);
            return false;
        }
    }

    private void Prove(Guid id, ErasedRows table, int rows, string? error)
    {
        var step = new ErasureStep { Table = table.Table, Fate = table.Fate, Rows = rows, At = clock.GetUtcNow(), Error = error };
        db.Add(step);
        db.Entry(step).Property(row => row.ErasureId).CurrentValue = id;
    }

    private async Task Keep(Guid person, int number, CancellationToken cancel)
    {
        if (configuration[ListSetting] is { Length: > 0 } file)
        {
            var known = File.Exists(file) ? await File.ReadAllTextAsync(file, cancel) : "";
            if (!known.Contains(person.ToString(), StringComparison.Ordinal))
            {
                await File.AppendAllLinesAsync(file, [string.Create(CultureInfo.InvariantCulture, $"{number} {person}")], cancel);
            }
        }
    }
}

internal sealed record ErasureOrder(Guid ErasureId);
