using Courses.Mentoring;
using Courses.Platform.Languages;

namespace Courses.Tests.Mentoring;

public sealed class PairTermsTests
{
    [Fact]
    public void What_is_shipped_can_be_read_and_is_named_in_every_language()
    {
        Assert.Equal(5, PairTemplates.Shipped.Count);
        Assert.All(PairTemplates.Shipped, json =>
        {
            var (terms, problems) = PairTerms.Read(json);
            Assert.Empty(problems);
            Assert.Equal(Language.ForNewcomers.Select(language => language.Code).Order(StringComparer.Ordinal), terms!.Names.Keys.Order(StringComparer.Ordinal));
        });
        Assert.Equal(160, PairTemplates.Shipped.Select(json => PairTerms.Read(json).Terms!).Single(terms => terms.Code == "workplace").Hours);
    }

    [Theory]
    [InlineData("", "", "pair-template.no-json")]
    [InlineData("{", "", "pair-template.no-json")]
    [InlineData("[]", "", "pair-template.no-object")]
    [InlineData("null", "", "pair-template.no-object")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "meetngs": 3 }""", "meetngs", "pair-template.unknown")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "weeks": 1, "weeks": 2 }""", "weeks", "pair-template.twice")]
    [InlineData("""{ "code": "A b", "names": { "en": "A" } }""", "code", "pair-template.code")]
    [InlineData("""{ "code": "a" }""", "names.en", "pair-template.missing")]
    [InlineData("""{ "code": "a", "names": { "en": "A", "xx": "B" } }""", "names.xx", "pair-template.language")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "months": 12, "monthsAfterStatus": "Refugee" }""", "monthsAfterStatus", "pair-template.statuses")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "months": 12, "monthsAfterStatus": ["Refugee", "Citizen"] }""", "monthsAfterStatus", "pair-template.statuses")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "monthsAfterStatus": ["Refugee"] }""", "months", "pair-template.missing")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "minimumMinutes": 5 }""", "minimumMinutes", "pair-template.range")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "months": 61 }""", "months", "pair-template.range")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "alikeYears": 0 }""", "alikeYears", "pair-template.range")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "months": 6.5 }""", "months", "pair-template.range")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "months": 6, "weeks": 2 }""", "months", "pair-template.one-span")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "plannedHours": { "gardening": 5 } }""", "plannedHours.gardening", "pair-template.support")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "plannedHours": { "work": 0 } }""", "plannedHours.work", "pair-template.range")]
    [InlineData("""{ "code": "a", "names": { "en": "A" }, "training": "yes" }""", "training", "pair-template.truth")]
    public void What_is_wrong_is_said_with_its_place(string json, string path, string code)
    {
        var (terms, problems) = PairTerms.Read(json);
        Assert.Null(terms);
        Assert.Contains(problems, problem => (problem.Path, problem.Code) == (path, code));
    }
}
