using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;

namespace Courses.Eligibility;

/// <summary>What rules are evaluated on: one row a person and programme, as of one day. Kept with each decision.</summary>
internal sealed record Facts
{
    public required DateOnly On { get; init; }

    public LegalStatus? Status { get; init; }

    public DateOnly? StatusFrom { get; init; }

    public DateOnly? FirstPermitOn { get; init; }

    public DateOnly? ArrivedOn { get; init; }

    public required DateOnly BirthDate { get; init; }

    public string? Level { get; init; }

    public string? ResidenceCentre { get; init; }

    /// <summary>Null where nobody has recorded it; so the next two.</summary>
    public bool? IsFamilyMember { get; init; }

    public bool? IsRegisteredInCity { get; init; }

    public bool? Works { get; init; }

    /// <summary>What only some rules ask for; null when none of those that are evaluated does.</summary>
    public Besides? Besides { get; init; }

    public Sums Hours { get; init; } = new();

    /// <summary>Topics that were finished, in the order of their codes.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    public int AcademicHourMinutes { get; init; } = 45;

    public Excused Excused { get; init; }

    /// <summary>What is excused by a word alone; null for the same.</summary>
    public Excused? ExcusedByWord { get; init; }

    /// <summary>The weakest proof whose minutes count as attended; null for any.</summary>
    public ProofGrade? CountsFrom { get; init; }

    public int Age => On.Year - BirthDate.Year - (On < BirthDate.AddYears(On.Year - BirthDate.Year) ? 1 : 0);

    public int AttendedMinutes => Hours.Attended(Excused, ExcusedByWord ?? Excused) - TooWeakMinutes;

    /// <summary>Minutes that the person was there, but proven less than what counts: held, and not attended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TooWeakMinutes => Hours.WeakerThan(CountsFrom);

    /// <summary>Facts of a time when no rule asked for proof do not tell which minutes were proven how.</summary>
    [JsonIgnore]
    public bool IsProofUnknown => CountsFrom > ProofGrade.Written && !Hours.HasProof;

    public int HeldMinutes => Hours.Held(Excused, ExcusedByWord ?? Excused);

    /// <summary>The stored facts of somebody who is erased: of the birth date the year, and no residence.</summary>
    public static string WithoutPerson(string stored)
    {
        if (JsonNode.Parse(stored) is not JsonObject facts)
        {
            return stored;
        }

        foreach (var (name, value) in facts.ToArray())
        {
            if (name.Equals(nameof(BirthDate), StringComparison.OrdinalIgnoreCase) && value?.ToString() is { Length: > 4 } born)
            {
                facts[name] = $"{born[..4]}-01-01";
            }
            else if (name.Equals(nameof(ResidenceCentre), StringComparison.OrdinalIgnoreCase))
            {
                facts[name] = null;
            }
        }

        return facts.ToJsonString(Terms.Json);
    }
}

/// <summary>Facts that few rules ask for, read only where one of them does: what was not asked for is null, and unknown to a rule.</summary>
internal sealed record Besides
{
    /// <summary>The level of each skill that somebody assessed.</summary>
    public IReadOnlyDictionary<Skill, string>? Skills { get; init; }

    public IReadOnlyList<Certified>? Certificates { get; init; }

    /// <summary>The offices that sent the person.</summary>
    public IReadOnlyList<string>? ReferredBy { get; init; }

    /// <summary>Where the person has or had a class.</summary>
    public IReadOnlyList<Guid>? Providers { get; init; }

    /// <summary>Planned minutes of the modules that were held for the person, by topic.</summary>
    public IReadOnlyDictionary<string, int>? ModuleMinutes { get; init; }
}

internal sealed record Certified(string Language, string Level);

/// <summary>Which of <see cref="Besides"/> a rule asks for.</summary>
[Flags]
internal enum Asked
{
    Nothing = 0,
    Skills = 1,
    Certificates = 2,
    Referrals = 4,
    Providers = 8,
    Modules = 16,

    /// <summary>How the minutes were proven: it stands in <see cref="Sums"/>.</summary>
    Proof = 32,
}

internal static class AskedFor
{
    public static Asked By(IEnumerable<Terms?> some) => some.OfType<Terms>().Aggregate(Asked.Nothing, (all, terms) => all | By(terms));

    public static Asked By(Terms terms) => By(terms.Rules) | (terms.Attendance?.AppliesTo is { } some ? By(some) : Asked.Nothing) | (terms.Attendance?.CountsFrom > ProofGrade.Written ? Asked.Proof : Asked.Nothing);

