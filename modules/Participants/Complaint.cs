using Courses.Platform.Languages;

namespace Courses.Participants;

/// <summary>A question or a complaint from the phone, or from a drop box. Without a participant it is anonymous: nothing in the row says whose it is.</summary>
internal sealed class Complaint
{
    public Guid Id { get; private set; }

    public required ComplaintKind Kind { get; init; }

    public Guid? ParticipantId { get; init; }

    /// <summary>The language it is written in, so that somebody who reads it can answer.</summary>
    public required string Language { get; init; }

    public required string Text { get; init; }

    /// <summary>The day only: the minute would tell who was signed in.</summary>
    public required DateOnly SentOn { get; init; }

    /// <summary>Who typed in the sheet that lay in a drop box; null for what came from the phone.</summary>
    public string? TypedInByName { get; init; }

    public DateTimeOffset? HandledAt { get; private set; }

    public string HandledBy { get; private set; } = "";

    /// <summary>What was done about it, in somebody's own words.</summary>
    public string Outcome { get; private set; } = "";

    /// <summary>The prepared sentence that answers it, as its key.</summary>
    public string? OutcomeCode { get; private set; }

    public string? OutcomeLanguage { get; private set; }

    public void Handle(GivenReason answer, DateTimeOffset now, string by) => (OutcomeCode, Outcome, OutcomeLanguage, HandledAt, HandledBy) = (answer.Code, answer.Text ?? "", answer.Language, now, by);
}

internal enum ComplaintKind
{
    Question,
    Complaint,
    Praise,
}
