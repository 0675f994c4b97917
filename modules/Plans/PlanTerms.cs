using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Languages;

namespace Courses.Plans;

/// <summary>By what it is seen that an aim is reached.</summary>
internal enum Measure
{
    /// <summary>Somebody says so, and on what it rests.</summary>
    Said,

    /// <summary>The level of a skill in the record.</summary>
    Level,

    /// <summary>A part of an exam of that level, passed for good.</summary>
    Exam,

    /// <summary>A part of a practice exam of that level, sat.</summary>
    Practice,

    /// <summary>A module of orientation.</summary>
    Module,

    /// <summary>Academic hours attended in classes, by signed registers.</summary>
    Hours,

    /// <summary>The record says that the person has a job.</summary>
    Work,

    /// <summary>Somebody accompanies the person.</summary>
    Mentor,
}

/// <summary>Who helps with a step.</summary>
internal enum StepHelper
{
    Person,
    Coach,
    Mentor,
    Provider,
}

/// <summary>A kind of plan, as the JSON of its template says it.</summary>
internal sealed record PlanTerms
{
    public required string Code { get; init; }

    public required IReadOnlyDictionary<string, string> Names { get; init; }

    public string? Programme { get; init; }

    /// <summary>It should be made within so many days after arrival.</summary>
    public int? WithinDays { get; init; }

    /// <summary>Both sides look at it again after so many months.</summary>
    public int? ReviewMonths { get; init; }

    /// <summary>So many months after arrival what is known goes over to whoever comes next, in one meeting.</summary>
    public int? TransitionMonths { get; init; }

    /// <summary>What kinds of aims are called.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Kinds { get; init; }

    public required IReadOnlyList<AimTerms> Aims { get; init; }

    public required IReadOnlyList<StepTerms> Steps { get; init; }

    /// <summary>What the city does and gives.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, string>> OfTheCity { get; init; }

    /// <summary>What the person does.</summary>
    public required IReadOnlyList<IReadOnlyDictionary<string, string>> OfThePerson { get; init; }

    public string Name => In(Names, CultureInfo.CurrentUICulture);

    public string KindIn(string kind, CultureInfo culture) => Kinds.TryGetValue(kind, out var names) ? In(names, culture) : kind;

    /// <summary>English stands where nothing is written in that language.</summary>
    public static string In(IReadOnlyDictionary<string, string> names, CultureInfo culture) => names.GetValueOrDefault(culture.TwoLetterISOLanguageName) ?? names["en"];