    public static Asked By(Rule rule) => rule switch
    {
        Rule.All all => all.Rules.Aggregate(Asked.Nothing, (asked, one) => asked | By(one)),
        Rule.Any any => any.Rules.Aggregate(Asked.Nothing, (asked, one) => asked | By(one)),
        Rule.Not not => By(not.Inner),
        Rule.SkillAtLeast => Asked.Skills,
        Rule.CertificateAtLeast => Asked.Certificates,
        Rule.ReferredBy => Asked.Referrals,
        Rule.LearnsAt => Asked.Providers,
        Rule.CategoryHoursBelow { Category: not "language" } => Asked.Modules,
        _ => Asked.Nothing,
    };
}

/// <summary>
/// Sums over the language sessions of one person in one programme and period, in minutes. A session is held when its register is signed off;
/// a cancelled one, one before the first day of the enrolment and one without a register are in none of the first four.
/// </summary>
internal sealed record Sums
{
    /// <summary>Planned minutes of the sessions where the person was there, late or left early.</summary>
    public int PresentPlanned { get; init; }

    /// <summary>The minutes the person was there in them.</summary>
    public int PresentMinutes { get; init; }

    /// <summary>How many of <see cref="PresentMinutes"/> rest on which proof; nothing in all four where no rule asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int WrittenMinutes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SaidMinutes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SeenMinutes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int ShownMinutes { get; init; }

    public int ExcusedPlanned { get; init; }

    /// <summary>How much of <see cref="ExcusedPlanned"/> a certificate proves.</summary>
    public int ExcusedProven { get; init; }

    public int AbsentPlanned { get; init; }

    /// <summary>Planned minutes of sessions that are still to come, or whose register is not signed off yet.</summary>
    public int RemainingPlanned { get; init; }

    public DateOnly? LastAttendedOn { get; init; }

    public DateOnly? LastSessionOn { get; init; }

    public static Sums operator +(Sums one, Sums other) => new()
    {
        PresentPlanned = one.PresentPlanned + other.PresentPlanned,
        PresentMinutes = one.PresentMinutes + other.PresentMinutes,
        WrittenMinutes = one.WrittenMinutes + other.WrittenMinutes,
        SaidMinutes = one.SaidMinutes + other.SaidMinutes,
        SeenMinutes = one.SeenMinutes + other.SeenMinutes,
        ShownMinutes = one.ShownMinutes + other.ShownMinutes,
        ExcusedPlanned = one.ExcusedPlanned + other.ExcusedPlanned,
        ExcusedProven = one.ExcusedProven + other.ExcusedProven,
        AbsentPlanned = one.AbsentPlanned + other.AbsentPlanned,
        RemainingPlanned = one.RemainingPlanned + other.RemainingPlanned,
        LastAttendedOn = Later(one.LastAttendedOn, other.LastAttendedOn),
        LastSessionOn = Later(one.LastSessionOn, other.LastSessionOn),
    };

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null || other > one ? other : one;

    [JsonIgnore]
    public bool HasProof => WrittenMinutes + SaidMinutes + SeenMinutes + ShownMinutes == PresentMinutes;

    /// <summary>The minutes that are proven less.</summary>
    public int WeakerThan(ProofGrade? from) => from switch
    {
        ProofGrade.Said => WrittenMinutes,
        ProofGrade.Seen => WrittenMinutes + SaidMinutes,
        ProofGrade.Shown => WrittenMinutes + SaidMinutes + SeenMinutes,
        _ => 0,
    };

    private int ExcusedUnproven => ExcusedPlanned - ExcusedProven;

    public int Attended(Excused proven, Excused byWord) =>
        PresentMinutes + (proven == Excused.CountsAsAttended ? ExcusedProven : 0) + (byWord == Excused.CountsAsAttended ? ExcusedUnproven : 0);

    public int Held(Excused proven, Excused byWord) =>
        PresentPlanned + AbsentPlanned + (proven == Excused.LeavesBothSums ? 0 : ExcusedProven) + (byWord == Excused.LeavesBothSums ? 0 : ExcusedUnproven);

    /// <summary>What was used of a cap on hours: the seat was kept for the person. An excused session gives the hours back.</summary>
    public int Used => PresentPlanned + AbsentPlanned;
}

/// <summary>What an excused absence does to the two sums of the attendance rule.</summary>
internal enum Excused
{
    LeavesBothSums,
    CountsAsAttended,
    CountsAsAbsent,
}
