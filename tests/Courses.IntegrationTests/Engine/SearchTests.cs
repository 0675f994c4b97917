using System.Net;
using Courses.Access;
using Courses.Contracts.Access;

namespace Courses.IntegrationTests.Engine;

/// <summary>What is looked for in texts is found alike on both engines: in any case, and with the signs that a database takes for wildcards as signs.</summary>
public sealed class SearchTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("ANNA ÖZ", true)]
    [InlineData("anna öz", true)]
    [InlineData("100%_[a-z] Ltd", true)]
    [InlineData("ann_", false)]
    [InlineData("a%z", false)]
    [InlineData("[a]nna", false)]
    [InlineData("anna  öz", false)]
    public async Task The_trail_is_searched_in_any_case_and_as_it_is_written(string who, bool isFound)
    {
        var act = $"test.{Guid.NewGuid():N}";
        await city.InDatabase(async db =>
        {
            foreach (var name in new[] { "Anna Öz", "100%_[a-z] Ltd" })
            {
                db.Add(new AuditEntry { At = city.Clock.GetUtcNow(), CallerId = Guid.NewGuid(), CallerName = name, CallerRole = Roles.Coach, OrganisationId = null, Act = act, Subject = Guid.NewGuid(), Details = $"Who: {name}" });
            }

            await db.SaveChangesAsync();
        });
        var page = WebUtility.HtmlDecode(await city.As(Roles.Administrator).GetStringAsync($"/admin/audit?ActName={act}&Who={Uri.EscapeDataString(who)}"));
        Assert.Equal(isFound, page.Contains("Who: ", StringComparison.Ordinal));
    }
}
