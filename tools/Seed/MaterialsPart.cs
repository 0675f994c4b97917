using System.Security.Cryptography;
using Courses.Materials;
using Courses.Timetable;

namespace Courses.Seed;

/// <summary>
/// What trainers use in two strands, for adults and children, and leaflets in eight languages, with small files that open; kits of modules and of a course, and what was chosen at the sessions of the last weeks. It asks no dice.
/// </summary>
internal sealed class MaterialsPart(World world, IReadOnlyList<SeededProvider> providers)
{
    private const string Office = "Johanna Berger";
    private const string Teacher = "Nikola Kovač";
    private const string Housing = "housing";
    private const string Waste = "waste";

    private readonly List<FilePiece> pieces = [];
    private readonly List<(string Key, Material Material)> known = [];

    public List<Strand> Strands { get; } = [];

    public IReadOnlyList<Material> Materials => [.. known.Select(one => one.Material)];

    public List<Kit> Kits { get; } = [];

    public List<GroupKit> GroupKits { get; } = [];

    public List<MaterialUse> Uses { get; } = [];

    public async Task Load(IReadOnlyList<SeededClass> classes, OrientationPart orientation, Action<string> say)
    {
        AddStrands();
        AddLeaflets();
        AddSheets();
        AddKits();
        Choose(classes, orientation);
        await world.Rows.Insert(Strands);
        await world.Rows.Insert(Materials.ToArray());
        await world.Rows.Insert(Materials.SelectMany(material => material.Editions).ToArray());
        await world.Rows.Insert(pieces);
        await world.Rows.Insert(Kits);
        await world.Rows.Insert(Kits.SelectMany(kit => kit.Entries).ToArray());
        await world.Rows.Insert(GroupKits);
        await world.Rows.Insert(Uses);
        say($"{known.Count} materials, {Kits.Count} kits, {Uses.Count} times chosen for a session");
    }

    private void AddStrands()
    {
        Strands.Add(new() { Id = world.Keys.Next(), Name = "FIC", LevelFrom = "A2", LevelBelow = null });
        Strands.Add(new() { Id = world.Keys.Next(), Name = "AOC", LevelFrom = null, LevelBelow = "A2" });
    }

