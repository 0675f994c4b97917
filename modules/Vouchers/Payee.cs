using Courses.Platform.Reading;

namespace Courses.Vouchers;

/// <summary>Whom a transfer goes to, and what keeps a bank from paying them.</summary>
/// <param name="Name">The holder of the account, as the bank writes it where that is known, else the provider's name.</param>
/// <param name="Iban">Null or empty when no account was entered and confirmed.</param>
internal readonly record struct Payee(string Name, string? Iban)
{
    /// <summary>The code of what is in the way: <c>settlement.no-iban</c>, <c>.iban-wrong</c>, <c>.iban-outside-sepa</c> or <c>.name-not-latin</c>; null when money can go out.</summary>
    public string? Obstacle =>
        string.IsNullOrEmpty(Iban) ? "settlement.no-iban"
        : Ibans.Read(Iban).Problem is { } problem ? problem.Code == "iban.outside-sepa" ? "settlement.iban-outside-sepa" : "settlement.iban-wrong"
        : BankFile.CanWrite(Name) ? null : "settlement.name-not-latin";
}
