using System.Globalization;
using System.Linq.Expressions;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>Takes in a list of people. A person is known again by name, birth date and e-mail or phone; whoever is known stays as they are.</summary>
internal sealed class ImportPeople(CoursesDb db, SearchIndex index, IEligibility eligibility, Telephones telephones, TimeProvider clock) : IImportKind
{
    private static readonly Dictionary<string, LegalStatus> StatusWords = Folded<LegalStatus>(new()
    {
        [LegalStatus.ThirdCountryNational] = ["trešās valsts pilsonis", "trešo valstu pilsonis", "trešās valsts valstspiederīgais", "third-country national", "third country national", "TCN", "Drittstaatsangehörige", "Drittstaatsangehöriger", "Drittstaatsangehörige/r", "Drittstaat"],
        [LegalStatus.EuCitizen] = ["ES pilsonis", "ES pilsone", "Eiropas Savienības pilsonis", "EU citizen", "EU", "EU-Bürger", "EU-Bürgerin", "EU-Bürger/in", "Unionsbürger", "EWR-Bürger", "EEA citizen"],
        [LegalStatus.FamilyMember] = ["ģimenes loceklis", "ģimenes locekle", "family member", "family reunification", "Familienangehörige", "Familienangehöriger", "Familienangehörige/r", "Familiennachzug", "ģimenes atkalapvienošanās"],
        [LegalStatus.AsylumSeeker] = ["patvēruma meklētājs", "patvēruma meklētāja", "asylum seeker", "asylum-seeker", "asylum applicant", "Asylwerber", "Asylwerberin", "Asylwerber/in", "Asylbewerber", "Asylbewerberin", "Asylsuchende"],
        [LegalStatus.Refugee] = ["bēglis", "bēgle", "bēgļa statuss", "refugee", "Flüchtling", "Asylberechtigte", "Asylberechtigter", "Asylberechtigte/r", "anerkannter Flüchtling", "Konventionsflüchtling"],
        [LegalStatus.SubsidiaryProtection] = ["alternatīvais statuss", "alternatīvā aizsardzība", "subsidiary protection", "subsidiary status", "subsidiär Schutzberechtigte", "subsidiär Schutzberechtigter", "subsidiär Schutzberechtigte/r", "subsidiärer Schutz"],
        [LegalStatus.TemporaryProtection] = ["pagaidu aizsardzība", "temporary protection", "Vertriebene", "Vertriebener", "vorübergehender Schutz", "temporärer Schutz", "§ 24"],
    });

    private static readonly Dictionary<string, string> Genders = Folded<string>(new()
    {
        ["m"] = ["v", "vīr", "vīrietis", "vīriešu", "m", "male", "man", "männlich", "Mann", "Herr"],
        ["f"] = ["s", "siev", "sieviete", "sieviešu", "f", "female", "woman", "w", "weiblich", "Frau"],
        ["x"] = ["x", "d", "divers", "other", "non-binary", "nonbinary", "cits", "inter"],
    });