    private void AddLeaflets()
    {
        Leaflet("waste-de", Waste, "de", "Müll richtig trennen", "Welcher Abfall in welchen Behälter kommt.", TinyFiles.Page("Müll richtig trennen", "Papier: roter Deckel", "Plastik und Dosen: gelber Deckel", "Glas: zum Container", "Speisereste: brauner Deckel"));
        Again("waste-de", "Neue Farben der Behälter seit diesem Jahr.", TinyFiles.Page("Müll richtig trennen", "Papier: roter Deckel", "Plastik, Dosen und Karton für Getränke: gelber Deckel", "Glas: weiß und bunt", "Speisereste: brauner Deckel"));
        Leaflet("waste-en", Waste, "en", "How to sort waste", "Which waste goes into which container.", TinyFiles.Page("How to sort waste", "Paper: red lid", "Plastic and cans: yellow lid", "Glass: to the container", "Food: brown lid"));
        Leaflet("waste-ar", Waste, "ar", "فرز النفايات", "أي نفايات توضع في أي حاوية.", TinyFiles.Text("فرز النفايات", "الورق: الغطاء الأحمر", "البلاستيك والعلب: الغطاء الأصفر", "بقايا الطعام: الغطاء البني"));
        Leaflet("waste-uk", Waste, "uk", "Сортування сміття", "Яке сміття до якого контейнера.", TinyFiles.Text("Сортування сміття", "Папір: червона кришка", "Пластик і бляшанки: жовта кришка", "Харчові відходи: коричнева кришка"));
        Leaflet("waste-fa", Waste, "fa", "جدا کردن زباله", "کدام زباله در کدام سطل.", TinyFiles.Text("جدا کردن زباله", "کاغذ: درِ قرمز", "پلاستیک و قوطی: درِ زرد", "پسماند غذا: درِ قهوه‌ای"));
        Leaflet("flat-de", Housing, "de", "Wohnung suchen: die ersten Schritte", "Wo Wohnungen stehen, was Sie mitbringen, was Sie nie im Voraus zahlen.", TinyFiles.Page("Wohnung suchen", "1. Beim Wohnservice anmelden", "2. Papiere sammeln: Ausweis, Meldezettel, Einkommen", "3. Nie im Voraus zahlen"));
        Leaflet("flat-en", Housing, "en", "Finding a flat: first steps", "Where flats are, what to bring, and what never to pay beforehand.", TinyFiles.Page("Finding a flat", "1. Register with the housing service", "2. Papers: identity, address, income", "3. Never pay beforehand"));
        Leaflet("flat-ar", Housing, "ar", "البحث عن سكن: الخطوات الأولى", "أين تجد السكن، وماذا تحضر، وما لا تدفعه مقدماً أبداً.", TinyFiles.Text("البحث عن سكن", "1. سجّل في خدمة السكن", "2. الأوراق: الهوية والعنوان والدخل", "3. لا تدفع مقدماً أبداً"));
        Leaflet("flat-uk", Housing, "uk", "Пошук житла: перші кроки", "Де шукати, що взяти з собою, за що ніколи не платити наперед.", TinyFiles.Text("Пошук житла", "1. Зареєструйтеся у службі житла", "2. Документи: посвідчення, адреса, дохід", "3. Ніколи не платіть наперед"));
        Leaflet("flat-ru", Housing, "ru", "Поиск жилья: первые шаги", "Где искать, что взять с собой, за что никогда не платить вперёд.", TinyFiles.Text("Поиск жилья", "1. Зарегистрируйтесь в службе жилья", "2. Документы: паспорт, адрес, доход", "3. Никогда не платите вперёд"));
        Leaflet("flat-tr", Housing, "tr", "Ev aramak: ilk adımlar", "Evler nerede, yanınıza ne alırsınız, neyi asla önceden ödemezsiniz.", TinyFiles.Text("Ev aramak", "1. Konut servisine kaydolun", "2. Kâğıtlar: kimlik, adres, gelir", "3. Asla önceden ödemeyin"));
        Leaflet("flat-lv", Housing, "lv", "Kā meklēt dzīvokli: pirmie soļi", "Kur ir dzīvokļi, ko ņemt līdzi un par ko nekad nemaksāt iepriekš.", TinyFiles.Text("Kā meklēt dzīvokli", "1. Pierakstieties mājokļu dienestā", "2. Dokumenti: pase, adrese, ienākumi", "3. Nekad nemaksājiet iepriekš"));
        Add("emergency", new() { Title = "Notruf in Bildern", About = "Feuerwehr, Polizei, Rettung: auf einen Blick.", Kind = MaterialKinds.Leaflet, Topics = ["inlt-health"], ForNewcomers = true }, TinyFiles.Picture(3));
        foreach (var (language, title, first) in new[] { ("de", "Stundenplan des Lernzentrums", "Montag 9-12: Deutsch"), ("ar", "جدول مركز التعلم", "الاثنين 9-12: الألمانية"), ("uk", "Розклад навчального центру", "Понеділок 9-12: німецька") })
        {
            Add($"timetable-{language}", new() { Title = title, About = "", Kind = MaterialKinds.Leaflet, Keywords = "Stundenplan Zentrum", Languages = [language], ForNewcomers = true }, TinyFiles.Text(title, first), providers[0].Id);
        }
    }

