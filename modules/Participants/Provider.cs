using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>An organisation that gives courses.</summary>
internal sealed class Provider : IVersioned
{
    private readonly List<Venue> venues = [];
    private readonly List<ProviderAccount> accounts = [];

    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required string Name { get; set; }

    public required string Email { get; set; }

    public string? Phone { get; set; }

    /// <summary>How the bank writes the holder of the account, in Latin letters; null when that is the provider's name.</summary>
    public string? AccountName { get; set; }

    /// <summary>The account from before accounts were entered by one person and confirmed by another; <see cref="AccountAt"/> says which one is in use.</summary>
    public string? Iban { get; private set; }

    public IReadOnlyList<ProviderAccount> Accounts => accounts;

    public DateOnly? AccreditedFrom { get; private set; }

    public DateOnly? AccreditedUntil { get; private set; }

    public DateOnly? CommitmentSignedOn { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public IReadOnlyList<Venue> Venues => venues;

    public void Accredit(DateOnly? from, DateOnly? until, DateOnly? commitmentSignedOn)
    {
        if (until is not null && (from is null || until < from))
        {
            throw new RuleBroken("provider.accreditation-dates");
        }

        (AccreditedFrom, AccreditedUntil, CommitmentSignedOn) = (from, until, commitmentSignedOn);
    }

    /// <summary>Where the money goes. A mistyped account is found by its check digits, not by the bank.</summary>
    public void PayTo(string? iban)
    {
        if (string.IsNullOrWhiteSpace(iban))
        {
            Iban = null;
            return;
        }

        var (read, problem) = Ibans.Read(iban);
        Iban = read ?? throw new RuleBroken(problem!.Code, problem.Details);
    }

    /// <summary>Where money goes at this moment; null when it goes nowhere. <c>ProvidersContract.Providers</c> says the same in SQL.</summary>
    public string? AccountAt(DateTimeOffset now) =>
        accounts.Where(account => account.UsableFrom <= now && account.WithdrawnAt is null).MaxBy(account => account.UsableFrom)?.Iban ?? Iban;

    /// <summary>What was entered before and not confirmed yet gives way.</summary>
    public ProviderAccount Propose(string iban, Guid by, string name, DateTimeOffset now)
    {
        foreach (var waiting in accounts.Where(account => account.Waits))
        {
            waiting.Withdraw(name, now);
        }

        var proposed = new ProviderAccount { Iban = iban, ProposedBy = by, ProposedByName = name, ProposedAt = now };
        accounts.Add(proposed);
        return proposed;
    }

    /// <summary>Stopping takes one person: it can only keep money back.</summary>
    public void StopPaying(string name, DateTimeOffset now)
    {
        Iban = null;
        foreach (var account in accounts)
        {
            account.Withdraw(name, now);
        }
    }

    public Venue Add(Venue venue)
    {
        venues.Add(venue);
        return venue;
    }

    public bool IsAccreditedOn(DateOnly day) => AccreditedFrom <= day && (AccreditedUntil is null || AccreditedUntil >= day);
}

/// <summary>A place where classes meet.</summary>
internal sealed class Venue
{
    public Guid Id { get; private set; }

    public Guid ProviderId { get; init; }

    public required string Name { get; set; }

    public required string Address { get; set; }

    public required string District { get; set; }

    public required string TimeZone { get; set; }

    public double Latitude { get; set; }

    public double Longitude { get; set; }

    public bool WheelchairAccess { get; set; }

    public int RoomCapacity { get; set; }
}
