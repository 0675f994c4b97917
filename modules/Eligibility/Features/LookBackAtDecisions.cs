using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Features;

/// <summary>
/// What a version with a first day in the past would have decided differently: every decision of the programme that held on one of its days, taken again on its own facts. Of several on one subject
/// and period the last that differs is told.
/// </summary>
internal sealed class LookBackAtDecisions(CoursesDb db, IParticipants participants, CityTime city)
{
    private const int PeopleAtOnce = 4_000;

    public async Task<(SimulationTally Tally, IReadOnlyList<SimulatedPerson> Moved)> Run(WorkOrder order, Simulation asked, CancellationToken cancel)
    {
        var (since, terms, code, version) = (asked.Since!.Value, asked.Terms, asked.ProgrammeCode, asked.RuleVersion);
        var begin = city.At(since, TimeOnly.MinValue);
        var end = asked.Until is { } last ? city.At(last.AddDays(1), TimeOnly.MinValue) : (DateTimeOffset?)null;
        var people = await participants.People.OrderBy(person => person.Id).Select(person => person.Id).ToArrayAsync(cancel);
        var (tally, moved, done) = (new SimulationTally(), new List<SimulatedPerson>(), 0);
        foreach (var piece in people.Chunk(PeopleAtOnce))
        {
            var whom = Whom.Between(piece[0], piece[^1]);
            var genders = await whom.Of(participants.People, person => person.Id).ToDictionaryAsync(person => person.Id, person => person.Gender, cancel);
            var decisions = await whom.Of(db.Set<Decision>().AsNoTracking(), row => row.ParticipantId)
                .Where(row => row.ProgrammeCode == code && row.RuleVersion > 0 && row.RuleVersion != version && (row.SupersededAt == null || row.SupersededAt > begin) && (end == null || row.DecidedAt < end))
                .OrderBy(row => row.DecidedAt).ToListAsync(cancel);
            foreach (var person in decisions.Where(row => genders.ContainsKey(row.ParticipantId)).GroupBy(row => row.ParticipantId))
            {
                foreach (var subject in person.GroupBy(row => row.Subject))
                {
                    var of = subject.GroupBy(row => row.Period).Select(period => LastThatDiffers([.. period], terms, since)).ToArray();
                    tally.Add(Known(person.Key, genders[person.Key], subject.Last(), code), of.Select(one => one.Again).MinBy(again => Weight(again.Movement))!);
                    moved.AddRange(of.Where(one => one.Again.Movement != Movement.Unchanged).Select(one => new SimulatedPerson
                    {
                        SimulationId = asked.Id,
                        ParticipantId = person.Key,
                        Subject = subject.Key,
                        Movement = one.Again.Movement,
                        Before = one.Again.Before,
                        After = one.Again.After,
                        DecisionId = one.Decision.Id,
                    }));
                }
            }

            await order.Report(done += piece.Length, people.Length);
        }

        return (tally, moved);
    }

    private static (Decision Decision, Simulated Again) LastThatDiffers(Decision[] decisions, Terms terms, DateOnly since)
    {
        (Decision Decision, Simulated Again)[] all = [.. decisions.Select(decision => (decision, LookBack.Again(decision, terms, since)))];
        var at = Array.FindLastIndex(all, one => one.Again.Movement is Movement.Gains or Movement.Loses);
        at = at < 0 ? Array.FindLastIndex(all, one => one.Again.Movement == Movement.Unknown) : at;
        return all[at < 0 ? all.Length - 1 : at];
    }

    /// <summary>A person counts once: who would have lost anything first.</summary>
    private static int Weight(Movement movement) => movement switch { Movement.Loses => 0, Movement.Gains => 1, Movement.Unknown => 2, _ => 3 };

    private static PersonFacts Known(Guid person, string gender, Decision decision, string code)
    {
        var facts = LookBack.FactsOf(decision);
        return new(person, gender, facts, facts.Hours == new Sums() ? [] : [new(code, Period.Enrolment, null, facts.Hours)]);
    }
}
