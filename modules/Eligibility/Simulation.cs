using System.Text.Json;
using Courses.Contracts.Eligibility;
using Courses.Platform.Errors;

namespace Courses.Eligibility;

/// <summary>A question about a version that is not in force: who would gain by it on one day, and who would lose? It keeps its definition, its day, who asked, and the answer for some days.</summary>
internal sealed class Simulation
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    public Guid Id { get; private set; }

    public required string ProgrammeCode { get; init; }

    /// <summary>The number of the version that is tried.</summary>
    public required int RuleVersion { get; init; }

    /// <summary>The number of the version in force on that day; null for none.</summary>
    public required int? Against { get; init; }

    /// <summary>What is tried, as it was when it was asked: JSON.</summary>
    public required string Definition { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>It looks back at what was decided from this day on, instead of at everybody on one day; null where it does not.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>The last day it looks at; null for up to now.</summary>
    public DateOnly? Until { get; init; }

    public required Guid AskedBy { get; init; }

    public required string AskedByName { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Figures as they may be shown, as JSON; empty until it is done.</summary>
    public string Answer { get; private set; } = "";

    public Terms Terms => JsonSerializer.Deserialize<Terms>(Definition, Terms.Json)!;

    public SimulationAnswer? Result => DoneAt is null ? null : JsonSerializer.Deserialize<SimulationAnswer>(Answer, Terms.Json);

    public static Simulation Of(Programme programme, int version, DateOnly on, DateOnly today, Guid by, string byName, DateTimeOffset at)
    {
        var tried = programme.Versions.SingleOrDefault(row => row.Number == version) ?? throw new NotFound("version");
        if (on > today)
        {
            throw new RuleBroken("simulation.day-ahead");
        }

        if (programme.InForce(on)?.Number == version)
        {
            throw new RuleBroken("simulation.in-force", version);
        }

        return new()
        {
            ProgrammeCode = programme.Code,
            RuleVersion = version,
            Against = programme.InForce(on)?.Number,
            Definition = JsonSerializer.Serialize(tried.Terms, Terms.Json),
            On = on,
            AskedBy = by,
            AskedByName = byName,
            AskedAt = at,
        };
    }

    /// <summary>What would have been decided differently by a draft whose first day is over already?</summary>
    public static Simulation LookingBack(Programme programme, int version, DateOnly today, Guid by, string byName, DateTimeOffset at)
    {
        var tried = programme.Versions.SingleOrDefault(row => row.Number == version) ?? throw new NotFound("version");
        if (tried.State != VersionState.Draft || tried.ValidFrom >= today)
        {
            throw new RuleBroken("simulation.not-back-dated");
        }

        return new()
        {
            ProgrammeCode = programme.Code,
            RuleVersion = version,
            Against = programme.InForce(tried.ValidFrom)?.Number,
            Definition = JsonSerializer.Serialize(tried.Terms, Terms.Json),
            On = today,
            Since = tried.ValidFrom,
            Until = tried.ValidUntil,
            AskedBy = by,
            AskedByName = byName,
            AskedAt = at,
        };
    }

    /// <summary>Is this the draft as it stands now, looked at today?</summary>
    public bool LooksBackAt(ProgrammeVersion draft, DateOnly today) =>
        DoneAt is not null && On == today && Since == draft.ValidFrom && Until == draft.ValidUntil && Definition == JsonSerializer.Serialize(draft.Terms, Terms.Json);

    public void Finish(SimulationAnswer answer, DateTimeOffset at) => (Answer, DoneAt) = (JsonSerializer.Serialize(answer, Terms.Json), at);
}

/// <summary>What the version would do to one person.</summary>
internal enum Movement
{
    Gains,
    Loses,
    Unchanged,

    /// <summary>A fact that decides is not recorded.</summary>
    Unknown,
}

/// <summary>A person who would gain or lose, or of whom nobody knows; for who may see names.</summary>
internal sealed class SimulatedPerson
{
    public Guid Id { get; private set; }

    public required Guid SimulationId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary><see cref="Decision.Entry"/> or <see cref="Decision.Benefit"/>.</summary>
    public required string Subject { get; init; }

    public required Movement Movement { get; init; }

    public required Outcome Before { get; init; }

    public required Outcome After { get; init; }

    /// <summary>The decision that would have been another, where it looks back.</summary>
    public Guid? DecisionId { get; init; }
}

/// <summary>One verdict beside the other: pure.</summary>
internal sealed record Simulated(string Subject, Movement Movement, Outcome Before, Outcome After, Reason? ReasonBefore, Reason? ReasonAfter)
{
    /// <summary>Both subjects for one person; keeping the benefit only where one of the two rules watches the person.</summary>
    public static IEnumerable<Simulated> Of(string programmeCode, Terms? before, Terms after, PersonFacts person)
    {
        // Without a version in force nobody may join, and nothing is asked of anybody.
        yield return Compare(Decision.Entry, before is null ? null : Verdict.Entry(programmeCode, before, person).Reason, Verdict.Entry(programmeCode, after, person).Reason, Outcome.MayNot);
        var (was, would) = (Benefit(programmeCode, before, person), Benefit(programmeCode, after, person));
        if (was is not null || would is not null)
        {
            yield return Compare(Decision.Benefit, was, would, Outcome.May);
        }
    }

    private static Reason? Benefit(string programmeCode, Terms? terms, PersonFacts person)
    {
        if (terms?.Attendance is not { } rule || !person.Attends(programmeCode))
        {
            return null;
        }

        // Whether it watches the person at all may hang on a fact that is missing.
        var applies = rule.AppliesTo is { } whom ? Evaluation.Evaluate(whom, person.For(programmeCode, terms)) : null;
        return applies?.Answer == Answer.Unknown ? applies : Verdict.Benefit(programmeCode, terms, person, rule.PeriodStart(person.Person.On))?.Reason;
    }

    internal static Simulated Compare(string subject, Reason? before, Reason? after, Outcome otherwise)
    {
        var (was, would) = (before?.Outcome ?? otherwise, after?.Outcome ?? otherwise);
        var movement = before?.Answer == Answer.Unknown || after?.Answer == Answer.Unknown ? Movement.Unknown
            : Good(would) > Good(was) ? Movement.Gains
            : Good(would) < Good(was) ? Movement.Loses
            : Movement.Unchanged;
        return new(subject, movement, was, would, before, after);
    }

    private static int Good(Outcome outcome) => outcome switch
    {
        Outcome.May => 2,
        Outcome.NotYet => 1,
        _ => 0,
    };
}
