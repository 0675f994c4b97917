namespace Courses.Seed;

/// <summary>People of many origins, with names as they write them. All invented; any likeness is chance.</summary>
internal sealed record Origin(string Language, int Weight, string[] Women, string[] Men, string[] Families, bool FamilyNameByGender = false)
{
    public static readonly Origin[] All =
    [
        new("uk", 24,
            ["Олена", "Наталія", "Ірина", "Оксана", "Тетяна", "Юлія", "Катерина", "Марія", "Анна", "Софія", "Дарина", "Людмила"],
            ["Андрій", "Олександр", "Сергій", "Іван", "Микола", "Тарас", "Богдан", "Дмитро", "Юрій", "Віктор"],
            ["Шевченко", "Коваленко", "Бондаренко", "Ткаченко", "Кравченко", "Мельник", "Поліщук", "Савченко", "Лисенко", "Гончар", "Мороз", "Руденко"]),
        new("ar", 22,
            ["فاطمة", "مريم", "زينب", "نور", "ليلى", "هدى", "سلمى", "رنا", "آية", "سعاد", "ياسمين", "أمل"],
            ["محمد", "أحمد", "علي", "حسن", "يوسف", "عمر", "خالد", "إبراهيم", "كريم", "سامر", "طارق"],
            ["الحسن", "العلي", "منصور", "حداد", "الخطيب", "نجار", "صباغ", "درويش", "الأحمد", "قاسم", "شاهين", "عبد الله"]),
        new("fa", 13,
            ["زهرا", "نرگس", "شیرین", "پریسا", "لیلا", "مینا", "ثریا", "گلناز", "مهسا"],
            ["رضا", "حسین", "مهدی", "فرهاد", "بهرام", "امیر", "جواد", "نادر", "کاوه"],
            ["رضایی", "احمدی", "حسینی", "کریمی", "محمدی", "رحیمی", "نوری", "صادقی", "یوسفی", "اکبری"]),
        new("tr", 11,
            ["Ayşe", "Elif", "Zeynep", "Çiğdem", "Gülşen", "Büşra", "Özlem", "Şule", "İrem"],
            ["Mehmet", "Çağrı", "Ömer", "Uğur", "Emre", "Barış", "Şükrü", "İsmail", "Yiğit"],
            ["Yılmaz", "Öztürk", "Çelik", "Şahin", "Aydın", "Güneş", "Kılıç", "Doğan", "Yıldırım", "Erdoğdu"]),
        new("ru", 9,
            ["Светлана", "Екатерина", "Людмила", "Алёна", "Вера", "Надежда", "Полина", "Марина"],
            ["Дмитрий", "Алексей", "Николай", "Михаил", "Пётр", "Константин", "Роман", "Фёдор"],
            ["Иванов", "Соколов", "Кузнецов", "Попов", "Волков", "Орлов", "Зайцев", "Лебедев"], FamilyNameByGender: true),
        new("en", 9,
            ["Adaeze", "Blessing", "Hiwot", "Amina", "Grace", "Priya", "Thandiwe", "Mary Ann", "Nimali"],
            ["Chinedu", "Samuel", "Abebe", "Joseph", "Arjun", "Kwame", "Tendai", "Emmanuel", "Rajesh"],
            ["Okafor", "Adeyemi", "Tesfaye", "Kamau", "Sharma", "Mensah", "Moyo", "Perera", "O’Connor", "Singh"]),
        new("lv", 2, ["Līga", "Ilze", "Žanete", "Ināra"], ["Jānis", "Kārlis", "Ģirts", "Ēriks"], ["Bērziņš", "Kalniņš", "Ozols", "Ķirsis"]),
        new("sr", 4, ["Jelena", "Milica", "Željka", "Đurđa"], ["Marko", "Nikola", "Đorđe", "Žarko"], ["Petrović", "Jovanović", "Kovačević", "Đukić"]),
        new("ti", 2, ["ሰላም", "ሂወት", "ኣበባ"], ["ዮናስ", "ተስፋይ", "ክፍለ"], ["ሃይለ", "ገብረ", "ወልዱ"]),
        new("zh", 2, ["丽华", "小梅", "秀英"], ["伟", "建国", "志强"], ["王", "李", "陈", "林"]),
        new("hi", 2, ["प्रिया", "सुनीता", "अनीता"], ["राजेश", "विजय", "अमित"], ["शर्मा", "वर्मा", "गुप्ता"]),
    ];

    public string FamilyName(Random random, bool woman)
    {
        var name = Families[random.Next(Families.Length)];
        return FamilyNameByGender && woman ? name + "а" : name;
    }
}
