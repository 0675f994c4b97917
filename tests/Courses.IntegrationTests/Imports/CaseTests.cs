using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;
using static Courses.IntegrationTests.ImportPages;

namespace Courses.IntegrationTests.Imports;

/// <summary>Lists that an earlier build read wrongly, with the value that is right. Their numbers are those of the list in which they came.</summary>
public sealed class CaseTests(City city) : IClassFixture<City>
{
    private static readonly (string, string)[] Integration = [("Answers[integration]", "named")];
    private static readonly DateOnly Day = new(2026, 11, 25);

    [Fact]
    public async Task Case_01_a_mark_that_became_true_again_is_taken()
    {
        var (manager, classId) = await HasRegister("C-01", ("Anna", "Groß"));
        foreach (var (list, expected) in new[] { ("01_register_1_present.csv", MarkState.Present), ("01_register_2_absent.csv", MarkState.Absent), ("01_register_3_present_again.csv", MarkState.Present) })
        {
            var page = await UploadRegister(manager, classId, City.CaseList(list, ("WRQ7-RK0X-V", "Anna Groß")), list);
            await manager.Check(page);
            city.Clock.MoveTo(city.Clock.GetUtcNow().AddMinutes(1));
            Assert.Equal(1, Figure(await manager.TakeIn(page), "written"));
            Assert.Equal(expected, (await Marks(classId))["Anna"].State);
        }

        var again = await UploadRegister(manager, classId, City.CaseList("01_register_3_present_again.csv", ("WRQ7-RK0X-V", "Anna Groß")));
        Assert.True(Names(await manager.Check(again), "import.register.stands", 2));
        Assert.Equal(150, (await Marks(classId))["Anna"].PresentMinutes);
    }

    [Fact]
    public async Task Case_02_the_marks_of_devanagari_are_part_of_a_name()
    {
        var (manager, classId) = await HasRegister("C-02", ("अमित", "गुप्ता"));
        var report = await manager.Check(await UploadRegister(manager, classId, City.CaseList("02_devanagari_other_person.csv")));
        Assert.True(Names(report, "import.register.unknown-person", 2), report);
    }

    [Theory]
    [InlineData("Unknown")]
    [InlineData("MonthFirst")]
    public async Task Case_03_headings_are_dates_in_the_order_that_they_prove_or_that_was_chosen(string order)
    {
        var provider = await city.HasListOwner("C-03 " + order);
        city.Clock.MoveTo(new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero));
        var classId = await city.HasClassOnDays(provider, "C-03", [new(2026, 9, 11), new(2026, 11, 9), new(2026, 11, 16)], ("Anna", "Groß"));
        city.Clock.MoveTo(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        var manager = city.As(Roles.ProviderManager, provider);
        var page = await manager.Upload("registers", "headings.csv", City.CaseList("03_us_headings.csv", ("BHJG-RAJ3-1", "Anna Groß")), null);
        await manager.Confirm(page, "Answer", ("Answers[class]", classId.ToString()), ("DateOrder", order));
        var report = await manager.Check(page, ("DateOrder", order), ("Columns[1]", "person"));
        Assert.True(Names(report, "import.file.day-ignored", 0), report);
        await manager.TakeIn(page);
        var taken = await city.Ask<IAttendance, List<Guid>>(attendance => attendance.Marks.Where(mark => mark.GroupId == classId).Select(mark => mark.SessionId).ToListAsync());
        var days = await city.Ask<ITimetable, List<DateOnly>>(timetable => timetable.Sessions.Where(one => taken.Contains(one.Id)).OrderBy(one => one.LocalDate).Select(one => one.LocalDate).ToListAsync());
        Assert.Equal([new(2026, 11, 9), new(2026, 11, 16)], days);
    }

    [Fact]
    public async Task Case_05_letters_are_no_digits() =>
        Assert.True(Names(await CheckClasses("05_price_letter_o.csv"), "import.number.unreadable", 2));

    [Fact]
    public async Task Case_06_the_same_birth_date_and_mail_is_a_question_however_the_name_is_spelled()
    {
        var coach = city.As(Roles.Coach);
        await Take(coach, "people", "06_registered_first.csv");
        var report = await coach.Check(await coach.Upload("people", "other.csv", City.CaseList("06_same_person_other_spelling.csv")));
        Assert.True(Names(report, "import.people.maybe-registered", 2), report);
        Assert.True(Names(report, "import.people.maybe-registered", 3) || Names(report, "import.people.maybe-twice", 3), report);
        Assert.Equal(0, Figure(report, "new"));
    }

