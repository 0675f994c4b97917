using Courses.Orientation;

namespace Courses.Seed;

/// <summary>The orientation topics of the programmes, named in the newcomers' languages.</summary>
internal static class Topics
{
    private static readonly string[] Languages = ["en", "de", "lv", "uk", "ru", "ar", "fa", "tr"];

    // Code, programme, planned minutes, names in the order of the languages above.
    private static readonly (string Code, string Programme, int Minutes, string[] Names)[] All =
    [
        ("start-coaching", "start-wien", 60, ["Start coaching", "Startcoaching", "Sākuma konsultācija", "Стартова консультація", "Стартовая консультация", "جلسة البداية", "جلسهٔ مشاورهٔ آغازین", "Başlangıç danışmanlığı"]),
        ("living-together", "start-wien", 120, ["Living together", "Zusammenleben", "Dzīvot kopā", "Жити разом", "Жить вместе", "العيش معًا", "زندگی با هم", "Birlikte yaşamak"]),
        ("human-rights", "start-wien", 120, ["Human rights", "Menschenrechte", "Cilvēktiesības", "Права людини", "Права человека", "حقوق الإنسان", "حقوق بشر", "İnsan hakları"]),
        ("housing", "start-wien", 120, ["Housing", "Wohnen", "Mājoklis", "Житло", "Жильё", "السكن", "مسکن", "Konut"]),
        ("waste", "start-wien", 90, ["Waste and recycling", "Abfall und Recycling", "Atkritumi un šķirošana", "Відходи та сортування", "Отходы и сортировка", "النفايات وفرزها", "زباله و بازیافت", "Atık ve geri dönüşüm"]),
        ("schools", "start-wien", 120, ["School and education", "Schule und Bildung", "Skola un izglītība", "Школа й освіта", "Школа и образование", "المدرسة والتعليم", "مدرسه و آموزش", "Okul ve eğitim"]),
        ("social-matters", "start-wien", 120, ["Social matters", "Soziales", "Sociālie jautājumi", "Соціальні питання", "Социальные вопросы", "الشؤون الاجتماعية", "امور اجتماعی", "Sosyal konular"]),
        ("asylum-procedure", "start-wien", 120, ["The asylum procedure", "Das Asylverfahren", "Patvēruma procedūra", "Процедура притулку", "Процедура убежища", "إجراءات اللجوء", "روند پناهندگی", "İltica süreci"]),
        ("history-and-democracy", "start-wien", 120, ["History and democracy", "Geschichte und Demokratie", "Vēsture un demokrātija", "Історія та демократія", "История и демократия", "التاريخ والديمقراطية", "تاریخ و دموکراسی", "Tarih ve demokrasi"]),
        ("racism-workshop", "start-wien", 180, ["Workshop on racism", "Workshop zu Rassismus", "Darbnīca par rasismu", "Майстерня про расизм", "Семинар о расизме", "ورشة عن العنصرية", "کارگاه دربارهٔ نژادپرستی", "Irkçılık üzerine atölye"]),
        ("needs-assessment", "prime", 90, ["Needs assessment", "Bedarfsgespräch", "Vajadzību izvērtēšana", "Розмова про потреби", "Разговор о потребностях", "محادثة عن الاحتياجات", "گفت‌وگو دربارهٔ نیازها", "İhtiyaç görüşmesi"]),
        ("base", "welcoming-estonia", 360, ["Base module", "Grundmodul", "Pamatmodulis", "Базовий модуль", "Базовый модуль", "الوحدة الأساسية", "واحد پایه", "Temel modül"]),
        ("work", "welcoming-estonia", 360, ["Work and enterprise", "Arbeit und Unternehmen", "Darbs un uzņēmējdarbība", "Робота і підприємництво", "Работа и предпринимательство", "العمل والمشاريع", "کار و کسب‌وکار", "İş ve girişim"]),
        ("family", "welcoming-estonia", 360, ["Family life", "Familienleben", "Ģimenes dzīve", "Сімейне життя", "Семейная жизнь", "الحياة العائلية", "زندگی خانوادگی", "Aile hayatı"]),
        ("study", "welcoming-estonia", 360, ["Study", "Studium", "Studijas", "Навчання", "Учёба", "الدراسة", "تحصیل", "Öğrenim"]),
        ("research", "welcoming-estonia", 360, ["Research", "Forschung", "Pētniecība", "Наука", "Наука", "البحث العلمي", "پژوهش", "Araştırma"]),
        ("children", "welcoming-estonia", 360, ["Children and young people", "Kinder und Jugendliche", "Bērni un jaunieši", "Діти й молодь", "Дети и молодёжь", "الأطفال والشباب", "کودکان و نوجوانان", "Çocuklar ve gençler"]),
        ("protection", "welcoming-estonia", 1080, ["International protection", "Internationaler Schutz", "Starptautiskā aizsardzība", "Міжнародний захист", "Международная защита", "الحماية الدولية", "حمایت بین‌المللی", "Uluslararası koruma"]),
    ];

    public static IEnumerable<Topic> Make() => All.Select(entry =>
    {
        var topic = new Topic { Code = entry.Code, ProgrammeCode = entry.Programme, Name = entry.Names[0], PlannedMinutes = entry.Minutes };
        topic.Names.AddRange(Languages.Zip(entry.Names, (language, name) => new TopicName { Language = language, Name = name }));
        return topic;
    });
}
