using Courses.Platform.Errors;

namespace Courses.Participants;

/// <summary>What somebody who works with a person wrote down for the next one who does. Its writer changes it on the same day; after that it stands until its time is over.</summary>
internal sealed class PersonNote
{
    public const int Longest = 2000;

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public string Text { get; private set; } = "";

    /// <summary>The managers of the providers where the person has or had a class read it, too.</summary>
    public bool IsForProviders { get; private set; }

    /// <summary>The provider of the manager who wrote it; null for a coach.</summary>
    public required Guid? ProviderId { get; init; }

    /// <summary>The city's day.</summary>
    public required DateOnly WrittenOn { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    public required Guid WrittenById { get; init; }

    public required string WrittenBy { get; init; }

    public DateTimeOffset? ChangedAt { get; private set; }

    public static PersonNote Write(Guid participantId, string text, bool isForProviders, Guid? providerId, Guid byId, string by, DateTimeOffset at, DateOnly today) => new()
    {
        ParticipantId = participantId,
        Text = text,
        IsForProviders = isForProviders,
        ProviderId = providerId,
        WrittenOn = today,
        WrittenAt = at,
        WrittenById = byId,
        WrittenBy = by,
    };

    public bool MayChange(Guid byId, DateOnly today) => WrittenById == byId && WrittenOn == today;

    public void Change(string text, bool isForProviders, Guid byId, DateTimeOffset at, DateOnly today)
    {
        if (!MayChange(byId, today))
        {
            throw new RuleBroken("notes.too-late");
        }

        (Text, IsForProviders, ChangedAt) = (text, isForProviders, at);
    }
}
