using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Orientation;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Timetable;

/// <summary>A run of a module that was cancelled after its first meeting: the meeting counts as hours, and nobody has finished the module by it.</summary>
public sealed class CancelledRunTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task What_is_left_of_a_cancelled_run_finishes_no_module(bool wholeRun, int finished)
    {
        var school = await city.HasSchool();
        var topic = wholeRun ? "left" : "shorter";
        var run = await city.HasRun(topic, school: school, meetings: 2);
        var person = await city.HasPerson();
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(run, person, null, default));
        var meetings = await city.Ask<ITimetable, List<SessionRow>>(timetable => timetable.Sessions.Where(session => session.GroupId == run).OrderBy(session => session.StartsAt).ToListAsync());
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var noon = city.Clock.GetUtcNow();
        city.Clock.MoveTo(meetings[0].EndsAt.AddHours(1));
        try
        {
            var cancel = wholeRun ? $"/provider/classes/{run}/cancel" : $"/provider/classes/{run}/sessions/{meetings[1].Id}?handler=Cancel";
            Assert.Equal(HttpStatusCode.Redirect, (await manager.Submit(cancel, ("Reason", "Too few people"))).StatusCode);
            var register = $"/teacher/registers/{meetings[0].Id}";
            var signed = await manager.PostTo(register + "?handler=SignOff", await manager.GetStringAsync(register), ($"People[{person}].State", "present"));
            Assert.True(signed.StatusCode == HttpStatusCode.Redirect, await signed.Content.ReadAsStringAsync());

            city.Clock.MoveTo(meetings[1].EndsAt.AddHours(1));
            await city.Ask<IOrientation, int>(orientation => orientation.CompleteFromRegisters(default));
            Assert.Equal(finished, await city.InDatabase(db => db.Set<Completion>().CountAsync(completion => completion.ParticipantId == person && completion.TopicCode == topic)));
        }
        finally
        {
            city.Clock.MoveTo(noon);
        }
    }
}
