using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Eligibility;

/// <summary>A funded scheme. What it says stands in its versions; each is in force for a time and never changed afterwards.</summary>
internal sealed class Programme : IVersioned
{
    public Guid Id { get; private set; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string City { get; init; }

    /// <summary>In further languages; where there is none, <see cref="Name"/> stands.</summary>
    public List<ProgrammeName> Names { get; } = [];

    public List<ProgrammeVersion> Versions { get; } = [];

    public int Version { get; set; }

    public ProgrammeVersion? InForce(DateOnly on) => Versions.SingleOrDefault(version => version.IsInForce(on));

    /// <summary>Writes down new terms, to be seen and tried: they count for nobody until another person publishes them.</summary>
    public ProgrammeVersion Draft(Terms terms, DateOnly from, DateOnly? until, Guid byId, string by, DateTimeOffset at, DateOnly today)
    {
        MustBeLikely(from, until, today);
        MustFit(from, until);
        var version = new ProgrammeVersion(NextNumber, from, until, terms, by, at, byId);
        Versions.Add(version);
        return version;
    }

    /// <summary>Only who wrote a draft changes it: whoever else has written in it could not publish it. Another begins a draft of their own from it.</summary>
    public void Redraft(ProgrammeVersion draft, Terms terms, DateOnly from, DateOnly? until, Guid byId, DateTimeOffset at, DateOnly today)
    {
        MustBeDraft(draft);
        if (draft.CreatedById != byId)
        {
            throw new RuleBroken("programme.not-your-draft", draft.CreatedBy);
        }

        MustBeLikely(from, until, today);
        MustFit(from, until);
        draft.Write(from, until, terms, at);
    }

    public void Discard(ProgrammeVersion draft)
    {
        MustBeDraft(draft);
        Versions.Remove(draft);
    }

    /// <summary>Puts a draft in force. The version before ends the day before; what was decided under it stays as it is.</summary>
    public void Publish(ProgrammeVersion draft, Guid? byId, string by, DateTimeOffset at, DateOnly today)
    {
        MustBeDraft(draft);
        MustFit(draft.ValidFrom, draft.ValidUntil);
        var before = InForce(draft.ValidFrom);
        draft.Publish(before, byId, by, at, today);
        before?.EndOn(draft.ValidFrom.AddDays(-1));
    }

    /// <summary>On the day it was published a version can be taken back as if it had not been: the one before goes on as it would have.</summary>
    public void Withdraw(ProgrammeVersion version, string why, Guid byId, string by, DateTimeOffset at, DateOnly today)
    {
        if (Versions.Exists(other => other.State == VersionState.Published && other.Ended == version.Number))
        {
            throw new RuleBroken("programme.withdraw-later-first");
        }

        version.Withdraw(why, byId, by, at, today);
        if (version.Ended is { } number && Versions.Find(other => other.Number == number) is { } before && before.ValidUntil == version.ValidFrom.AddDays(-1))
        {
            before.EndOn(version.EndedWouldEndOn);
        }
    }

    /// <summary>The version by which a past day was decided: one that was put over it later, with a first day in the past, is left out.</summary>
    public ProgrammeVersion? InForceThen(DateOnly on)
    {
        var version = InForce(on);
        while (version is { Ended: { } number, PublishedOn: { } published } && published > on)
        {
            version = Versions.Find(other => other.Number == number);
        }

        return version;
    }

    /// <summary>Puts terms in force in one step, as a template is loaded: the published numbers need no second opinion.</summary>
    public ProgrammeVersion PutInForce(Terms terms, DateOnly from, DateOnly? until, string by, DateTimeOffset at)
    {
        MustFit(from, until);
        var version = new ProgrammeVersion(NextNumber, from, until, terms, by, at, null);
        Versions.Add(version);
        Publish(version, null, by, at, DateOnly.FromDateTime(at.UtcDateTime));
        return version;
    }

    private int NextNumber => Versions.Count == 0 ? 1 : Versions.Max(version => version.Number) + 1;

    private static void MustBeDraft(ProgrammeVersion version)
    {
        if (version.State != VersionState.Draft)
        {
            throw new RuleBroken("programme.no-draft");
        }
    }

    private static void MustBeLikely(DateOnly from, DateOnly? until, DateOnly today)
    {
        if (from < today.AddYears(-20) || from > today.AddYears(10) || until > today.AddYears(30))
        {
            throw new RuleBroken("programme.unlikely-day");
        }
    }

    private void MustFit(DateOnly from, DateOnly? until)
    {
        if (until < from)
        {
            throw new RuleBroken("programme.ends-before-it-begins");
        }

        var published = Versions.Where(version => version.State == VersionState.Published).ToArray();
        if (published.Any(version => version.ValidFrom >= from && (until is null || version.ValidFrom <= until)))
        {
            throw new RuleBroken("programme.later-version-exists", published.Max(version => version.ValidFrom).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}

internal enum VersionState
{
    /// <summary>Written, and in force for nobody.</summary>
    Draft,
    Published,

    /// <summary>Taken back on the day it was published.</summary>
    Withdrawn,
}

internal sealed class ProgrammeVersion
{
    private Terms? terms;

    private ProgrammeVersion()
    {
    }

    public ProgrammeVersion(int number, DateOnly from, DateOnly? until, Terms terms, string by, DateTimeOffset at, Guid? byId)
    {
        Number = number;
        CreatedBy = by;
        CreatedById = byId;
        Write(from, until, terms, at);
    }

    /// <summary>What a draft says, from now on.</summary>
    public void Write(DateOnly from, DateOnly? until, Terms terms, DateTimeOffset at)
    {
        this.terms = null;
        ValidFrom = from;
        ValidUntil = until;
        Funder = terms.Funder;
        ReportEveryMonths = terms.ReportEveryMonths;
        AcademicHourMinutes = terms.AcademicHourMinutes;
        Rules = JsonSerializer.Serialize(terms.Rules, Terms.Json);
        Gives = JsonSerializer.Serialize(terms.Gives, Terms.Json);
        Must = JsonSerializer.Serialize(terms.Must, Terms.Json);
        Groups = JsonSerializer.Serialize(terms.Groups, Terms.Json);
        Attendance = terms.Attendance is null ? null : JsonSerializer.Serialize(terms.Attendance, Terms.Json);
        Note = terms.Note;
        CreatedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid ProgrammeId { get; private set; }

    public int Number { get; private set; }

    public DateOnly ValidFrom { get; private set; }

    public DateOnly? ValidUntil { get; private set; }

    public string Funder { get; private set; } = "";

    public int ReportEveryMonths { get; private set; }

    public int AcademicHourMinutes { get; private set; }

    /// <summary>Who may join: the rule language as JSON.</summary>
    public string Rules { get; private set; } = "";

    public string Gives { get; private set; } = "";

    public string Must { get; private set; } = "";

    public string Groups { get; private set; } = "";

    public string? Attendance { get; private set; }

    public string Note { get; private set; } = "";

    public string CreatedBy { get; private set; } = "";

    /// <summary>The account that wrote it; null for a template.</summary>
    public Guid? CreatedById { get; private set; }

    /// <summary>When it was written, or last changed as a draft.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    public string? PublishedBy { get; private set; }

    public Guid? PublishedById { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>The city's day of that instant; until it is over the version can be withdrawn.</summary>
    public DateOnly? PublishedOn { get; private set; }

    public string? WithdrawnBy { get; private set; }

    public Guid? WithdrawnById { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnWhy { get; private set; }

    /// <summary>The number of the version that it ended, and the last day that one would have had.</summary>
    public int? Ended { get; private set; }

    public DateOnly? EndedWouldEndOn { get; private set; }

    public VersionState State => WithdrawnAt is not null ? VersionState.Withdrawn : PublishedAt is not null ? VersionState.Published : VersionState.Draft;

    /// <summary>Its first day was over already when it was published.</summary>
    public bool IsBackDated => PublishedOn > ValidFrom && Ended is not null;

    public Terms Terms => terms ??= new()
    {
        Funder = Funder,
        ReportEveryMonths = ReportEveryMonths,
        AcademicHourMinutes = AcademicHourMinutes,
        Rules = JsonSerializer.Deserialize<Rule>(Rules, Terms.Json)!,
        Gives = JsonSerializer.Deserialize<IReadOnlyList<Gift>>(Gives, Terms.Json)!,
        Must = JsonSerializer.Deserialize<IReadOnlyList<Duty>>(Must, Terms.Json)!,
        Groups = JsonSerializer.Deserialize<IReadOnlyList<GroupSize>>(Groups, Terms.Json)!,
        Attendance = Attendance is null ? null : JsonSerializer.Deserialize<AttendanceRule>(Attendance, Terms.Json),
        Note = Note,
    };

    public bool IsInForce(DateOnly on) => State == VersionState.Published && ValidFrom <= on && (ValidUntil is null || ValidUntil >= on);

    public void EndOn(DateOnly? lastDay) => ValidUntil = lastDay;

    public void Publish(ProgrammeVersion? ended, Guid? byId, string by, DateTimeOffset at, DateOnly today)
    {
        (PublishedById, PublishedBy, PublishedAt, PublishedOn) = (byId, by, at, today);
        (Ended, EndedWouldEndOn) = (ended?.Number, ended?.ValidUntil);
    }

    public void Withdraw(string why, Guid byId, string by, DateTimeOffset at, DateOnly today)
    {
        if (State != VersionState.Published)
        {
            throw new RuleBroken("programme.not-published");
        }

        if (PublishedOn != today)
        {
            throw new RuleBroken("programme.withdraw-too-late");
        }

        (WithdrawnWhy, WithdrawnById, WithdrawnBy, WithdrawnAt) = (why, byId, by, at);
    }
}

/// <summary>What one version of a programme says. Every number of it is data; the templates are the published ones.</summary>
internal sealed record Terms
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string Funder { get; init; }

    public required int ReportEveryMonths { get; init; }

    public int AcademicHourMinutes { get; init; } = 45;

    public required Rule Rules { get; init; }

    public required IReadOnlyList<Gift> Gives { get; init; }

    public IReadOnlyList<Duty> Must { get; init; } = [];

    /// <summary>The module that comes before all else.</summary>
    [JsonIgnore]
    public FirstStep? FirstStep => Must.FirstOrDefault(duty => duty is { Kind: "module", Topic: not null }) is { } first ? new(first.Topic!, first.Activity) : null;

    public AttendanceRule? Attendance { get; init; }

    public IReadOnlyList<GroupSize> Groups { get; init; } = [];

    /// <summary>Where the numbers come from, and what an administrator should know.</summary>
    public string Note { get; init; } = "";

    /// <summary>The hours of language classes that one person may use; null where the programme does not limit them.</summary>
    [JsonIgnore]
    public int? ClassHours => Gives.Any(IsClassHours) ? Gives.Where(IsClassHours).Sum(gift => gift.Hours) : null;

    public int? LargestGroup(GroupKind kind) => Groups.FirstOrDefault(group => group.Kind == (kind == GroupKind.LanguageClass ? "language" : "orientation"))?.To;

    private static bool IsClassHours(Gift gift) => gift.Hours > 0 && (gift.Kind is "language-hours" or "language-course" || gift is { Kind: "category-hours", Category: "language" });

    [JsonIgnore]
    public VoucherGift? Vouchers => Gives.Select(gift => gift.Vouchers).OfType<VoucherGift>().FirstOrDefault();
}

/// <summary>One thing a programme gives: its kind names the sentence, the rest are its details.</summary>
internal sealed record Gift
{
    public required string Kind { get; init; }

    public int? Hours { get; init; }

    public int? Count { get; init; }

    /// <summary>What the hours are for, e.g. culture.</summary>
    public string? Category { get; init; }

    public IReadOnlyList<string>? Levels { get; init; }

    public IReadOnlyList<string>? Topics { get; init; }

    public VoucherGift? Vouchers { get; init; }
}

internal sealed record VoucherGift
{
    public required int Count { get; init; }

    public required long AmountCents { get; init; }

    public required int ValidMonths { get; init; }

    public required IReadOnlyList<string> Levels { get; init; }

    public required int WeeksAfterStart { get; init; }

    public required IReadOnlyList<string> Unlocks { get; init; }

    public bool PartialUse { get; init; }

    public required int FullPaymentFromPercent { get; init; }

    /// <summary>So many percent of a course may be excused at the programme's cost.</summary>
    public int ExcusedPercent { get; init; } = VoucherTerms.UsualExcusedPercent;

    /// <summary>The weakest proof that pays a presence; left out, any does.</summary>
    public ProofGrade? PaysFrom { get; init; }

    public long? CapCents { get; init; }

    public int? CapMinutes { get; init; }

    public bool FromItsStart { get; init; }

    public VoucherTerms AsTerms(int version) => new()
    {
        Version = version,
        Count = Count,
        AmountCents = AmountCents,
        ValidMonths = ValidMonths,
        Levels = Levels,
        WeeksAfterStart = WeeksAfterStart,
        Unlocks = Unlocks,
        PartialUse = PartialUse,
        FullPaymentFromPercent = FullPaymentFromPercent,
        ExcusedPercent = ExcusedPercent,
        PaysFrom = PaysFrom ?? ProofGrade.Written,
        CapCents = CapCents,
        CapMinutes = CapMinutes,
        FromItsStart = FromItsStart,
    };
}

/// <summary>One thing a person must do.</summary>
internal sealed record Duty
{
    public required string Kind { get; init; }

    public string? Topic { get; init; }

    /// <summary>The kind of activity that is the module, too.</summary>
    public string? Activity { get; init; }
}

internal sealed record GroupSize
{
    public required string Kind { get; init; }

    public int? From { get; init; }

    public int? To { get; init; }

    public int? SessionsAWeek { get; init; }
}

internal enum AttendanceMode
{
    /// <summary>Only informs.</summary>
    Advisory,

    /// <summary>Proposes a decision.</summary>
    Binding,
}

internal enum BenefitEffect
{
    /// <summary>The benefit ends.</summary>
    Ends,

    /// <summary>When the period is over, the benefit of that period is cut by the share of the time held that was missed.</summary>
    Cut,
}

internal enum Period
{
    Enrolment,
    Year,
    Quarter,
    Month,
}

/// <summary>The attendance that keeps a benefit.</summary>
internal sealed record AttendanceRule
{
    public required int Percent { get; init; }

    /// <summary>No decision before so many academic hours were held.</summary>
    public int MinimumHeldHours { get; init; } = 8;

    /// <summary>At risk when so many academic hours or fewer may still be missed.</summary>
    public int AtRiskHours { get; init; } = 8;

    public Excused Excused { get; init; } = Excused.LeavesBothSums;

    /// <summary>What an excused absence does that rests on a word alone; null for the same as one that a certificate proves.</summary>
    public Excused? ExcusedByWord { get; init; }

    /// <summary>The weakest proof of a presence that counts for the person; left out, any does. What is proven less is held, and not attended.</summary>
    public ProofGrade? CountsFrom { get; init; }

    /// <summary>For so many days of one illness a person's own word is enough; from the day after them a certificate is needed.</summary>
    public int DaysWithoutCertificate { get; init; } = OwnWord.UsualDays;

    /// <summary>The own word is enough for so many illnesses within twelve months; null for any number.</summary>
    public int? WordTimesAYear { get; init; }

    /// <summary>The own word is enough only from so many weeks after the person's first day in the programme.</summary>
    public int WordAfterWeeks { get; init; }

    public AttendanceMode Mode { get; init; }

    public Period Period { get; init; }

    /// <summary>What it does to the benefit when the line is not reached.</summary>
    public BenefitEffect Effect { get; init; }

    /// <summary>Whom it binds; nobody else is watched. Null for everybody.</summary>
    public Rule? AppliesTo { get; init; }

    /// <summary>What is at stake, in cents a month; null when it is not money.</summary>
    public long? BenefitCents { get; init; }

    /// <summary>From this size on a person must confirm what the rule proposes; below it the proposal counts by itself after the time to comment.</summary>
    public long PersonConfirmsFromCents { get; init; }

    /// <summary>How long the newcomer may comment before anybody decides: working days of the city, from the day on which they heard of it.</summary>
    public int CommentDays { get; init; } = 10;

    /// <summary>
    /// Who falls under the line without having been near it is warned first; the proposal comes so many days later if that is still so. When the line cannot be reached any more it comes at once.
    /// </summary>
    public int WarningDays { get; init; } = 7;

    [JsonIgnore]
    public OwnWord OwnWord => new(DaysWithoutCertificate, WordTimesAYear, WordAfterWeeks);

    /// <summary>The benefit of a whole period, in cents.</summary>
    [JsonIgnore]
    public long? BenefitOfPeriodCents => BenefitCents * Period switch { Period.Year => 12, Period.Quarter => 3, _ => 1 };

    public DateOnly? PeriodStart(DateOnly on) => Periods.Start(Period, on);

    /// <summary>What is cut for so much of the time held that was missed; whole cents, never more than the share.</summary>
    public long CutCents(int missedMinutes, int heldMinutes) => heldMinutes == 0 ? 0 : (BenefitOfPeriodCents ?? 0) * missedMinutes / heldMinutes;

    public DateOnly PeriodEnd(DateOnly start) => start.AddMonths(Period switch { Period.Year => 12, Period.Quarter => 3, _ => 1 }).AddDays(-1);

    /// <summary>The name of a period by its first day, such as <c>2026-Q4</c>; empty for the whole time.</summary>
    public string NameOf(DateOnly? start) => (start, Period) switch
    {
        (null, _) => "",
        ({ } day, Period.Year) => day.ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture),
        ({ } day, Period.Quarter) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{day:yyyy}-Q{((day.Month - 1) / 3) + 1}"),
        ({ } day, _) => day.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture),
    };
}

internal static class Periods
{
    /// <summary>The first day of the period that a day is in; null for the whole time.</summary>
    public static DateOnly? Start(Period period, DateOnly on) => period switch
    {
        Period.Year => new(on.Year, 1, 1),
        Period.Quarter => new(on.Year, ((on.Month - 1) / 3 * 3) + 1, 1),
        Period.Month => new(on.Year, on.Month, 1),
        _ => null,
    };

    /// <summary>First and last day of a period by its name, such as <c>2026-Q4</c>; null for the whole time.</summary>
    public static (DateOnly From, DateOnly Until)? Days(string name)
    {
        if (name.Length == 0)
        {
            return null;
        }

        var year = int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
        var (month, months) = name[4..] switch
        {
            "" => (1, 12),
            ['-', 'Q', var quarter] => (((quarter - '1') * 3) + 1, 3),
            var rest => (int.Parse(rest.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture), 1),
        };
        var from = new DateOnly(year, month, 1);
        return (from, from.AddMonths(months).AddDays(-1));
    }
}
