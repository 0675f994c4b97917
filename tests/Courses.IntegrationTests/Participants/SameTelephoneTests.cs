using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

public sealed class SameTelephoneTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("+43 660 7654321", 1)]
    [InlineData("0043 660 765 43 21", 1)]
    [InlineData("0660/7654321", 1)]
    [InlineData("+49 660 7654321", 0)]
    public async Task Somebody_with_the_same_telephone_and_birth_date_may_be_the_same_person_however_both_are_written(string typed, int found)
    {
        var birth = new DateOnly(1990, 1, 1).AddDays(typed.Length + (100 * found));
        await city.InScope(services => services.GetRequiredService<CoursesDb>().Transact(
            () => services.GetRequiredService<IParticipants>().Register(
                new() { GivenName = "Nargis", FamilyName = "Ahmadi", BirthDate = birth, Phone = "0660 7654321", Status = LegalStatus.Refugee, StatusFrom = new(2026, 1, 1) }, default),
            default));
        var alike = await city.Ask<IParticipants, IReadOnlyList<Guid>>(participants => participants.FindDuplicates(new("Sahar", "Karimi", birth, Phone: typed), default));
        Assert.Equal(found, alike.Count);
    }
}
