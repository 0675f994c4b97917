using Courses.Services;

namespace Courses.Seed;

/// <summary>What organisations offer at their places, two of it to be looked at again, and eight tablets of which five are lent and one is late. It asks no dice.</summary>
internal sealed class ServicesPart(World world, IReadOnlyList<SeededProvider> providers)
{
    private const string Weekdays = "Mo 09:00-12:00, 13:00-17:00\nTu 09:00-12:00, 13:00-17:00\nWe 09:00-12:00, 13:00-17:00\nTh 09:00-12:00, 13:00-18:00\nFr 09:00-12:00";

    private static readonly Offer[] Offers =
    [
        new("advice", "Beratung für neue Nachbarn", 8, "en,de,ar,fa,tr", Weekdays, "identity,letter", true, "+43 1 555 01 10", new()
        {
            ["en"] = "You do not understand a letter, or do not know where to go? We read it with you.", ["de"] = "Sie verstehen einen Brief nicht oder wissen nicht, wohin? Wir lesen ihn mit Ihnen.", ["uk"] = "Не розумієте лист або не знаєте, куди йти? Ми прочитаємо його разом.",
            ["ru"] = "Не понимаете письмо или не знаете, куда идти? Мы прочитаем его вместе.", ["ar"] = "لا تفهم رسالة أو لا تعرف إلى أين تذهب؟ نقرؤها معك.", ["fa"] = "نامه‌ای را نمی‌فهمید یا نمی‌دانید کجا بروید؟ با شما می‌خوانیم.", ["tr"] = "Bir mektubu anlamıyor ya da nereye gideceğinizi bilmiyor musunuz? Birlikte okuruz.", ["lv"] = "Nesaprotat vēstuli vai nezināt, kur iet? Mēs to izlasīsim kopā.",
        }),
        new("health", "Ambulanz am Gürtel", 13, "en,de,ar,uk,ru", "Mo 08:00-13:00\nTu 08:00-13:00\nWe 14:00-19:00\nTh 08:00-13:00\nFr 08:00-12:00", "health-card,identity", true, "+43 1 555 02 20", new()
        {
            ["en"] = "A doctor for adults and children. With an interpreter on the telephone.", ["de"] = "Eine Ärztin für Erwachsene und Kinder. Am Telefon wird übersetzt.", ["uk"] = "Лікар для дорослих і дітей. Переклад телефоном.", ["ru"] = "Врач для взрослых и детей. Перевод по телефону.",
            ["ar"] = "طبيبة للكبار والأطفال. مع ترجمة عبر الهاتف.", ["fa"] = "پزشک برای بزرگسالان و کودکان. ترجمه با تلفن.", ["tr"] = "Yetişkinler ve çocuklar için doktor. Telefonda tercüman var.", ["lv"] = "Ārsts pieaugušajiem un bērniem. Tulkojums pa tālruni.",
        }),
        new("health", "Sprechstunde für Schwangere", 7, "de,en,tr", "Tu 09:00-12:00\nTh 14:00-18:00", "health-card", false, "+43 1 555 02 31", new()
        {
            ["en"] = "A midwife for you before and after the birth.", ["de"] = "Eine Hebamme für Sie vor und nach der Geburt.", ["uk"] = "Акушерка для вас до і після пологів.", ["ar"] = "قابلة لك قبل الولادة وبعدها.",
        }),
        new("housing", "Wohnberatung", 5, "de,en,bg,hr", "Mo 09:00-12:00\nWe 13:00-17:00", "identity,letter,address", false, "+43 1 555 03 00", new()
        {
            ["en"] = "Help with looking for a flat, contracts and rent that is too high.", ["de"] = "Hilfe bei Wohnungssuche, Verträgen und zu hoher Miete.", ["uk"] = "Допомога з пошуком житла, договорами і завеликою орендою.", ["ar"] = "مساعدة في البحث عن سكن والعقود والإيجار المرتفع.",
        }),
        new("work", "Jobwerkstatt", 3, "de,en,ar,fa", Weekdays, "certificates,photo", false, "+43 1 555 04 40", new()
        {
            ["en"] = "We write your application with you and look for work.", ["de"] = "Wir schreiben mit Ihnen die Bewerbung und suchen Arbeit.", ["uk"] = "Разом напишемо заявку і пошукаємо роботу.", ["ar"] = "نكتب معك طلب العمل ونبحث عن عمل.",
        }),
        new("law", "Rechtsberatung Aufenthalt", 8, "de,en,uk,ru,ar", "Mo 14:00-18:00\nTh 09:00-13:00", "identity,letter", false, "+43 1 555 05 15", new()
        {
            ["en"] = "Lawyers explain your residence and your family's. It costs nothing.", ["de"] = "Juristinnen erklären Ihren Aufenthalt und den Ihrer Familie. Es kostet nichts.", ["uk"] = "Юристи пояснять про ваше перебування та вашої родини. Безкоштовно.", ["ru"] = "Юристы объяснят про ваше проживание и вашей семьи. Бесплатно.",
            ["ar"] = "محامون يشرحون إقامتك وإقامة أسرتك. مجاناً.", ["fa"] = "حقوقدانان اقامت شما و خانواده‌تان را توضیح می‌دهند. رایگان است.", ["tr"] = "Avukatlar sizin ve ailenizin oturumunu açıklar. Ücretsizdir.", ["lv"] = "Juristi izskaidro jūsu un jūsu ģimenes uzturēšanos. Bez maksas.",
        }),
        new("language", "Sprachcafé Favoriten", 0, "de", "We 17:00-19:00\nSa 10:00-12:00", "", true, null, new()
        {
            ["en"] = "Drink tea and speak German. Every level is welcome.", ["de"] = "Tee trinken und Deutsch sprechen. Jedes Niveau ist willkommen.", ["uk"] = "П'ємо чай і говоримо німецькою. Раді кожному рівню.", ["ru"] = "Пьём чай и говорим по-немецки. Рады любому уровню.",
            ["ar"] = "نشرب الشاي ونتكلم الألمانية. كل المستويات أهلاً بها.", ["fa"] = "چای می‌نوشیم و آلمانی حرف می‌زنیم. هر سطحی خوش آمده است.", ["tr"] = "Çay içip Almanca konuşuyoruz. Her seviye gelebilir.", ["lv"] = "Dzeram tēju un runājam vāciski. Gaidīts ikviens līmenis.",
        }),
        new("children", "Familienzentrum", 4, "de,en,tr,ar", "Mo 09:00-12:00\nTu 09:00-12:00\nWe 09:00-12:00, 14:00-17:00\nTh 09:00-12:00", "child-papers", true, "+43 1 555 06 60", new()
        {
            ["en"] = "Play group, kindergarten and school: we help you to register your child.", ["de"] = "Spielgruppe, Kindergarten und Schule: Wir helfen beim Anmelden Ihres Kindes.", ["uk"] = "Ігрова група, садок і школа: допоможемо записати дитину.", ["ar"] = "مجموعة لعب وروضة ومدرسة: نساعدك في تسجيل طفلك.",
        }),
        new("food", "Lebensmittel für alle", 1, "de,en,ru,uk", "Tu 15:00-18:00\nFr 15:00-18:00", "identity,money", true, "+43 1 555 07 70", new()
        {
            ["en"] = "Food for little money. Bring a bag.", ["de"] = "Lebensmittel für wenig Geld. Bringen Sie eine Tasche mit.", ["uk"] = "Продукти за невеликі гроші. Візьміть сумку.", ["ar"] = "مواد غذائية بسعر قليل. أحضر كيساً.",
        }, IsFree: false),
        new("clothes", "Kleiderkammer Donau", 11, "de,en", "Mo 10:00-16:00\nWe 10:00-16:00\nSa 09:00-12:00", "identity", true, "+43 1 555 08 80", new()
        {
            ["en"] = "Clothes, shoes and things for the kitchen.", ["de"] = "Kleidung, Schuhe und Sachen für die Küche.", ["uk"] = "Одяг, взуття і речі для кухні.", ["ar"] = "ملابس وأحذية وأغراض للمطبخ.",
        }),
        new("money", "Schuldenberatung", 6, "de,en,tr", "Tu 09:00-16:00", "letter,identity", false, "+43 1 555 09 90", new()
        {
            ["en"] = "You cannot pay your bills? We make a plan with you.", ["de"] = "Sie können Rechnungen nicht bezahlen? Wir machen mit Ihnen einen Plan.", ["uk"] = "Не можете сплатити рахунки? Складемо план разом.", ["ar"] = "لا تستطيع دفع الفواتير؟ نضع معك خطة.",
        }),
        new("computers", "Offener Computerraum", 0, "de,en", "Mo 14:00-20:00\nTu 14:00-20:00\nWe 14:00-20:00\nTh 14:00-20:00\nSa 10:00-16:00", "pass", true, null, new()
        {
            ["en"] = "Computers, internet and a printer. Somebody helps with forms.", ["de"] = "Computer, Internet und Drucker. Jemand hilft bei Formularen.", ["uk"] = "Комп'ютери, інтернет і принтер. Допоможуть із формами.", ["ar"] = "حواسيب وإنترنت وطابعة. شخص يساعد في الاستمارات.",
        }),
    ];