    [Fact]
    public async Task Case_10_different_numbers_stay_different()
    {
        var provider = await city.HasListOwner("C-10");
        await Take(city.As(Roles.ProviderManager, provider), "classes", "10_class_numbers_1.csv", Integration);
        await Take(city.As(Roles.ProviderManager, provider), "classes", "10_class_numbers_2.csv", Integration);
        Assert.Equal(["BR-1-12", "BR-11-2"], await city.Ask<ILanguageCourses, List<string>>(courses => courses.Classes.Where(one => one.ProviderId == provider).Select(one => one.Number).OrderBy(number => number).ToListAsync()));
    }

    [Fact]
    public async Task Case_11_the_clock_is_the_one_of_the_place()
    {
        var provider = await city.HasListOwner("C-11");
        await city.HasClassOnDays(provider, "VIENNA", [new(2026, 12, 1)], 1);
        var report = await Take(city.As(Roles.ProviderManager, provider), "classes", "11_riga_venue.csv", Integration);
        Assert.True(Names(report, "import.class.zone", 2), report);
        var first = await city.Ask<ITimetable, SessionRow>(timetable => timetable.Sessions.Where(one => timetable.Groups.Any(group => group.Id == one.GroupId && group.ProviderId == provider && group.Name.Contains("BR-ZONE")))
            .OrderBy(one => one.StartsAt).FirstAsync());
        Assert.Equal(new DateTimeOffset(2027, 1, 11, 16, 0, 0, TimeSpan.Zero), first.StartsAt);
    }

    [Fact]
    public async Task Case_12_a_session_in_the_gap_of_the_clock_is_an_error_of_its_row_and_stops_nobody()
    {
        var provider = await city.HasListOwner("C-12");
        var manager = city.As(Roles.ProviderManager, provider);
        var page = await manager.Upload("classes", "gap.csv", City.CaseList("12_clock_gap_stops_list.csv"));
        var report = await manager.Check(page, Integration);
        Assert.True(Names(report, "import.class.clock-gap", 3), report);
        Assert.Equal(1, Figure(await manager.TakeIn(page), "written"));
        Assert.Equal("BR-DST", await city.Ask<ILanguageCourses, string>(courses => courses.Classes.Where(one => one.ProviderId == provider).Select(one => one.Number).SingleAsync()));
    }

