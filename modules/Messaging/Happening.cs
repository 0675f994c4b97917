using Courses.Platform;
using Courses.Platform.Languages;

namespace Courses.Messaging;

/// <summary>What happened to a letter, in the words of who reads: why it waits and until when, why it failed or was not sent.</summary>
internal sealed class Happening(Waiting waiting, Words words, CityTime city)
{
    public string To(Message message)
    {
        if (waiting.Of(message) is not { } wait)
        {
            return InWords(message.Trouble);
        }

        var why = words.Say("messages.waits." + wait.Why);
        return wait.Until is { } until ? words.Say("messages.waits-until", why, city.Show(until)) : why;
    }

    /// <summary>A code of ours as a sentence, with the relay's own words behind it; what the relay said alone stays as it is.</summary>
    private string InWords(string? trouble)
    {
        var parts = (trouble ?? "").Split(": ", 2);
        return words.Knows("messages.trouble." + parts[0]) ? string.Join(": ", parts.Skip(1).Prepend(words["messages.trouble." + parts[0]])) : trouble ?? "";
    }
}
