using System.Globalization;
using System.Text.RegularExpressions;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Languages;
using Courses.Platform.Tabular;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Features;

/// <summary>
/// Takes in a provider's classes with their timetables. A class is known again by its number at the provider; the sessions follow from the weekdays between
/// the first and the last day, without the holidays.
/// </summary>
internal sealed partial class ImportClasses(CoursesDb db, ITimetable timetable, IProviders providers, Words words) : IImportKind
{
    private const int MaxSessions = 400;
    private const int MaxSeats = 500;

    public string Key => "classes";

    public IReadOnlyList<string> Roles => [Contracts.Access.Roles.ProviderManager, Contracts.Access.Roles.Administrator];

    public bool OfProvider => true;

    public IReadOnlyList<ImportField> Fields { get; } =
    [
        new("class-number", FieldType.Text, true, "Kursnummer", "Kurs-Nr.", "KursNr", "Nummer", "Nr.", "Kurscode", "Kursa numurs", "Kursa Nr.", "Grupas numurs", "Course number", "Course no.", "Class number", "Class no.", "Number", "Code"),
        new("title", FieldType.Text, true, "Kurs", "Kursname", "Kurstitel", "Titel", "Bezeichnung", "Kurss", "Kursa nosaukums", "Nosaukums", "Course", "Course name", "Title", "Class name"),
        new("class-level", FieldType.Level, true, "Niveau", "Stufe", "Niveaustufe", "GER", "Sprachniveau", "Līmenis", "Level", "CEFR"),
        new("taught", FieldType.Text, false, "Kurssprache", "Unterrichtssprache", "Sprache", "Valoda", "Mācību valoda", "Language", "Language taught"),
        new("venue", FieldType.Name, false, "Ort", "Kursort", "Standort", "Veranstaltungsort", "Vieta", "Norises vieta", "Venue", "Location", "Place", "Site"),
        new("address", FieldType.Text, false, "Adresse", "Anschrift", "Straße", "Adrese", "Address", "Street"),
        new("days", FieldType.Days, true, "Wochentage", "Wochentag", "Tage", "Kurstage", "Tag", "Nedēļas dienas", "Dienas", "Diena", "Weekdays", "Weekday", "Days", "Day"),
        new("from", FieldType.Time, false, "Beginn", "Beginnzeit", "Startzeit", "Uhrzeit von", "von", "Zeit von", "Sākums", "Laiks no", "No", "Start time", "From", "Begin", "Begins", "Time from"),
        new("until", FieldType.Time, false, "Ende", "Endzeit", "Uhrzeit bis", "bis", "Zeit bis", "Beigas", "Laiks līdz", "Līdz", "End time", "Until", "To", "End", "Ends", "Time to"),
        new("times", FieldType.Text, false, "Uhrzeit", "Kurszeit", "Zeiten", "Laiks", "Times", "Time", "Hours of the day"),
        new("first", FieldType.Date, true, "Start", "Startdatum", "Kursbeginn", "Kursstart", "Beginndatum", "Beginn", "Erster Tag", "Sākuma datums", "Sākums", "Datums no", "Start date", "First day", "Starts on", "Start"),
        new("last", FieldType.Date, true, "Ende Kurs", "Kursende", "Enddatum", "Ende", "Letzter Tag", "Beigu datums", "Beigas", "Datums līdz", "End date", "Last day", "Ends on", "End"),
        new("hours", FieldType.Number, false, "UE", "Unterrichtseinheiten", "Einheiten", "Stunden", "Lektionen", "Akadēmiskās stundas", "Stundas", "Stundu skaits", "Hours", "Lessons", "Units", "Academic hours"),
        new("seats", FieldType.Number, true, "Plätze", "Platzzahl", "Anzahl Plätze", "Teilnehmerzahl", "max. TN", "Vietas", "Vietu skaits", "Seats", "Places", "Capacity", "Max participants"),
        new("teacher", FieldType.Text, false, "Lehrkraft", "Kursleitung", "Kursleiter", "Trainer", "Trainerin", "Lehrer", "Skolotājs", "Pasniedzējs", "Pedagogs", "Teacher", "Trainer", "Instructor"),
        new("price", FieldType.Money, false, "Preis EUR", "Preis", "Kosten", "Kursbeitrag", "Kursgebühr", "Gebühr", "Cena", "Cena EUR", "Maksa", "Price", "Price EUR", "Fee", "Cost"),
        new("childcare", FieldType.YesNo, false, "Kinderbetreuung", "Bērnu pieskatīšana", "Childcare"),
    ];

