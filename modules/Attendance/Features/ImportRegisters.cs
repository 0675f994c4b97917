using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Imports.Files;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>
/// Takes in a register kept on paper or in a spreadsheet, as facts from paper: X present, X with a time late or early, E excused, U unexcused, W change of
/// provider, empty unknown. Lists come with a row a day and a column a person, the other way round, or with a row for each mark. What a list says is compared with
/// the register as it stands now: a mark that became true again is a new fact.
/// </summary>
internal sealed partial class ImportRegisters(CoursesDb db, ITimetable timetable, ILanguageCourses courses, IParticipants participants, RegisterBook book, Words words, TimeProvider clock) : IImportKind
{
    private const string PersonPrefix = "person:";
    private const string SessionPrefix = "session:";

    private static readonly string[] PresentWords = ["x", "✓", "✔", "+", "da", "anwesend", "anw", "present", "here", "klāt", "ir", "ja", "jā", "yes"];
    private static readonly string[] ExcusedWords = ["e", "entschuldigt", "entsch", "excused", "attaisnots", "attaisnoti", "att"];
    private static readonly string[] AbsentWords = ["u", "unentschuldigt", "unentsch", "unexcused", "absent", "abwesend", "neattaisnots", "nav", "n", "nein", "nē", "no"];
    private const string DigitsOption = "digits";
    private const string OneIsPresent = "one-present";
    private static readonly string[] MovedWords = ["w", "wechsel", "trägerwechsel", "change of provider"];

    private static readonly HashSet<string> AllWords = [.. PresentWords, .. ExcusedWords, .. AbsentWords, .. MovedWords];

    public string Key => "registers";

    public IReadOnlyList<string> Roles => [Contracts.Access.Roles.ProviderManager, Contracts.Access.Roles.Administrator];

    public bool OfProvider => true;

    public IReadOnlyList<ImportField> Fields { get; } =
    [
        new("date", FieldType.Date, false, "Datum", "Kurstag", "Tag", "Date", "Day", "Datums", "Diena"),
        new("session-from", FieldType.Time, false, "Beginn", "von", "Uhrzeit", "Start", "From", "Sākums", "No"),
        new("person", FieldType.Text, false, "Name", "Teilnehmer", "Teilnehmerin", "Teilnehmer/in", "TN", "Participant", "Student", "Person", "Dalībnieks", "Vārds, uzvārds", "Passnummer", "Pass"),
        new("mark", FieldType.Text, false, "Anwesenheit", "Status", "Vermerk", "Attendance", "Mark", "Apmeklējums"),
    ];

    public async Task<IReadOnlyList<ImportOption>> Options(ImportScope scope, Table table, CancellationToken cancel)
    {
        var classes = await (from one in courses.Classes
                             join @group in timetable.Groups on one.Id equals @group.Id
                             where one.ProviderId == scope.ProviderId && timetable.Sessions.Any(session => session.GroupId == @group.Id && session.CancelledAt == null)
                             orderby @group.EndsOn descending, one.Number
                             select new { one.Id, one.Number, @group.Name, @group.StartsOn, @group.EndsOn }).Take(1000).ToListAsync(cancel);
        return
        [
            new("class", true, [.. classes.Select(one => new ImportChoice(
                one.Id.ToString(), string.Create(CultureInfo.InvariantCulture, $"{one.Number} – {one.Name} ({one.StartsOn:yyyy-MM-dd} – {one.EndsOn:yyyy-MM-dd})")))]),
            new("order", false, [new("list", string.Join(", ", (await People(scope, cancel)).Select(person => person.Name).Take(5)) + " ...")]),
            .. MarksWithDigits(table) ? [new ImportOption(DigitsOption, false, [.. new[] { OneIsPresent, "one-absent" }.Select(which => new ImportChoice(which, words["import.digits." + which]))])] : Array.Empty<ImportOption>(),
        ];
    }

    /// <summary>Is there a column of marks with 1 and 0 in it? Some tick who was there, others count who was missing.</summary>
    private static bool MarksWithDigits(Table table) => Enumerable.Range(0, table.Headings.Count).Any(column =>
    {
        var marks = table.Rows.Select(row => Plain(row[column])).Where(mark => mark.Length > 0).ToArray();
        return marks.Any(IsDigit) && marks.All(mark => IsDigit(mark) || AllWords.Contains(mark));
    });

    private static bool IsDigit(string mark) => mark is "1" or "0";

