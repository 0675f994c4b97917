using System.Text.RegularExpressions;
using MimeKit;

namespace Courses.Messaging;

/// <summary>A letter that came back as a mail (RFC 3464): which one, from which address, what was said, and whether the address is to blame.</summary>
internal sealed partial record ReturnedMail(Guid LetterId, string Address, string Answer, bool IsAboutTheAddress)
{
    /// <summary>Null when nothing of ours came back: a reply, a note that somebody is away, a letter that is only late.</summary>
    public static async Task<ReturnedMail?> Read(Stream mail, CancellationToken cancel)
    {
        try
        {
            var parts = (await MimeMessage.LoadAsync(mail, cancel)).BodyParts.ToList();
            return Failed(parts) is { } failed && Letter(parts) is { } letter && Guid.TryParseExact(letter.MessageId?.Split('@')[0], "N", out var id)
                ? new(id, AddressOf(letter, failed), AnswerOf(failed), AboutTheAddress().IsMatch(Said(failed, "Status")))
                : null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What the report says of the recipient that was not reached; our letters have one each.</summary>
    private static HeaderList? Failed(IEnumerable<MimeEntity> parts) =>
        parts.OfType<MessageDeliveryStatus>().SelectMany(part => part.StatusGroups).FirstOrDefault(group => Said(group, "Action").Equals("failed", StringComparison.OrdinalIgnoreCase));

    /// <summary>The letter itself, or its head.</summary>
    private static MimeMessage? Letter(IEnumerable<MimeEntity> parts) => parts.OfType<MessagePart>().Select(part => part.Message).FirstOrDefault(message => message?.MessageId is not null);

    // What we wrote on the envelope stands on the letter; where it was forwarded to is not ours to judge.
    private static string AddressOf(MimeMessage letter, HeaderList failed) => MailboxAddress.DecodeAddrspec(
        letter.To.Mailboxes.FirstOrDefault()?.Address ?? (Said(failed, "Original-Recipient") is { Length: > 0 } original ? original : Said(failed, "Final-Recipient")).Split(';')[^1].Trim());

    private static string AnswerOf(HeaderList failed) => $"{Said(failed, "Status")} {Said(failed, "Diagnostic-Code").ReplaceLineEndings(" ")}".Trim();

    private static string Said(HeaderList group, string field) => group[field]?.Trim() ?? "";

    /// <summary>
    /// No such mailbox, mailbox closed, no such domain, or for good and without a reason (RFC 3463). A full mailbox, a system in trouble, content or policy (5.7) say nothing about the address.
    /// </summary>
    [GeneratedRegex(@"^5\.(0\.0|1\.\d+|2\.[01]|4\.4)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AboutTheAddress();
}
