using System.Collections.Concurrent;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Eligibility;

/// <summary>
/// Works everybody out without a lock and without writing. The engine sums up the hours of a crowd in one pass; then pieces of it are read and evaluated side by side, one while the
/// other's rows are on their way. What is seen is of a moment that passes: who writes looks again, under the gate.
/// </summary>
internal sealed class Look(CoursesDb db, IServiceScopeFactory scopes, CityTime city)
{
    /// <summary>The sums of so many people are in memory at once, however large the city is.</summary>
    public const int PeopleAtOnce = 100_000;

    private const int PeopleAPiece = 4_000;

    private static readonly int SideBySide = Math.Clamp(Environment.ProcessorCount, 2, 4);

    /// <summary>Who of a crowd is not as it was decided: what the rules say is news, a proposal waits to be made or settled, or the person was set aside.</summary>
    public async Task<IReadOnlyCollection<Guid>> WhoIsNotAsDecided(Guid[] crowd, CancellationToken cancel)
    {
        var rules = await RulesOfADay.Read(db, city.Today, cancel);
        var found = new ConcurrentBag<Guid>();
        try
        {
            await Pieces(
                crowd,
                rules.On,
                rules.Needed,
                async (piece, whom, people) =>
                {
                    var current = await piece.StandingDecisions(whom, cancel);
                    var earlier = (await whom.Of(piece.Set<Proposal>().AsNoTracking(), row => row.ParticipantId).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
                    var aside = await whom.Of(piece.Set<SetAside>(), row => row.Id).Select(row => row.Id).ToListAsync(cancel);
                    foreach (var person in people.Where(person => aside.Contains(person.ParticipantId) || IsNews(rules, person, current[person.ParticipantId], earlier[person.ParticipantId])))
                    {
                        found.Add(person.ParticipantId);
                    }
                },
                cancel);
            return found;
        }
        catch (Exception broken) when (db.IsOfTheItem(broken))
        {
            // Something cannot even be read. Who writes finds out whose it is.
            return crowd;
        }
    }

    /// <summary>The facts of a crowd, which is sorted as the engine sorts it, piece by piece, several side by side and each with a context of its own.</summary>
    public async Task Pieces(Guid[] crowd, DateOnly on, Needed needed, Func<CoursesDb, Whom, IReadOnlyList<PersonFacts>, Task> act, CancellationToken cancel)
    {
        var hours = await InScope((own, reader) => own.Transact(
            async () =>
            {
                await own.Engine.ReadWhole(own, cancel);
                return await reader.Hours(Whom.Between(crowd[0], crowd[^1]), on, needed, cancel);
            },
            cancel));
        await Parallel.ForEachAsync(crowd.Chunk(PeopleAPiece), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancel }, async (piece, cancel) =>
        {
            var whom = Whom.Between(piece[0], piece[^1]);
            await InScope(async (own, reader) =>
            {
                await act(own, whom, await reader.Read(whom, on, needed, cancel, hours));
                return true;
            });
        });
    }

    private static bool IsNews(RulesOfADay rules, PersonFacts person, IEnumerable<Standing> inForce, IEnumerable<Proposal> earlier)
    {
        try
        {
            return new Judgement(rules, person, inForce).IsNews([.. earlier]);
        }
        catch (Exception)
        {
            // These facts break the evaluation: who writes sets them aside.
            return true;
        }
    }

    private async Task<T> InScope<T>(Func<CoursesDb, FactsReader, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<CoursesDb>(), scope.ServiceProvider.GetRequiredService<FactsReader>());
    }
}

internal static class Deciding
{
    /// <summary>The decisions in force of these people.</summary>
    public static async Task<ILookup<Guid, Standing>> StandingDecisions(this CoursesDb db, Whom whom, CancellationToken cancel) =>
        (await whom.Of(db.Set<Decision>().AsNoTracking(), row => row.ParticipantId).Where(row => row.SupersededAt == null)
            .Select(row => new Standing(row.Id, row.ParticipantId, row.ProgrammeCode, row.Subject, row.Period, row.Signature, row.Forecast)).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
}
