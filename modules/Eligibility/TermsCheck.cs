using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;

namespace Courses.Eligibility;

/// <summary>One thing that is wrong with terms: where (a JSON pointer such as <c>/rules/all/0/stayShorterThanYears</c>), what (a key of the staff's words) and its details.</summary>
/// <param name="Path">Where in the tree.</param>
/// <param name="Code">The sentence.</param>
/// <param name="Details">What fills its blanks.</param>
internal sealed record TermsProblem(string Path, string Code, params IReadOnlyList<string> Details)
{
    /// <summary>The condition that this one contradicts.</summary>
    public Rule? Against { get; init; }

    public bool AgainstNegated { get; init; }
}

/// <summary>What rules may name: the codes of the orientation topics, the ids of the providers, and the codes of the kinds of activities.</summary>
internal sealed record Vocabulary(IReadOnlySet<string> Topics, IReadOnlySet<Guid> Providers, IReadOnlySet<string> Activities);

/// <summary>
/// Says what is wrong with the terms of a version, at the place where it is wrong. The form, the JSON way and the API all ask here; what passes can be read, said in words and evaluated on anybody's
/// facts, which a property test proves.
/// </summary>
internal sealed class TermsCheck
{
    private const int Deepest = 8;
    private const int MostConditions = 60;

    private readonly Vocabulary known;
    private readonly List<TermsProblem> problems = [];
    private int conditions;

    private TermsCheck(Vocabulary known) => this.known = known;

    /// <param name="terms">The terms as JSON.</param>
    /// <param name="known">What the city has names for.</param>
    public static IReadOnlyList<TermsProblem> Of(JsonNode? terms, Vocabulary known)
    {
        var check = new TermsCheck(known);
        check.Terms(terms);
        return check.problems;
    }

    public static IReadOnlyList<TermsProblem> OfRule(JsonNode? rule, Vocabulary known)
    {
        var check = new TermsCheck(known);
        check.Tree(rule, "");
        return check.problems;
    }

    private void Terms(JsonNode? json)
    {
        if (Object(json, "", [.. TermsShape.Top.Select(field => field.Name), "rules", "gives", "must", "attendance", "groups"]) is not { } terms)
        {
            return;
        }

        Fields(terms, "", TermsShape.Top);
        Tree(terms["rules"], "/rules");
        Attendance(terms["attendance"]);
        List(terms["gives"], "/gives", Gift, isRequired: true);
        List(terms["must"], "/must", (duty, path) => Duty(duty, path, terms["attendance"] is not null), terms.ContainsKey("must"));
        List(terms["groups"], "/groups", Group, terms.ContainsKey("groups"));
    }

    private void Attendance(JsonNode? json)
    {
        if (json is null || Object(json, "/attendance", [.. TermsShape.Attendance.Select(field => field.Name), "appliesTo"]) is not { } attendance)
        {
            return;
        }

        Fields(attendance, "/attendance", TermsShape.Attendance);
        if (TextOf(attendance["effect"]) == "cut")
        {
            // A share of what, and of which time?
            if (TextOf(attendance["period"]) is null or "enrolment")
            {
                Add("/attendance/period", "rules.problem.cut-period");
            }

            if (NumberOf(attendance["benefitCents"]) is null or 0)
            {
                Add("/attendance/benefitCents", "rules.problem.cut-benefit");
            }
        }

        if (attendance["appliesTo"] is { } appliesTo)
        {
            Tree(appliesTo, "/attendance/appliesTo");
        }
    }

