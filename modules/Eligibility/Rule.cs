using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Contracts.Participants;

namespace Courses.Eligibility;

/// <summary>
/// The rule language: a typed tree, kept as JSON. A node is an object with one property, its kind: <c>{"all": [...]}</c>, <c>{"statusIn": ["Refugee"]}</c>.
/// docs/rules.md shows every kind with an example. A new kind is a record here, a line in <see cref="RuleJson"/>, a case in <see cref="Evaluation"/> and its sentences.
/// </summary>
[JsonConverter(typeof(RuleJson))]
internal abstract record Rule
{
    /// <summary>May when each of them does; an empty list is 'anyone'.</summary>
    internal sealed record All(IReadOnlyList<Rule> Rules) : Rule;

    internal sealed record Any(IReadOnlyList<Rule> Rules) : Rule;

    internal sealed record Not(Rule Inner) : Rule;

    internal sealed record StatusIn(IReadOnlyList<LegalStatus> Statuses) : Rule;

    internal sealed record FirstPermitWithinMonths(int Months) : Rule;

    /// <summary>The legal stay, from the first permit (else the arrival) to today.</summary>
    internal sealed record StayShorterThanYears(int Years) : Rule;

    internal sealed record StatusGrantedWithinMonths(IReadOnlyList<LegalStatus> Statuses, int Months) : Rule;

    /// <summary>Both ends count; either may be missing.</summary>
    internal sealed record AgeBetween(int? From, int? To) : Rule;

    internal sealed record LevelBelow(string Level) : Rule;

    internal sealed record LevelAtLeast(string Level) : Rule;

    /// <summary>Academic hours of sessions held while the person had a seat, excused ones left out, across all providers.</summary>
    internal sealed record HoursUsedBelow(int Hours) : Rule;

    internal sealed record AttendanceAtLeast(int Percent, int MinimumHours) : Rule;

    /// <summary>Unexcused absence below so many percent of the time held.</summary>
    internal sealed record AbsenceBelow(int Percent) : Rule;

    /// <summary>Was there at least once in the last months or days; somebody who has not begun yet is not out.</summary>
    internal sealed record AttendedWithin(int Months, int Days) : Rule;

    internal sealed record ModuleCompleted(string Topic) : Rule;

    /// <summary>Lives in a reception centre or residence.</summary>
    internal sealed record LivesInCentre : Rule;

    /// <summary>Registered as a family member, whatever the status.</summary>
    internal sealed record FamilyMember : Rule;

    internal sealed record RegisteredInCity : Rule;

    internal sealed record Works : Rule;

    internal sealed record SkillAtLeast(Skill Skill, string Level) : Rule;

    /// <summary>An exam passed or a course finished, in that language, at that level or above.</summary>
    internal sealed record CertificateAtLeast(string Language, string Level) : Rule;

    /// <summary>Sent by this office.</summary>
    internal sealed record ReferredBy(string Office) : Rule;

    /// <summary>Has or had a class of the city at this provider, which may change its name.</summary>
    internal sealed record LearnsAt(Guid ProviderId) : Rule;

    /// <summary>Academic hours of one kind: <c>language</c>, <c>orientation</c>, or the code of one module.</summary>
    internal sealed record CategoryHoursBelow(string Category, int Hours) : Rule;
}

