using Courses.Platform.Database;

namespace Courses.Mentoring;

/// <summary>What a helper promised: under which template, from which day, and until which day they are bound. A helper has one at a time.</summary>
internal sealed class Engagement : IVersioned
{
    public Guid Id { get; private set; }

    public required Guid HelperId { get; init; }

    public required Guid TemplateId { get; init; }

    public required string TemplateCode { get; init; }

    public required DateOnly StartedOn { get; init; }

    /// <summary>Null where the template binds nobody.</summary>
    public required DateOnly? BoundUntil { get; init; }

    public required Guid MadeBy { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateOnly? EndedOn { get; private set; }

    public int Version { get; set; }

    /// <summary>Nobody is held: whoever leaves earlier leaves, and it is said.</summary>
    public bool LeftEarly => EndedOn < BoundUntil;

    public static Engagement Begin(Helper helper, PairTemplate template, DateOnly on, Guid by, DateTimeOffset at)
    {
        var terms = template.Terms;
        helper.Demand(terms, on);
        return new() { HelperId = helper.Id, TemplateId = template.Id, TemplateCode = terms.Code, StartedOn = on, BoundUntil = terms.BoundUntil(on), MadeBy = by, MadeAt = at };
    }

    /// <returns>Whether it ran until now.</returns>
    public bool End(DateOnly on)
    {
        if (EndedOn is not null)
        {
            return false;
        }

        EndedOn = on < StartedOn ? StartedOn : on;
        return true;
    }
}