    private static readonly Dictionary<string, string> Languages = Folded<string>(new()
    {
        ["ar"] = ["ar", "ara", "arābu", "Arabisch", "Arabic", "العربية"],
        ["fa"] = ["fa", "fas", "per", "persiešu", "farsi", "dari", "Persisch", "Persian", "فارسی"],
        ["ru"] = ["ru", "rus", "krievu", "Russisch", "Russian", "русский"],
        ["uk"] = ["uk", "ua", "ukr", "ukraiņu", "Ukrainisch", "Ukrainian", "українська"],
        ["tr"] = ["tr", "tur", "turku", "Türkisch", "Turkish", "Türkçe"],
        ["en"] = ["en", "eng", "angļu", "Englisch", "English"],
        ["de"] = ["de", "deu", "ger", "vācu", "Deutsch", "German"],
        ["lv"] = ["lv", "lav", "latviešu", "Lettisch", "Latvian"],
        ["vi"] = ["vi", "vie", "vjetnamiešu", "Vietnamesisch", "Vietnamese"],
        ["fr"] = ["fr", "fra", "fre", "franču", "Französisch", "French"],
        ["es"] = ["es", "spa", "spāņu", "Spanisch", "Spanish"],
        ["pl"] = ["pl", "pol", "poļu", "Polnisch", "Polish"],
        ["ro"] = ["ro", "ron", "rum", "rumāņu", "Rumänisch", "Romanian"],
        ["bg"] = ["bg", "bul", "bulgāru", "Bulgarisch", "Bulgarian"],
        ["hu"] = ["hu", "hun", "ungāru", "Ungarisch", "Hungarian"],
        ["sq"] = ["sq", "sqi", "alb", "albāņu", "Albanisch", "Albanian"],
        ["bs"] = ["bs", "bosniešu", "Bosnisch", "Bosnian", "BKS", "BCS"],
        ["sr"] = ["sr", "srp", "serbu", "Serbisch", "Serbian"],
        ["hr"] = ["hr", "hrv", "horvātu", "Kroatisch", "Croatian"],
        ["ps"] = ["ps", "pus", "puštu", "Paschtu", "Pashto"],
        ["ur"] = ["ur", "urd", "urdu"],
        ["hi"] = ["hi", "hin", "hindi"],
        ["pa"] = ["pa", "pan", "pandžabu", "Punjabi", "Pandschabi"],
        ["bn"] = ["bn", "ben", "bengāļu", "Bengalisch", "Bengali"],
        ["ta"] = ["ta", "tam", "tamil", "tamilu", "Tamilisch"],
        ["si"] = ["si", "sin", "singāļu", "Singhalesisch", "Sinhala"],
        ["so"] = ["so", "som", "somāļu", "Somali", "Somalisch"],
        ["ti"] = ["ti", "tir", "Tigrinya", "Tigrinisch"],
        ["ku"] = ["ku", "kur", "kurdu", "Kurdisch", "Kurdish"],
        ["zh"] = ["zh", "zho", "chi", "ķīniešu", "Chinesisch", "Chinese"],
        ["ka"] = ["ka", "kat", "geo", "gruzīnu", "Georgisch", "Georgian"],
        ["hy"] = ["hy", "hye", "arm", "armēņu", "Armenisch", "Armenian"],
        ["az"] = ["az", "aze", "azerbaidžāņu", "Aserbaidschanisch", "Azerbaijani"],
        ["uz"] = ["uz", "uzb", "uzbeku", "Usbekisch", "Uzbek"],
        ["tg"] = ["tg", "tgk", "tadžiku", "Tadschikisch", "Tajik"],
        ["be"] = ["be", "bel", "baltkrievu", "Belarussisch", "Belarusian"],
        ["it"] = ["it", "ita", "itāļu", "Italienisch", "Italian"],
        ["pt"] = ["pt", "por", "portugāļu", "Portugiesisch", "Portuguese"],
        ["el"] = ["el", "ell", "gre", "grieķu", "Griechisch", "Greek"],
        ["sk"] = ["sk", "slk", "slo", "slovāku", "Slowakisch", "Slovak"],
        ["cs"] = ["cs", "ces", "cze", "čehu", "Tschechisch", "Czech"],
        ["lt"] = ["lt", "lit", "lietuviešu", "Litauisch", "Lithuanian"],
        ["et"] = ["et", "est", "igauņu", "Estnisch", "Estonian"],
    });

    /// <summary>Of those born on the day. More are registered only for the first of January, the day that offices write when nobody knows it.</summary>
    private const int MostCompared = 400;

    public string Key => "people";

    public IReadOnlyList<string> Roles => [Contracts.Access.Roles.Coach, Contracts.Access.Roles.Administrator];

    public bool OfProvider => false;

