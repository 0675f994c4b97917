using System.Text.RegularExpressions;

namespace Courses.Platform.Reading;

/// <summary>Mail addresses as people type them: one @, no blanks, a domain that can exist. Letters of any script may stand on both sides.</summary>
public static partial class MailAddresses
{
    /// <summary>The address in small letters, or null when it is none.</summary>
    public static string? Read(string text)
    {
        var address = Names.Clean(text);
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            address = address[7..];
        }

        return address.Length <= 254 && Address().IsMatch(address) ? address.ToLowerInvariant() : null;
    }

    [GeneratedRegex(@"^(?!\.)(?:[^@\s<>(),;:""\[\]\\.]|\.(?!\.|@)){1,64}@(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+(?![0-9]+$)[\p{L}\p{M}\p{N}-]{2,63}$", RegexOptions.None, 200)]
    private static partial Regex Address();
}
