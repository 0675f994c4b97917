namespace Courses.Participants;

/// <summary>A pass as it was handed out. A lost one is replaced: its row stays, its code opens nothing any more.</summary>
internal sealed class Pass
{
    public Guid Id { get; private set; }

    public Guid ParticipantId { get; init; }

    public required string Number { get; init; }

    public required string TokenHash { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public string IssuedBy { get; init; } = "";

    public DateTimeOffset? ReplacedAt { get; private set; }

    public string ReplacedBy { get; private set; } = "";

    /// <summary>The letter's PIN opens it. False for one of an earlier version, which the year of birth opens until its letter is printed again.</summary>
    public bool HasLetterPin { get; set; }

    /// <summary>It was handed out under another record of the same person, and goes on working beside the pass that is theirs now. Null for their own.</summary>
    public DateTimeOffset? BroughtAt { get; private set; }

    public bool IsCurrent => ReplacedAt is null;

    public static Pass New(PassTokens tokens, DateTimeOffset now, string by)
    {
        var number = Crockford.NewNumber();
        return new() { Number = number, TokenHash = tokens.HashOfNumber(number), IssuedAt = now, IssuedBy = by, HasLetterPin = true };
    }

    public void Replace(DateTimeOffset now, string by) => (ReplacedAt, ReplacedBy) = (now, by);
}
