namespace Courses.Eligibility;

/// <summary>What can stand in one field of a rule, of the terms or of the form: the one place that says which values make sense.</summary>
internal enum FieldType
{
    /// <summary>A whole number within limits, both included.</summary>
    Number,
    Text,
    Choice,
    Level,
    Topic,
    Statuses,
    Flag,
    Skill,

    /// <summary>A language that is taught, by its ISO 639-1 code.</summary>
    Language,

    /// <summary>A kind of activity by its code.</summary>
    Activity,

    /// <summary>A provider by its id.</summary>
    Provider,

    /// <summary>A kind of hours: language, orientation, or the code of a module.</summary>
    Category,

    /// <summary>What needs no value: the condition is its name.</summary>
    Always,
}

/// <param name="Name">As JSON spells it; empty where the value of a condition is the field itself.</param>
/// <param name="Type">What kind of value it takes.</param>
/// <param name="From">The least number.</param>
/// <param name="To">The greatest number, or the most letters of a text.</param>
/// <param name="Choices">What a choice chooses from.</param>
/// <param name="MayBeMissing">It may be left out.</param>
internal sealed record Field(string Name, FieldType Type, int From = 0, int To = 0, IReadOnlyList<string>? Choices = null, bool MayBeMissing = false)
{
    public static Field Number(string name, int from, int to, bool mayBeMissing = false) => new(name, FieldType.Number, from, to, MayBeMissing: mayBeMissing);

    public static Field Percent(string name, bool mayBeMissing = false) => Number(name, 0, 100, mayBeMissing);

    public static Field Text(string name, int most, bool mayBeMissing = false) => new(name, FieldType.Text, 0, most, MayBeMissing: mayBeMissing);

    public static Field Choice(string name, bool mayBeMissing, params IReadOnlyList<string> choices) => new(name, FieldType.Choice, Choices: choices, MayBeMissing: mayBeMissing);
}

/// <summary>A kind of condition by its name in JSON, and the fields that it has. Groups (<c>all</c>, <c>any</c>) and <c>not</c> are no kinds of their own here.</summary>
internal sealed record Condition(string Kind, params IReadOnlyList<Field> Fields)
{
    /// <summary>Its value is the field itself: <c>{"levelBelow": "B1"}</c>.</summary>
    public bool IsPlain => Fields is [{ Name: "" }];

    public static readonly IReadOnlyList<Condition> All =
    [
        new("statusIn", new Field("", FieldType.Statuses)),
        new("firstPermitWithinMonths", Field.Number("", 1, 600)),
        new("stayShorterThanYears", Field.Number("", 1, 60)),
        new("statusGrantedWithinMonths", new Field("statuses", FieldType.Statuses), Field.Number("months", 1, 600)),
        new("ageBetween", Field.Number("from", 0, 120, mayBeMissing: true), Field.Number("to", 0, 120, mayBeMissing: true)),
        new("levelBelow", new Field("", FieldType.Level)),
        new("levelAtLeast", new Field("", FieldType.Level)),
        new("hoursUsedBelow", Field.Number("", 1, 10_000)),
        new("attendanceAtLeast", Field.Percent("percent"), Field.Number("minimumHours", 0, 1_000, mayBeMissing: true)),
        new("absenceBelow", Field.Percent("")),
        new("attendedWithin", Field.Number("months", 0, 120, mayBeMissing: true), Field.Number("days", 0, 3_660, mayBeMissing: true)),
        new("moduleCompleted", new Field("", FieldType.Topic)),
        new("livesInCentre", new Field("", FieldType.Always)),
        new("familyMember", new Field("", FieldType.Always)),
        new("registeredInCity", new Field("", FieldType.Always)),
        new("works", new Field("", FieldType.Always)),
        new("skillAtLeast", new Field("skill", FieldType.Skill), new Field("level", FieldType.Level)),
        new("certificateAtLeast", new Field("language", FieldType.Language), new Field("level", FieldType.Level)),
        new("referredBy", Field.Text("", 120)),
        new("learnsAt", new Field("", FieldType.Provider)),
        new("categoryHoursBelow", new Field("category", FieldType.Category), Field.Number("hours", 1, 10_000)),
    ];

