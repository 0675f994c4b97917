using System.Net;
using Courses.Eligibility;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>Whoever reads what a programme gives, takes or decides reads its name in their own language.</summary>
public sealed class ProgrammeNameTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("ar", "برنامج الترحيب")]
    [InlineData("de", "Willkommensprogramm")]
    [InlineData("en", "Welcoming Programme")]
    public async Task A_newcomer_reads_it_in_their_language(string language, string name)
    {
        await city.HasAllProgrammes();
        var page = WebUtility.HtmlDecode(await city.AsNewcomer(await city.HasNewcomer(), language).GetStringAsync("/my/rights"));
        Assert.Contains($"<bdi>{name}</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>PRIME</bdi>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_that_was_loaded_before_gets_the_names_of_its_template_and_one_that_was_renamed_keeps_its_own()
    {
        await city.HasAllProgrammes();
        await city.InDatabase(async db =>
        {
            await db.Set<ProgrammeName>().ExecuteDeleteAsync();
            await db.Set<Programme>().Where(programme => programme.Code == "latvia-mentor").ExecuteUpdateAsync(set => set.SetProperty(programme => programme.Name, "Mentor for you"));
        });
        await using (var scope = city.Services.CreateAsyncScope())
        {
            await ActivatorUtilities.CreateInstance<NamesOfTemplates>(scope.ServiceProvider).Run(CancellationToken.None);
        }

        var names = await city.InDatabase(db => db.Set<ProgrammeName>().Where(name => name.Language == "ar").Select(name => name.Name).ToListAsync());
        Assert.Contains("برنامج الترحيب", names);
        Assert.DoesNotContain("أخصائي اجتماعي ومرافق", names);
    }
}