    public async Task<IReadOnlyList<ImportOption>> Options(ImportScope scope, Table table, CancellationToken cancel)
    {
        var text = string.Join(' ', table.Headings.Concat(table.Rows.Take(100).SelectMany(row => row.Cells.Select(cell => cell.Text)))).ToLowerInvariant();
        var taught = text.Contains("deutsch", StringComparison.Ordinal) || text.Contains("german", StringComparison.Ordinal) || text.Contains("vācu", StringComparison.Ordinal) ? "de"
            : text.Contains("latvie", StringComparison.Ordinal) || text.Contains("latvian", StringComparison.Ordinal) || text.Contains("lettisch", StringComparison.Ordinal) ? "lv"
            : await db.Set<Course>().Where(course => course.ProviderId == scope.ProviderId).Select(course => course.Language).FirstOrDefaultAsync(cancel);
        return
        [
            new("taught", true, [.. Languages.Values.Distinct().Order(StringComparer.Ordinal).Select(code => new ImportChoice(code, words["import.taught." + code]))], taught),
            new("integration", true, [.. new[] { "none", "named", "all" }.Select(which => new ImportChoice(which, words["import.integration." + which]))]),
        ];
    }

    public async Task Check(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var venues = await providers.Venues.Where(venue => venue.ProviderId == scope.ProviderId).ToListAsync(cancel);
        var holidays = await timetable.Holidays.Where(holiday => holiday.ProviderId == null || holiday.ProviderId == scope.ProviderId).ToListAsync(cancel);
        var known = (await db.Set<Class>().Where(one => one.ProviderId == scope.ProviderId).Select(one => one.Number).ToListAsync(cancel)).Select(Folded).ToHashSet(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            Read(row, scope, venues, holidays);
            if (row is { IsWrong: false, Value: Entry entry } && known.Contains(Folded(entry.Number)))
            {
                row.AlreadyKnown("import.class.known", entry.Number);
            }
        }
    }

