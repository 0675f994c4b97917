using System.Text;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Newcomers;

public sealed class SearchNameTests
{
    [Theory]
    [InlineData("Āboliņš", "abolins")]
    [InlineData("Gülşen ÖZTÜRK", "gulsen ozturk")]
    [InlineData("IŞIL", "ısıl")]
    [InlineData("Nguyễn Thị Đức", "nguyen thi duc")]
    [InlineData("Łukasz Groß", "lukasz gross")]
    [InlineData("Артём Щёголев", "артем щеголев")]
    [InlineData("Олексій Й", "олексіи и")]
    [InlineData("أَحْمَد", "احمد")]
    [InlineData("آمنة علی", "امنه علي")]
    [InlineData("کریم", "كريم")]
    [InlineData("O'Brien", "obrien")]
    [InlineData("Ana-María", "ana maria")]
    public void Compare_alike(string written, string typed) => Assert.Equal(SearchName.Of(typed), SearchName.Of(written));

    [Fact]
    public void Different_names_stay_different() => Assert.NotEqual(SearchName.Of("Amira"), SearchName.Of("Amir"));

    [Theory]
    [InlineData("अमिता", "अमित")]
    [InlineData("गुप्ता", "गपता")]
    [InlineData("রহিম", "রহমা")]
    [InlineData("தமிழ்", "தமழ")]
    [InlineData("สมชาย", "สามชย")]
    public void The_marks_of_a_script_are_part_of_the_name(string name, string other) => Assert.NotEqual(SearchName.Of(other), SearchName.Of(name));

    /// <summary>However a name is composed, pasted or spaced, it is the same name; and cleaning it twice changes nothing.</summary>
    [Fact]
    public void A_name_is_one_name_in_every_form_of_unicode() => Prop.ForAll(Gen.Elements("Jānis", "Bērziņš", "Ayşe", "Yıldırım", "Nguyễn", "محمد", "علی", "अमिता", "Ёлкин", "Öztürk", "𐴀𐴁𐴂", "O’Connor").ArrayOf().ToArbitrary(), parts =>
    {
        var name = string.Join(' ', parts);
        var clean = Names.Clean(name);
        foreach (var form in new[] { name.Normalize(NormalizationForm.FormD), name.Normalize(NormalizationForm.FormC), $"\u200f{name.Replace(" ", " \u00a0", StringComparison.Ordinal)}\u200e " })
        {
            Assert.Equal(clean, Names.Clean(form));
            Assert.Equal(SearchName.Of(name), SearchName.Of(form));
        }

        Assert.Equal(clean, Names.Clean(clean));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}

public sealed class LevelsTests
{
    [Fact]
    public void Rank_in_the_order_of_learning() =>
        Assert.Equal(
            ["Alpha", "A1.1", "A1.2", "A1", "A2.1", "A2.2", "A2", "B1.1", "B1.2", "B1", "B2.1", "B2.2", "B2", "C1", "C2"],
            CefrLevels.All.OrderBy(CefrLevels.Rank));

    [Fact]
    public void The_spoken_level_is_the_lower_of_the_two_and_writing_does_not_pull_it_down()
    {
        var person = People.Amira();
        person.Assess(Skill.Writing, "Alpha", new(2026, 1, 1), "coach");
        Assert.Equal("Alpha", person.Level);
        person.Assess(Skill.SpokenProduction, "A2", new(2026, 1, 1), "coach");
        person.Assess(Skill.SpokenInteraction, "B1", new(2026, 1, 1), "coach");
        Assert.Equal("A2", person.Level);
        person.Assess(Skill.SpokenProduction, "B2", new(2026, 2, 1), "coach");
        Assert.Equal("B1", person.Level);
    }
}

public sealed class LegalStatusTests
{
    [Fact]
    public void A_new_status_ends_the_one_before()
    {
        var person = People.Amira();
        person.ChangeStatus(LegalStatus.Refugee, new(2026, 3, 1), People.Now, "coach");
        Assert.Equal(new DateOnly(2026, 3, 1), person.Statuses[0].Until);
        Assert.Equal(LegalStatus.Refugee, person.CurrentStatus!.Status);
    }

    [Fact]
    public void A_correction_of_the_same_day_leaves_one_row()
    {
        var person = People.Amira();
        person.ChangeStatus(LegalStatus.SubsidiaryProtection, person.CurrentStatus!.From, People.Now, "coach");
        Assert.Equal(LegalStatus.SubsidiaryProtection, Assert.Single(person.Statuses).Status);
    }

    [Fact]
    public void Nothing_is_written_into_the_past_or_before_birth()
    {
        var person = People.Amira();
        Assert.Equal("participant.status-too-early", Assert.Throws<RuleBroken>(() => person.ChangeStatus(LegalStatus.Refugee, new(2020, 1, 1), People.Now, "coach")).Code);
        Assert.Equal("participant.status-before-birth", Assert.Throws<RuleBroken>(() => person.ChangeStatus(LegalStatus.Refugee, new(1960, 1, 1), People.Now, "coach")).Code);
    }
}

public sealed class IbanTests
{
    [Theory]
    [InlineData("AT61 1904 3002 3457 3201", "AT611904300234573201")]
    [InlineData("lv80bank0000435195001", "LV80BANK0000435195001")]
    [InlineData("GR16 0110 1250 0000 0001 2300 695", "GR1601101250000000012300695")]
    [InlineData("AT۶۱ 1904 3002 3457 3201", "AT611904300234573201")]
    [InlineData("\u200eAT611904300234573201", "AT611904300234573201")]
    [InlineData("AT611904300234573202", null)]
    [InlineData("EE012200221111099080", null)]
    [InlineData("EE982200221111099080", "EE982200221111099080")]
    [InlineData("NO150015001500150", null)]
    [InlineData("AT6119043002345732", null)]
    [InlineData("=cmd", null)]
    [InlineData("", null)]
    public void Are_checked_by_their_digits(string typed, string? read) => Assert.Equal(read, Ibans.Read(typed).Iban);

    /// <summary>Case 08 and its siblings: the remainder of 00, 01 and 99 is that of 97, 98 and 02, and only those are given out.</summary>
    [Fact]
    public void No_number_with_the_check_digits_00_01_or_99_is_taken() => Prop.ForAll<ushort, uint>((branch, account) =>
    {
        var number = FormattableString.Invariant($"{branch:00000}{account:00000000000}");
        var right = Enumerable.Range(2, 97).Select(digits => FormattableString.Invariant($"AT{digits:00}{number}")).Where(iban => Ibans.Read(iban).Iban is not null);
        Assert.Single(right);
        Assert.All(new[] { "00", "01", "99" }, digits => Assert.Null(Ibans.Read($"AT{digits}{number}").Iban));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("TR330006100519786457841326")]
    [InlineData("UA213223130000026007233566001")]
    [InlineData("SA0380000000608010167519")]
    public void A_right_number_outside_SEPA_says_so(string typed)
    {
        Assert.Equal("iban.outside-sepa", Ibans.Read(typed).Problem?.Code);
        Assert.Equal([typed[..2]], Ibans.Read(typed).Problem!.Details);
    }
}

internal static class People
{
    public static readonly DateTimeOffset Now = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    public static Participant Amira() => Participant.Register(
        new() { GivenName = "أميرة", FamilyName = "حداد", BirthDate = new(1990, 5, 31), Language = "ar" }, LegalStatus.AsylumSeeker, new(2025, 12, 1), new(2026, 11, 16), Now, "coach");
}
