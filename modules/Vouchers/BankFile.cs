using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Courses.Platform.Reading;
using PublicHoliday;

namespace Courses.Vouchers;

/// <summary>One transfer of the bank file.</summary>
internal sealed record Transfer(string Payee, string Iban, long AmountCents);

/// <summary>The city's account that pays.</summary>
internal sealed record DebtorAccount(string Name, string Iban, string? Bic);

/// <summary>
/// A customer credit transfer initiation, ISO 20022 pain.001.001.09, as the SEPA implementation guidelines of the European Payments Council narrow it:
/// euro, shared charges, Latin letters only, names of at most 70 characters.
/// </summary>
internal static class BankFile
{
    private static readonly XNamespace Pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    public static XDocument Of(int batchNumber, DebtorAccount debtor, IReadOnlyList<Transfer> transfers, DateTimeOffset createdAt, DateOnly executeOn)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"COURSES-{batchNumber:000000}");
        var count = transfers.Count.ToString(CultureInfo.InvariantCulture);
        var sum = Euro(transfers.Sum(transfer => transfer.AmountCents));
        return new(
            new XDeclaration("1.0", "UTF-8", null),
            E("Document", E("CstmrCdtTrfInitn",
                E("GrpHdr",
                    E("MsgId", id),
                    E("CreDtTm", createdAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                    E("NbOfTxs", count),
                    E("CtrlSum", sum),
                    E("InitgPty", E("Nm", Latin(debtor.Name, 70)))),
                E("PmtInf",
                    E("PmtInfId", id),
                    E("PmtMtd", "TRF"),
                    E("BtchBookg", "true"),
                    E("NbOfTxs", count),
                    E("CtrlSum", sum),
                    E("PmtTpInf", E("SvcLvl", E("Cd", "SEPA"))),
                    E("ReqdExctnDt", E("Dt", executeOn.ToString("O", CultureInfo.InvariantCulture))),
                    E("Dbtr", E("Nm", Latin(debtor.Name, 70))),
                    E("DbtrAcct", E("Id", E("IBAN", Compact(debtor.Iban)))),
                    E("DbtrAgt", E("FinInstnId", debtor.Bic is { Length: > 0 } bic ? E("BICFI", Compact(bic)) : E("Othr", E("Id", "NOTPROVIDED")))),
                    E("ChrgBr", "SLEV"),
                    transfers.Select((transfer, index) => E("CdtTrfTxInf",
                        E("PmtId", E("EndToEndId", string.Create(CultureInfo.InvariantCulture, $"{id}-{index + 1:0000}"))),
                        E("Amt", new XElement(Pain + "InstdAmt", new XAttribute("Ccy", "EUR"), Euro(transfer.AmountCents))),
                        E("Cdtr", E("Nm", Latin(transfer.Payee, 70))),
                        E("CdtrAcct", E("Id", E("IBAN", Compact(transfer.Iban)))),
                        E("RmtInf", E("Ustrd", $"{id} course vouchers"))))))));
    }

    public static string Euro(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The first day after today on which banks execute: T2, the Eurosystem's payment system, rests at weekends and on six days a year.</summary>
    public static DateOnly NextBankingDay(DateOnly today) => DateOnly.FromDateTime(new EcbTargetClosingDay().NextWorkingDay(today.AddDays(1).ToDateTime(TimeOnly.MinValue)));

    /// <summary>Banks take Latin letters, digits and a few signs: other letters are written in Latin ones, an ampersand is a plus, and what is left becomes a dot.</summary>
    public static string Latin(string text, int length)
    {
        var latin = string.Concat(LatinLetters.Of(text, out _).EnumerateRunes().Select(Sign)).Trim();
        return latin.Length == 0 ? "-" : latin.Length > length ? latin[..length].TrimEnd() : latin;
    }

    /// <summary>No letter of the name is lost: a bank compares it with the holder of the account.</summary>
    public static bool CanWrite(string name) => LatinLetters.Of(name, out var isWhole).Any(char.IsAsciiLetterOrDigit) && isWhole;

    private static string Sign(Rune rune) => rune switch
    {
        { IsAscii: true } when Rune.IsLetterOrDigit(rune) || "/-?:().,'+ ".Contains((char)rune.Value, StringComparison.Ordinal) => rune.ToString(),
        { Value: '&' } => "+",
        _ when Rune.IsWhiteSpace(rune) => " ",
        _ => ".",
    };

    private static string Compact(string number) => number.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    private static XElement E(string name, params object[] content) => new(Pain + name, content);
}