    /// <summary>A mark without case, and with the letter that it looks like on paper: х, χ and × are written for x.</summary>
    private static string Plain(Cell cell)
    {
        var text = Digits.Of(cell.Trimmed).Trim().TakenApart(NormalizationForm.FormKC).ToLowerInvariant();
        return text switch { "х" or "χ" or "×" or "✕" => "x", "е" => "e", _ => text };
    }

    public async Task<IReadOnlyList<ImportChoice>> ColumnChoices(ImportScope scope, CancellationToken cancel) =>
    [
        .. (await People(scope, cancel)).Select(person => new ImportChoice(PersonPrefix + person.Id, person.Name)),
        .. (await Sessions(scope, cancel)).Select(session => new ImportChoice(SessionPrefix + session.Id, string.Create(CultureInfo.InvariantCulture, $"{session.LocalDate:yyyy-MM-dd} {session.LocalFrom:HH:mm}"))),
    ];

    public async Task GuessColumns(ImportScope scope, Table table, string[] columns, CancellationToken cancel)
    {
        var people = await People(scope, cancel);
        var sessions = await Sessions(scope, cancel);
        var order = scope.DateOrder != DateOrder.Unknown ? scope.DateOrder : LocalDates.Evidence(table.Headings.Select(heading => new Cell(heading))).Order;
        for (var i = 0; i < columns.Length; i++)
        {
            var named = people.Where(person => person.IsCalled(table.Headings[i])).ToArray();
            if (named is [var one])
            {
                columns[i] = PersonPrefix + one.Id;
            }
            else if (HeadingDate(table.Headings[i], new(scope.Today) { Order = order }, sessions) is { } session)
            {
                columns[i] = SessionPrefix + session.Id;
            }
            else if (NumberedPerson().IsMatch(table.Headings[i]))
            {
                columns[i] = "";
            }
        }

        // Only when somebody said so: column after column, in the order of the class list.
        if (scope.Answer("order") == "list")
        {
            var numbered = Enumerable.Range(0, columns.Length).Where(i => columns[i].Length == 0 && NumberedPerson().IsMatch(table.Headings[i])).ToArray();
            foreach (var (column, person) in numbered.Zip(people.Where(person => !columns.Contains(PersonPrefix + person.Id))))
            {
                columns[column] = PersonPrefix + person.Id;
            }
        }
    }

    public Problem? ColumnsProblem(IReadOnlyList<string> columns)
    {
        var (byDay, byPerson) = (columns.Any(column => column.StartsWith(PersonPrefix, StringComparison.Ordinal)), columns.Any(column => column.StartsWith(SessionPrefix, StringComparison.Ordinal)));
        return (byDay && columns.Contains("date")) || (byPerson && columns.Contains("person")) || (columns.Contains("date") && columns.Contains("person") && columns.Contains("mark"))
            ? null
            : new("import.register.columns");
    }

    public async Task Check(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var people = await People(scope, cancel);
        var sessions = await Sessions(scope, cancel);
        var ids = sessions.Select(session => session.Id).ToArray();
        var signed = (await db.Set<Register>().Where(register => ids.Contains(register.Id) && register.SignedOffAt != null).Select(register => register.Id).ToListAsync(cancel)).ToHashSet();
        var standing = await db.Set<Mark>().Where(mark => ids.Contains(mark.SessionId))
            .ToDictionaryAsync(mark => (mark.SessionId, mark.ParticipantId), mark => new Standing(mark.State, mark.PresentMinutes, mark.FactId), cancel);
        var known = new Known(people, sessions, signed, standing, scope.Answer(DigitsOption), clock.GetUtcNow());
        var first = new Dictionary<(Guid, Guid), (ListedMark Mark, ImportRow Row)>();
        await scope.Each(
            rows,
            row =>
            {
                row.Check(one => Read(one, known));
                foreach (var mark in row is { IsWrong: false, Value: Entry entry } ? entry.Marks : [])
                {
                    if (!first.TryAdd((mark.SessionId, mark.PersonId), (mark, row)) && first[(mark.SessionId, mark.PersonId)] is var (earlier, there) && earlier != mark)
                    {
                        row.Error(null, "import.row.contradicts", there.Number.ToString(CultureInfo.InvariantCulture));
                        break;
                    }
                }
            },
            cancel);
    }

