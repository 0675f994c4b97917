using System.Collections.Concurrent;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Features;

/// <summary>
/// Who would gain and who would lose by a version that is not in force, on any day up to today, with the facts of that day as far as they are known now. Everybody is looked at as in the night; nothing
/// is written but the answer.
/// </summary>
internal sealed class SimulateRule(CoursesDb db, Look look, LookBackAtDecisions lookBack, IParticipants participants, TimeProvider clock) : IWork
{
    public const string Name = "simulate-rule";

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var id = order.Read<SimulateRuleOrder>().SimulationId;
        var asked = await db.Set<Simulation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("simulation");
        if (asked.Since is not null)
        {
            var (told, differ) = await lookBack.Run(order, asked, cancel);
            return await Finish(id, told, differ, cancel);
        }

        var before = await db.TermsOf(asked.ProgrammeCode, asked.Against, cancel);
        var after = asked.Terms;
        var people = await participants.People.OrderBy(person => person.Id).Select(person => person.Id).ToArrayAsync(cancel);
        var (tally, moved, done) = (new SimulationTally(), new ConcurrentBag<SimulatedPerson>(), 0);
        foreach (var crowd in people.Chunk(Look.PeopleAtOnce))
        {
            await look.Pieces(
                crowd,
                asked.On,
                asked.NeededBeside(before),
                async (_, _, piece) =>
                {
                    var counted = new SimulationTally();
                    foreach (var person in piece)
                    {
                        foreach (var simulated in Simulated.Of(asked.ProgrammeCode, before, after, person))
                        {
                            counted.Add(person, simulated);
                            if (simulated.Movement != Movement.Unchanged)
                            {
                                moved.Add(new()
                                {
                                    SimulationId = id,
                                    ParticipantId = person.ParticipantId,
                                    Subject = simulated.Subject,
                                    Movement = simulated.Movement,
                                    Before = simulated.Before,
                                    After = simulated.After,
                                });
                            }
                        }
                    }

                    tally.Add(counted);
                    await order.Report(Interlocked.Add(ref done, piece.Count), people.Length);
                },
                cancel);
        }

        return await Finish(id, tally, moved, cancel);
    }

    private async Task<WorkDone> Finish(Guid id, SimulationTally tally, IReadOnlyCollection<SimulatedPerson> moved, CancellationToken cancel)
    {
        await db.Transact(
            async () =>
            {
                var simulation = await db.Set<Simulation>().SingleAsync(row => row.Id == id, cancel);
                await db.Set<SimulatedPerson>().Where(row => row.SimulationId == id).ExecuteDeleteAsync(cancel);
                await db.Engine.BulkInsert(db, moved, cancel);
                simulation.Finish(tally.Answer(), clock.GetUtcNow());
            },
            cancel);
        return new("simulation.done", $"/admin/simulations/{id}");
    }
}

internal sealed record SimulateRuleOrder(Guid SimulationId);

internal static class Simulations
{
    /// <summary>What that version of a programme says; null for none.</summary>
    public static async Task<Terms?> TermsOf(this CoursesDb db, string programmeCode, int? version, CancellationToken cancel) => version is null ? null
        : (await db.Set<Programme>().AsNoTracking().Where(programme => programme.Code == programmeCode).SelectMany(programme => programme.Versions).SingleAsync(row => row.Number == version, cancel)).Terms;

    /// <summary>The periods in which both rules add up, and what one of them asks for.</summary>
    public static Needed NeededBeside(this Simulation simulation, Terms? before)
    {
        Terms?[] both = [before, simulation.Terms];
        return new([.. both.Select(terms => (simulation.ProgrammeCode, terms?.Attendance?.Period ?? Period.Enrolment))], AskedFor.By(both));
    }

    public static async Task ForgetOldSimulations(this CoursesDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var before = now - Simulation.Kept;
        await db.Set<SimulatedPerson>().Where(person => db.Set<Simulation>().Any(row => row.Id == person.SimulationId && row.AskedAt < before)).ExecuteDeleteAsync(cancel);
        await db.Set<Simulation>().Where(row => row.AskedAt < before).ExecuteDeleteAsync(cancel);
    }
}
