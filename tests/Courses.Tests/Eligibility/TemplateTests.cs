using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Courses.Platform.Languages;

namespace Courses.Tests.Eligibility;

/// <summary>The seven programmes carry the published numbers.</summary>
public sealed class TemplateTests
{
    private static readonly DateOnly Today = new(2026, 11, 16);

    [Fact]
    public void There_are_seven() => Assert.Equal(
        ["caritas-sofia", "inlt", "latvia-mentor", "metadrasi", "prime", "start-wien", "welcoming-estonia"], ProgrammeTemplates.All.Select(template => template.Code).Order(StringComparer.Ordinal));

    [Fact]
    public void A_name_that_is_translated_is_translated_for_everybody() => Assert.All(
        ProgrammeTemplates.All.Where(template => template.Names.Count > 0),
        template => Assert.Equal(Language.ForNewcomers.Select(language => language.Code).Order(StringComparer.Ordinal), template.Names.Keys.Order(StringComparer.Ordinal)));

    [Fact]
    public void Vienna_gave_three_vouchers_of_100_euros_until_2022_and_gives_one_of_150_since()
    {
        var versions = ProgrammeTemplates.All.Single(template => template.Code == "start-wien").Versions;
        var (before, since) = (versions[0].Terms.Vouchers!, versions[1].Terms.Vouchers!);
        Assert.Equal((3, 10_000L, 30), (before.Count, before.AmountCents, before.ValidMonths));
        Assert.Equal(new DateOnly(2022, 12, 31), versions[0].ValidUntil);
        Assert.Equal((1, 15_000L, 6), (since.Count, since.AmountCents, since.WeeksAfterStart));
        Assert.Equal(new DateOnly(2023, 1, 1), versions[1].ValidFrom);
        Assert.Equal(["any-module"], since.Unlocks);
        Assert.True(since.FromItsStart);
        Assert.True(since.AsTerms(2).FromItsStart);
    }

    [Fact]
    public void Vienna_since_2023_is_not_for_refugees_and_before_it_was()
    {
        var versions = ProgrammeTemplates.All.Single(template => template.Code == "start-wien").Versions;
        var refugee = Person(LegalStatus.Refugee);
        Assert.Equal(Outcome.May, Evaluation.Evaluate(versions[0].Rules, refugee).Outcome);
        Assert.Equal(Outcome.MayNot, Evaluation.Evaluate(versions[1].Rules, refugee).Outcome);
        Assert.Equal(Outcome.May, Evaluation.Evaluate(versions[1].Rules, refugee with { Status = LegalStatus.ThirdCountryNational }).Outcome);
    }

    [Fact]
    public void Twenty_four_months_after_the_first_permit_Start_Wien_is_over()
    {
        var rules = ProgrammeTemplates.All.Single(template => template.Code == "start-wien").Versions[1].Rules;
        var person = Person(LegalStatus.ThirdCountryNational);
        Assert.Equal(Outcome.May, Evaluation.Evaluate(rules, person with { FirstPermitOn = Today.AddMonths(-24).AddDays(1) }).Outcome);
        Assert.Equal(Outcome.MayNot, Evaluation.Evaluate(rules, person with { FirstPermitOn = Today.AddMonths(-24) }).Outcome);
    }

    [Fact]
    public void InLT_gives_200_hours_and_asks_40_percent_of_people_with_international_protection()
    {
        var terms = ProgrammeTemplates.All.Single(template => template.Code == "inlt").Versions[0].Terms;
        Assert.Equal(200, terms.Gives.Single(gift => gift.Kind == "language-hours").Hours);
        Assert.Equal((40, 8), (terms.Attendance!.Percent, terms.Attendance.MinimumHeldHours));
        Assert.Equal(10, terms.Groups.Single(group => group.Kind == "language").To);
        Assert.Equal(15, terms.Groups.Single(group => group.Kind == "orientation").To);
        Assert.Equal(Outcome.May, Evaluation.Evaluate(terms.Attendance.AppliesTo!, Person(LegalStatus.SubsidiaryProtection)).Outcome);
        Assert.Equal(Outcome.MayNot, Evaluation.Evaluate(terms.Attendance.AppliesTo!, Person(LegalStatus.ThirdCountryNational)).Outcome);
    }

    [Fact]
    public void Prime_is_for_18_to_30_after_the_needs_assessment()
    {
        var rules = ProgrammeTemplates.All.Single(template => template.Code == "prime").Versions[0].Rules;
        var person = Person(LegalStatus.Refugee) with { BirthDate = Today.AddYears(-30), Modules = ["needs-assessment"] };
        Assert.Equal(Outcome.May, Evaluation.Evaluate(rules, person).Outcome);
        Assert.Equal(Outcome.NotYet, Evaluation.Evaluate(rules, person with { Modules = [] }).Outcome);
        Assert.Equal(Outcome.MayNot, Evaluation.Evaluate(rules, person with { BirthDate = Today.AddYears(-31) }).Outcome);
        Assert.Equal(Outcome.NotYet, Evaluation.Evaluate(rules, person with { BirthDate = Today.AddYears(-17) }).Outcome);
    }

    [Fact]
    public void A_mentor_in_Latvia_for_asylum_seekers_and_for_12_months_after_the_status()
    {
        var rules = ProgrammeTemplates.All.Single(template => template.Code == "latvia-mentor").Versions[0].Rules;
        Assert.Equal(Outcome.May, Evaluation.Evaluate(rules, Person(LegalStatus.AsylumSeeker)).Outcome);
        Assert.Equal(Outcome.May, Evaluation.Evaluate(rules, Person(LegalStatus.Refugee) with { StatusFrom = Today.AddMonths(-11) }).Outcome);
        Assert.Equal(Outcome.MayNot, Evaluation.Evaluate(rules, Person(LegalStatus.Refugee) with { StatusFrom = Today.AddMonths(-12) }).Outcome);
    }

    [Fact]
    public void The_welcoming_programme_is_for_four_groups_within_five_years_and_not_while_asylum_is_asked_for()
    {
        var rules = ProgrammeTemplates.All.Single(template => template.Code == "welcoming-estonia").Versions[0].Rules;
        foreach (var status in Enum.GetValues<LegalStatus>())
        {
            Assert.Equal(status == LegalStatus.AsylumSeeker ? Outcome.MayNot : Outcome.May, Evaluation.Evaluate(rules, Person(status)).Outcome);
            Assert.Equal(Outcome.MayNot, Evaluation.Evaluate(rules, Person(status) with { FirstPermitOn = Today.AddYears(-5) }).Outcome);
        }
    }

    /// <summary>Source: domain.md, 'What else the sources say'.</summary>
    [Theory]
    [InlineData("prime", "Interreg Central Baltic Programme", 6)]
    [InlineData("latvia-mentor", "European Social Fund and the state budget of Latvia", 1)]
    [InlineData("caritas-sofia", "UNICEF", 12)]
    [InlineData("metadrasi", "private donors", 6)]
    [InlineData("inlt", "AMIF, Lithuanian Red Cross", 3)]
    public void Who_pays_and_how_often_it_is_reported(string code, string funder, int everyMonths)
    {
        var terms = ProgrammeTemplates.All.Single(template => template.Code == code).Versions[^1].Terms;
        Assert.Equal((funder, everyMonths), (terms.Funder, terms.ReportEveryMonths));
    }

    private static Facts Person(LegalStatus status) => new()
    {
        On = Today,
        Status = status,
        StatusFrom = Today.AddMonths(-3),
        FirstPermitOn = Today.AddMonths(-3),
        BirthDate = new(1995, 5, 5),
    };
}