internal sealed class RuleJson : JsonConverter<Rule>
{
    public override Rule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Rule value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(NameOf(value));
        switch (value)
        {
            case Rule.All all:
                JsonSerializer.Serialize(writer, all.Rules, options);
                break;
            case Rule.Any any:
                JsonSerializer.Serialize(writer, any.Rules, options);
                break;
            case Rule.Not not:
                JsonSerializer.Serialize(writer, not.Inner, options);
                break;
            case Rule.StatusIn status:
                WriteStatuses(writer, status.Statuses);
                break;
            case Rule.FirstPermitWithinMonths permit:
                writer.WriteNumberValue(permit.Months);
                break;
            case Rule.StayShorterThanYears stay:
                writer.WriteNumberValue(stay.Years);
                break;
            case Rule.StatusGrantedWithinMonths granted:
                writer.WriteStartObject();
                writer.WritePropertyName("statuses");
                WriteStatuses(writer, granted.Statuses);
                writer.WriteNumber("months", granted.Months);
                writer.WriteEndObject();
                break;
            case Rule.AgeBetween age:
                writer.WriteStartObject();
                WriteIf(writer, "from", age.From);
                WriteIf(writer, "to", age.To);
                writer.WriteEndObject();
                break;
            case Rule.LevelBelow level:
                writer.WriteStringValue(level.Level);
                break;
            case Rule.LevelAtLeast level:
                writer.WriteStringValue(level.Level);
                break;
            case Rule.HoursUsedBelow hours:
                writer.WriteNumberValue(hours.Hours);
                break;
            case Rule.AttendanceAtLeast attendance:
                writer.WriteStartObject();
                writer.WriteNumber("percent", attendance.Percent);
                writer.WriteNumber("minimumHours", attendance.MinimumHours);
                writer.WriteEndObject();
                break;
            case Rule.AbsenceBelow absence:
                writer.WriteNumberValue(absence.Percent);
                break;
            case Rule.AttendedWithin within:
                writer.WriteStartObject();
                WriteIf(writer, "months", within.Months == 0 ? null : within.Months);
                WriteIf(writer, "days", within.Days == 0 ? null : within.Days);
                writer.WriteEndObject();
                break;
            case Rule.ModuleCompleted module:
                writer.WriteStringValue(module.Topic);
                break;
            case Rule.LivesInCentre or Rule.FamilyMember or Rule.RegisteredInCity or Rule.Works:
                writer.WriteBooleanValue(true);
                break;
            case Rule.SkillAtLeast skill:
                writer.WriteStartObject();
                writer.WriteString("skill", skill.Skill.ToString());
                writer.WriteString("level", skill.Level);
                writer.WriteEndObject();
                break;
            case Rule.CertificateAtLeast certificate:
                writer.WriteStartObject();
                writer.WriteString("language", certificate.Language);
                writer.WriteString("level", certificate.Level);
                writer.WriteEndObject();
                break;
            case Rule.ReferredBy referred:
                writer.WriteStringValue(referred.Office);
                break;
            case Rule.LearnsAt learns:
                writer.WriteStringValue(learns.ProviderId);
                break;
            case Rule.CategoryHoursBelow category:
                writer.WriteStartObject();
                writer.WriteString("category", category.Category);
                writer.WriteNumber("hours", category.Hours);
                writer.WriteEndObject();
                break;
            default:
                throw new JsonException($"{value.GetType().Name} has no spelling.");
        }

