using System.Globalization;
using System.Text;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Imports;
using Courses.Platform.Languages;
using Courses.Platform.Reading;

namespace Courses.LanguageCourses;

/// <summary>Reads what one row of a provider's list says of a class, and names what is wrong or odd about it.</summary>
internal sealed class ClassListReader(ImportScope scope, IReadOnlyList<VenueRow> venues, IReadOnlyList<HolidayRow> holidays, string cityZone)
{
    private const int MaxSessions = 400;
    private const int MaxSeats = 500;

    /// <summary>The same number however its case, blanks and dashes are typed. Nothing is left out: BR-1-12 is not BR-11-2.</summary>
    public static string NumberKey(string number)
    {
        var key = new StringBuilder();
        foreach (var letter in Digits.Of(Names.Clean(number)).TakenApart(NormalizationForm.FormKC).ToUpperInvariant())
        {
            key.Append(letter is '‐' or '‑' or '‒' or '–' or '—' or '−' ? '-' : letter);
        }

        return key.ToString().Replace(" -", "-", StringComparison.Ordinal).Replace("- ", "-", StringComparison.Ordinal);
    }

    public void Read(ImportRow row)
    {
        var number = row.Text("class-number", 60, required: true);
        var title = row.Name("title", maxLength: 150);
        var level = row.Level("class-level", required: true)?.Text ?? "";
        if (level.Length == 0 && !row.Cell("class-level").IsEmpty && !row.IsWrong)
        {
            row.Error("class-level", "import.level.unknown", row.Cell("class-level").Trimmed);
        }

        var language = LanguageOf(row);
        var (venue, address) = Place(row);
        var seats = Seats(row);
        var (from, until, days) = Times(row);
        var (first, last) = (row.Date("first", DateMeaning.Plan, required: true), row.Date("last", DateMeaning.Plan, required: true));
        var price = row.Cents("price");
        if (price is null && !row.IsWrong)
        {
            row.Error("price", "import.class.no-price");
        }

        var hours = row.Figure("hours", "UE", "U.E.", "Einheiten", "LE", "h", "Std.", "Std", "Stunden", "st.", "stundas", "akad. st.", "hours");
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

        var zone = room?.TimeZone ?? ZoneOf(row, venue, address);
        if (zone is null)
        {
            return;
        }

        var entry = new ListedClass
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
        Timetable(row, entry);
        if (UsualPrice.IsOdd(entry.PriceCents, entry.AcademicHours))
        {
            row.Warn("price", "import.class.price-odd", (entry.PriceCents / 100m).ToString("0.00", CultureInfo.InvariantCulture), entry.AcademicHours);
        }

        if (!row.IsWrong)
        {
            row.Value = entry;
            row.Key = NumberKey(number);
            if (room is null)
            {
                row.Info("venue", "import.class.new-venue", venue);
            }
        }
    }

    private void Timetable(ImportRow row, ListedClass entry)
    {
        var all = entry.Dates([]).Count;
        var dates = entry.Dates(holidays);
        if (dates.Count == 0)
        {
            row.Error("days", "import.class.no-sessions");
            return;
        }

        if (entry.InClockGap(dates) is { } night)
        {
            row.Error("from", "import.class.clock-gap", Iso(night), $"{entry.From:HH:mm}–{entry.Until:HH:mm}");
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

        if (!new LocalTimes.Weekdays(entry.Days, null, null).Has(entry.First.DayOfWeek))
        {
            row.Warn("first", "import.class.start-weekday", Iso(entry.First), Iso(dates[0]));
        }

        if (entry.Duration > NewSession.Longest.TotalMinutes)
        {
            row.Error("until", "import.class.session-too-long", (int)NewSession.Longest.TotalHours);
        }
        else if (entry.Duration < NewSession.Shortest.TotalMinutes)
        {
            row.Error("until", "import.class.session-too-short", (int)NewSession.Shortest.TotalMinutes);
        }
        else if (entry.Duration > 10 * 60)
        {
            row.Warn("until", "import.class.long-day", Hours(entry.Duration / 60m));
        }

        if (entry.ListedMinutes is { } listed && !entry.FitsBreaks(dates.Count))
        {
            row.Warn("hours", "import.class.hours-differ", Hours(listed / 45m), Hours(entry.Duration * dates.Count / 45m), dates.Count);
        }
    }

    private static (TimeOnly? From, TimeOnly? Until, LocalTimes.Weekdays? Days) Times(ImportRow row)
    {
        var days = row.Days("days", required: true);
        var (from, until) = (row.Time("from"), row.Time("until"));
        var written = !row.Cell("from").IsEmpty || !row.Cell("until").IsEmpty;
        var beside = days is { From: not null } ? (days.Value.From, days.Value.Until) : default((TimeOnly? From, TimeOnly? Until)?);
        if (!row.Cell("times").IsEmpty)
        {
            // One cell holds both times.
            if (LocalTimes.Days(new("Mo " + row.Cell("times").Trimmed)).Value is { From: not null } both)
            {
                beside = (both.From, both.Until);
            }
            else if (!written)
            {
                row.Error("times", "import.time.unreadable", Problem.Short(row.Cell("times").Trimmed));
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
        if (Names.LostLetters(address))
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
        var seats = row.Whole("seats", required: true, "Plätze", "TN", "Personen", "vietas", "seats", "places");
        if (seats is < 1 or > MaxSeats)
        {
            row.Error("seats", "import.class.seats", MaxSeats);
        }

        return seats is >= 1 and <= MaxSeats ? seats.Value : 0;
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
        if (Names.LostLetters(teacher))
        {
            row.Warn("teacher", "import.class.teacher-letters");
        }
        else if (teacher.Length > 0)
        {
            row.Info("teacher", "import.class.teacher");
        }
    }

    private string LanguageOf(ImportRow row)
    {
        var text = row.Text("taught");
        if (text.Length == 0)
        {
            return scope.Answer("taught") ?? "de";
        }

        if (Languages.TryGetValue(Folding.Key(text), out var code))
        {
            return code;
        }

        row.Error("taught", "import.class.unknown-language");
        return "";
    }

    /// <summary>The clock at the place. A place that is nowhere to be found has the clock of the provider's other places, when they all have one.</summary>
    private string? ZoneOf(ImportRow row, string venue, string address)
    {
        var others = venues.Select(one => one.TimeZone).Distinct().ToArray();
        if ((PlaceZones.Of(address) ?? PlaceZones.Of(venue)) is { } place)
        {
            if (others is not [] && !others.Contains(place))
            {
                row.Info("address", "import.class.zone", place);
            }

            return place;
        }

        if (others.Length > 1)
        {
            row.Error("address", "import.class.which-zone", string.Join(", ", others));
            return null;
        }

        return others is [var one] ? one : cityZone;
    }

    public static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
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

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Hours(decimal hours) => Math.Round(hours, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
