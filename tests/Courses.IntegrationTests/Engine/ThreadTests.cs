using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Person = Courses.Participants.Participant;

namespace Courses.IntegrationTests.Engine;

/// <summary>A city does not look before each row whether two threads use one context: so every test does. docs/decisions/0002.</summary>
public sealed class ThreadTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Two_questions_at_once_over_one_context_are_an_error_here()
    {
        await using var scope = city.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var refused = 0;
        for (var round = 0; round < 50 && refused == 0; round++)
        {
            // Where the first is answered before the second is asked there is nothing to refuse.
            var first = db.Set<Person>().CountAsync();
            var second = Record.ExceptionAsync(() => db.Set<Person>().CountAsync());
            refused += await second is InvalidOperationException ? 1 : 0;
            await first;
        }

        Assert.Equal(1, refused);
    }
}
