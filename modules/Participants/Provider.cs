using System.Numerics;
using Courses.Platform.Database;
using Courses.Platform.Errors;

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

        Iban = ReadIban(iban) ?? throw new RuleBroken("provider.iban");
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

    /// <summary>The account number without spaces, or null when its form or its check digits are wrong (ISO 13616, remainder 1 modulo 97).</summary>
    public static string? ReadIban(string text)
    {
        var iban = string.Concat(text.Where(character => !char.IsWhiteSpace(character))).ToUpperInvariant();
        if (iban.Length is < 15 or > 34 || !iban.All(char.IsAsciiLetterOrDigit) || !iban[..2].All(char.IsAsciiLetter) || !iban[2..4].All(char.IsAsciiDigit)
            || (LengthIn(iban[..2]) is { } length && iban.Length != length))
        {
            return null;
        }

        var number = string.Concat((iban[4..] + iban[..4]).Select(character =>
            char.IsAsciiDigit(character) ? character.ToString() : (character - 'A' + 10).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture) % 97 == 1 ? iban : null;
    }

    private static int? LengthIn(string country) => country switch
    {
        "AT" => 20,
        "DE" => 22,
        "LV" => 21,
        "LT" => 20,
        "EE" => 20,
        "GR" => 27,
        "BG" => 22,
        "RO" => 24,
        "NL" => 18,
        "BE" => 16,
        "CY" => 28,
        "SE" => 24,
        "PL" => 28,
        "FI" => 18,
        "FR" => 27,
        "IT" => 27,
        "ES" => 24,
        "CZ" => 24,
        "SK" => 24,
        "HU" => 28,
        "SI" => 19,
        "HR" => 21,
        _ => null,
    };
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