    public async Task Write(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var part in rows.Chunk(50))
        {
            var facts = part.SelectMany(row => ((Entry)row.Value!).Marks.Select(mark => new AttendanceFact
            {
                FactId = FactIdOf(mark),
                SessionId = mark.SessionId,
                ParticipantId = mark.PersonId,
                Kind = mark.Kind,
                Minutes = mark.Minutes,
                Source = FactSource.Paper,
                DeviceId = scope.StartedBy,
                DeviceSequence = row.Number,
                DeviceTime = now,
                ClockOffsetMs = 0,
                ReceivedAt = now,
                RecordedBy = scope.StartedByName,
            })).ToArray();
            await book.Record(facts, new(scope.ProviderId!.Value), cancel);
        }
    }

    private static void Read(ImportRow row, Known known)
    {
        var said = new List<ListedMark>();
        var byPerson = known.Sessions.Where(session => row.ColumnsWith(SessionPrefix + session.Id) is not []).ToArray();
        if (byPerson is not [])
        {
            if (PersonOf(row, known) is { } person)
            {
                foreach (var session in byPerson.Where(session => row.ColumnsWith(SessionPrefix + session.Id).Any(column => !row.At(column).IsEmpty)))
                {
                    Add(row, row.ColumnsWith(SessionPrefix + session.Id)[0], session, person, known, said);
                }
            }
        }
        else if (SessionOf(row, known) is { } session)
        {
            if (row.ColumnsWith("mark") is [var column] && row.ColumnsWith("person") is not [])
            {
                if (PersonOf(row, known) is { } person)
                {
                    Add(row, column, session, person, known, said);
                }
            }
            else
            {
                foreach (var person in known.People)
                {
                    foreach (var at in row.ColumnsWith(PersonPrefix + person.Id))
                    {
                        Add(row, at, session, person, known, said);
                    }
                }
            }
        }

        if (row.IsWrong)
        {
            return;
        }

        var marks = said.Where(mark => !mark.StandsIn(known.Standing)).ToArray();
        if (marks.Length == 0)
        {
            if (said.Count == 0 && row.Findings.Any(finding => finding.Level == FindingLevel.Error))
            {
                row.Spoil();
            }
            else
            {
                row.AlreadyKnown(said.Count > 0 ? "import.register.stands" : "import.register.no-marks");
            }

            return;
        }

        foreach (var id in marks.Select(mark => mark.SessionId).Distinct().Where(known.Signed.Contains))
        {
            row.Warn("date", "import.register.signed", Iso(known.Sessions.First(one => one.Id == id).LocalDate));
        }

        var content = string.Join('\u001f', marks.Select(mark => $"{mark.SessionId}|{mark.PersonId}|{mark.Kind}|{mark.Minutes}|{mark.Replaces}").Order(StringComparer.Ordinal));
        row.Key = content;
        row.Value = new Entry(content, marks);
    }

    private static SessionInfo? SessionOf(ImportRow row, Known known)
    {
        var (date, from) = (row.Date("date", DateMeaning.Plan, required: true), row.Time("session-from"));
        if (date is null)
        {
            return null;
        }

        var found = known.Sessions.Where(session => session.LocalDate == date && (from is null || session.LocalFrom == from)).ToArray();
        switch (found)
        {
            case []:
                row.Error("date", "import.register.no-session", Iso(date.Value));
                return null;
            case [var one] when one.CancelledAt is not null:
                row.Error("date", "import.register.cancelled", Iso(date.Value));
                return null;
            case [var one] when one.StartsAt > known.Now:
                row.Error("date", "import.register.ahead", Iso(date.Value));
                return null;
            case [var one]:
                return one;
            default:
                row.Error("date", "import.register.two-sessions", Iso(date.Value));
                return null;
        }
    }

    private static Person? PersonOf(ImportRow row, Known known)
    {
        var text = row.Text("person", required: true);
        if (text.Length == 0)
        {
            return null;
        }

        var found = known.People.Where(person => person.IsCalled(text)).ToArray();
        if (found is [var one])
        {
            return one;
        }

        row.Error("person", found is [] ? "import.register.unknown-person" : "import.register.two-people");
        return null;
    }

    /// <summary>One mark is wrong: the others of the row still count.</summary>
    private static void Add(ImportRow row, int column, SessionInfo session, Person person, Known known, List<ListedMark> marks)
    {
        var cell = row.At(column);
        if (cell.IsEmpty || cell.Kind is CellKind.Formula or CellKind.Error)
        {
            return;
        }

        if (session.CancelledAt is not null || session.StartsAt > known.Now)
        {
            row.AtCell(FindingLevel.Error, column, session.CancelledAt is not null ? "import.register.cancelled" : "import.register.ahead", Iso(session.LocalDate));
            return;
        }

        if (!person.Stays.Any(stay => session.LocalDate >= stay.From && (stay.Until is null || session.LocalDate <= stay.Until)))
        {
            row.AtCell(FindingLevel.Error, column, "import.register.not-enrolled-then", person.Name, Iso(person.Stays[0].From), person.Stays[^1].Until is { } until ? Iso(until) : "");
            return;
        }

        var (kind, minutes, problem) = MarkOf(cell, session, known.Digits);
        if (problem is not null)
        {
            row.AtCell(problem.Code == "import.register.moved" ? FindingLevel.Warning : FindingLevel.Error, column, problem.Code, problem.Details);
        }
        else
        {
            marks.Add(new(session.Id, person.Id, kind!.Value, minutes, session.PlannedMinutes, known.Standing.GetValueOrDefault((session.Id, person.Id))?.FactId));
        }
    }

    internal static (FactKind? Kind, int? Minutes, Problem? Problem) MarkOf(Cell cell, SessionInfo session, string? digits = null)
    {
        var text = Plain(cell);
        if (IsDigit(text))
        {
            return digits is null ? (null, null, new("import.register.digits", text)) : ((text == "1") == (digits == OneIsPresent) ? FactKind.Present : FactKind.Absent, null, null);
        }

        if (PresentWords.Contains(text, StringComparer.Ordinal))
        {
            return (FactKind.Present, null, null);
        }

        if (ExcusedWords.Contains(text, StringComparer.Ordinal))
        {
            return (FactKind.Excused, null, null);
        }

        if (AbsentWords.Contains(text, StringComparer.Ordinal))
        {
            return (FactKind.Absent, null, null);
        }

        if (MovedWords.Contains(text, StringComparer.Ordinal))
        {
            return (null, null, new("import.register.moved"));
        }

        var match = text.Length > 40 ? Match.Empty : TimedMark().Match(text);
        if (cell.Kind != CellKind.Time && !match.Success)
        {
            return (null, null, new("import.register.unknown-mark", Problem.Short(cell.Trimmed)));
        }

        var read = LocalTimes.Time(cell.Kind == CellKind.Time ? cell : new(match.Groups["time"].Value));
        return read.Value is { } time ? Timed(time, match.Groups["word"].Value, session, cell) : (null, null, read.Problem ?? new("import.register.unknown-mark", Problem.Short(cell.Trimmed)));
    }

    private static (FactKind? Kind, int? Minutes, Problem? Problem) Timed(TimeOnly time, string word, SessionInfo session, Cell cell)
    {
        var (fromStart, toEnd) = ((int)(time.ToTimeSpan() - session.LocalFrom.ToTimeSpan()).TotalMinutes, (int)(session.LocalUntil.ToTimeSpan() - time.ToTimeSpan()).TotalMinutes);
        if (fromStart < 0 || toEnd < 0)
        {
            return (null, null, new("import.register.time-outside", Problem.Short(cell.Trimmed), session.LocalFrom.ToString("HH:mm", CultureInfo.InvariantCulture), session.LocalUntil.ToString("HH:mm", CultureInfo.InvariantCulture)));
        }

        var left = word is "bis" or "līdz" or "until" or "to" or "left" or "-";
        var came = word is "ab" or "seit" or "von" or "no" or "from" or "late" or "spät";
        if (!left && !came && fromStart == toEnd)
        {
            return (null, null, new("import.register.unclear-time", Problem.Short(cell.Trimmed)));
        }

        left |= !came && toEnd < fromStart;
        var missed = left ? toEnd : fromStart;
        return missed == 0 ? (FactKind.Present, null, null) : (left ? FactKind.LeftEarly : FactKind.Late, missed, null);
    }

    private async Task<List<Person>> People(ImportScope scope, CancellationToken cancel)
    {
        if (await ClassOf(scope, cancel) is not { } group)
        {
            return [];
        }

        var found = await (from stay in timetable.Stays
                           join person in participants.People on stay.ParticipantId equals person.Id
                           where stay.GroupId == @group
                           orderby person.FamilyName, person.GivenName, person.Id, stay.From
                           select new { person.Id, person.GivenName, person.FamilyName, person.PassNumber, stay.From, stay.Until }).ToListAsync(cancel);
        return [.. found.GroupBy(one => (one.Id, one.GivenName, one.FamilyName, one.PassNumber)).Select(person =>
            new Person(person.Key.Id, person.Key.GivenName, person.Key.FamilyName, person.Key.PassNumber ?? "", [.. person.Select(stay => (stay.From, stay.Until))]))];
    }

    private async Task<List<SessionInfo>> Sessions(ImportScope scope, CancellationToken cancel) =>
        await ClassOf(scope, cancel) is { } group
            ? await SessionInfos.Of(timetable).Where(session => session.GroupId == @group).OrderBy(session => session.StartsAt).ToListAsync(cancel)
            : [];

    /// <summary>The chosen class, if it belongs to the provider whose list this is.</summary>
    private async Task<Guid?> ClassOf(ImportScope scope, CancellationToken cancel) =>
        Guid.TryParse(scope.Answer("class"), out var id) && await timetable.Groups.AnyAsync(group => group.Id == id && group.ProviderId == scope.ProviderId, cancel) ? id : null;

    private static SessionInfo? HeadingDate(string heading, DateReading how, List<SessionInfo> sessions)
    {
        var full = LocalDates.Parse(new(heading), how).Value;
        var found = full is { } date ? sessions.Where(session => session.LocalDate == date).ToArray()
            : ShortDate().Match(heading.Trim()) is { Success: true } match
                ? [.. sessions.Where(session => session.LocalDate.Day.ToString(CultureInfo.InvariantCulture) == match.Groups["d"].Value.TrimStart('0') && session.LocalDate.Month.ToString(CultureInfo.InvariantCulture) == match.Groups["m"].Value.TrimStart('0'))]
                : [];
        return found is [var one] ? one : null;
    }

    /// <summary>The same change of a mark has the same id, however often its list comes; the same mark after another one is a new change.</summary>
    private static Guid FactIdOf(ListedMark mark) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"import|{mark.SessionId}|{mark.PersonId}|{mark.Kind}|{mark.Minutes}|{mark.Replaces}")).AsSpan(0, 16));

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:x|anw\.?|present|late)?\s*(?<word>bis|līdz|until|to|left|ab|seit|von|no|from|late|spät|-)?\s*(?<time>[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2}\s*(?:uhr|h))(?:\s*uhr)?$", RegexOptions.None, 200)]
    private static partial Regex TimedMark();

    [GeneratedRegex(@"^(?:TN|Teilnehmer(?:/?in)?|Participant|Student|Dalībnieks|Person|P|Nr\.?)\s*[-.#]?\s*[0-9]{1,3}$", RegexOptions.IgnoreCase, 200)]
    private static partial Regex NumberedPerson();

    [GeneratedRegex(@"^(?<d>[0-9]{1,2})\.\s?(?<m>[0-9]{1,2})\.?$", RegexOptions.None, 200)]
    private static partial Regex ShortDate();

    private sealed record Known(List<Person> People, List<SessionInfo> Sessions, HashSet<Guid> Signed, Dictionary<(Guid SessionId, Guid PersonId), Standing> Standing, string? Digits, DateTimeOffset Now);

    /// <summary>What the register says now, and the fact that says it.</summary>
    private sealed record Standing(MarkState State, int PresentMinutes, Guid? FactId);

    private sealed record ListedMark(Guid SessionId, Guid PersonId, FactKind Kind, int? Minutes, int PlannedMinutes, Guid? Replaces)
    {
        public bool StandsIn(Dictionary<(Guid SessionId, Guid PersonId), Standing> standing) =>
            standing.TryGetValue((SessionId, PersonId), out var now) && (now.State, now.PresentMinutes) == Kind switch
            {
                FactKind.Late => (MarkState.Late, Math.Max(0, PlannedMinutes - (Minutes ?? 0))),
                FactKind.LeftEarly => (MarkState.LeftEarly, Math.Max(0, PlannedMinutes - (Minutes ?? 0))),
                FactKind.Absent => (MarkState.Absent, 0),
                FactKind.Excused => (MarkState.Excused, 0),
                _ => (MarkState.Present, PlannedMinutes),
            };
    }

    /// <summary>Compared by what it says; the marks are the same then.</summary>
    private sealed record Entry(string Content, IReadOnlyList<ListedMark> Marks)
    {
        public bool Equals(Entry? other) => other?.Content == Content;

        public override int GetHashCode() => Content.GetHashCode(StringComparison.Ordinal);
    }

    private sealed record Person(Guid Id, string Given, string Family, string PassNumber, IReadOnlyList<(DateOnly From, DateOnly? Until)> Stays)
    {
        public string Name => $"{Given} {Family}".Trim();

        public bool IsCalled(string text)
        {
            var folded = Parts(text);
            return folded.Length > 0 && (folded.SequenceEqual(Parts(Name), StringComparer.Ordinal) || (PassNumber.Length > 0 && Folding.Key(text) == Folding.Key(PassNumber)));
        }

        private static string[] Parts(string text) => [.. Folding.Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }
}
