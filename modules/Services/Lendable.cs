using Courses.Platform.Errors;

namespace Courses.Services;

/// <summary>A thing of an organisation that is lent to one person at a time, such as a tablet.</summary>
internal sealed class Lendable : IOfOrganisation
{
    /// <summary>The words stand under <c>lendable.kind.{code}</c>.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["tablet", "laptop", "phone", "book", "bicycle", "other"];

    public Guid Id { get; private set; }

    public required Guid ProviderId { get; init; }

    public required string Kind { get; init; }

    /// <summary>The number or name on it, once an organisation.</summary>
    public required string Label { get; init; }

    public required string Note { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required Guid AddedBy { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnByName { get; private set; }

    public List<Loan> Loans { get; } = [];

    /// <summary>It is lent no more. Broken rules: <c>loan.still-out</c>.</summary>
    public void Withdraw(string byName, DateTimeOffset now)
    {
        if (Loans.Exists(loan => loan.IsOut))
        {
            throw new RuleBroken("loan.still-out");
        }

        (WithdrawnAt, WithdrawnByName) = (now, byName);
    }

    public void TakeBack() => (WithdrawnAt, WithdrawnByName) = (null, null);
}
