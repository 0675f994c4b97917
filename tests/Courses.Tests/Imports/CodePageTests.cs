using System.Text;
using Courses.Platform.Imports.Files;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Imports;

/// <summary>Lists of names in twenty languages, in the code page that a spreadsheet of their country writes.</summary>
public sealed class CodePageTests
{
    private static readonly (string Page, string Language, string Given, string Family, string Headings)[] Lists =
    [
        ("windows-1252","de","Jürgen Bärbel Käthe Götz Jörg Günther Björn Anna Peter Maria","Müller Groß Schön Weiß Jäger Köhler Böhm Schäfer Klein Bauer","Vorname;Nachname;Geburtsdatum"),
        ("macintosh","de","Jürgen Bärbel Käthe Götz Jörg Günther Björn Anna Peter Maria","Müller Groß Schön Weiß Jäger Köhler Böhm Schäfer Klein Bauer","Vorname;Nachname;Geburtsdatum"),
        ("windows-1252","fr","Hélène André François Zoé Noël Irène Jérôme Marie Paul Chloé","Lefèvre Bélanger Côté Lemaître Dubois Gauthier Benoît Forêt Durand Pérez","Prénom;Nom;Date"),
        ("macintosh","fr","Hélène André François Zoé Noël Irène Jérôme Marie Paul Chloé","Lefèvre Bélanger Côté Lemaître Dubois Gauthier Benoît Forêt Durand Pérez","Prénom;Nom;Date"),
        ("windows-1252","es","José María Ángel Iñigo Begoña Inés Martín Jesús Ana Sofía","García Muñoz Núñez Hernández Peña Ibáñez López Ruiz Díaz Gómez","Nombre;Apellido;Fecha"),
        ("windows-1252","nordic","Åsa Björn Sören Märta Jørgen Håkan Pär Lars Kåre Øystein","Ångström Sjöberg Lindström Østergård Hæger Åkesson Nilsson Söder Bäck Grønn","Namn;Efternamn;Datum"),
        ("windows-1257","lv","Jānis Žanete Pēteris Kārlis Ģirts Ķonsta Līga Māra Anna Ilze","Bērziņš Kalniņš Ķirse Liepiņa Šmits Zariņa Ozols Jēkabsone Krūmiņš Āboliņa","Vārds;Uzvārds;Dzimšanas datums"),
        ("windows-1257","lt","Žygimantas Rūta Agnė Šarūnas Eglė Ąžuolas Jonas Ieva Gražina Kęstutis","Kazlauskienė Žukauskas Petrauskaitė Šimkus Jankūnas Čepaitis Urbonas Vaičiūnas Sabonis Mačiulis","Vardas;Pavardė;Gimimo data"),
        ("windows-1257","et","Jüri Märt Ülle Õnne Kätlin Tõnu Jaan Külli Pärt Anu","Põder Mägi Tamm Kõiv Öpik Rätsep Saar Sööt Jõgi Tölp","Eesnimi;Perekonnanimi;Sünniaeg"),
        ("windows-1250","pl","Łukasz Grażyna Stanisław Zofia Michał Wiesława Bożena Paweł Józef Anna","Wójcik Jabłońska Dąbrowski Świątek Zieliński Kamińska Wiśniewska Mrożek Łęcki Nowak","Imię;Nazwisko;Data urodzenia"),
        ("windows-1250","cs","Jiří Tomáš Zdeněk Lukáš Kateřina Věra Božena Petr Ondřej Jana","Dvořák Novák Černý Procházka Kučera Němcová Růžička Svoboda Šťastný Kříž","Jméno;Příjmení;Datum narození"),
        ("windows-1250","hu","László Zoltán Sándor Mária Erzsébet Gergő Ágnes Anna Lőrinc Katalin","Kovács Szabó Tóth Nagy Németh Szűcs Horváth Fülöp Kőszegi Varga","Név;Vezetéknév;Születés"),
        ("windows-1250","ro","Ştefan Cătălin Ioniţă Mădălina Bogdan Nuţa Răzvan Ana Ilinca Vasile","Ionescu Munteanu Bălan Stănescu Moţoc Ţurcanu Popa Grădinaru Văcărescu Dumitraşcu","Nume;Prenume;Data"),
        ("windows-1250","south-slavic","Željko Đorđe Živana Saša Nikola Ana Dražen Tomislav Miloš Šime","Kovačević Petrović Jurić Đukić Čović Horvat Matić Šarić Babić Žižek","Ime;Prezime;Datum"),
        ("windows-1251","ru","Анна Сергей Ольга Дмитрий Наталья Юрий Екатерина Пётр Мария Игорь","Петрова Кузнецов Иванова Соколов Щукина Жуков Ершова Цветков Объедков Юдина","Имя;Фамилия;Дата рождения"),
        ("windows-1251","uk","Марія Олена Андрій Їлена Євген Ганна Юлія Сергій Ярослав Ігор","Коваль Шевченко Бойко Єфименко Ґалаґан Кравчук Мельник Їжак Ткаченко Гнатюк","Ім'я;Прізвище;Дата народження"),
        ("windows-1251","bg","Георги Иван Мария Елена Стоян Цветана Петър Димитър Асен Яна","Иванов Петров Димитрова Георгиев Стоянова Ангелов Тодорова Къчев Щерев Янков","Име;Фамилия;Дата"),
        ("koi8-r","ru","Анна Сергей Ольга Дмитрий Наталья Юрий Екатерина Пётр Мария Игорь","Петрова Кузнецов Иванова Соколов Щукина Жуков Ершова Цветков Объедков Юдина","Имя;Фамилия;Дата рождения"),
        ("windows-1253","el","Γιώργος Μαρία Ελένη Δημήτρης Κώστας Άννα Νίκος Σοφία Ιωάννης Χρήστος","Παπαδόπουλος Οικονόμου Γεωργίου Νικολάου Βλάχος Καραγιάννης Αγγελόπουλος Ψαράς Θεοδωρίδης Μακρής","Όνομα;Επώνυμο;Ημερομηνία"),
        ("windows-1254","tr","Ayşe İsmail Güneş Şükrü Çağla Oğuz Işıl Mehmet Gülşen Ömer","Yıldırım Çağlar Şahin Öztürk Yılmaz Kılıç Doğan Aydın Güngör Şimşek","Ad;Soyad;Doğum tarihi"),
        ("windows-1255","he","יוסף שרה אברהם רבקה דוד מרים משה לאה יעקב רחל","כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן אזולאי קדוש","שם;משפחה;תאריך"),
        ("windows-1256","ar","محمد أحمد فاطمة ليلى عمر خالد زينب يوسف مريم عبدالله","منصور الخطيب حسن إبراهيم العلي درويش سليمان الأحمد قاسم شاهين","الاسم;العائلة;الميلاد"),
        ("windows-1256","fa","رضا مريم علي زهرا حسين پروانه ژاله گلنار چنگيز ناهيد","رضايي محمدي پورعلي گلستاني احمدي چراغي کريمي ژاله جعفري نوري","نام;نام خانوادگي;تولد"),
    ];

