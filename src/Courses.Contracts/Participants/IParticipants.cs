namespace Courses.Contracts.Participants;

/// <summary>Newcomers as records: who they are, what they may prove, how to reach them.</summary>
public interface IParticipants
{
    /// <summary>One row a person. Compose it into your own query; it runs as one statement.</summary>
    IQueryable<ParticipantRow> People { get; }

    /// <summary>The legal statuses a person has held, with their dates. The one without an end is today's.</summary>
    IQueryable<StatusRow> Statuses { get; }

    /// <summary>The CEFR level per skill as last assessed.</summary>
    IQueryable<LevelRow> Levels { get; }

    /// <summary>
    /// Every pass ever handed out. <c>TokenHash</c> is the lower-case hex SHA-256 of the QR code's token; the token itself is stored nowhere.
    /// </summary>
    IQueryable<PassRow> Passes { get; }

    /// <summary>The pass that belongs to this QR token, current or replaced; null when the token is malformed or unknown.</summary>
    Task<PassRow?> FindPass(string token, CancellationToken cancel);

    /// <summary>Records the result of a placement test or exam. Levels are CEFR codes such as <c>A1</c> or <c>A1.1</c>.</summary>
    Task SetLevel(Guid participantId, Skill skill, string level, CancellationToken cancel);
}

/// <summary>A newcomer.</summary>
public sealed record ParticipantRow
{
    public required Guid Id { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    public required DateOnly BirthDate { get; init; }

    /// <summary>As stated: <c>f</c>, <c>m</c>, <c>x</c> or empty.</summary>
    public required string Gender { get; init; }

    /// <summary>ISO 639-1 code of the language that letters and pages come in.</summary>
    public required string Language { get; init; }

    public required string? Email { get; init; }

    /// <summary>Human-readable pass number of the current pass: Crockford base32 with check digit; null before the first pass.</summary>
    public required string? PassNumber { get; init; }

    public required DateOnly? FirstPermitOn { get; init; }

    public required DateOnly? ArrivedOn { get; init; }

    /// <summary>The lowest spoken level, or null when nobody has assessed it.</summary>
    public required string? Level { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }
}

/// <summary>A legal status and the time it was held. The kinds are those of <see cref="LegalStatus"/>.</summary>
public sealed record StatusRow
{
    public required Guid ParticipantId { get; init; }

    public required LegalStatus Status { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly? Until { get; init; }
}

/// <summary>The level of one skill.</summary>
public sealed record LevelRow
{
    public required Guid ParticipantId { get; init; }

    public required Skill Skill { get; init; }

    public required string Level { get; init; }

    public required DateOnly AssessedOn { get; init; }
}

/// <summary>A pass that was handed out.</summary>
public sealed record PassRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Number { get; init; }

    public required string TokenHash { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Set when the pass was lost or replaced: it opens nothing any more.</summary>
    public required DateTimeOffset? ReplacedAt { get; init; }
}

public enum LegalStatus
{
    ThirdCountryNational,
    EuCitizen,
    FamilyMember,
    AsylumSeeker,
    Refugee,
    SubsidiaryProtection,
    TemporaryProtection,
}

public enum Skill
{
    Listening,
    Reading,
    SpokenInteraction,
    SpokenProduction,
    Writing,
}