    private void Gift(JsonNode? json, string path)
    {
        if (Object(json, path, [.. TermsShape.Gift.Select(field => field.Name), "levels", "topics", "vouchers"]) is not { } gift)
        {
            return;
        }

        Fields(gift, path, TermsShape.Gift);
        Values(gift["levels"], path + "/levels", new("", FieldType.Level));
        Values(gift["topics"], path + "/topics", new("", FieldType.Topic));
        if (gift["vouchers"] is null)
        {
            if (TextOf(gift["kind"]) == "vouchers")
            {
                Add(path + "/vouchers", "rules.problem.missing");
            }

            return;
        }

        if (Object(gift["vouchers"], path + "/vouchers", [.. TermsShape.Vouchers.Select(field => field.Name), "levels", "unlocks"]) is { } vouchers)
        {
            Fields(vouchers, path + "/vouchers", TermsShape.Vouchers);
            Values(vouchers["levels"], path + "/vouchers/levels", new("", FieldType.Level), isRequired: true);
            Values(vouchers["unlocks"], path + "/vouchers/unlocks", new("any-module", FieldType.Topic), isRequired: true);
            if (vouchers["unlocks"] is JsonArray unlocks && NumberOf(vouchers["count"]) is { } count && unlocks.Count != count)
            {
                Add(path + "/vouchers/unlocks", "rules.problem.unlocks", Text(count));
            }
        }
    }

    private void Duty(JsonNode? json, string path, bool hasAttendance)
    {
        if (Object(json, path, [.. TermsShape.Duty.Select(field => field.Name)]) is not { } duty)
        {
            return;
        }

        Fields(duty, path, TermsShape.Duty);
        if (TextOf(duty["kind"]) == "module" && duty["topic"] is null)
        {
            Add(path + "/topic", "rules.problem.missing");
        }

        if (TextOf(duty["kind"]) == "attendance" && !hasAttendance)
        {
            Add(path + "/kind", "rules.problem.no-attendance");
        }
    }

    private void Group(JsonNode? json, string path)
    {
        if (Object(json, path, [.. TermsShape.Group.Select(field => field.Name)]) is not { } group)
        {
            return;
        }

        Fields(group, path, TermsShape.Group);
        Ordered(group, path);
    }

    /// <summary>A whole rule: each place first; what can never be true together only when every place is in order.</summary>
    private void Tree(JsonNode? rule, string path)
    {
        var before = problems.Count;
        conditions = 0;
        Rule(rule, path, 0, isRoot: true);
        if (problems.Count == before)
        {
            Contradictions(rule!, path, negated: false);
        }
    }

    private void Rule(JsonNode? json, string path, int depth, bool isRoot = false)
    {
        if (json is not JsonObject { Count: 1 } node)
        {
            Add(path, json is null ? "rules.problem.missing" : "rules.problem.one-kind");
            return;
        }

        if (depth > Deepest)
        {
            Add(path, "rules.problem.too-deep", Text(Deepest));
            return;
        }

        if (++conditions > MostConditions)
        {
            // Said once, at the first that is too many.
            if (conditions == MostConditions + 1)
            {
                Add(path, "rules.problem.too-many", Text(MostConditions));
            }

            return;
        }

        var (kind, value) = node.Single();
        path = $"{path}/{kind}";
        switch (kind)
        {
            case "not":
                Rule(value, path, depth + 1);
                break;
            case "all" or "any":
                if (value is not JsonArray below)
                {
                    Add(path, "rules.problem.not-list");
                }
                else if (below.Count == 0 && !(isRoot && kind == "all"))
                {
                    Add(path, "rules.problem.empty-group");
                }
                else
                {
                    for (var i = 0; i < below.Count; i++)
                    {
                        Rule(below[i], $"{path}/{i}", depth + 1);
                    }
                }

                break;
            default:
                Leaf(kind, value, path);
                break;
        }
    }

    private void Leaf(string kind, JsonNode? value, string path)
    {
        if (Condition.Of(kind) is not { } condition)
        {
            Add(path, "rules.problem.no-kind", kind);
        }
        else if (condition.IsPlain)
        {
            Value(value, path, condition.Fields[0]);
        }
        else if (Object(value, path, [.. condition.Fields.Select(field => field.Name)]) is { } fields)
        {
            Fields(fields, path, condition.Fields);
            Ordered(fields, path);
            if (condition.Fields.All(field => field.MayBeMissing) && condition.Fields.All(field => fields[field.Name] is null || (kind == "attendedWithin" && NumberOf(fields[field.Name]) == 0)))
            {
                Add($"{path}/{condition.Fields[0].Name}", "rules.problem.nothing-said");
            }
        }
    }