    public static TheoryData<string, string> Kinds()
    {
        var kinds = new TheoryData<string, string>();
        foreach (var list in Lists)
        {
            kinds.Add(list.Page, list.Language);
        }

        return kinds;
    }

    /// <summary>What is read is what was written, or people are asked to look: never a wrong name without a word.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_list_is_read_as_it_was_written_or_asked_about(string page, string language)
    {
        var list = Lists.Single(one => (one.Page, one.Language) == (page, language));
        var encoding = TextDecoding.Named(page);
        var (right, all) = (0, 0);
        Prop.ForAll(Gen.Choose(1, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (given, family) = (list.Given.Split(' '), list.Family.Split(' '));
            var text = new StringBuilder(seed % 2 == 0 ? list.Headings : "First name;Last name;Date of birth").Append('\n');
            for (var i = random.Next(1, 40); i >= 0; i--)
            {
                text.Append(given[random.Next(given.Length)]).Append(';').Append(family[random.Next(family.Length)]).Append(";12.03.1990\n");
            }

            var bytes = encoding.GetBytes(text.ToString());
            if (bytes.All(letter => letter < 0x80))
            {
                return;
            }

            var decoded = TextDecoding.Decode(bytes, null);
            var same = decoded.Text == encoding.GetString(bytes);
            Assert.True(same || !decoded.IsCertain, $"{page} {language}: read as {decoded.Encoding}, certain\n{decoded.Text}");
            (right, all) = (right + (same ? 1 : 0), all + 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
        Assert.True(right >= all * 0.9, $"{right} of {all} were read as they were written.");
    }

    [Theory]
    [InlineData("utf-16", "Имя;Фамилия;Дата\nАнна;Петрова;01.02.1990\nСергей;Кузнецов;03.04.1991\n")]
    [InlineData("utf-16BE", "Имя;Фамилия;Дата\nАнна;Петрова;01.02.1990\nСергей;Кузнецов;03.04.1991\n")]
    [InlineData("utf-16", "الاسم;العائلة\nمحمد;منصور;01.02.1990\n")]
    public void Utf16_without_its_mark_is_found_in_every_script(string page, string text) => Assert.Equal(text, TextDecoding.Decode(TextDecoding.Named(page).GetBytes(text), null).Text);

    [Fact]
    public void The_readings_to_choose_from_hold_the_right_one()
    {
        var readings = TextDecoding.Readings(TextDecoding.Named("windows-1254").GetBytes("Ad;Soyad\nAyşe;Yıldırım\n"));
        Assert.Contains(readings, reading => reading is { Encoding: "windows-1254", Sample: "Ayşe, Yıldırım" });
        Assert.Equal(readings.Count, readings.Select(reading => reading.Sample).Distinct().Count());
    }
}