    private void AddSheets()
    {
        var (upper, lower) = (Strands[0].Id, Strands[1].Id);
        Add("lease", new() { Title = "Einen Mietvertrag lesen", About = "Ein Vertrag mit Fragen: Frist, Kaution, Betriebskosten.", Kind = "sheet", Topics = [Housing], StrandId = upper, Languages = ["de"], Ages = AgeGroup.Adults }, TinyFiles.Page("Einen Mietvertrag lesen", "Was steht über die Kaution?", "Wie lang ist die Frist?"));
        Add("lease-easy", new() { Title = "Mietvertrag in leichten Sätzen", About = "Sechs Sätze und sechs Bilder zum Zuordnen.", Kind = "sheet", Topics = [Housing], StrandId = lower, Languages = ["de"], Ages = AgeGroup.Adults }, TinyFiles.Page("Mietvertrag", "Ich zahle Miete.", "Ich zahle eine Kaution."));
        Add("flat-picture", new() { Title = "Bild: Zimmer einer Wohnung", About = "Zum Benennen, auch ohne Worte.", Kind = "picture", Topics = [Housing], StrandId = lower }, TinyFiles.Picture(1));
        Add("memory", new() { Title = "Memory: Dinge in der Wohnung", About = "Karten zum Ausschneiden.", Kind = "exercise", Topics = [Housing], Languages = ["de"], Ages = AgeGroup.Children }, TinyFiles.Picture(0));
        Add("bins", new() { Title = "Behälter im Hof", About = "Farben und was hineinkommt.", Kind = "picture", Topics = [Waste], StrandId = lower }, TinyFiles.Picture(2));
        Add("doctor", new() { Title = "Rollenspiel: beim Arzt", About = "Karten für zwei, mit Redemitteln.", Kind = "exercise", Topics = ["inlt-health"], StrandId = upper, LevelFrom = "A2", LevelUntil = "B1", Languages = ["de"], Ages = AgeGroup.Adults }, TinyFiles.Page("Beim Arzt", "Seit wann haben Sie Schmerzen?"));
        Add("rights", new() { Title = "Rechte und Pflichten im Alltag", About = "Fälle zum Besprechen in Gruppen.", Kind = "sheet", Topics = ["human-rights", "human-rights-adults"], StrandId = upper, Languages = ["de", "en"], Ages = AgeGroup.Adults }, TinyFiles.Page("Rechte und Pflichten", "Fall 1: Die Nachbarin", "Fall 2: Am Arbeitsplatz"));
        Add("rights-children", new() { Title = "Meine Rechte: ein Malblatt", About = "Zum Ausmalen und Erzählen.", Kind = "sheet", Topics = ["human-rights-children"], Ages = AgeGroup.Children }, TinyFiles.Picture(4));
        Add("articles", new() { Title = "Der, die, das: Dinge zu Hause", About = "Lückensätze mit Lösung.", Kind = "exercise", Keywords = "Grammatik Artikel", LevelFrom = "A1", LevelUntil = "A1", Languages = ["de"] }, TinyFiles.Page("Der, die, das", "___ Tisch, ___ Lampe, ___ Bett"));
        Add("perfect", new() { Title = "Perfekt mit haben und sein", About = "Übersicht und Übungen.", Kind = "sheet", Keywords = "Grammatik Vergangenheit", LevelFrom = "A2", LevelUntil = "A2", Languages = ["de"] }, TinyFiles.Page("Perfekt", "Ich habe gelernt.", "Ich bin gekommen."));
        Add("opinions", new() { Title = "Meinungen sagen und begründen", About = "Redemittel und drei Themen.", Kind = "exercise", LevelFrom = "B1", LevelUntil = "B2", Languages = ["de"], Ages = AgeGroup.Adults }, TinyFiles.Page("Meinungen", "Meiner Meinung nach ...", "Dafür spricht, dass ..."));
        Add("letters", new() { Title = "Buchstaben zum Nachspuren", About = "Für den Anfang.", Kind = "sheet", Keywords = "Alphabetisierung", LevelUntil = "Alpha", Languages = ["de"] }, TinyFiles.Picture(5), providers[0].Id);
        Add("telephone", new() { Title = "Am Telefon: einen Termin ausmachen", About = "Zum Hören, mit Fragen auf dem Blatt.", Kind = "audio", LevelFrom = "A1", LevelUntil = "A2", Languages = ["de"] }, TinyFiles.Tone(), providers[0].Id);
        Add("application", new() { Title = "Eine Bewerbung schreiben", About = "Muster und Übung.", Kind = "sheet", Topics = ["work"], StrandId = upper, LevelFrom = "B1", Languages = ["de"], Ages = AgeGroup.Adults }, TinyFiles.Page("Bewerbung", "Sehr geehrte Frau ..."), providers[0].Id);
        Add("fares", new() { Title = "Fahrkarten und Fahrplan", About = "Die Seite des Verkehrsverbunds, in mehreren Sprachen.", Kind = "link", Topics = ["base"], Languages = ["de", "en"], ForNewcomers = true }, null);
        Add("prices", new() { Title = "Preise der Fernwärme", About = "Tabelle zum Vergleichen.", Kind = "sheet", Topics = [Housing], Languages = ["de"] }, TinyFiles.Page("Preise der Fernwärme", "Stand: vorletztes Jahr"));
        Of("prices").Withdraw("Die Preise stimmen nicht mehr.", Office, world.At(world.Today.AddDays(-30)));
    }