        writer.WriteEndObject();
    }

    private static string NameOf(Rule rule) => JsonNamingPolicy.CamelCase.ConvertName(rule.GetType().Name);

    private static Rule Read(JsonElement node)
    {
        if (node.ValueKind != JsonValueKind.Object || node.EnumerateObject().Count() != 1)
        {
            throw new JsonException("A rule is an object with one property that names its kind, such as {\"statusIn\": [\"Refugee\"]}.");
        }

        var (kind, value) = node.EnumerateObject().Select(property => (property.Name, property.Value)).Single();
        try
        {
            return kind switch
            {
                "all" => new Rule.All([.. value.EnumerateArray().Select(Read)]),
                "any" => new Rule.Any([.. value.EnumerateArray().Select(Read)]),
                "not" => new Rule.Not(Read(value)),
                "statusIn" => new Rule.StatusIn(Statuses(value)),
                "firstPermitWithinMonths" => new Rule.FirstPermitWithinMonths(Positive(value)),
                "stayShorterThanYears" => new Rule.StayShorterThanYears(Positive(value)),
                "statusGrantedWithinMonths" => new Rule.StatusGrantedWithinMonths(Statuses(value.GetProperty("statuses")), Positive(value.GetProperty("months"))),
                "ageBetween" => new Rule.AgeBetween(NumberIn(value, "from"), NumberIn(value, "to")),
                "levelBelow" => new Rule.LevelBelow(Level(value)),
                "levelAtLeast" => new Rule.LevelAtLeast(Level(value)),
                "hoursUsedBelow" => new Rule.HoursUsedBelow(Positive(value)),
                "attendanceAtLeast" => new Rule.AttendanceAtLeast(Percent(value.GetProperty("percent")), NumberIn(value, "minimumHours") ?? 8),
                "absenceBelow" => new Rule.AbsenceBelow(Percent(value)),
                "attendedWithin" => new Rule.AttendedWithin(NumberIn(value, "months") ?? 0, NumberIn(value, "days") ?? 0),
                "moduleCompleted" => new Rule.ModuleCompleted(value.GetString() is { Length: > 0 } topic ? topic : throw new JsonException("A module has a code.")),
                "livesInCentre" => Only(value, new Rule.LivesInCentre()),
                "familyMember" => Only(value, new Rule.FamilyMember()),
                "registeredInCity" => Only(value, new Rule.RegisteredInCity()),
                "works" => Only(value, new Rule.Works()),
                "skillAtLeast" => new Rule.SkillAtLeast(
                    Enum.TryParse<Skill>(value.GetProperty("skill").GetString(), out var skill) && Enum.IsDefined(skill) ? skill : throw new JsonException("That is no skill."), Level(value.GetProperty("level"))),
                "certificateAtLeast" => new Rule.CertificateAtLeast(Said(value.GetProperty("language")), Level(value.GetProperty("level"))),
                "referredBy" => new Rule.ReferredBy(Said(value)),
                "learnsAt" => new Rule.LearnsAt(value.GetGuid()),
                "categoryHoursBelow" => new Rule.CategoryHoursBelow(Said(value.GetProperty("category")), Positive(value.GetProperty("hours"))),
                _ => throw new JsonException($"'{kind}' is no kind of rule."),
            };
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException($"'{kind}' has a value of the wrong kind: {value.GetRawText()}", error);
        }
    }

    private static IReadOnlyList<LegalStatus> Statuses(JsonElement value) =>
        [.. value.EnumerateArray().Select(item => Enum.TryParse<LegalStatus>(item.GetString(), out var status) && Enum.IsDefined(status)
            ? status
            : throw new JsonException($"'{item.GetString()}' is no legal status."))];

    private static Rule Only(JsonElement value, Rule rule) => value.GetBoolean() ? rule : new Rule.Not(rule);

    private static string Said(JsonElement value) => value.GetString() is { Length: > 0 } text ? text : throw new JsonException("Something is missing.");

    private static int Positive(JsonElement value) => value.GetInt32() is > 0 and var number ? number : throw new JsonException($"{value.GetRawText()} should be above zero.");

    private static int Percent(JsonElement value) => value.GetInt32() is >= 0 and <= 100 and var number ? number : throw new JsonException($"{value.GetRawText()} is no percentage.");

    private static int? NumberIn(JsonElement value, string name) => value.TryGetProperty(name, out var number) ? number.GetInt32() : null;

    private static string Level(JsonElement value) => CefrLevel.IsKnown(value.GetString()) ? value.GetString()! : throw new JsonException($"'{value.GetRawText()}' is no level.");

    private static void WriteStatuses(Utf8JsonWriter writer, IReadOnlyList<LegalStatus> statuses)
    {
        writer.WriteStartArray();
        foreach (var status in statuses)
        {
            writer.WriteStringValue(status.ToString());
        }

        writer.WriteEndArray();
    }

    private static void WriteIf(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}

/// <summary>The order of the Common European Framework; sub-levels such as A1.2 belong to their level, literacy is below A1.</summary>
internal static class CefrLevel
{
    private static readonly string[] Order = [.. CefrLevels.WithLiteracy];

    public static IReadOnlyList<string> Main => Order;

    public static bool IsKnown(string? level) => level is not null && Rank(level) >= 0;

    public static int Rank(string level) => Array.IndexOf(Order, level.Split('.')[0]);
}