    public static (PlanTerms? Terms, IReadOnlyList<TemplateProblem> Problems) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new Reading().Read(document.RootElement);
        }
        catch (JsonException error)
        {
            return (null, [new("", "plan-template.no-json", (error.LineNumber ?? 0) + 1)]);
        }
        catch (InvalidOperationException)
        {
            // Half a character (\ud800) is JSON and no text.
            return (null, [new("", "plan-template.no-json", 1)]);
        }
    }

    private sealed class Reading
    {
        private const int MostOfAList = 40;
        private readonly List<TemplateProblem> problems = [];

        public (PlanTerms? Terms, IReadOnlyList<TemplateProblem> Problems) Read(JsonElement root)
        {
            if (!IsObject(root, "", "code", "names", "programme", "withinDays", "reviewMonths", "transitionMonths", "kinds", "aims", "steps", "agreement"))
            {
                return (null, problems);
            }

            var kinds = Part(root, "kinds", JsonValueKind.Object) is { } all ? all.EnumerateObject().ToDictionary(kind => Code(kind.Name, $"kinds.{Short(kind.Name)}"), kind => (IReadOnlyDictionary<string, string>)Names(kind.Value, $"kinds.{Short(kind.Name)}"), StringComparer.Ordinal) : [];
            var agreement = Part(root, "agreement", JsonValueKind.Object);
            if (agreement is { } both)
            {
                IsObject(both, "agreement", "city", "person");
            }

            var terms = new PlanTerms
            {
                Code = Code(Text(root, "code", "code", 60), "code"),
                Names = Named(root, "names", "names"),
                Programme = Text(root, "programme", "programme", 60),
                WithinDays = Number(root, "withinDays", "withinDays", 1, 3650),
                ReviewMonths = Number(root, "reviewMonths", "reviewMonths", 1, 60),
                TransitionMonths = Number(root, "transitionMonths", "transitionMonths", 1, 120),
                Kinds = kinds,
                Aims = [.. List(root, "aims", "aims").Select((aim, number) => Aim(aim, $"aims[{number}]", kinds))],
                Steps = [.. List(root, "steps", "steps").Select((step, number) => Step(step, $"steps[{number}]"))],
                OfTheCity = agreement is { } ofCity ? [.. List(ofCity, "city", "agreement.city").Select((line, number) => Names(line, $"agreement.city[{number}]"))] : [],
                OfThePerson = agreement is { } ofPerson ? [.. List(ofPerson, "person", "agreement.person").Select((line, number) => Names(line, $"agreement.person[{number}]"))] : [],
            };
            foreach (var twice in terms.Aims.Select(aim => aim.Code).Concat(terms.Steps.Select(step => step.Code)).GroupBy(code => code, StringComparer.Ordinal).Where(codes => codes.Count() > 1))
            {
                problems.Add(new(Short(twice.Key), "plan-template.twice"));
            }

            return problems is [] ? (terms, []) : (null, problems);
        }

        private AimTerms Aim(JsonElement aim, string path, Dictionary<string, IReadOnlyDictionary<string, string>> kinds)
        {
            if (!IsObject(aim, path, "code", "kind", "names", "measure", "part", "target", "dueMonths"))
            {
                return new("", "", null, Measure.Said, null, null, null);
            }

            var (kind, measure) = (Text(aim, "kind", path + ".kind", 60) ?? "", OneOf<Measure>(aim, "measure", path + ".measure"));
            if (!kinds.ContainsKey(kind))
            {
                problems.Add(new(path + ".kind", "plan-template.kind"));
            }

            var read = new AimTerms(
                Code(Text(aim, "code", path + ".code", 60), path + ".code"),
                kind,
                aim.TryGetProperty("names", out var names) ? Names(names, path + ".names") : null,
                measure,
                Text(aim, "part", path + ".part", 40),
                Text(aim, "target", path + ".target", 60),
                Number(aim, "dueMonths", path + ".dueMonths", 1, 120));
            if (Problem(read.Measure, read.Part, read.Target) is { } problem)
            {
                problems.Add(new(path + "." + problem, "plan-template.target"));
            }

            if (read is { Measure: Measure.Said, Names: null })
            {
                problems.Add(new(path + ".names", "plan-template.missing"));
            }

            return read;
        }

        private StepTerms Step(JsonElement step, string path) => !IsObject(step, path, "code", "names", "who", "dueDays")
            ? new("", new Dictionary<string, string> { ["en"] = "" }, StepHelper.Person, null)
            : new(
                Code(Text(step, "code", path + ".code", 60), path + ".code"),
                Named(step, "names", path + ".names"),
                OneOf<StepHelper>(step, "who", path + ".who"),
                Number(step, "dueDays", path + ".dueDays", 0, 3650));

        private bool IsObject(JsonElement element, string path, params string[] known)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new(path, "plan-template.no-object"));
                return false;
            }

            var prefix = path.Length > 0 ? path + "." : "";
            problems.AddRange(element.EnumerateObject().Where(field => !known.Contains(field.Name)).Select(field => new TemplateProblem(prefix + Short(field.Name), "plan-template.unknown")));
            problems.AddRange(element.EnumerateObject().GroupBy(field => field.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => new TemplateProblem(prefix + Short(same.Key), "plan-template.twice")));
            return true;
        }

        private JsonElement? Part(JsonElement root, string name, JsonValueKind kind)
        {
            if (!root.TryGetProperty(name, out var part))
            {
                return null;
            }

            if (part.ValueKind == kind && (kind != JsonValueKind.Object || !part.EnumerateObject().GroupBy(field => field.Name, StringComparer.Ordinal).Any(same => same.Count() > 1)))
            {
                return part;
            }

            problems.Add(new(name, kind == JsonValueKind.Array ? "plan-template.no-list" : "plan-template.no-object"));
            return null;
        }

        private JsonElement[] List(JsonElement root, string name, string path)
        {
            if (Part(root, name, JsonValueKind.Array) is not { } list)
            {
                return [];
            }

            if (list.GetArrayLength() > MostOfAList)
            {
                problems.Add(new(path, "plan-template.too-many", MostOfAList));
            }

            return [.. list.EnumerateArray().Take(MostOfAList)];
        }

        private Dictionary<string, string> Named(JsonElement root, string name, string path) =>
            root.TryGetProperty(name, out var names) ? Names(names, path) : Names(default, path);

        private Dictionary<string, string> Names(JsonElement names, string path)
        {
            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in names.ValueKind == JsonValueKind.Object ? names.EnumerateObject().ToArray() : [])
            {
                if (Language.ForNewcomers.All(language => language.Code != name.Name))
                {
                    problems.Add(new($"{path}.{Short(name.Name)}", "plan-template.language", string.Join(", ", Language.ForNewcomers.Select(language => language.Code))));
                }
                else if (name.Value.ValueKind != JsonValueKind.String || name.Value.GetString() is not { Length: > 0 and <= Plan.LongestText } text || text.Contains('\0', StringComparison.Ordinal))
                {
                    problems.Add(new($"{path}.{name.Name}", "plan-template.text", Plan.LongestText));
                }
                else
                {
                    read[name.Name] = text;
                }
            }

            if (!read.ContainsKey("en"))
            {
                problems.Add(new(path + ".en", "plan-template.missing"));
                read["en"] = "";
            }

            return read;
        }

        private string? Text(JsonElement root, string name, string path, int longest)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            problems.Add(new(path, "plan-template.text", longest));
            return null;
        }

        private int? Number(JsonElement root, string name, string path, int least, int most)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            {
                return number;
            }

            problems.Add(new(path, "plan-template.range", least, most));
            return null;
        }

        private T OneOf<T>(JsonElement root, string name, string path)
            where T : struct, Enum
        {
            var written = Text(root, name, path, 40);
            foreach (var one in Enum.GetValues<T>())
            {
                if (one.ToString().ToLowerInvariant() == written)
                {
                    return one;
                }
            }

            problems.Add(new(path, "plan-template.one-of", string.Join(", ", Enum.GetNames<T>().Select(known => known.ToLowerInvariant()))));
            return default;
        }

        private string Code(string? code, string path)
        {
            if (code is not { Length: > 0 and <= 60 } || !code.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                problems.Add(new(path, "plan-template.code"));
            }

            return code ?? "";
        }

        private static string Short(string name) => name.Length > 60 ? name[..60] + "…" : name;
    }

    /// <summary>Which of the two details of an aim makes no sense with its measure: <c>part</c> or <c>target</c>; null when both do.</summary>
    public static string? Problem(Measure measure, string? part, string? target) => measure switch
    {
        Measure.Level => Enum.TryParse<Skill>(part, out var skill) && skill.ToString() == part ? IsLevel(target, CefrLevels.WithLiteracy) : "part",
        Measure.Exam or Measure.Practice => part is null ? "part" : IsLevel(target, CefrLevels.Whole),
        Measure.Module => target is null ? "target" : null,
        Measure.Hours => int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 5000 ? null : "target",
        _ => null,
    };

    private static string? IsLevel(string? target, IReadOnlyList<string> levels) => target is not null && levels.Contains(target) ? null : "target";
}

/// <param name="Code">Unique in the template.</param>
/// <param name="Kind">What reports count by.</param>
/// <param name="Names">Null where the measure says it all.</param>
/// <param name="Measure">By what it is seen that it is reached.</param>
/// <param name="Part">A skill, or a part of an exam.</param>
/// <param name="Target">A level, a topic or a number of hours.</param>
/// <param name="DueMonths">So many months after the plan was made.</param>
internal sealed record AimTerms(string Code, string Kind, IReadOnlyDictionary<string, string>? Names, Measure Measure, string? Part, string? Target, int? DueMonths);

/// <param name="Code">Unique in the template.</param>
/// <param name="Names">What is to be done.</param>
/// <param name="Who">Who helps.</param>
/// <param name="DueDays">So many days after the plan was made.</param>
internal sealed record StepTerms(string Code, IReadOnlyDictionary<string, string> Names, StepHelper Who, int? DueDays);