    private void AddKits()
    {
        Kit("Wohnen, für Erwachsene", null, Housing, AgeGroup.Adults, null, "Zuerst das Bild, dann der Vertrag. Das Merkblatt in der Sprache der Gruppe am Schluss.", "flat-picture", "lease-easy", "lease", "flat-de", "flat-en", "flat-ar", "flat-uk");
        Kit("Wohnen, für Kinder", null, Housing, AgeGroup.Children, null, "", "memory", "flat-picture");
        Kit("Müll und Recycling", null, Waste, AgeGroup.Everybody, null, "", "bins", "waste-de", "waste-en", "waste-ar", "waste-uk", "waste-fa");
        Kit("Rechte der Kinder", null, "human-rights-children", AgeGroup.Children, null, "", "rights-children");
        Kit("A1, die ersten Wochen", providers[0].Id, null, AgeGroup.Adults, "A1", "Jede Woche ein Blatt.", "articles", "telephone", "flat-picture", "timetable-de");
        Kit("A2, die ersten Wochen", providers[0].Id, null, AgeGroup.Adults, "A2", "", "perfect", "telephone", "doctor");
    }

    /// <summary>The teachers of the first provider work with its kits; others chose something now and then. At runs of a module its kit was used.</summary>
    private void Choose(IReadOnlyList<SeededClass> classes, OrientationPart orientation)
    {
        var (first, last) = (world.Today.AddDays(-60), world.Today.AddDays(10));
        foreach (var (one, number) in classes.Select((one, number) => (one, number)))
        {
            var level = Levels.WholeOf(one.Course.Level);
            var kit = one.Group.ProviderId == providers[0].Id ? Kits.Find(kit => kit.LevelFrom is not null && kit.LevelFrom == level) : null;
            if (kit is not null && one.Group.EndsOn >= first)
            {
                GroupKits.Add(new() { GroupId = one.Group.Id, KitId = kit.Id, ChosenAt = world.At(one.Group.StartsOn), ChosenByName = Teacher });
            }

            if (kit is null && number % 5 != 0)
            {
                continue;
            }

            var fitting = kit is not null ? [.. kit.InOrder.Select(entry => entry.MaterialId)] : Materials.Where(material => material.ProviderId is null && material.WithdrawnAt is null && material.TopicCodes.Count == 0 && level is not null
                && Levels.Holds(material.LevelFrom, material.LevelUntil, level)).Select(material => material.Id).ToArray();
            foreach (var (session, at) in one.Sessions.Where(session => session.CancelledAt is null && session.LocalDate >= first && session.LocalDate <= world.Today).OrderBy(session => session.StartsAt).Select((session, at) => (session, at)))
            {
                if (fitting.Length > 0 && at % 2 == 0)
                {
                    Choose(session, fitting[at / 2 % fitting.Length]);
                }
            }
        }

        foreach (var session in orientation.Sessions.Where(session => session.LocalDate >= first.AddDays(-120) && session.LocalDate <= last))
        {
            var topic = orientation.Runs.First(run => run.Group.Id == session.GroupId).Run.TopicCode;
            if (Kits.Find(kit => kit.TopicCode == topic && kit.Ages != AgeGroup.Children) is not { } kit)
            {
                continue;
            }

            GroupKits.Add(new() { GroupId = session.GroupId, KitId = kit.Id, ChosenAt = world.At(session.LocalDate.AddDays(-3)), ChosenByName = "N. Kovač" });
            foreach (var entry in kit.InOrder.Take(session.LocalDate <= world.Today ? 3 : 0))
            {
                Choose(session, entry.MaterialId);
            }
        }
    }

