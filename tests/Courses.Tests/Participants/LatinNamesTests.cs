using Courses.Participants;
using Courses.Platform.Reading;

namespace Courses.Tests.Newcomers;

public sealed class LatinNamesTests
{
    [Theory]
    [InlineData("Юлія Щербаченко", "uk", "Yuliia Shcherbachenko")]
    [InlineData("Згурський", "uk", "Zghurskyi")]
    [InlineData("Наталья Ёлкина", "ru", "Natalia Elkina")]
    [InlineData("Ђорђе Љубић", "sr", "Đorđe Ljubić")]
    [InlineData("Щерев", "bg", "Shterev")]
    [InlineData("Παναγιώτης Ευσταθίου", "el", "Panagiotis Efstathiou")]
    [InlineData("Μπακογιάννης", "el", "Bakogiannis")]
    [InlineData("გიორგი", "ka", "Giorgi")]
    [InlineData("Խաչատրյան", "hy", "Khachatryan")]
    [InlineData("محمد الخطيب", "ar", "Mohammad al-Khatib")]
    [InlineData("زهرا رضایی", "fa", "Zahra Rezaei")]
    [InlineData("अमिता", "hi", "Amita")]
    [InlineData("राजेश", "hi", "Rajesh")]
    [InlineData("ሰላም", "ti", "Selam")]
    [InlineData("Анна-Мария", "ru", "Anna-Mariia")]
    public void Are_proposed_by_the_rules_of_the_language(string name, string language, string latin) => Assert.Equal(latin, LatinNames.Of(name, language));

    [Theory]
    [InlineData("Āboliņš", "lv")]
    [InlineData("O’Connor", "en")]
    [InlineData("王", "zh")]
    [InlineData("", "en")]
    public void Names_in_latin_letters_and_those_that_no_table_knows_get_none(string name, string language) => Assert.Null(LatinNames.Of(name, language));

    [Fact]
    public void What_was_typed_stays_and_a_proposal_follows_the_name()
    {
        var today = new DateOnly(2026, 11, 16);
        var person = new Person { GivenName = "Олена", FamilyName = "Гончар", Language = "uk", BirthDate = new(1990, 5, 31) };
        var participant = Participant.Register(person, Courses.Contracts.Participants.LegalStatus.Refugee, today, today, People.Now, "coach");
        Assert.Equal("Olena Honchar", participant.LatinName);
        participant.Change(person with { LatinGivenName = participant.LatinGivenName, LatinFamilyName = "Gontschar" }, today);
        participant.Change(person with { GivenName = "Ганна", LatinGivenName = "Olena", LatinFamilyName = "Gontschar" }, today);
        Assert.Equal("Hanna Gontschar", participant.LatinName);
        Assert.Equal("Ганна Гончар", participant.FullName);
    }
}
