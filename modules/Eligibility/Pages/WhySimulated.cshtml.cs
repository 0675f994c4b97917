using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Eligibility.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>Both explanations beside each other, from the facts as they are known now.</summary>
[Audience(Roles.Administrator)]
internal sealed class WhySimulatedModel(CoursesDb db, FactsReader reader, IParticipants participants, Sentences sentences, Caller caller) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Id { get; set; }

    [FromRoute]
    public Guid ParticipantId { get; set; }

    public Simulation Simulation { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public IReadOnlyList<Simulated> Simulated { get; private set; } = [];

    /// <summary>The facts have changed since: the list says something else.</summary>
    public bool HasMoved { get; private set; }

    public IEnumerable<Guid> PeopleShown => [ParticipantId];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGet()
    {
        Simulation = await db.Set<Simulation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("simulation");
        if (!caller.May(Permissions.CaseData))
        {
            throw new Forbidden();
        }

        Name = await participants.People.Where(person => person.Id == ParticipantId).Select(person => person.GivenName + " " + person.FamilyName).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        if (Simulation.Since is { } since)
        {
            var decisions = await (
                from one in db.Set<SimulatedPerson>()
                join decision in db.Set<Decision>().AsNoTracking() on one.DecisionId equals decision.Id
                where one.SimulationId == Id && one.ParticipantId == ParticipantId
                orderby decision.DecidedAt
                select decision).ToListAsync(Cancel);
            Simulated = [.. decisions.Select(decision => LookBack.Again(decision, Simulation.Terms, since))];
            return;
        }

        var before = await db.TermsOf(Simulation.ProgrammeCode, Simulation.Against, Cancel);
        var person = (await reader.Read(Whom.These([ParticipantId]), Simulation.On, Simulation.NeededBeside(before), Cancel)).Single();
        Simulated = [.. Eligibility.Simulated.Of(Simulation.ProgrammeCode, before, Simulation.Terms, person)];
        var listed = await db.Set<SimulatedPerson>().AsNoTracking().Where(row => row.SimulationId == Id && row.ParticipantId == ParticipantId).ToDictionaryAsync(row => row.Subject, row => row.Movement, Cancel);
        HasMoved = Simulated.Any(one => listed.GetValueOrDefault(one.Subject, Movement.Unchanged) != one.Movement);
    }

    public IReadOnlyList<string> Say(Reason? reason) => reason is null ? [] : sentences.Of(reason, CultureInfo.CurrentUICulture);
}