    public async Task Write(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        if (rows is [])
        {
            return;
        }

        var providerId = scope.ProviderId!.Value;
        var holidays = await timetable.Holidays.Where(holiday => holiday.ProviderId == null || holiday.ProviderId == providerId).ToListAsync(cancel);
        var entries = rows.Select(row => (Entry)row.Value!).ToArray();
        var venues = new Dictionary<(string, string), Guid>();
        foreach (var place in entries.Select(entry => (entry.Venue, entry.Address)).Distinct())
        {
            venues[place] = await providers.AddVenue(new(providerId, place.Venue, place.Address, DistrictOf(place.Address), entries.First(entry => (entry.Venue, entry.Address) == place).TimeZone), cancel);
        }

        var courses = await Courses(providerId, entries, cancel);
        var groups = await timetable.CreateGroups(
            [.. entries.Select(entry => new NewGroup
            {
                Kind = GroupKind.LanguageClass,
                Name = $"{entry.Course} ({entry.Number})",
                ProviderId = providerId,
                VenueId = venues[(entry.Venue, entry.Address)],
                Capacity = entry.Seats,
                Childcare = entry.Childcare,
                Sessions = entry.Sessions(holidays),
            })],
            cancel);
        db.AddRange(entries.Select((entry, index) => new Class
        {
            Id = groups[index],
            CourseId = courses[entry.Course],
            ProviderId = providerId,
            Number = entry.Number,
            PriceCents = entry.PriceCents,
        }));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>A line of the catalogue for each name and level, made where it is missing.</summary>
    private async Task<Dictionary<string, Guid>> Courses(Guid providerId, Entry[] entries, CancellationToken cancel)
    {
        var courses = await db.Set<Course>().Where(course => course.ProviderId == providerId).ToDictionaryAsync(course => course.Name, StringComparer.OrdinalIgnoreCase, cancel);
        foreach (var entry in entries.Where(entry => !courses.ContainsKey(entry.Course)))
        {
            if (courses.ContainsKey(entry.Course))
            {
                continue;
            }

            var course = new Course
            {
                ProviderId = providerId,
                Name = entry.Course,
                Language = entry.Language,
                Level = entry.Level,
                AcademicHours = entry.AcademicHours,
                IsIntegrationCourse = entry.IsIntegrationCourse,
            };
            db.Add(course);
            courses[entry.Course] = course;
        }

        await db.SaveChangesAsync(cancel);
        return courses.ToDictionary(pair => pair.Key, pair => pair.Value.Id, StringComparer.OrdinalIgnoreCase);
    }

    private static void Read(ImportRow row, ImportScope scope, List<VenueRow> venues, List<HolidayRow> holidays)
    {
        var number = row.Text("class-number", 60, required: true);
        var title = row.Name("title", maxLength: 150);
        var level = row.Level("class-level", required: true)?.Text ?? "";
        if (level.Length == 0 && !row.Cell("class-level").IsEmpty && !row.IsWrong)
        {
            row.Error("class-level", "import.level.unknown", row.Cell("class-level").Trimmed);
        }

        var language = LanguageOf(row, scope);
        var (venue, address) = Place(row);
        var seats = Seats(row);
        var (from, until, days) = Times(row);
        var (first, last) = (row.Date("first", required: true), row.Date("last", required: true));
        var price = row.Cents("price");
        if (price is null && !row.IsWrong)
        {
            row.Error("price", "import.class.no-price");
        }

        var hours = row.Figure("hours");
        if (hours is <= 0 or > 2000)
        {
            row.Error("hours", "import.class.hours-odd");
        }

        var childcare = Childcare(row);
        Teacher(row);
        if (last < first)
        {
            row.Error("last", "import.class.ends-before-start", Iso(first!.Value), Iso(last.Value));
        }
        else if (last > first?.AddYears(2))
        {
            row.Error("last", "import.class.too-long");
        }

        if (level == "Alpha" != title.StartsWith("Alpha", StringComparison.OrdinalIgnoreCase) && level.Length > 0 && title.Length > 0)
        {
            row.Warn("class-level", "import.class.alpha", title, level);
        }

        if (row.IsWrong || days is null || from is null || until is null || first is null || last is null)
        {
            return;
        }

        var room = venues.FirstOrDefault(one => one.Name == venue && one.Address == address);
        if (room is { RoomCapacity: > 0 } && seats > room.RoomCapacity)
        {
            row.Error("seats", "import.class.room-too-small", room.RoomCapacity);
            return;
        }

        var zone = venues.FirstOrDefault()?.TimeZone ?? (address.Contains("LV-", StringComparison.OrdinalIgnoreCase) || address.Contains("Rīga", StringComparison.OrdinalIgnoreCase) ? "Europe/Riga" : "Europe/Vienna");
        var entry = new Entry
        {
            Number = number,
            Course = title.Contains(level, StringComparison.OrdinalIgnoreCase) ? title : $"{title} {level}",
            Level = level,
            Language = language,
            Venue = venue,
            Address = address,
            TimeZone = zone,
            Days = days.Value.Mask,
            From = from.Value,
            Until = until.Value,
            First = first.Value,
            Last = last.Value,
            ListedMinutes = hours is { } listed ? (int)Math.Round(listed * 45) : null,
            Seats = seats,
            PriceCents = price ?? 0,
            Childcare = childcare,
            IsIntegrationCourse = scope.Answer("integration") is "all" || (scope.Answer("integration") is "named" && title.Contains("integra", StringComparison.OrdinalIgnoreCase)),
        };
        Timetable(row, entry, holidays);
        if (!row.IsWrong)
        {
            row.Value = entry;
            row.Key = Folded(number);
            if (room is null)
            {
                row.Info("venue", "import.class.new-venue", venue);
            }
        }
    }

    private static void Timetable(ImportRow row, Entry entry, List<HolidayRow> holidays)
    {
        var all = entry.Dates([]).Count;
        var dates = entry.Dates(holidays);
        if (dates.Count == 0)
        {
            row.Error("days", "import.class.no-sessions");
            return;
        }

        if (dates.Count > MaxSessions)
        {
            row.Error("last", "import.class.too-long");
            return;
        }

        if (dates.Count < all)
        {
            row.Info("days", "import.class.holidays", all - dates.Count);
        }

        if (!new LocalValues.Weekdays(entry.Days, null, null).Has(entry.First.DayOfWeek))
        {
            row.Warn("first", "import.class.start-weekday", Iso(entry.First), Iso(dates[0]));
        }

        if (entry.Duration > 10 * 60)
        {
            row.Warn("until", "import.class.long-day", Hours(entry.Duration / 60m));
        }

        if (entry.ListedMinutes is { } listed && !entry.FitsBreaks(dates.Count))
        {
            row.Warn("hours", "import.class.hours-differ", Hours(listed / 45m), Hours(entry.Duration * dates.Count / 45m), dates.Count);
        }
    }

    private static (TimeOnly? From, TimeOnly? Until, LocalValues.Weekdays? Days) Times(ImportRow row)
    {
        var days = row.Days("days", required: true);
        var (from, until) = (row.Time("from"), row.Time("until"));
        var written = !row.Cell("from").IsEmpty || !row.Cell("until").IsEmpty;
        var beside = days is { From: not null } ? (days.Value.From, days.Value.Until) : default((TimeOnly? From, TimeOnly? Until)?);
        if (!row.Cell("times").IsEmpty)
        {
            // One cell holds both times.
            if (LocalValues.Days(new("Mo " + row.Cell("times").Trimmed)).Value is { From: not null } both)
            {
                beside = (both.From, both.Until);
            }
            else if (!written)
            {
                row.Error("times", "import.time.unreadable", TableReader.Short(row.Cell("times").Trimmed));
            }
        }

        if (beside is { } other)
        {
            if (!written)
            {
                (from, until) = (other.From, other.Until);
            }
            else if ((from, until) != (other.From, other.Until) && !row.IsWrong)
            {
                row.Error("days", "import.class.two-times", $"{other.From:HH:mm}–{other.Until:HH:mm}", $"{from:HH:mm}–{until:HH:mm}");
            }
        }
        else if (!written && days is not null)
        {
            row.Error("from", "import.cell.missing");
        }

        if (written && !row.IsWrong && (from is null || until is null))
        {
            row.Error(from is null ? "from" : "until", "import.cell.missing");
        }
        else if (until <= from)
        {
            row.Error("until", "import.class.times-swapped", $"{from:HH:mm}", $"{until:HH:mm}");
        }

        return (from, until, days);
    }

    private static (string Venue, string Address) Place(ImportRow row)
    {
        var (venue, address) = (row.Name("venue", required: false, maxLength: 150), row.Text("address", 200));
        if (LocalValues.LostLetters(address))
        {
            row.Error("address", "import.name.lost-letters");
        }

        if (venue.Length == 0 && address.Length == 0)
        {
            row.Error("venue", "import.class.no-venue");
        }

        return venue.Length == 0 ? (address, address) : (venue, address);
    }

    private static int Seats(ImportRow row)
    {
        var seats = row.Figure("seats", required: true);
        if (seats is not null && (seats < 1 || seats > MaxSeats || seats != decimal.Truncate(seats.Value)))
        {
            row.Error("seats", "import.class.seats", MaxSeats);
        }

        return seats is >= 1 and <= MaxSeats ? (int)seats.Value : 0;
    }

    private static bool Childcare(ImportRow row)
    {
        var answer = LocalValues.YesNo(row.Cell("childcare"));
        if (answer.Problem is not null)
        {
            row.Warn("childcare", "import.class.childcare");
        }

        return answer.Value == true;
    }

    private static void Teacher(ImportRow row)
    {
        var teacher = row.Text("teacher");
        if (LocalValues.LostLetters(teacher))
        {
            row.Warn("teacher", "import.class.teacher-letters");
        }
        else if (teacher.Length > 0)
        {
            row.Info("teacher", "import.class.teacher");
        }
    }

    private static string LanguageOf(ImportRow row, ImportScope scope)
    {
        var text = row.Text("taught");
        if (text.Length == 0)
        {
            return scope.Answer("taught") ?? "de";
        }

        if (Languages.TryGetValue(LocalValues.Fold(text), out var code))
        {
            return code;
        }

        row.Error("taught", "import.class.unknown-language");
        return "";
    }

    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["de"] = "de",
        ["deutsch"] = "de",
        ["german"] = "de",
        ["vacu"] = "de",
        ["vacuvaloda"] = "de",
        ["lv"] = "lv",
        ["latviesu"] = "lv",
        ["latviesuvaloda"] = "lv",
        ["latvian"] = "lv",
        ["lettisch"] = "lv",
        ["en"] = "en",
        ["english"] = "en",
        ["englisch"] = "en",
        ["anglu"] = "en",
        ["angluvaloda"] = "en",
        ["lt"] = "lt",
        ["lithuanian"] = "lt",
        ["litauisch"] = "lt",
        ["lietuviesu"] = "lt",
        ["et"] = "et",
        ["estonian"] = "et",
        ["estnisch"] = "et",
        ["igaunu"] = "et",
        ["el"] = "el",
        ["greek"] = "el",
        ["griechisch"] = "el",
        ["grieku"] = "el",
    };