    [Fact]
    public async Task Case_13_a_column_of_half_exchanged_dates_is_asked_about()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "half.xlsx", City.CaseList("13_half_swapped_dates.xlsx"));
        Assert.Contains("One column mixes real dates", await coach.Html(page), StringComparison.Ordinal);
        var report = await coach.Check(page);
        Assert.Equal(0, Figure(report, "new"));
        Assert.True(Names(report, "import.date.maybe-swapped", 2), report);
        Assert.Equal(4, Figure(await coach.Check(page, ("RealDates", "Swapped")), "new"));
        await coach.TakeIn(page);
        Assert.Equal(new DateOnly(1990, 3, 5), await Born("A", "Mixed"));
    }

    [Fact]
    public async Task Case_14a_days_without_a_format_are_counted_from_1904_too()
    {
        await Take(city.As(Roles.Coach), "people", "14a_1904_unformatted_serial.xlsx");
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Formatted", "Mac"));
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Unformatted", "Mac"));
    }

    [Fact]
    public async Task Case_15_escaped_characters_of_a_workbook_are_no_part_of_a_name()
    {
        await Take(city.As(Roles.Coach), "people", "15_x000d.xlsx");
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Anna Maria", "Escape"));
        Assert.Equal(new DateOnly(1990, 3, 13), await Born("Berta", "Under_score"));
    }

    [Fact]
    public async Task Case_16a_telephone_numbers_keep_the_zeros_and_the_plus_that_people_see()
    {
        await Take(city.As(Roles.Coach), "people", "16a_phone_number_format.xlsx");
        Assert.Equal(["06601234567", "+436601234567"], await city.InDatabase(db => db.Set<Participant>().Where(person => person.GivenName.StartsWith("Fon")).OrderBy(person => person.GivenName).Select(person => person.Phone!).ToListAsync()));
    }

    [Fact]
    public async Task Case_16b_the_number_007_keeps_its_zeros_and_a_date_is_no_number_of_a_class()
    {
        var provider = await city.HasListOwner("C-16b");
        var report = await Take(city.As(Roles.ProviderManager, provider), "classes", "16b_class_number_007_and_date.xlsx", Integration);
        Assert.True(Names(report, "import.cell.date-not-text", 2), report);
        Assert.Contains("007", await city.Ask<ILanguageCourses, List<string>>(courses => courses.Classes.Where(one => one.ProviderId == provider).Select(one => one.Number).ToListAsync()));
    }

    [Fact]
    public async Task Case_18a_a_turkish_list_is_read_in_turkish()
    {
        var coach = city.As(Roles.Coach);
        await Take(coach, "people", "18a_turkish_windows1254.csv");
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Ayşe", "Yıldırım"));
        Assert.Equal(new DateOnly(1984, 7, 1), await Born("İsmail", "Çağlar"));
    }

    [Fact]
    public async Task An_encoding_that_is_a_guess_is_chosen_by_a_click_on_the_right_names()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "short.csv", Platform.Imports.Files.TextDecoding.Named("windows-1252").GetBytes("First name;Last name;Date of birth;Status\nJosé;Ruiz;12.03.1990;refugee\n"));
        Assert.Contains("The encoding is a guess", await coach.Html(page), StringComparison.Ordinal);
        await coach.Confirm(page, "Reread", ("As", "windows-1250"));
        var chosen = await coach.Html(page);
        Assert.DoesNotContain("The encoding is a guess", chosen, StringComparison.Ordinal);
        Assert.Contains("José", System.Net.WebUtility.HtmlDecode(chosen), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_19a_one_name_is_enough()
    {
        var report = await Take(city.As(Roles.Coach), "people", "19a_single_names.csv");
        Assert.Equal(3, Figure(report, "written"));
        Assert.True(Names(report, "import.people.one-name", 2), report);
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Marwa", ""));
        Assert.Equal(new DateOnly(1984, 7, 1), await Born("Fadumo", ""));
        Assert.Equal(new DateOnly(1985, 5, 5), await Born("Suharto", ""));
    }

    [Fact]
    public async Task Case_20a_two_people_born_on_the_first_of_january_with_two_numbers_are_a_question()
    {
        var coach = city.As(Roles.Coach);
        var report = await coach.Check(await coach.Upload("people", "two.csv", City.CaseList("20a_two_people_1january.csv")));
        Assert.Equal((1, 0, 1), (Figure(report, "new"), Figure(report, "known"), Figure(report, "wrong")));
        Assert.True(Names(report, "import.people.maybe-twice", 3), report);
    }

    [Fact]
    public async Task Case_21_an_apostrophe_marks_text_and_is_no_part_of_it()
    {
        await Take(city.As(Roles.Coach), "people", "21_apostrophe.csv");
        Assert.Equal([("0660123456", new(1990, 3, 12)), ("+43660123457", new(1990, 3, 13)), ("0660123458", new DateOnly(1990, 3, 14))],
            (await city.InDatabase(db => db.Set<Participant>().Where(person => person.FamilyName == "Apos").OrderBy(person => person.GivenName).Select(person => new { person.Phone, person.BirthDate }).ToListAsync()))
                .Select(person => (person.Phone!, person.BirthDate)));
    }

    [Fact]
    public async Task Case_22_letters_of_every_script_make_a_name()
    {
        Assert.Equal(1, Figure(await Take(city.As(Roles.Coach), "people", "22_names_outside_bmp.csv"), "written"));
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("𐴀𐴁𐴂", "𐴃𐴄"));
    }

    [Fact]
    public async Task Case_23a_names_are_kept_in_one_piece()
    {
        await Take(city.As(Roles.Coach), "people", "23a_nfd_name.csv");
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Jānis", "Bērziņš-Nfd"));
    }

    [Fact]
    public async Task Case_24_instants_are_the_day_that_they_fall_on_in_the_city()
    {
        await Take(city.As(Roles.Coach), "people", "24_iso_utc_dates.csv");
        Assert.Equal(new DateOnly(1990, 3, 12), await Born("Iso", "Zulu"));
        Assert.Equal(new DateOnly(2026, 2, 3), await city.Ask<IParticipants, DateOnly>(people => people.Statuses.Where(status => people.People.Any(one => one.Id == status.ParticipantId && one.FamilyName == "Zulu")).Select(status => status.From).SingleAsync()));
    }

    [Fact]
    public async Task Case_25_T_and_Th_are_tuesday_and_thursday()
    {
        var provider = await city.HasListOwner("C-25");
        await Take(city.As(Roles.ProviderManager, provider), "classes", "25_weekdays_T_Th.csv", Integration);
        var days = await city.Ask<ITimetable, List<DateOnly>>(timetable => timetable.Sessions.Where(one => timetable.Groups.Any(group => group.Id == one.GroupId && group.ProviderId == provider)).Select(one => one.LocalDate).ToListAsync());
        Assert.Equal([DayOfWeek.Tuesday, DayOfWeek.Thursday], days.Select(day => day.DayOfWeek).Distinct().Order());
    }

    [Fact]
    public async Task Case_31_a_cyrillic_x_is_an_x_and_ones_and_zeros_are_asked_about_once()
    {
        var (manager, classId) = await HasRegister("C-31", ("Anna", "Groß"), ("Bernd", "Klein"), ("Clara", "Kurz"));
        var page = await UploadRegister(manager, classId, City.CaseList("31_marks_cyrillic_and_digits.csv", ("S0CG-VHQA-1", "Anna Groß"), ("4G0W-8PA4-E", "Bernd Klein"), ("DNJ7-8TTS-P", "Clara Kurz")));
        var report = await manager.Check(page);
        Assert.True(Names(report, "import.register.digits", 3) && Names(report, "import.register.digits", 4), report);
        await manager.Check(page, ("Answers[digits]", "one-present"));
        await manager.TakeIn(page);
        var marks = await Marks(classId);
        Assert.Equal((MarkState.Present, MarkState.Present, MarkState.Absent), (marks["Anna"].State, marks["Bernd"].State, marks["Clara"].State));
    }

    [Fact]
    public async Task Case_32_registers_know_names_as_the_search_does()
    {
        var (manager, classId) = await HasRegister("C-32", ("Ayşe", "Yılmaz"), ("علی", "یوسفی"));
        var page = await UploadRegister(manager, classId, [.. City.CaseList("32_register_names_turkish_arabic.csv"), .. Encoding.UTF8.GetBytes("25.11.2026;علي يوسفي;x\n")]);
        await manager.Check(page);
        Assert.Equal(2, Figure(await manager.TakeIn(page), "written"));
        Assert.Equal(2, (await Marks(classId)).Count);
    }

    [Fact]
    public async Task Case_33_a_name_and_dates_are_a_row_of_headings()
    {
        var (manager, classId) = await HasRegister("C-33", ("Anna", "Groß"));
        var page = await UploadRegister(manager, classId, City.CaseList("33_grid_one_known_heading.csv", ("S0CG-VHQA-1", "Anna Groß")));
        await manager.Check(page);
        Assert.Equal(1, Figure(await manager.TakeIn(page), "written"));
        Assert.Equal(MarkState.Present, (await Marks(classId))["Anna"].State);
    }

    private async Task<(HttpClient Manager, Guid ClassId)> HasRegister(string name, params (string Given, string Family)[] people)
    {
        var provider = await city.HasListOwner(name);
        city.Clock.MoveTo(new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero));
        var classId = await city.HasClassOnDays(provider, name, [Day], people);
        city.Clock.MoveTo(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        return (city.As(Roles.ProviderManager, provider), classId);
    }

    private static async Task<string> UploadRegister(HttpClient manager, Guid classId, byte[] content, string name = "register.csv")
    {
        var page = await manager.Upload("registers", name, content);
        await manager.Confirm(page, "Answer", ("Answers[class]", classId.ToString()));
        return page;
    }

    private async Task<string> CheckClasses(string name)
    {
        var manager = city.As(Roles.ProviderManager, await city.HasListOwner(name));
        return await manager.Check(await manager.Upload("classes", name, City.CaseList(name)), Integration);
    }

    /// <summary>Takes a list in and answers its report.</summary>
    private static async Task<string> Take(HttpClient client, string kind, string name, params (string, string)[] answers)
    {
        var page = await client.Upload(kind, name, City.CaseList(name));
        await client.Check(page, answers);
        return await client.TakeIn(page);
    }

    private Task<DateOnly> Born(string given, string family) =>
        city.Ask<IParticipants, DateOnly>(people => people.People.Where(person => person.GivenName == given && person.FamilyName == family).Select(person => person.BirthDate).SingleAsync());

    private async Task<Dictionary<string, MarkRow>> Marks(Guid classId)
    {
        var marks = await city.Ask<IAttendance, List<MarkRow>>(attendance => attendance.Marks.Where(mark => mark.GroupId == classId).ToListAsync());
        var names = await city.InDatabase(db => db.Set<Participant>().ToDictionaryAsync(person => person.Id, person => person.GivenName));
        return marks.ToDictionary(mark => names[mark.ParticipantId]);
    }
}