    public IReadOnlyList<ImportField> Fields { get; } =
    [
        new("number", FieldType.Text, false, "Nr.", "Nr", "Nr.p.k.", "No.", "Lfd. Nr.", "#", "ID"),
        new("given", FieldType.Name, true, "Vārds", "Vorname", "Given name", "First name", "Rufname", "Forename", "Имя") { OrElse = "name" },
        new("family", FieldType.Name, true, "Uzvārds", "Nachname", "Familienname", "Zuname", "Family name", "Last name", "Surname", "Фамилия") { OrElse = "name" },
        new("name", FieldType.Name, false, "Vārds, uzvārds", "Vārds un uzvārds", "Name", "Full name", "Vor- und Nachname", "Name, Vorname", "Vollständiger Name"),
        new("birth", FieldType.BirthDate, true, "Dzimšanas datums", "Dzimšanas dati", "Dzim. dat.", "Geburtsdatum", "Geb.-Datum", "geb.", "geboren am", "Date of birth", "Birth date", "Birthdate", "DOB", "Born", "Дата рождения"),
        new("gender", FieldType.Text, false, "Dzimums", "Geschlecht", "Gender", "Sex", "Anrede"),
        new("language", FieldType.Text, false, "Dzimtā valoda", "Valoda", "Saziņas valoda", "Muttersprache", "Erstsprache", "Sprache", "Mother tongue", "First language", "Native language", "Language"),
        new("status", FieldType.Text, true, "Statuss", "Juridiskais statuss", "Status", "Aufenthaltsstatus", "Rechtsstatus", "Legal status", "Residence status"),
        new("granted", FieldType.Date, false, "Statuss piešķirts", "Statusa piešķiršanas datums", "Status seit", "Status erteilt", "Status granted", "Granted on", "Status since", "Status date"),
        new("permit", FieldType.Date, false, "Pirmā uzturēšanās atļauja", "Uzturēšanās atļauja no", "Erster Aufenthaltstitel", "Aufenthaltstitel seit", "First permit", "First residence permit", "Permit date"),
        new("arrived", FieldType.Date, false, "Ieceļošanas datums", "Ieradās", "Ieceļoja", "Einreise", "Einreisedatum", "Arrived", "Arrival", "Arrival date"),
        new("email", FieldType.Email, false, "E-pasts", "Epasts", "E-pasta adrese", "E-Mail", "E-Mail-Adresse", "Mail", "Email address"),
        new("phone", FieldType.Phone, false, "Tālrunis", "Tel.", "Telefons", "Mobilais", "Telefon", "Telefonnummer", "Handy", "Mobil", "Phone", "Phone number", "Mobile"),
        new("level", FieldType.Level, false, "Latviešu valodas līmenis", "Valodas līmenis", "Līmenis", "Sprachniveau", "Niveau", "Deutschniveau", "Deutschkenntnisse", "Level", "Language level", "CEFR", "German level"),
        new("familyMember", FieldType.YesNo, false, "Ģimenes loceklis", "Familienangehörige", "Familienangehörige/r", "Als Familienangehörige gemeldet", "Family member", "Registered as family member"),
        new("registeredInCity", FieldType.YesNo, false, "Deklarēts pilsētā", "Dzīvesvieta deklarēta", "In der Stadt gemeldet", "Gemeldet", "Registered in the city", "Registered address"),
        new("works", FieldType.YesNo, false, "Strādā", "Nodarbināts", "Hat eine Arbeit", "Erwerbstätig", "Beschäftigt", "Has a job", "Works", "Employed"),
    ];

    public Task GuessColumns(ImportScope scope, Table table, string[] columns, CancellationToken cancel)
    {
        // 'Name' beside 'Vorname' is the family name.
        if (columns.Contains("given") && !columns.Contains("family") && Array.IndexOf(columns, "name") is >= 0 and var name)
        {
            columns[name] = "family";
        }

        return Task.CompletedTask;
    }

    public async Task Check(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        await scope.Each(rows, row => row.Check(one => Read(one, scope.Today)), cancel);
        var good = rows.Where(row => row.Outcome == RowOutcome.New).ToArray();
        NameSharedMail(good);
        NameNamesakes(good);
        await NameRegistered(good, cancel);
    }

    public async Task Write(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var added = rows.Select(row => (Entry)row.Value!).Select(entry => Made(entry, scope, now)).ToArray();
        db.AddRange(added.AsEnumerable());
        await index.Update(added, cancel);
        await eligibility.MarkStale([.. added.Select(person => person.Id)], cancel);
    }

