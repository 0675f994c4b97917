using Courses.Platform.Errors;

namespace Courses.Participants;

/// <summary>
/// A bank account that a provider is to be paid into. One person enters it, another confirms it, and it rests before money follows it: time for the provider, who
/// hears of it at once, to say that it is not theirs.
/// </summary>
internal sealed class ProviderAccount
{
    public Guid Id { get; private set; }

    public Guid ProviderId { get; private set; }

    public required string Iban { get; init; }

    public required Guid ProposedBy { get; init; }

    public required string ProposedByName { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public Guid? ConfirmedBy { get; private set; }

    public string ConfirmedByName { get; private set; } = "";

    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When the rest is over and money follows.</summary>
    public DateTimeOffset? UsableFrom { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string WithdrawnByName { get; private set; } = "";

    public bool Waits => ConfirmedAt is null && WithdrawnAt is null;

    public void Confirm(Guid by, string name, DateTimeOffset now, TimeSpan rest)
    {
        if (!Waits)
        {
            throw new RuleBroken("provider.account-decided");
        }

        if (by == ProposedBy)
        {
            throw new RuleBroken("provider.account-same-person");
        }

        (ConfirmedBy, ConfirmedByName, ConfirmedAt, UsableFrom) = (by, name, now, now + rest);
    }

    public void Withdraw(string name, DateTimeOffset now)
    {
        if (WithdrawnAt is null)
        {
            (WithdrawnByName, WithdrawnAt) = (name, now);
        }
    }

    /// <summary>For the trail and for mails: AT61 … 3201.</summary>
    public static string Masked(string? iban) => iban is { Length: > 8 } ? $"{iban[..4]} … {iban[^4..]}" : "–";
}
