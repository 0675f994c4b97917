using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

/// <summary>
/// Writes the keys that people are found by: with each change of a person in its commit, and as a sweep for those who came in by other ways or were indexed by an
/// earlier version. Running twice changes nothing.
/// </summary>
internal sealed class SearchIndex(CoursesDb db) : ISweep, IAfterMigration
{
    private const int Batch = 2_000;

    /// <summary>In the running unit of work, once the people are as they shall be.</summary>
    public async Task Update(IReadOnlyCollection<Participant> people, CancellationToken cancel)
    {
        foreach (var person in people)
        {
            person.WasIndexed();
        }

        await db.SaveChangesAsync(cancel);
        await Write(people, cancel);
    }

    /// <summary>One batch at a time, each in its own commit, until nobody is left.</summary>
    public async Task<int> Run(CancellationToken cancel)
    {
        var done = 0;
        while (true)
        {
            var written = await db.Transact(
                async () =>
                {
                    var ids = await db.Set<Participant>().Where(person => person.IndexedAs != SearchKeys.Version && person.ErasedAt == null).OrderBy(person => person.Id).Select(person => person.Id).Take(Batch).ToListAsync(cancel);
                    var people = (await db.LockAll<Participant>(ids, cancel)).Values.Where(person => person.IndexedAs != SearchKeys.Version).ToArray();
                    await Update(people, cancel);
                    return ids.Count;
                },
                cancel);
            db.ChangeTracker.Clear();
            done += written;
            if (written < Batch)
            {
                return done;
            }
        }
    }

    Task IAfterMigration.Run(CancellationToken cancel) => Run(cancel);

    private async Task Write(IReadOnlyCollection<Participant> people, CancellationToken cancel)
    {
        var ids = people.Select(person => person.Id).ToArray();
        await db.Set<SearchKey>().Where(row => EF.Parameter(ids).Contains(row.ParticipantId)).ExecuteDeleteAsync(cancel);
        await db.Engine.BulkInsert(
            db, [.. people.SelectMany(person => SearchKeys.Of(person).Select(key => new SearchKey { Key = key, ParticipantId = person.Id }))], cancel);
        await Learn([.. people.SelectMany(person => SearchKeys.WordsOf(person)).Distinct(StringComparer.Ordinal)], cancel);
    }

    private async Task Learn(IReadOnlyCollection<string> words, CancellationToken cancel)
    {
        var marks = words.ToDictionary(SearchKeys.MarkOf);
        var wanted = marks.Keys.ToArray();
        var known = await db.Set<SearchWord>().Where(row => EF.Parameter(wanted).Contains(row.Id)).Select(row => row.Id).ToHashSetAsync(cancel);
        var added = marks.Where(mark => !known.Contains(mark.Key)).SelectMany(mark => SearchKeys.RowsOf(mark.Value)).ToArray();
        if (added is not [])
        {
            await db.Engine.InsertNew(db, added, nameof(SearchWord.Id), cancel);
        }
    }
}