    private static Participant Made(Entry entry, ImportScope scope, DateTimeOffset now)
    {
        var person = Participant.Register(entry.Person, entry.Status, entry.StatusFrom, scope.Today, now, scope.StartedByName);
        if (entry.Level.Length > 0)
        {
            // The list knows one level; it stands for every skill until somebody assesses them.
            foreach (var skill in Enum.GetValues<Skill>())
            {
                person.Assess(skill, entry.Level, scope.Today, scope.StartedByName);
            }
        }

        return person;
    }

    private static void Read(ImportRow row, DateOnly today)
    {
        var (given, family) = Names(row);
        var born = row.DateOrPart("birth", DateMeaning.Birth, required: true);
        var birth = born?.First;
        var (status, statusFrom) = Status(row, birth);
        var permit = Lived(row, "permit", birth);
        var arrived = Lived(row, "arrived", birth);
        var level = row.Level("level")?.Text ?? "";
        if (level.Length > 0 && !CefrLevels.All.Contains(level, StringComparer.Ordinal))
        {
            level = level[..2];
        }

        var (email, phone) = (row.Email("email"), row.Phone("phone"));
        var (gender, language) = (Gender(row), LanguageOf(row));
        var (isFamilyMember, isRegistered, works) = (row.YesNo("familyMember"), row.YesNo("registeredInCity"), row.YesNo("works"));
        if (row.IsWrong || status is not { } legal)
        {
            return;
        }

        statusFrom ??= permit ?? arrived;
        if (statusFrom is null)
        {
            row.Warn("granted", "import.people.no-status-date");
            statusFrom = today;
        }

        var person = new Person
        {
            GivenName = given,
            FamilyName = family,
            BirthDate = born!.Value.First,
            BirthParts = born.Value.Parts,
            Gender = gender,
            Language = language,
            Email = email,
            Phone = phone,
            FirstPermitOn = permit,
            ArrivedOn = arrived,
            IsFamilyMember = isFamilyMember,
            IsRegisteredInCity = isRegistered,
            Works = works,
        };
        row.Value = new Entry(person, legal, statusFrom.Value, level, ListNumber(row, person.BirthDate));
        row.Key = $"{Identity(given, family, person.BirthDate)}|{email ?? phone}";
    }

    private static (string Given, string Family) Names(ImportRow row)
    {
        if (row.ColumnsWith("given") is not [] || row.ColumnsWith("family") is not [])
        {
            return OneIsEnough(row, row.Name("given", required: false), row.Name("family", required: false));
        }

        var full = row.Name("name", maxLength: 200);
        if (row.IsWrong || full.Length == 0)
        {
            return ("", "");
        }

        var comma = full.Split(',', 2, StringSplitOptions.TrimEntries);
        var at = full.LastIndexOf(' ');
        var names = comma is [{ Length: > 0 } before, { Length: > 0 } after] ? (Given: after, Family: before) : at > 0 ? (Given: full[..at], Family: full[(at + 1)..]) : (Given: "", Family: "");
        if (names.Family.Length == 0)
        {
            row.Warn("name", "import.people.one-name");
            return (full, "");
        }

        row.Warn("name", "import.people.name-split", names.Given, names.Family);
        return names;
    }

    /// <summary>Many people have one name only. It is their given name here, whichever column it stands in.</summary>
    private static (string Given, string Family) OneIsEnough(ImportRow row, string given, string family)
    {
        if (given.Length == 0 && family.Length == 0)
        {
            row.Error(row.ColumnsWith("given") is not [] ? "given" : "family", "import.cell.missing");
            return ("", "");
        }

        if (given.Length == 0 || family.Length == 0)
        {
            row.Warn(given.Length == 0 ? "given" : "family", "import.people.one-name");
        }

        return given.Length == 0 ? (family, "") : (given, family);
    }

    /// <summary>The first of January is what offices write when nobody knows the day: then another number in the list is another person.</summary>
    private static string ListNumber(ImportRow row, DateOnly birth) => birth is { Month: 1, Day: 1 } ? Folding.Key(row.Cell("number").Shown) : "";

