namespace Courses.Contracts.Participants;

/// <summary>Newcomers as records: who they are, what they may prove, how to reach them.</summary>
public interface IParticipants
{
    /// <summary>One row a person. Compose it into your own query; it runs as one statement.</summary>
    IQueryable<ParticipantRow> People { get; }

    /// <summary>Records that were closed because they were of a person who has another one, with the one that goes on. <see cref="People"/> has only those that go on.</summary>
    IQueryable<AliasRow> Aliases { get; }

    /// <summary>The legal statuses a person has held, with their dates. The one without an end is today's.</summary>
    IQueryable<StatusRow> Statuses { get; }

    /// <summary>The CEFR level per skill as last assessed.</summary>
    IQueryable<LevelRow> Levels { get; }

    /// <summary>
    /// Every pass ever handed out. <c>TokenHash</c> is the lower-case hex SHA-256 of the QR code's token; the token itself is stored nowhere.
    /// </summary>
    IQueryable<PassRow> Passes { get; }

    /// <summary>What people need in order to attend, one row a need.</summary>
    IQueryable<NeedRow> Needs { get; }

    /// <summary>Whom the immigration office referred, and who came.</summary>
    IQueryable<ReferralRow> Referrals { get; }

    /// <summary>Whom a coach finds with what was typed: a name in any script, a pass number, the code of a pass, a birth date or a mail address. At most 50, by name.</summary>
    Task<IReadOnlyList<Guid>> Find(string typed, CancellationToken cancel);

    /// <summary>The pass that belongs to this QR token, current or replaced; null when the token is malformed or unknown.</summary>
    Task<PassRow?> FindPass(string token, CancellationToken cancel);

    /// <summary>The mail addresses of these records, those that were closed in favour of others included, which nobody else has.</summary>
    Task<IReadOnlyList<string>> OwnMails(IReadOnlyList<Guid> records, CancellationToken cancel);

    /// <summary>Records the result of a placement test or exam. Levels are CEFR codes such as <c>A1</c> or <c>A1.1</c>.</summary>
    Task SetLevel(Guid participantId, Skill skill, string level, CancellationToken cancel);

    /// <summary>
    /// In the running unit of work: these skills are at this level since an exam of that day, where the person's record does not say a higher one already. Answers the skills that were raised, with what stood there before
    /// (null for nothing), for <see cref="TakeLevelsBack"/>. Broken rules: <c>participant.level</c>.
    /// </summary>
    /// <param name="participantId">The person who passed.</param>
    /// <param name="skills">What the exam tells of.</param>
    /// <param name="level">A CEFR level.</param>
    /// <param name="on">The day of the exam.</param>
    /// <param name="by">Who examined.</param>
    /// <param name="cancel">Stops.</param>
    Task<IReadOnlyList<RaisedLevel>> RaiseLevels(Guid participantId, IReadOnlyCollection<Skill> skills, string level, DateOnly on, string by, CancellationToken cancel);

    /// <summary>In the running unit of work: the exam was not passed after all. Skills that somebody assessed since are left alone.</summary>
    Task TakeLevelsBack(Guid participantId, IReadOnlyCollection<RaisedLevel> raised, string level, DateOnly on, CancellationToken cancel);

    /// <summary>
    /// Registers a newcomer with a first pass in the running unit of work and answers the id. It does not look for duplicates: ask
    /// <see cref="FindDuplicates"/> first. Broken rules: <c>participant.birth-date</c>, <c>participant.status-before-birth</c>, <c>participant.before-birth</c>, <c>participant.level</c>.
    /// </summary>
    Task<Guid> Register(NewParticipant newcomer, CancellationToken cancel);

    /// <summary>
    /// People with the same birth date and names that sound alike, in whatever order, script and spelling; with the same birth date and the same mail address or telephone
    /// number, however the name is spelled; or with the same mail address or telephone number, or a birth date with day and month exchanged, and names that sound alike. The likeliest first.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindDuplicates(Likeness like, CancellationToken cancel);
}

/// <summary>What people are compared by when somebody may be registered twice.</summary>
public sealed record Likeness(string GivenName, string FamilyName, DateOnly? BirthDate, string? Email = null, string? Phone = null)
{
    /// <summary>As in <see cref="ParticipantRow.BirthParts"/>.</summary>
    public int BirthParts { get; init; } = 3;
}

/// <summary>A newcomer to be registered.</summary>
public sealed record NewParticipant
{
    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    /// <summary>As the person writes it in Latin letters; null for a proposal by the rules of their language.</summary>
    public string? LatinGivenName { get; init; }

    public string? LatinFamilyName { get; init; }

    public required DateOnly BirthDate { get; init; }

    /// <summary>As in <see cref="ParticipantRow.BirthParts"/>.</summary>
    public int BirthParts { get; init; } = 3;

    /// <summary><c>f</c>, <c>m</c>, <c>x</c> or empty.</summary>
    public string Gender { get; init; } = "";

