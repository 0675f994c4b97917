using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Platform.Languages;

namespace Courses.Mentoring;

/// <summary>What a kind of pair demands and aims at, as the JSON of its template says it.</summary>
internal sealed record PairTerms
{
    public required string Code { get; init; }

    /// <summary>By language; English is always there.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    public string? Programme { get; init; }

    /// <summary>So many meetings are agreed; null where hours or months are.</summary>
    public int? Meetings { get; init; }

    /// <summary>A meeting that is shorter does not count as one.</summary>
    public int MinimumMinutes { get; init; } = 60;

    /// <summary>Within so many weeks or months; null for no end.</summary>
    public int? Weeks { get; init; }

    public int? Months { get; init; }

    /// <summary>The months count from the day on which the newcomer got one of these; as long as none is recorded, from the start of the pair. Empty where they always count from the start.</summary>
    public IReadOnlyList<LegalStatus> MonthsAfterStatus { get; init; } = [];

    /// <summary>Hours on the clock that are planned, by what they are for. Where it says something, no other kind of support can be entered.</summary>
    public IReadOnlyDictionary<Support, int> PlannedHours { get; init; } = new Dictionary<Support, int>();

    public bool Training { get; init; }

    /// <summary>A criminal-record check is demanded, and is good for so many months.</summary>
    public int? CheckMonths { get; init; }

    /// <summary>They are asked once more so many months after the end.</summary>
    public int? ContactAfterMonths { get; init; }

    /// <summary>The helper is bound for so many months from the start.</summary>
    public int? BoundMonths { get; init; }

    /// <summary>So many hours of the clock are one point of a course of study; null where hours are no credit.</summary>
    public int? HoursPerPoint { get; init; }

    /// <summary>Helper and newcomer are of like age as long as no more than so many years lie between them; null where age does not matter.</summary>
    public int? AlikeYears { get; init; }

    public int Hours => PlannedHours.Values.Sum();

    public string NameIn(string language) => Names.GetValueOrDefault(language) ?? Names["en"];

    public string Name => NameIn(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    /// <param name="start">Of the pair.</param>
    /// <param name="granted">When the newcomer got a status of <see cref="MonthsAfterStatus"/>; null while none is recorded.</param>
    public DateOnly? PlannedEnd(DateOnly start, DateOnly? granted) => Weeks is { } weeks ? start.AddDays(weeks * 7) : Months is { } months ? (granted ?? start).AddMonths(months) : null;

    public DateOnly? BoundUntil(DateOnly start) => BoundMonths is { } months ? start.AddMonths(months) : null;

    /// <summary>Reads a template, or says all that is wrong with it: where, by what code of the words, and the details of the sentence.</summary>
    public static (PairTerms? Terms, IReadOnlyList<TermsProblem> Problems) Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException error)
        {
            return (null, [new("", "pair-template.no-json", (error.LineNumber ?? 0) + 1)]);
        }

