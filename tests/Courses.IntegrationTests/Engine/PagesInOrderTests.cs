using System.Globalization;
using Courses.Participants;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Engine;

/// <summary>A list that is read in pages is sorted by the engine, and by the rules of who reads.</summary>
public sealed class PagesInOrderTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("en", "Aare Ābele Čakste Celms Īva Zane")]
    [InlineData("de", "Aare Ābele Čakste Celms Īva Zane")]
    [InlineData("lv", "Aare Ābele Celms Čakste Īva Zane")]
    public async Task Pages_of_a_long_list_stand_in_the_order_of_the_readers_language(string language, string expected)
    {
        foreach (var family in new[] { "Zane", "Īva", "Čakste", "Celms", "Ābele", "Aare" })
        {
            await city.HasNewcomer(language, family);
        }

        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Language.Of(language).Culture;
            var seen = new List<string>();
            for (var page = 0; page < 3; page++)
            {
                seen.AddRange(await city.InDatabase(db => db.Set<Participant>().Where(row => row.GivenName == language)
                    .PagedInReadersOrder(db, row => row.FamilyName).ThenPagedInReadersOrder(db, row => row.GivenName).ThenBy(row => row.Id).Skip(page * 2).Take(2).Select(row => row.FamilyName).ToListAsync()));
            }

            Assert.Equal(expected, string.Join(' ', seen));
            Assert.Equal(seen, seen.InReadersOrder(name => name));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