    private void Ordered(JsonObject fields, string path)
    {
        if (NumberOf(fields["from"]) is { } from && NumberOf(fields["to"]) is { } to && from > to)
        {
            Add(path + "/to", "rules.problem.order", Text(from));
        }
    }

    private void Fields(JsonObject json, string path, IReadOnlyList<Field> fields)
    {
        foreach (var field in fields)
        {
            if (json[field.Name] is { } value)
            {
                Value(value, $"{path}/{field.Name}", field);
            }
            else if (!field.MayBeMissing || json.ContainsKey(field.Name))
            {
                Add($"{path}/{field.Name}", "rules.problem.missing");
            }
        }
    }

    private void Value(JsonNode? value, string path, Field field)
    {
        switch (field.Type)
        {
            case FieldType.Number when NumberOf(value) is not { } number || number < field.From || number > field.To:
                Add(path, "rules.problem.number", Text(field.From), Text(field.To));
                break;
            case FieldType.Text when TextOf(value) is not { } text || (string.IsNullOrWhiteSpace(text) && !field.MayBeMissing) || text.Length > field.To:
                Add(path, "rules.problem.text", Text(field.To));
                break;
            case FieldType.Choice when TextOf(value) is not { } choice || !field.Choices!.Contains(choice, StringComparer.Ordinal):
                Add(path, "rules.problem.choice", Shown(value), string.Join(", ", field.Choices!));
                break;
            case FieldType.Level when TextOf(value) is not { } level || !CefrLevel.IsKnown(level):
                Add(path, "rules.problem.level", Shown(value));
                break;
            case FieldType.Topic when TextOf(value) is not { } topic || !(known.Topics.Contains(topic) || (topic == field.Name && topic.Length > 0)):
                Add(path, "rules.problem.topic", Shown(value));
                break;
            case FieldType.Activity when TextOf(value) is not { } kind || !known.Activities.Contains(kind):
                Add(path, "rules.problem.activity", Shown(value));
                break;
            case FieldType.Provider when !Guid.TryParseExact(TextOf(value), "D", out var provider) || !known.Providers.Contains(provider):
                Add(path, "rules.problem.provider", Shown(value));
                break;
            case FieldType.Language when TextOf(value) is not { } language || !TaughtLanguages.All.Contains(language, StringComparer.Ordinal):
                Add(path, "rules.problem.language", Shown(value));
                break;
            case FieldType.Category when TextOf(value) is not { } category || !(Condition.Categories.Contains(category, StringComparer.Ordinal) || known.Topics.Contains(category)):
                Add(path, "rules.problem.category", Shown(value));
                break;
            case FieldType.Skill when TextOf(value) is not { } skill || !Enum.GetNames<Skill>().Contains(skill, StringComparer.Ordinal):
                Add(path, "rules.problem.choice", Shown(value), string.Join(", ", Enum.GetNames<Skill>()));
                break;
            case FieldType.Flag when value?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False):
                Add(path, "rules.problem.flag");
                break;
            case FieldType.Always when value?.GetValueKind() is not JsonValueKind.True:
                Add(path, "rules.problem.always");
                break;
            case FieldType.Statuses:
                Statuses(value, path);
                break;
        }
    }

    private void Statuses(JsonNode? value, string path)
    {
        if (value is not JsonArray { Count: > 0 } list)
        {
            Add(path, "rules.problem.no-status");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (TextOf(list[i]) is not { } name || !Enum.GetNames<LegalStatus>().Contains(name, StringComparer.Ordinal))
            {
                Add($"{path}/{i}", "rules.problem.status", Shown(list[i]));
            }
            else if (!seen.Add(name))
            {
                Add($"{path}/{i}", "rules.problem.twice", $"word:rule.name.{name}");
            }
        }
    }

    private void Values(JsonNode? json, string path, Field field, bool isRequired = false) => List(json, path, (value, at) => Value(value, at, field), isRequired);

    private void List(JsonNode? json, string path, Action<JsonNode?, string> each, bool isRequired = false)
    {
        if (json is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                each(list[i], $"{path}/{i}");
            }
        }
        else if (json is not null || isRequired)
        {
            Add(path, json is null ? "rules.problem.missing" : "rules.problem.not-list");
        }
    }

    private JsonObject? Object(JsonNode? json, string path, IReadOnlyList<string> known)
    {
        if (json is not JsonObject found)
        {
            Add(path, json is null ? "rules.problem.missing" : "rules.problem.not-object");
            return null;
        }

        foreach (var (name, _) in found.Where(property => !known.Contains(property.Key, StringComparer.Ordinal)))
        {
            Add($"{path}/{name}", "rules.problem.no-field", name);
        }

        return found;
    }

    /// <summary>Every conjunction is looked at as a whole, however deep its parts stand; what stands below an 'or' in it is looked at by itself.</summary>
    private void Contradictions(JsonNode node, string path, bool negated)
    {
        var parts = new List<(JsonNode Node, string Path, bool Negated)>();
        Parts(node, path, negated, parts);
        Impossible([.. parts.Where(part => IsLeaf(part.Node))]);
        foreach (var (group, at, isNegated) in parts.Where(part => !IsLeaf(part.Node)))
        {
            var (kind, below) = group.AsObject().Single();
            for (var i = 0; i < below!.AsArray().Count; i++)
            {
                Contradictions(below[i]!, $"{at}/{kind}/{i}", isNegated);
            }
        }
    }

    private static void Parts(JsonNode node, string path, bool negated, List<(JsonNode Node, string Path, bool Negated)> parts)
    {
        var (kind, value) = node.AsObject().Single();
        if (kind == "not")
        {
            Parts(value!, path + "/not", !negated, parts);
        }
        else if (kind == (negated ? "any" : "all"))
        {
            for (var i = 0; i < value!.AsArray().Count; i++)
            {
                Parts(value[i]!, $"{path}/{kind}/{i}", negated, parts);
            }
        }
        else
        {
            parts.Add((node, path, negated));
        }
    }

    private static bool IsLeaf(JsonNode node) => node.AsObject().Single().Key is not ("all" or "any");

    private void Impossible((JsonNode Node, string Path, bool Negated)[] leaves)
    {
        var said = new List<(Rule Rule, string Text, bool Negated)>();
        var axes = new Dictionary<string, (int From, int To, Rule By, bool Negated)>(StringComparer.Ordinal);
        var statuses = (Left: Enum.GetValues<LegalStatus>().ToHashSet(), By: (Rule?)null, Negated: false);
        foreach (var (node, path, negated) in leaves)
        {
            var rule = node.Deserialize<Rule>(Eligibility.Terms.Json)!;
            var text = node.ToJsonString();
            if (said.Find(other => other.Negated != negated && other.Text == text) is { Rule: not null } opposite)
            {
                Against(path, opposite.Rule, opposite.Negated);
            }
            else if (Axis(rule, negated) is { } axis)
            {
                var before = axes.TryGetValue(axis.Name, out var known) ? known : (From: 0, To: int.MaxValue, By: rule, Negated: negated);
                var now = (From: Math.Max(before.From, axis.From), To: Math.Min(before.To, axis.To), By: rule, Negated: negated);
                if (now.From >= now.To)
                {
                    if (ReferenceEquals(before.By, rule))
                    {
                        Add(path, "rules.problem.nobody");
                    }
                    else
                    {
                        Against(path, before.By, before.Negated);
                    }
                }
                else
                {
                    axes[axis.Name] = now;
                }
            }

            if (StatusesOf(rule) is { } allowed && !(negated && rule is Rule.StatusGrantedWithinMonths))
            {
                var left = statuses.Left.Where(status => allowed.Contains(status) != negated).ToHashSet();
                if (left.Count == 0)
                {
                    if (statuses.By is { } by)
                    {
                        Against(path, by, statuses.Negated);
                    }
                    else
                    {
                        Add(path, "rules.problem.nobody");
                    }
                }
                else
                {
                    statuses = (left, rule, negated);
                }
            }

            said.Add((rule, text, negated));
        }
    }

    private void Against(string path, Rule other, bool negated)
    {
        // One sentence a place is enough.
        if (problems.TrueForAll(problem => problem.Path != path))
        {
            problems.Add(new(path, "rules.problem.contradicts") { Against = other, AgainstNegated = negated });
        }
    }

    private static IReadOnlyList<LegalStatus>? StatusesOf(Rule rule) => rule switch
    {
        Rule.StatusIn status => status.Statuses,
        Rule.StatusGrantedWithinMonths granted => granted.Statuses,
        _ => null,
    };

    /// <summary>The numbers for which a condition holds, from the first to before the last; null where that is no single range.</summary>
    private static (string Name, int From, int To)? Axis(Rule rule, bool negated)
    {
        (string Name, int From, int To)? range = rule switch
        {
            Rule.FirstPermitWithinMonths permit => ("first-permit", 0, permit.Months),
            Rule.StayShorterThanYears stay => ("stay", 0, stay.Years),
            Rule.HoursUsedBelow hours => ("hours", 0, hours.Hours),
            Rule.AgeBetween age => ("age", age.From ?? 0, age.To + 1 ?? int.MaxValue),
            Rule.LevelBelow level => ("level", 0, CefrLevel.Rank(level.Level)),
            Rule.LevelAtLeast level => ("level", CefrLevel.Rank(level.Level), int.MaxValue),
            Rule.SkillAtLeast skill => ($"skill {skill.Skill}", CefrLevel.Rank(skill.Level), int.MaxValue),
            Rule.CertificateAtLeast certificate => ($"certificate {certificate.Language}", CefrLevel.Rank(certificate.Level) + 1, int.MaxValue),
            Rule.CategoryHoursBelow { Category: "language" } language => ("hours", 0, language.Hours),
            Rule.CategoryHoursBelow category => ($"hours of {category.Category}", 0, category.Hours),
            _ => null,
        };
        return (range, negated) switch
        {
            (null, _) or (_, false) => range,
            ({ From: 0, To: int.MaxValue } all, true) => all with { To = 0 },
            ({ From: 0 } below, true) => below with { From = below.To, To = int.MaxValue },
            ({ To: int.MaxValue } above, true) => above with { From = 0, To = above.From },
            _ => null,
        };
    }

    private void Add(string path, string code, params IReadOnlyList<string> details) => problems.Add(new(path, code, details));

    private static int? NumberOf(JsonNode? value) => value is JsonValue found && found.GetValueKind() == JsonValueKind.Number && found.TryGetValue<int>(out var number) ? number : null;

    /// <summary>Reads JSON text. A property that stands twice, or what is no JSON at all, is a problem at the root.</summary>
    public static JsonNode? Read(string text, out TermsProblem? problem)
    {
        try
        {
            problem = null;
            return JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false, MaxDepth = 40 });
        }
        catch (JsonException error)
        {
            problem = new("", "rules.problem.no-json", Text((int)(error.LineNumber ?? 0) + 1), Text((int)(error.BytePositionInLine ?? 0) + 1));
            return null;
        }
    }

    private static string? TextOf(JsonNode? value) => value is JsonValue found && found.TryGetValue<string>(out var text) ? text : null;

    private static string Shown(JsonNode? value)
    {
        var text = TextOf(value) ?? value?.ToJsonString() ?? "";
        return text.Length > 60 ? text[..60] + "…" : text;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
