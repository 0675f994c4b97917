using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Courses.Eligibility;

/// <summary>
/// A rule as a form shows it: a tree of conditions with what was typed into them, sense or not, so that nothing is lost when something is refused. It becomes JSON and comes from it; what is wrong is
/// <see cref="TermsCheck"/>'s to say. A node's name is its way in the tree: <c>rules</c>, <c>rules.0</c>, <c>rules.0.1</c>.
/// </summary>
internal sealed class RuleNode
{
    private const int MostBelow = 60;

    public string Kind { get; private set; } = "all";

    public bool IsNot { get; private set; }

    /// <summary>What was typed, by the name of the field.</summary>
    public Dictionary<string, string> Typed { get; } = new(StringComparer.Ordinal);

    /// <summary>The statuses that were chosen.</summary>
    public List<string> Chosen { get; private set; } = [];

    public List<RuleNode> Below { get; private set; } = [];

    public bool IsGroup => Kind is "all" or "any";

    public Condition? Condition => Courses.Eligibility.Condition.Of(Kind);

    public static RuleNode Of(JsonNode? json)
    {
        if (json is not JsonObject { Count: > 0 } node)
        {
            return new();
        }

        var (kind, value) = node.First();
        if (kind == "not")
        {
            var inner = Of(value);
            inner.IsNot = !inner.IsNot;
            return inner;
        }

        var made = new RuleNode { Kind = kind };
        if (made.IsGroup)
        {
            made.Below = [.. (value as JsonArray ?? []).Select(Of)];
        }
        else if (made.Condition is { } condition)
        {
            foreach (var field in condition.Fields)
            {
                var content = condition.IsPlain ? value : (value as JsonObject)?[field.Name];
                if (field.Type == FieldType.Statuses)
                {
                    made.Chosen = [.. (content as JsonArray ?? []).Select(Text)];
                }
                else
                {
                    made.Typed[field.Name] = Text(content);
                }
            }
        }

        return made;
    }

    /// <summary>Reads a tree of fields back; null when the form has none of this name.</summary>
    public static RuleNode? From(IFormCollection form, string name, int depth = 0)
    {
        if (!form.ContainsKey(name + ".kind") || depth > 12)
        {
            return null;
        }

        var made = new RuleNode { Kind = form[name + ".kind"].ToString(), IsNot = form.ContainsKey(name + ".not") };
        foreach (var field in made.Condition?.Fields ?? [])
        {
            if (field.Type == FieldType.Statuses)
            {
                made.Chosen = [.. form[NameOf(name, field)].OfType<string>()];
            }
            else
            {
                made.Typed[field.Name] = form[NameOf(name, field)].ToString().Trim();
            }
        }

        for (var i = 0; i < MostBelow && made.IsGroup && From(form, $"{name}.{i}", depth + 1) is { } below; i++)
        {
            made.Below.Add(below);
        }

        return made;
    }

    public static string NameOf(string node, Field field) => $"{node}.{(field.Name.Length == 0 ? "value" : field.Name)}";

    public JsonObject ToJson()
    {
        var json = new JsonObject { [Kind] = IsGroup ? new JsonArray([.. Below.Select(below => (JsonNode?)below.ToJson())]) : Value() };
        return IsNot ? new() { ["not"] = json } : json;
    }

    /// <summary>A number when it is one, else what was typed: the check says what is wrong with it.</summary>
    public static JsonNode? Typing(Field field, string? typed) => field.Type switch
    {
        FieldType.Always => JsonValue.Create(true),
        _ when string.IsNullOrWhiteSpace(typed) => null,
        FieldType.Number when int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(typed),
    };

    public static string Text(JsonNode? json) => json switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => json.ToJsonString(),
    };

    /// <summary>
    /// One step of editing: <c>add rules.1 levelBelow</c>, <c>remove rules.0</c>, <c>up</c>, <c>down</c>, <c>out</c> (of its group, behind it), <c>in</c> (into the group before it) and
    /// <c>group</c> (into a new group of its own). Answers the name of the node to look at next; what does not fit the tree changes nothing.
    /// </summary>
    public string Do(string act, string name, string kind)
    {
        int[] way = [.. name.Split('.').Skip(1).Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)];
        var root = name.Split('.')[0];
        if (Find(way) is not { } node)
        {
            return root;
        }

        if (act == "add" && node.IsGroup && node.Below.Count < MostBelow && (kind is "all" or "any" || Courses.Eligibility.Condition.Of(kind) is not null))
        {
            node.Below.Add(new() { Kind = kind });
            return $"{name}.{node.Below.Count - 1}";
        }

        if (act == "group" && way is [])
        {
            var (wasKind, wasNot, below, chosen) = (Kind, IsNot, Below, Chosen);
            var moved = new RuleNode { Kind = wasKind, IsNot = wasNot, Below = below, Chosen = chosen };
            foreach (var (field, typed) in Typed)
            {
                moved.Typed[field] = typed;
            }

            (Kind, IsNot, Below, Chosen) = ("all", false, [moved], []);
            Typed.Clear();
            return root;
        }

        if (way is not [.. var toParent, var at] || Find(toParent) is not { } parent)
        {
            return root;
        }

        string Named(IEnumerable<int> to) => string.Join('.', to.Select(index => index.ToString(CultureInfo.InvariantCulture)).Prepend(root));
        switch (act)
        {
            case "remove":
                parent.Below.RemoveAt(at);
                return Named(toParent);
            case "up" when at > 0:
                (parent.Below[at - 1], parent.Below[at]) = (node, parent.Below[at - 1]);
                return Named([.. toParent, at - 1]);
            case "down" when at < parent.Below.Count - 1:
                (parent.Below[at + 1], parent.Below[at]) = (node, parent.Below[at + 1]);
                return Named([.. toParent, at + 1]);
            case "out" when toParent is [.. var toGrandparent, var parentAt] && Find(toGrandparent) is { } grandparent:
                parent.Below.RemoveAt(at);
                grandparent.Below.Insert(parentAt + 1, node);
                return Named([.. toGrandparent, parentAt + 1]);
            case "in" when at > 0 && parent.Below[at - 1] is { IsGroup: true } before:
                parent.Below.RemoveAt(at);
                before.Below.Add(node);
                return Named([.. toParent, at - 1, before.Below.Count - 1]);
            case "group":
                parent.Below[at] = new() { Kind = "all", Below = [node] };
                return name;
            default:
                return name;
        }
    }

    private RuleNode? Find(IEnumerable<int> way)
    {
        var node = this;
        foreach (var index in way)
        {
            if (index < 0 || index >= node.Below.Count)
            {
                return null;
            }

            node = node.Below[index];
        }

        return node;
    }

    private JsonNode? Value()
    {
        if (Condition is not { } condition)
        {
            return null;
        }

        if (condition.IsPlain)
        {
            return Value(condition.Fields[0]);
        }

        var value = new JsonObject();
        foreach (var field in condition.Fields)
        {
            if (Value(field) is { } content)
            {
                value[field.Name] = content;
            }
        }

        return value;
    }

    private JsonNode? Value(Field field) => field.Type == FieldType.Statuses
        ? new JsonArray([.. Chosen.Select(status => (JsonNode?)JsonValue.Create(status))])
        : Typing(field, Typed.GetValueOrDefault(field.Name));
}
