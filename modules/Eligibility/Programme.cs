using System.Text.Json;
using System.Text.Json.Serialization;
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

    public List<ProgrammeVersion> Versions { get; } = [];

    public int Version { get; set; }

    public ProgrammeVersion? InForce(DateOnly on) => Versions.SingleOrDefault(version => version.IsInForce(on));

    /// <summary>Puts new terms in force from a day on. The version before ends the day before; what was decided under it stays as it is.</summary>
    public ProgrammeVersion PutInForce(Terms terms, DateOnly from, DateOnly? until, string by, DateTimeOffset at)
    {
        if (until < from)
        {
            throw new RuleBroken("programme.ends-before-it-begins");
        }

        if (Versions.Any(version => version.ValidFrom >= from && (until is null || version.ValidFrom <= until)))
        {
            throw new RuleBroken("programme.later-version-exists", Versions.Max(version => version.ValidFrom).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (var before in Versions.Where(version => version.IsInForce(from)))
        {
            before.EndOn(from.AddDays(-1));
        }

        var version = new ProgrammeVersion(Versions.Count == 0 ? 1 : Versions.Max(version => version.Number) + 1, from, until, terms, by, at);
        Versions.Add(version);
        return version;
    }
}

internal sealed class ProgrammeVersion
{
    private Terms? terms;

    private ProgrammeVersion()
    {
    }

    public ProgrammeVersion(int number, DateOnly from, DateOnly? until, Terms terms, string by, DateTimeOffset at)
    {
        Number = number;
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
        CreatedBy = by;
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

    public DateTimeOffset CreatedAt { get; private set; }

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

    public bool IsInForce(DateOnly on) => ValidFrom <= on && (ValidUntil is null || ValidUntil >= on);

    public void EndOn(DateOnly lastDay) => ValidUntil = lastDay;
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

    public AttendanceRule? Attendance { get; init; }

    public IReadOnlyList<GroupSize> Groups { get; init; } = [];

    /// <summary>Where the numbers come from, and what an administrator should know.</summary>
    public string Note { get; init; } = "";

    /// <summary>The hours of language classes that one person may use; null where the programme does not limit them.</summary>
    public int? ClassHours => Gives.Any(IsClassHours) ? Gives.Where(IsClassHours).Sum(gift => gift.Hours) : null;

    public int? LargestGroup(GroupKind kind) => Groups.FirstOrDefault(group => group.Kind == (kind == GroupKind.LanguageClass ? "language" : "orientation"))?.To;

    private static bool IsClassHours(Gift gift) => gift.Hours > 0 && (gift.Kind is "language-hours" or "language-course" || gift is { Kind: "category-hours", Category: "language" });

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

    /// <summary>For so many days of one illness a person's own word is enough; from the day after them a certificate is needed.</summary>
    public int DaysWithoutCertificate { get; init; } = OwnWord.UsualDays;

    public AttendanceMode Mode { get; init; }

    public Period Period { get; init; }

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

    public DateOnly? PeriodStart(DateOnly on) => Periods.Start(Period, on);

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
}
