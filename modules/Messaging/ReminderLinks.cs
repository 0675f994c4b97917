using System.Security.Cryptography;
using Courses.Platform.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Courses.Messaging;

/// <summary>The address in a reminder that switches reminders off, for whoever has the letter: nothing else can be done or read with it.</summary>
internal sealed class ReminderLinks(IDataProtectionProvider protection, Links links)
{
    public const string Header = "List-Unsubscribe";
    public const string OneClickHeader = "List-Unsubscribe-Post";
    public const string OneClick = "List-Unsubscribe=One-Click";

    private readonly IDataProtector protector = protection.CreateProtector("Courses.Messaging.RemindersOff");

    public string For(Guid participantId, string language) => links.To($"/letters/off/{WebEncoders.Base64UrlEncode(protector.Protect(participantId.ToByteArray()))}?culture={language}");

    /// <summary>Whose reminders the token switches off; null when it is none of ours.</summary>
    public Guid? Read(string token)
    {
        try
        {
            return new Guid(protector.Unprotect(WebEncoders.Base64UrlDecode(token)));
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