        using (document)
        {
            try
            {
                return new Reading().Read(document.RootElement);
            }
            catch (InvalidOperationException)
            {
                // Half a character (\ud800) is JSON and no text: the reader finds out when it is asked for it, and does not say where.
                return (null, [new("", "pair-template.no-json", 1)]);
            }
        }
    }

    private sealed class Reading
    {
        private static readonly string[] Known =
            ["code", "names", "programme", "meetings", "minimumMinutes", "weeks", "months", "monthsAfterStatus", "plannedHours", "training", "checkMonths", "contactAfterMonths", "boundMonths", "hoursPerPoint", "alikeYears"];

        private readonly List<TermsProblem> problems = [];

        public (PairTerms? Terms, IReadOnlyList<TermsProblem> Problems) Read(JsonElement root)
        {
            if (root.ValueKind != JsonValueKind.Object)
            {
                return (null, [new("", "pair-template.no-object")]);
            }

            foreach (var unknown in root.EnumerateObject().Select(field => field.Name).Where(name => !Known.Contains(name, StringComparer.Ordinal)))
            {
                problems.Add(new(Short(unknown), "pair-template.unknown"));
            }

            foreach (var twice in root.EnumerateObject().GroupBy(field => field.Name, StringComparer.Ordinal).Where(fields => fields.Count() > 1))
            {
                problems.Add(new(Short(twice.Key), "pair-template.twice"));
            }

            var code = Text(root, "code", 60) ?? "";
            if (code.Length == 0 || !code.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                problems.Add(new("code", "pair-template.code"));
            }

            var terms = new PairTerms
            {
                Code = code,
                Names = NamesOf(root),
                Programme = Text(root, "programme", 60),
                Meetings = Number(root, "meetings", 1, 500),
                MinimumMinutes = Number(root, "minimumMinutes", 15, Meeting.Longest) ?? 60,
                Weeks = Number(root, "weeks", 1, 260),
                Months = Number(root, "months", 1, 60),
                MonthsAfterStatus = StatusesOf(root),
                PlannedHours = HoursOf(root),
                Training = Truth(root, "training"),
                CheckMonths = Number(root, "checkMonths", 1, 120),
                ContactAfterMonths = Number(root, "contactAfterMonths", 1, 36),
                BoundMonths = Number(root, "boundMonths", 1, 60),
                HoursPerPoint = Number(root, "hoursPerPoint", 1, 100),
                AlikeYears = Number(root, "alikeYears", 1, 60),
            };
            if (terms is { Weeks: not null, Months: not null })
            {
                problems.Add(new("months", "pair-template.one-span"));
            }

            if (terms is { MonthsAfterStatus: not [], Months: null })
            {
                problems.Add(new("months", "pair-template.missing"));
            }

            return problems is [] ? (terms, []) : (null, problems);
        }

        private Dictionary<string, string> NamesOf(JsonElement root)
        {
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in Fields(root, "names"))
            {
                if (Language.ForNewcomers.All(language => language.Code != name.Name))
                {
                    problems.Add(new($"names.{Short(name.Name)}", "pair-template.language", string.Join(", ", Language.ForNewcomers.Select(language => language.Code))));
                }
                else if (name.Value.ValueKind != JsonValueKind.String || name.Value.GetString() is not { Length: > 0 and <= 200 } text || text.Contains('\0', StringComparison.Ordinal))
                {
                    problems.Add(new($"names.{name.Name}", "pair-template.text", 200));
                }
                else
                {
                    names[name.Name] = text;
                }
            }

            if (!names.ContainsKey("en"))
            {
                problems.Add(new(Path: "names.en", "pair-template.missing"));
            }

            return names;
        }

        private LegalStatus[] StatusesOf(JsonElement root)
        {
            if (!root.TryGetProperty("monthsAfterStatus", out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return [];
            }

            var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString() : null).ToArray() : [];
            if (names is [] || names.Any(name => !Enum.GetNames<LegalStatus>().Contains(name, StringComparer.Ordinal)))
            {
                problems.Add(new("monthsAfterStatus", "pair-template.statuses", string.Join(", ", Enum.GetNames<LegalStatus>())));
                return [];
            }

            return [.. names.Distinct().Select(name => Enum.Parse<LegalStatus>(name!))];
        }

        private Dictionary<Support, int> HoursOf(JsonElement root)
        {
            var hours = new Dictionary<Support, int>();
            foreach (var part in Fields(root, "plannedHours"))
            {
                var path = $"plannedHours.{Short(part.Name)}";
                var support = Array.Find(Enum.GetValues<Support>(), one => Code(one) == part.Name);
                if (Code(support) != part.Name)
                {
                    problems.Add(new(path, "pair-template.support", string.Join(", ", Enum.GetValues<Support>().Select(Code))));
                }
                else if (part.Value.ValueKind != JsonValueKind.Number || !part.Value.TryGetInt32(out var planned) || planned is < 1 or > 2000)
                {
                    problems.Add(new(path, "pair-template.range", 1, 2000));
                }
                else
                {
                    hours[support] = planned;
                }
            }

            return hours;
        }

        private JsonProperty[] Fields(JsonElement root, string name)
        {
            if (!root.TryGetProperty(name, out var part))
            {
                return [];
            }

            if (part.ValueKind == JsonValueKind.Object)
            {
                return [.. part.EnumerateObject()];
            }

            problems.Add(new(name, "pair-template.no-object"));
            return [];
        }

        private string? Text(JsonElement root, string name, int longest)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }

            problems.Add(new(name, "pair-template.text", longest));
            return null;
        }

        private int? Number(JsonElement root, string name, int least, int most)
        {
            if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
            {
                return number;
            }

            problems.Add(new(name, "pair-template.range", least, most));
            return null;
        }

        private bool Truth(JsonElement root, string name)
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                problems.Add(new(name, "pair-template.truth"));
            }

            return value.ValueKind == JsonValueKind.True;
        }

        private static string Code(Support support) => support.ToString().ToLowerInvariant();

        private static string Short(string name) => name.Length > 60 ? name[..60] + "…" : name;
    }
}

/// <summary>What is wrong with a template: at which place of the JSON, and the sentence by its key.</summary>
internal sealed record TermsProblem(string Path, string Code, params IReadOnlyList<object> Details);
