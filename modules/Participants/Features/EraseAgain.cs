using System.Globalization;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Participants.Features;

/// <summary>
/// After a backup was restored, `migrate` erases again whoever is on the list outside, and whoever is erased by the database's own word but stands there with a name.
/// </summary>
internal sealed class EraseAgain(CoursesDb db, ErasePerson erase, IConfiguration configuration, TimeProvider clock) : IAfterMigration
{
    public async Task Run(CancellationToken cancel) =>
        await Run(configuration[ErasePerson.ListSetting] is { Length: > 0 } file && File.Exists(file) ? await File.ReadAllLinesAsync(file, cancel) : [], cancel);

    /// <param name="list">Lines of the list: number and person.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How many people had come back.</returns>
    public async Task<int> Run(IReadOnlyCollection<string> list, CancellationToken cancel)
    {
        var back = new List<Guid>();
        foreach (var line in list)
        {
            if (line.Split(' ') is [var said, var id] && int.TryParse(said, CultureInfo.InvariantCulture, out var number) && Guid.TryParse(id, out var person))
            {
                if (await Known(person, number, cancel) is { } erasure)
                {
                    back.Add(erasure);
                }
            }
        }

        back.AddRange(await db.Set<Erasure>()
            .Where(row => row.DoneAt != null && db.Set<Participant>().Any(person => (person.Id == row.ParticipantId || person.MergedInto == row.ParticipantId) && person.ErasedAt == null)).Select(row => row.Id).ToListAsync(cancel));
        var all = back.Distinct().ToArray();
        foreach (var erasure in all)
        {
            await erase.Erase(erasure, (_, _) => Task.CompletedTask, cancel);
        }

        return all.Length;
    }

    /// <summary>The erasure of somebody who came back; null when there is nothing to do.</summary>
    private Task<Guid?> Known(Guid person, int number, CancellationToken cancel) => db.Transact<Guid?>(
        async () =>
        {
            if (!await db.Set<Participant>().AnyAsync(row => row.Id == person && row.ErasedAt == null, cancel))
            {
                return null;
            }

            var erasure = await db.Set<Erasure>().Where(row => row.ParticipantId == person && row.WithdrawnAt == null).OrderBy(row => row.AskedAt).FirstOrDefaultAsync(cancel);
            if (erasure is null)
            {
                var now = clock.GetUtcNow();
                erasure = new() { ParticipantId = person, AskedAt = now, AskedById = Guid.Empty, AskedByName = "" };
                db.Add(erasure);
            }

            if (!erasure.IsDecided)
            {
                // Records that were merged later than the backup stand under one number in the list: the first keeps it.
                var isTaken = await db.Set<Erasure>().AnyAsync(row => row.Number == number && row.Id != erasure.Id, cancel);
                erasure.IsKnownFromOutside(isTaken ? null : number, clock.GetUtcNow());
            }

            await db.SaveChangesAsync(cancel);
            return erasure.Id;
        },
        cancel);
}
