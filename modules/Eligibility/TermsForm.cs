using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Courses.Eligibility;

/// <summary>
/// The terms of a version as the form holds them: its fields, its two trees, and the whole as JSON behind a fold. Whoever changes the JSON means the JSON; else the fields are laid over it, so that
/// what has no field of its own stays as it was.
/// </summary>
internal sealed class TermsForm
{
    private const string Rules = "rules";
    private const string AppliesTo = "appliesTo";
    private const string OfAttendance = "attendance.";

    /// <summary>What was typed beside the trees, by the name of the field.</summary>
    public Dictionary<string, string> Typed { get; } = new(StringComparer.Ordinal);

    public RuleNode Who { get; private set; } = new();

    public RuleNode Watched { get; private set; } = new();

    public bool HasAttendance { get; private set; }

    /// <summary>The attendance rule is for some, not for everybody.</summary>
    public bool IsForSome { get; private set; }

    public string Json { get; private set; } = "";

    /// <summary>What the JSON was when the form was shown: tells whether somebody wrote in it.</summary>
    public string JsonMark { get; private set; } = "";

    /// <summary>It cannot be read as JSON.</summary>
    public TermsProblem? Unreadable { get; private set; }

    public static TermsForm Of(JsonNode? terms)
    {
        var form = new TermsForm();
        form.Show(terms as JsonObject ?? []);
        return form;
    }

    public static TermsForm From(IFormCollection posted)
    {
        var form = new TermsForm { Json = Lines(posted["Json"].ToString()) };
        var terms = TermsCheck.Read(form.Json, out var problem);
        form.Unreadable = problem;
        if (posted["JsonMark"].ToString() is { Length: > 0 } mark && (mark == MarkOf(form.Json) || problem is not null))
        {
            form.Read(posted);
            form.JsonMark = mark;
            if (problem is null)
            {
                form.Show(form.Over(terms as JsonObject ?? []));
            }
        }
        else if (problem is null)
        {
            form.Show(terms as JsonObject ?? []);
        }

        return form;
    }

    /// <summary>The terms as they stand in the form now.</summary>
    public JsonNode? ToJson() => Unreadable is null ? TermsCheck.Read(Json, out _) : null;

    /// <summary>One step of editing a tree; answers the name of the node to look at next.</summary>
    public string Do(string act, string name, string kind)
    {
        var next = (name.Split('.')[0] == AppliesTo ? Watched : Who).Do(act, name, kind);
        if (Unreadable is null)
        {
            Write(Over(TermsCheck.Read(Json, out _) as JsonObject ?? []));
        }

        return next;
    }

    /// <summary>The field that a problem's place belongs to; the JSON where it has none.</summary>
    public string FieldOf(string path)
    {
        if (path.StartsWith("/rules", StringComparison.Ordinal))
        {
            return In(Who, Rules, path["/rules".Length..]);
        }

        if (path.StartsWith("/attendance/appliesTo", StringComparison.Ordinal))
        {
            return In(Watched, AppliesTo, path["/attendance/appliesTo".Length..]);
        }

        var field = path.TrimStart('/').Replace('/', '.');
        return TermsShape.Top.Any(one => one.Name == field) || TermsShape.Attendance.Any(one => OfAttendance + one.Name == field) ? field : nameof(Json);
    }

    private static string In(RuleNode node, string name, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(part => part == "not").ToArray();
        return parts switch
        {
            [_, var index, .. var below] when node.IsGroup && int.TryParse(index, out var at) && at < node.Below.Count => In(node.Below[at], $"{name}.{at}", string.Join('/', below)),
            [_, ..] when node.Condition is { IsPlain: true, Fields: [{ Type: not FieldType.Always } field] } => RuleNode.NameOf(name, field),
            [_, var property, ..] when node.Condition?.Fields.FirstOrDefault(field => field.Name == property) is { } field => RuleNode.NameOf(name, field),
            _ => name,
        };
    }

    private void Read(IFormCollection posted)
    {
        foreach (var name in TermsShape.Top.Select(field => field.Name).Concat(TermsShape.Attendance.Select(field => OfAttendance + field.Name)))
        {
            Typed[name] = Lines(posted[name].ToString().Trim());
        }

        Who = RuleNode.From(posted, Rules) ?? new();
        Watched = RuleNode.From(posted, AppliesTo) ?? new();
        (HasAttendance, IsForSome) = (posted.ContainsKey(OfAttendance + "on"), posted.ContainsKey(AppliesTo + ".on"));
    }

    private void Show(JsonObject terms)
    {
        var attendance = terms["attendance"] as JsonObject;
        foreach (var field in TermsShape.Top)
        {
            Typed[field.Name] = RuleNode.Text(terms[field.Name]);
        }

        // What stands in a part that is switched off is kept for whoever switches it on again.
        foreach (var field in attendance is null ? [] : TermsShape.Attendance)
        {
            Typed[OfAttendance + field.Name] = RuleNode.Text(attendance![field.Name]);
        }

        Who = RuleNode.Of(terms["rules"]);
        Watched = attendance?["appliesTo"] is { } some ? RuleNode.Of(some) : Watched;
        (HasAttendance, IsForSome) = (attendance is not null, attendance?["appliesTo"] is not null);
        Write(terms);
    }

    private void Write(JsonObject terms)
    {
        Json = Lines(terms.ToJsonString(Terms.Json));
        JsonMark = MarkOf(Json);
    }

    private JsonObject Over(JsonObject terms)
    {
        Lay(terms, TermsShape.Top, "");
        terms[Rules] = Who.ToJson();
        if (!HasAttendance)
        {
            terms.Remove("attendance");
            return terms;
        }

        if (terms["attendance"] is not JsonObject attendance)
        {
            terms["attendance"] = attendance = [];
        }

        Lay(attendance, TermsShape.Attendance, OfAttendance);
        if (IsForSome)
        {
            attendance[AppliesTo] = Watched.ToJson();
        }
        else
        {
            attendance.Remove(AppliesTo);
        }

        return terms;
    }

    private void Lay(JsonObject over, IReadOnlyList<Field> fields, string prefix)
    {
        foreach (var field in fields)
        {
            if (RuleNode.Typing(field, Typed.GetValueOrDefault(prefix + field.Name)) is { } value)
            {
                over[field.Name] = value;
            }
            else
            {
                over.Remove(field.Name);
            }
        }
    }

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string MarkOf(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
}