    /// <summary>Days from today on which each lent tablet is to be back; the first is late.</summary>
    private static readonly int[] Lent = [-6, 2, 9, 16, 23];

    private const int Tablets = 8;

    public List<Service> Services { get; } = [];

    public List<Lendable> Things { get; } = [];

    public List<Loan> Loans { get; } = [];

    public async Task Load(IReadOnlyList<Person> newcomers, Cast cast, Action<string> say)
    {
        foreach (var (offer, i) in Offers.Select((offer, i) => (offer, i)))
        {
            // The manager of the demo keeps the first of them, too; two were not looked at for over a year, one of them the manager's.
            var keeper = i % 4 == 2 || i == 0 || i == Offers.Length - 1 ? providers[0] : providers[i % providers.Count];
            var place = Places.Venues[offer.Place];
            var service = new Service
            {
                Id = world.Keys.Next(),
                ProviderId = keeper.Id,
                TopicCode = offer.Topic,
                Name = offer.Name,
                Address = place.Address,

                // Two of one house are not on one point.
                Latitude = place.Latitude + (i * 0.0001),
                Longitude = place.Longitude,
                Phone = offer.Phone,
                Website = i % 3 == 0 ? "https://www.example.org" : null,
                Languages = offer.Languages,
                WithoutAppointment = offer.WithoutAppointment,
                IsFree = offer.IsFree,
                Hours = offer.Hours,
                Bring = offer.Bring,
                ReviewedAt = world.At(world.Today.AddDays(i is 2 or 7 ? -400 - i : -20 * (i + 1))),
                ReviewedBy = Guid.Empty,
                ReviewedByName = "N. Kovač",
            };
            service.Say(offer.Notes);
            Services.Add(service);
        }

        var school = providers[0];
        var people = newcomers.Where(person => person.HasPhone && person.Registered < world.Today.AddDays(-40)).OrderBy(person => person.Id).Skip(40).Take(Lent.Length - 1).Select(person => person.Id).Prepend(cast.Shown[0].Id).ToArray();
        foreach (var number in Enumerable.Range(1, Tablets))
        {
            Things.Add(world.Keys.Give(new Lendable { ProviderId = school.Id, Kind = "tablet", Label = $"T-{number:00}", Note = number == Tablets ? "ohne Ladekabel" : "", AddedAt = world.At(world.Today.AddDays(-200)).AddMinutes(number), AddedBy = Guid.Empty }));
        }

        foreach (var (days, i) in Lent.Take(people.Length).Select((days, i) => (days, i)))
        {
            // What is late is with somebody else than the person whom the demo shows.
            var borrower = people[(i + people.Length - 1) % people.Length];
            Loans.Add(Made(Things[i], borrower, days - 28, days));
        }

        // One came back in time.
        var back = Made(Things[^1], people[^1], -90, -62);
        back.Return(world.Today.AddDays(-64), world.At(world.Today.AddDays(-64)), Guid.Empty);
        await world.Rows.Insert(Services);
        await world.Rows.Insert(Services.SelectMany(service => service.Notes).ToArray());
        await world.Rows.Insert(Things);
        await world.Rows.Insert(Loans.Append(back).ToArray());
        say($"{Services.Count} services of organisations, {Things.Count} tablets, {Loans.Count} of them lent");
    }

    private Loan Made(Lendable thing, Guid borrower, int from, int until) => world.Keys.Give(new Loan
    {
        LendableId = thing.Id,
        ParticipantId = borrower,
        LentOn = world.Today.AddDays(from),
        LentAt = world.At(world.Today.AddDays(from)),
        LentBy = Guid.Empty,
        LentByName = "N. Kovač",
        DueOn = world.Today.AddDays(until),
    });

    private sealed record Offer(string Topic, string Name, int Place, string Languages, string Hours, string Bring, bool WithoutAppointment, string? Phone, Dictionary<string, string> Notes, bool IsFree = true);
}