    private void Choose(Session session, Guid material) => Uses.Add(new()
    {
        Id = MaterialUse.IdOf(session.Id, material),
        MaterialId = material,
        SessionId = session.Id,
        GroupId = session.GroupId,
        ProviderId = session.ProviderId,
        ChosenAt = session.StartsAt.AddHours(-2).AddSeconds(Uses.Count % 60),
        ChosenByName = Teacher,
    });

    private void Leaflet(string key, string topic, string language, string title, string about, byte[] file) =>
        Add(key, new() { Title = title, About = about, Kind = MaterialKinds.Leaflet, Topics = [topic], Languages = [language], ForNewcomers = true }, file);

    /// <param name="key">By which kits name it.</param>
    /// <param name="form">What is said of it.</param>
    /// <param name="file">Null for the link.</param>
    /// <param name="owner">Null for the city.</param>
    private void Add(string key, MaterialForm form, byte[]? file, Guid? owner = null)
    {
        var at = world.At(world.Today.AddDays(-200 + (known.Count * 4)));
        var material = new Material { Id = world.Keys.Next(), ProviderId = owner, AddedAt = at, AddedByName = owner is null ? Office : Teacher }.With(form, Guid.Empty, at);
        known.Add((key, material));
        Edit(material, "", file, at);
    }

    private void Again(string key, string change, byte[] file) => Edit(Of(key), change, file, world.At(world.Today.AddDays(-20)));

    private void Edit(Material material, string change, byte[]? file, DateTimeOffset at)
    {
        var edition = new Edition
        {
            Id = world.Keys.Next(),
            MaterialId = material.Id,
            Number = material.Editions.Count + 1,
            Change = change,
            Link = file is null ? "https://www.example.org/timetable" : null,
            ContentType = file is null ? null : FileKinds.Of(file)!.ContentType,
            ByteCount = file?.Length ?? 0,
            Hash = file is null ? null : Convert.ToHexStringLower(SHA256.HashData(file)),
            AddedAt = at,
            AddedByName = material.AddedByName,
        };
        material.Add(edition, at);
        if (file is not null)
        {
            pieces.AddRange(file.Chunk(FilePiece.Bytes).Select((content, number) => new FilePiece { EditionId = edition.Id, Number = number, Content = content }));
        }
    }

    private Material Of(string key) => known.Single(one => one.Key == key).Material;

    private void Kit(string name, Guid? owner, string? topic, AgeGroup ages, string? level, string note, params string[] materials)
    {
        var kit = new Kit
        {
            Id = world.Keys.Next(),
            ProviderId = owner,
            Name = name,
            Note = note,
            TopicCode = topic,
            StrandId = null,
            LevelFrom = level,
            LevelUntil = level,
            Ages = ages,
            AddedAt = world.At(world.Today.AddDays(-90)),
            AddedByName = owner is null ? Office : Teacher,
        };
        foreach (var key in materials)
        {
            kit.Add(Of(key).Id);
        }

        Kits.Add(kit);
    }
}
