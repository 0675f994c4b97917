using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Orientation;

namespace Courses.Orientation;

/// <summary>One topic of civic orientation.</summary>
internal sealed class Topic
{
    public required string Code { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Name { get; set; }

    public required int PlannedMinutes { get; set; }

    /// <summary>Whoever was present for this share of a run's minutes has finished the topic.</summary>
    public int CompletionPercent { get; set; } = 75;

    public List<TopicName> Names { get; } = [];
}

/// <summary>The topic's name in a language that newcomers read.</summary>
internal sealed class TopicName
{
    public string TopicCode { get; private set; } = "";

    public required string Language { get; init; }

    public required string Name { get; set; }
}

/// <summary>One run of a topic in a language. It shares its id with the group of the timetable.</summary>
internal sealed class ModuleRun
{
    public required Guid Id { get; init; }

    public required string TopicCode { get; init; }

    public required string Language { get; init; }
}

/// <summary>A person finished a topic, once: the id follows from both.</summary>
internal sealed class Completion
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string TopicCode { get; init; }

    public required DateOnly CompletedOn { get; init; }

    /// <summary>The run, or the meeting of an activity, that was attended; null when a coach recorded it.</summary>
    public Guid? RunId { get; init; }

    public required Guid RecordedBy { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public static Guid IdOf(Guid participantId, string topicCode) =>
        new(SHA256.HashData([.. participantId.ToByteArray(), .. Encoding.UTF8.GetBytes(topicCode)]).AsSpan(0, 16));
}

/// <summary>What somebody said of a run. The row that says who has answered carries no answer, so that nobody can read who said what.</summary>
internal sealed class Rating
{
    /// <summary>Of version 4: unlike the engine's keys it tells no order.</summary>
    public required Guid Id { get; init; }

    public required Guid RunId { get; init; }

    public required Usefulness Useful { get; init; }

    public string Comment { get; init; } = "";

    public required DateTimeOffset RatedAt { get; init; }
}

/// <summary>Who has rated which run: once a person.</summary>
internal sealed class RatingGiven
{
    public required Guid RunId { get; init; }

    public required Guid ParticipantId { get; init; }
}
