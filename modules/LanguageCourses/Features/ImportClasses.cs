using System.Text.RegularExpressions;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Languages;
using Courses.Platform.Imports.Files;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Features;

/// <summary>
/// Takes in a provider's classes with their timetables. A class is known again by its number at the provider; the sessions follow from the weekdays between
/// the first and the last day, without the holidays. What a row says is read by <see cref="ClassListReader"/>; here it becomes a class.
/// </summary>
internal sealed partial class ImportClasses(CoursesDb db, ITimetable timetable, IProviders providers, CityTime city, Words words) : IImportKind
{
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
            new("taught", true, [.. ClassListReader.Languages.Values.Distinct().Order(StringComparer.Ordinal).Select(code => new ImportChoice(code, words["import.taught." + code]))], taught),
            new("integration", true, [.. new[] { "none", "named", "all" }.Select(which => new ImportChoice(which, words["import.integration." + which]))]),
        ];
    }

    public async Task Check(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var venues = await providers.Venues.Where(venue => venue.ProviderId == scope.ProviderId).ToListAsync(cancel);
        var holidays = await timetable.Holidays.Where(holiday => holiday.ProviderId == null || holiday.ProviderId == scope.ProviderId).ToListAsync(cancel);
        var known = (await db.Set<Class>().Where(one => one.ProviderId == scope.ProviderId).Select(one => one.Number).ToListAsync(cancel)).Select(ClassListReader.NumberKey).ToHashSet(StringComparer.Ordinal);
        var courses = await db.Set<Course>().AsNoTracking().Where(course => course.ProviderId == scope.ProviderId).ToDictionaryAsync(course => course.Name, StringComparer.OrdinalIgnoreCase, cancel);
        var reader = new ClassListReader(scope, venues, holidays, city.Zone.Id);
        await scope.Each(
            rows,
            row =>
            {
                row.Check(reader.Read);
                if (row is { IsWrong: false, Value: ListedClass entry } && known.Contains(ClassListReader.NumberKey(entry.Number)))
                {
                    row.AlreadyKnown("import.class.known", entry.Number);
                }
                else if (row is { IsWrong: false, Value: ListedClass one } && courses.GetValueOrDefault(one.Course) is { } course && !course.IsTaughtIn(one.PlannedMinutes(holidays)))
                {
                    row.Error("hours", "import.class.shorter-than-course", Math.Round(one.PlannedMinutes(holidays) / 45m, 1), course.AcademicHours);
                }
            },
            cancel);
    }

    public async Task Write(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        if (rows is [])
        {
            return;
        }

        var providerId = scope.ProviderId!.Value;
        var holidays = await timetable.Holidays.Where(holiday => holiday.ProviderId == null || holiday.ProviderId == providerId).ToListAsync(cancel);
        var entries = rows.Select(row => (ListedClass)row.Value!).ToArray();
        var venues = new Dictionary<(string, string), Guid>();
        foreach (var place in entries.Select(entry => (entry.Venue, entry.Address)).Distinct())
        {
            venues[place] = await providers.AddVenue(new(providerId, place.Venue, place.Address, DistrictOf(place.Address), entries.First(entry => (entry.Venue, entry.Address) == place).TimeZone), cancel);
        }

        var courses = await Courses(providerId, entries, holidays, cancel);
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
    private async Task<Dictionary<string, Guid>> Courses(Guid providerId, ListedClass[] entries, IReadOnlyCollection<HolidayRow> holidays, CancellationToken cancel)
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

                // The shortest of the list is what the course promises.
                AcademicHours = entries.Where(one => string.Equals(one.Course, entry.Course, StringComparison.OrdinalIgnoreCase)).Min(one => one.PlannedMinutes(holidays)) / 45,
                IsIntegrationCourse = entry.IsIntegrationCourse,
            };
            db.Add(course);
            courses[entry.Course] = course;
        }

        await db.SaveChangesAsync(cancel);
        return courses.ToDictionary(pair => pair.Key, pair => pair.Value.Id, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>'1050 Wien' of 'Einsiedlerplatz 5, 1050 Wien'; else what follows the last comma.</summary>
    private static string DistrictOf(string address) =>
        PostalTown().Match(address) is { Success: true } match ? match.Value.Trim()
        : address.Contains(',', StringComparison.Ordinal) ? address[(address.LastIndexOf(',') + 1)..].Trim() : "";

    [GeneratedRegex(@"\b(?:LV-)?[0-9]{4,5}\b(?:\s+\p{L}[\p{L} .-]{1,40})?", RegexOptions.None, 200)]
    private static partial Regex PostalTown();
}