    /// <summary>ISO 639-1; a language that the pages do not speak is kept, and the person reads English.</summary>
    public string Language { get; init; } = "en";

    public string? Email { get; init; }

    public string? Phone { get; init; }

    /// <summary>The lines of an envelope beneath the name.</summary>
    public string? Address { get; init; }

    public required LegalStatus Status { get; init; }

    public required DateOnly StatusFrom { get; init; }

    public DateOnly? FirstPermitOn { get; init; }

    public DateOnly? ArrivedOn { get; init; }

    public string? ResidenceCentre { get; init; }

    /// <summary>Registered as somebody's family member, whatever the status; null when that is not known. So the next two.</summary>
    public bool? IsFamilyMember { get; init; }

    public bool? IsRegisteredInCity { get; init; }

    public bool? Works { get; init; }

    public IReadOnlyDictionary<Skill, string> Levels { get; init; } = new Dictionary<Skill, string>();

    public IReadOnlyCollection<Need> Needs { get; init; } = [];
}

/// <summary>A newcomer.</summary>
public sealed record ParticipantRow
{
    public required Guid Id { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    /// <summary>The name in Latin letters, typed or proposed, to be shown beside the own script; null for a name that is in them already.</summary>
    public required string? LatinGivenName { get; init; }

    public required string? LatinFamilyName { get; init; }

    /// <summary>The birth date, or the first day that it can be: good for ages and limits, and to be shown only as far as <see cref="BirthParts"/> says.</summary>
    public required DateOnly BirthDate { get; init; }

    /// <summary>How many parts of the birth date are known, from the year on: 1, 2 or all 3.</summary>
    public required int BirthParts { get; init; }

    /// <summary>As stated: <c>f</c>, <c>m</c>, <c>x</c> or empty.</summary>
    public required string Gender { get; init; }

    /// <summary>ISO 639-1 code of the language that letters and pages come in.</summary>
    public required string Language { get; init; }

    public required string? Email { get; init; }

    /// <summary>As written, with or without the code of a country.</summary>
    public required string? Phone { get; init; }

    /// <summary>The lines of an envelope beneath the name; null when nobody has written them down.</summary>
    public required string? Address { get; init; }

    /// <summary>Human-readable pass number of the current pass: Crockford base32 with check digit; null before the first pass.</summary>
    public required string? PassNumber { get; init; }

    public required DateOnly? FirstPermitOn { get; init; }

    public required DateOnly? ArrivedOn { get; init; }

    /// <summary>The lowest spoken level, or null when nobody has assessed it.</summary>
    public required string? Level { get; init; }

    /// <summary>The reception centre or residence where the person lives; null for a home of their own.</summary>
    public required string? ResidenceCentre { get; init; }

    /// <summary>Registered as somebody's family member, whatever the status; null as long as nobody has recorded it.</summary>
    public required bool? IsFamilyMember { get; init; }

    /// <summary>Registered with an address in the city; null as long as nobody has recorded it.</summary>
    public required bool? IsRegisteredInCity { get; init; }

    /// <summary>Has a job; null as long as nobody has recorded it.</summary>
    public required bool? Works { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Nobody can be written to here any more: name and contacts are gone.</summary>
    public bool IsErased { get; init; }
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

    /// <summary>What was assessed first: the level on entry. Null where that was before it was kept.</summary>
    public required string? FirstLevel { get; init; }

    /// <summary>The day of that.</summary>
    public required DateOnly? FirstOn { get; init; }
}

/// <summary>A skill whose level was raised, and how it was recorded before: all null when nobody had assessed it.</summary>
public sealed record RaisedLevel(Skill Skill, string? Level, DateOnly? AssessedOn, string? AssessedBy);

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

    /// <summary>Set when it came with a record that was closed: it opens this person's page beside their own pass. Of their own, nobody has two that are valid.</summary>
    public required DateTimeOffset? BroughtAt { get; init; }

    /// <summary>The PIN in its letter opens it; else, for passes of earlier versions, the year of birth does.</summary>
    public required bool HasLetterPin { get; init; }
}

/// <summary>Something that a person needs in order to attend.</summary>
public sealed record NeedRow
{
    public required Guid ParticipantId { get; init; }

    public required Need Need { get; init; }
}

/// <summary>A referral by the immigration office.</summary>
public sealed record ReferralRow
{
    public required Guid Id { get; init; }

    public required string Office { get; init; }

    public required DateOnly ReferredOn { get; init; }

    /// <summary>Null as long as the person has not come.</summary>
    public required Guid? ParticipantId { get; init; }

    public required DateTimeOffset? CameAt { get; init; }
}

public enum Need
{
    Childcare,
    Wheelchair,

    /// <summary>Learns to read and write.</summary>
    Literacy,
    Hearing,
    Sight,
    Interpreter,
    EveningHours,
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