    public static readonly IReadOnlyList<string> Categories = ["language", "orientation"];

    public static Condition? Of(string kind) => All.FirstOrDefault(one => one.Kind == kind);
}

/// <summary>The fields of a version's terms beside its rules.</summary>
internal static class TermsShape
{
    public static readonly IReadOnlyList<Field> Top =
    [
        Field.Text("funder", 200),
        Field.Number("reportEveryMonths", 1, 60),
        Field.Number("academicHourMinutes", 1, 240, mayBeMissing: true),
        Field.Text("note", 2_000, mayBeMissing: true),
    ];

    public static readonly IReadOnlyList<Field> Attendance =
    [
        Field.Percent("percent"),
        Field.Number("minimumHeldHours", 0, 1_000, mayBeMissing: true),
        Field.Number("atRiskHours", 0, 1_000, mayBeMissing: true),
        Field.Choice("excused", true, "leavesBothSums", "countsAsAttended", "countsAsAbsent"),
        Field.Choice("excusedByWord", true, "leavesBothSums", "countsAsAttended", "countsAsAbsent"),
        Field.Choice("countsFrom", true, "written", "said", "seen", "shown"),
        Field.Choice("mode", true, "advisory", "binding"),
        Field.Choice("period", true, "enrolment", "year", "quarter", "month"),
        Field.Choice("effect", true, "ends", "cut"),
        Field.Number("benefitCents", 0, 100_000_000, mayBeMissing: true),
        Field.Number("personConfirmsFromCents", 0, 100_000_000, mayBeMissing: true),
        Field.Number("daysWithoutCertificate", 0, 365, mayBeMissing: true),
        Field.Number("wordTimesAYear", 0, 50, mayBeMissing: true),
        Field.Number("wordAfterWeeks", 0, 104, mayBeMissing: true),
        Field.Number("commentDays", 0, 365, mayBeMissing: true),
        Field.Number("warningDays", 0, 365, mayBeMissing: true),
    ];

    public static readonly IReadOnlyList<Field> Gift =
    [
        Field.Choice(
            "kind", false, "modules", "language-hours", "levels", "visits", "base-module", "topic-modules", "children-module", "protection-module", "language-course", "plan", "mentor", "category-hours",
            "mentoring", "weekly-sessions", "vouchers"),
        Field.Number("hours", 1, 10_000, mayBeMissing: true),
        Field.Number("count", 1, 1_000, mayBeMissing: true),
        Field.Choice("category", true, "language", "culture", "enterprise", "identity"),
    ];

    public static readonly IReadOnlyList<Field> Vouchers =
    [
        Field.Number("count", 1, 50),
        Field.Number("amountCents", 1, 10_000_000),
        Field.Number("validMonths", 1, 120),
        Field.Number("weeksAfterStart", 0, 52),
        new("partialUse", FieldType.Flag, MayBeMissing: true),
        Field.Percent("fullPaymentFromPercent"),
        Field.Percent("excusedPercent", mayBeMissing: true),
        Field.Choice("paysFrom", true, "written", "said", "seen", "shown"),
        Field.Number("capCents", 1, 100_000_000, mayBeMissing: true),
        Field.Number("capMinutes", 1, 1_000_000, mayBeMissing: true),
        new("fromItsStart", FieldType.Flag, MayBeMissing: true),
    ];

    public static readonly IReadOnlyList<Field> Duty =
    [
        Field.Choice("kind", false, "module", "module-per-voucher", "information-event", "attendance", "exam-per-level", "rating-asked", "walk-in"),
        new("topic", FieldType.Topic, MayBeMissing: true),
        new("activity", FieldType.Activity, MayBeMissing: true),
    ];

    public static readonly IReadOnlyList<Field> Group =
    [
        Field.Choice("kind", false, "provider-sets", "language", "orientation", "one-module-a-day-weekend", "one-to-one", "small", "age-5-13", "age-14-20", "adults"),
        Field.Number("from", 1, 1_000, mayBeMissing: true),
        Field.Number("to", 1, 1_000, mayBeMissing: true),
        Field.Number("sessionsAWeek", 1, 14, mayBeMissing: true),
    ];
}