    /// <summary>'1050 Wien' of 'Einsiedlerplatz 5, 1050 Wien'; else what follows the last comma.</summary>
    private static string DistrictOf(string address) =>
        PostalTown().Match(address) is { Success: true } match ? match.Value.Trim()
        : address.Contains(',', StringComparison.Ordinal) ? address[(address.LastIndexOf(',') + 1)..].Trim() : "";

    private static string Folded(string number) => LocalValues.Fold(number);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Hours(decimal hours) => Math.Round(hours, 1).ToString("0.#", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b(?:LV-)?[0-9]{4,5}\b(?:\s+\p{L}[\p{L} .-]{1,40})?", RegexOptions.None, 200)]
    private static partial Regex PostalTown();

    private sealed record Entry
    {
        public required string Number { get; init; }

        public required string Course { get; init; }

        public required string Level { get; init; }

        public required string Language { get; init; }

        public required string Venue { get; init; }

        public required string Address { get; init; }

        public required string TimeZone { get; init; }

        public required int Days { get; init; }

        public required TimeOnly From { get; init; }

        public required TimeOnly Until { get; init; }

        public required DateOnly First { get; init; }

        public required DateOnly Last { get; init; }

        /// <summary>What the list says the whole class takes; null when it does not say.</summary>
        public required int? ListedMinutes { get; init; }

        public required int Seats { get; init; }

        public required long PriceCents { get; init; }

        public required bool Childcare { get; init; }

        public required bool IsIntegrationCourse { get; init; }

        public int Duration => (int)(Until - From).TotalMinutes;

        public int AcademicHours => (int)Math.Round((ListedMinutes ?? Duration * Dates([]).Count) / 45m);

        public List<DateOnly> Dates(IReadOnlyCollection<HolidayRow> holidays)
        {
            var days = new LocalValues.Weekdays(Days, null, null);
            var dates = new List<DateOnly>();
            for (var date = First; date <= Last; date = date.AddDays(1))
            {
                if (days.Has(date.DayOfWeek) && !holidays.Any(holiday => holiday.From <= date && date <= holiday.Until))
                {
                    dates.Add(date);
                }
            }

            return dates;
        }

        /// <summary>Do the listed hours fit the timetable, with a quarter of the time for breaks at most?</summary>
        public bool FitsBreaks(int sessions) => ListedMinutes <= Duration * sessions && ListedMinutes * 4L >= Duration * sessions * 3L;

        public List<NewSession> Sessions(IReadOnlyCollection<HolidayRow> holidays)
        {
            var dates = Dates(holidays);

            // Listed hours that fit leave out the breaks, spread over all sessions; others do not count.
            var total = ListedMinutes is { } listed && FitsBreaks(dates.Count) ? listed : Duration * dates.Count;
            return [.. dates.Select((date, index) => new NewSession(date, From, Until, (total / dates.Count) + (index < total % dates.Count ? 1 : 0)))];
        }
    }
}
