using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Mentoring;

internal enum HelperKind
{
    Volunteer,
    Mentor,
    Student,
}

internal enum ProofKind
{
    Training,
    RecordCheck,
}

/// <summary>Somebody who accompanies newcomers. Its row is the lock of all that this helper's pairs do: meetings of one helper never overlap.</summary>
internal sealed class Helper : IVersioned
{
    public const int Parts = 3;

    public Guid Id { get; private set; }

    public required string Name { get; set; }

    public required HelperKind Kind { get; set; }

    /// <summary>The account with which this helper signs in; null as long as there is none.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The account with which this helper teaches groups; null for whoever teaches none.</summary>
    public Guid? TeacherId { get; set; }

    /// <summary>For pairs of like age; null when it was not said.</summary>
    public int? BirthYear { get; set; }

    /// <summary>ISO 639-1, with commas between.</summary>
    public required string Languages { get; set; }

    /// <summary>A bit for each part of each weekday: Monday's morning is the lowest, Sunday's evening the highest.</summary>
    public required int Availability { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Gets no new pairs from this day on.</summary>
    public DateOnly? LeftOn { get; set; }

    public int Version { get; set; }

    public List<HelperProof> Proofs { get; } = [];

    public IReadOnlyList<string> Speaks => Languages.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool IsFree(int weekday, int part) => (Availability & 1 << (((weekday - 1) * Parts) + part)) != 0;

    /// <summary>The day on which it was done, as it was recorded last; null when it was not.</summary>
    public DateOnly? Done(ProofKind kind) => Proofs.Where(proof => proof.Kind == kind).OrderByDescending(proof => proof.RecordedAt).FirstOrDefault()?.On;

    public DateOnly? CheckedUntil(int months) => Done(ProofKind.RecordCheck)?.AddMonths(months);

    /// <summary>Nobody meets newcomers before what the template demands is done.</summary>
    public void Demand(PairTerms terms, DateOnly on)
    {
        if (terms.Training && !(Done(ProofKind.Training) <= on))
        {
            throw new RuleBroken("pair.no-training");
        }

        if (terms.CheckMonths is { } months)
        {
            if (!(Done(ProofKind.RecordCheck) <= on))
            {
                throw new RuleBroken("pair.no-check");
            }

            if (CheckedUntil(months) < on)
            {
                throw new RuleBroken("pair.check-over");
            }
        }
    }
}

/// <summary>Training that was done, or a criminal-record check that was seen, written down once. A correction is another row: the last one holds.</summary>
internal sealed class HelperProof : IAppendOnly
{
    public Guid Id { get; private set; }

    public required Guid HelperId { get; init; }

    public required ProofKind Kind { get; init; }

    public required DateOnly On { get; init; }

    public required Guid RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