    private static (LegalStatus? Status, DateOnly? From) Status(ImportRow row, DateOnly? birth)
    {
        var text = row.Text("status", required: true);
        LegalStatus? status = null;
        if (text.Length > 0)
        {
            if (StatusWords.TryGetValue(Folding.Key(text), out var known))
            {
                status = known;
            }
            else
            {
                row.Error("status", "import.people.unknown-status", Problem.Short(text));
            }
        }

        return (status, Lived(row, "granted", birth));
    }

    /// <summary>A date of somebody's life: not before their birth, and not ahead.</summary>
    private static DateOnly? Lived(ImportRow row, string field, DateOnly? birth)
    {
        var date = row.Date(field, DateMeaning.Past);
        if (date < birth)
        {
            row.Error(field, "import.people.before-birth");
        }

        return date;
    }

    private static string Gender(ImportRow row)
    {
        var text = row.Text("gender");
        if (text.Length == 0 || text is "-" or "–")
        {
            return "";
        }

        if (Genders.TryGetValue(Folding.Key(text), out var gender))
        {
            return gender;
        }

        row.Warn("gender", "import.people.unknown-gender");
        return "";
    }

    private static string LanguageOf(ImportRow row)
    {
        var text = row.Text("language");
        if (text.Length == 0 || text is "-" or "–")
        {
            return "en";
        }

        // 'latviešu valoda', 'arabische Sprache', 'Dari / Farsi': the first word tells.
        var first = text.Split([' ', '/', ',', ';', '('], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        if (Languages.TryGetValue(Folding.Key(text), out var code) || Languages.TryGetValue(Folding.Key(first), out code))
        {
            return code;
        }

        row.Warn("language", "import.people.unknown-language");
        return "en";
    }

    private static void NameSharedMail(ImportRow[] rows)
    {
        foreach (var group in rows.Where(row => Of(row).Person.Email is not null).GroupBy(row => Of(row).Person.Email).Where(group => group.Select(Identity).Distinct().Count() > 1))
        {
            foreach (var row in group)
            {
                row.Warn("email", "import.people.shared-email", Number(group.First(other => other != row)));
            }
        }
    }

    /// <summary>
    /// The same name and birth date with another address or another number of the list, or the same birth date and address with another spelling: one person twice, or
    /// two people? That is for somebody to say who can ask.
    /// </summary>
    private void NameNamesakes(ImportRow[] rows)
    {
        foreach (var group in rows.GroupBy(Identity).Where(group => group.Select(row => Of(row).ListNumber).Where(number => number.Length > 0).Distinct().Count() > 1))
        {
            Ask(group, Of(group.First()).ListNumber, row => Of(row).ListNumber);
        }

        foreach (var group in rows.Where(row => !row.IsWrong).SelectMany(row => Contacts(Of(row).Person).Select(contact => (Row: row, Contact: contact)))
            .GroupBy(one => (Of(one.Row).Person.BirthDate, one.Contact), one => one.Row).Where(group => group.Select(Identity).Distinct().Count() > 1))
        {
            Ask(group, Identity(group.First()), Identity);
        }


        foreach (var group in rows.Where(row => !row.IsWrong).GroupBy(Identity).Where(group => group.Select(row => row.Key).Distinct().Count() > 1))
        {
            Ask(group, group.First().Key!, row => row.Key!);
        }
    }

    private static void Ask(IEnumerable<ImportRow> alike, string own, Func<ImportRow, string> difference)
    {
        var (first, others) = (alike.First(), alike.Skip(1).Where(row => !row.IsWrong && difference(row) != own).ToArray());
        foreach (var row in others)
        {
            row.Error(null, "import.people.maybe-twice", Number(first));
        }

        if (others is not [])
        {
            first.Warn(null, "import.people.maybe-twice-first", string.Join(", ", others.Take(5).Select(Number)));
        }
    }

    private IEnumerable<string> Contacts(Person person) => new[] { person.Email ?? "", telephones.Key(person.Phone) }.Where(contact => contact.Length > 0);

    private async Task NameRegistered(ImportRow[] rows, CancellationToken cancel)
    {
        PartialDate[] born = [.. rows.Where(row => !row.IsWrong).Select(row => Of(row).Person.Born).Distinct()];
        DateOnly[] births = [.. born.Select(date => date.First).Distinct()];
        DateOnly[] coarser = [.. born.SelectMany(date => date.Coarser).Distinct()];
        var registered = new List<Registered>();
        foreach (var part in births.Chunk(2_000))
        {
            await Add(person => part.Contains(person.BirthDate));
        }

        // Of whom only a part of the date is known, here or in the list: all who may be the same, for the looks of the name.
        foreach (var part in coarser.Chunk(2_000))
        {
            await Add(person => person.BirthParts < PartialDate.Whole && part.Contains(person.BirthDate));
        }

        foreach (var (first, last) in born.Where(date => !date.IsWhole).Select(date => (date.First, date.Last)))
        {
            await Add(person => person.BirthDate > first && person.BirthDate <= last);
        }

        async Task Add(Expression<Func<Participant, bool>> which) => registered.AddRange(await db.Set<Participant>().Where(person => person.MergedInto == null).Where(which)
            .Select(person => new Registered(person.GivenName, person.FamilyName, person.SearchName, person.BirthDate, person.BirthParts, person.Email, person.Phone, person.PassNumber)).ToListAsync(cancel));

        registered = [.. registered.Distinct()];
        var byBirth = registered.ToLookup(person => person.BirthDate);
        var byYear = registered.ToLookup(person => person.BirthDate.Year);
        var byIdentity = registered.ToLookup(person => Identity(person.GivenName, person.FamilyName, person.BirthDate));
        foreach (var row in rows.Where(row => !row.IsWrong))
        {
            var person = Of(row).Person;
            var phone = telephones.Key(person.Phone);
            var namesakes = byIdentity[Identity(row)].ToArray();
            var same = namesakes.FirstOrDefault(known => (person.Email is not null && known.Email == person.Email) || (phone.Length > 0 && telephones.Key(known.Phone) == phone)
                || ((person.Email ?? person.Phone) is null && (known.Email ?? known.Phone) is null));

            // Another spelling with the same address is as likely the same person as the same name with another address.
            var alike = namesakes.Concat(byBirth[person.BirthDate].Where(known => (person.Email is not null && known.Email == person.Email) || (phone.Length > 0 && telephones.Key(known.Phone) == phone))).FirstOrDefault();
            if (same is not null)
            {
                row.AlreadyKnown("import.people.registered", same.PassNumber ?? "–");
            }
            else if (alike is not null)
            {
                row.Error(null, "import.people.maybe-registered", alike.PassNumber ?? "–");
            }
            else if (byBirth[person.BirthDate].Take(MostCompared).Concat(byYear[person.BirthDate.Year].Where(known => !(known.Born.IsWhole && person.Born.IsWhole) && known.Born.MayBe(person.Born))).FirstOrDefault(known => SearchName.AreAlike(known.SearchName, SearchName.Of(person.GivenName, person.FamilyName))) is { } sounding)
            {
                row.Warn(null, "import.people.sounds-registered", $"{sounding.GivenName} {sounding.FamilyName}".Trim(), sounding.PassNumber ?? "–");
            }
        }
    }

    private static Entry Of(ImportRow row) => (Entry)row.Value!;

    private static string Identity(ImportRow row) => Identity(Of(row).Person.GivenName, Of(row).Person.FamilyName, Of(row).Person.BirthDate);

    /// <summary>Whichever name stands first.</summary>
    private static string Identity(string given, string family, DateOnly birth) =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', SearchName.Of(given, family).Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))}|{birth:yyyy-MM-dd}");

    private static string Number(ImportRow row) => row.Number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, T> Folded<T>(Dictionary<T, string[]> words)
        where T : notnull =>
        words.SelectMany(pair => pair.Value.Select(word => (Word: Folding.Key(word), pair.Key))).DistinctBy(pair => pair.Word).ToDictionary(pair => pair.Word, pair => pair.Key, StringComparer.Ordinal);

    private sealed record Entry(Person Person, LegalStatus Status, DateOnly StatusFrom, string Level, string ListNumber);

    private sealed record Registered(string GivenName, string FamilyName, string SearchName, DateOnly BirthDate, int BirthParts, string? Email, string? Phone, string? PassNumber)
    {
        public PartialDate Born => new(BirthDate, BirthParts);
    }
}
