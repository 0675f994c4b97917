using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;
using static Courses.IntegrationTests.ImportPages;

namespace Courses.IntegrationTests.Imports;

public sealed class RegisterImportTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_register_becomes_marks_once_and_odd_marks_are_named()
    {
        city.Clock.MoveTo(new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero));
        var content = City.SampleList("anwesenheit-de.csv");
        var days = Encoding.UTF8.GetString(content).Split('\n').Skip(1).Where(line => line.Length > 10)
            .Select(line => DateOnly.ParseExact(line[..10], "dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var provider = await city.HasListOwner("Registers");
        var classId = await city.HasClassOnDays(provider, "R-1", days, 15);
        city.Clock.MoveTo(new(2027, 1, 10, 12, 0, 0, TimeSpan.Zero));
        var manager = city.As(Roles.ProviderManager, provider);

        var page = await manager.Upload("registers", "anwesenheit-de.csv", content);
        await manager.Confirm(page, "Answer", ("Answers[class]", classId.ToString()), ("Answers[order]", "list"));
        var report = await manager.Check(page);
        Assert.Equal((23, 0, 1), (Figure(report, "new"), Figure(report, "known"), Figure(report, "wrong")));
        Assert.True(Names(report, "import.register.unknown-mark", 6), report);
        Assert.True(Names(report, "import.register.moved", 5));
        Assert.True(Names(report, "import.register.ahead", 25));
        Assert.Equal(23, Figure(await manager.TakeIn(page), "written"));

        // 24.10.2026: E;X;X 17:58;;X 17:58 ...
        var first = await Marks(classId, days[0]);
        Assert.Equal((MarkState.Excused, 0), (first["PersonA"].State, first["PersonA"].PresentMinutes));
        Assert.Equal((MarkState.Present, 150), (first["PersonB"].State, first["PersonB"].PresentMinutes));
        Assert.Equal((MarkState.Late, 137), (first["PersonC"].State, first["PersonC"].PresentMinutes));
        Assert.False(first.ContainsKey("PersonD"));

        // 31.10.2026: X;X;X;U;X bis 19:00 ...
        var third = await Marks(classId, days[2]);
        Assert.Equal((MarkState.Absent, 0), (third["PersonD"].State, third["PersonD"].PresentMinutes));
        Assert.Equal((MarkState.LeftEarly, 75), (third["PersonE"].State, third["PersonE"].PresentMinutes));

        var count = await city.Ask<IAttendance, int>(attendance => attendance.Marks.CountAsync());
        var again = await manager.Upload("registers", "anwesenheit-de.csv", content);
        await manager.Confirm(again, "Answer", ("Answers[class]", classId.ToString()), ("Answers[order]", "list"));
        Assert.Equal((0, 23), (Figure(await manager.Check(again), "new"), Figure(await manager.Html(again + "/report"), "known")));
        Assert.Equal(count, await city.Ask<IAttendance, int>(attendance => attendance.Marks.CountAsync()));
    }

    private async Task<Dictionary<string, MarkRow>> Marks(Guid classId, DateOnly day)
    {
        var session = await city.Ask<ITimetable, Guid>(timetable => timetable.Sessions.Where(one => one.GroupId == classId && one.LocalDate == day).Select(one => one.Id).SingleAsync());
        var marks = await city.Ask<IAttendance, List<MarkRow>>(attendance => attendance.Marks.Where(mark => mark.SessionId == session).ToListAsync());
        var names = await city.InDatabase(db => db.Set<Participants.Participant>().ToDictionaryAsync(person => person.Id, person => person.GivenName));
        return marks.ToDictionary(mark => names[mark.ParticipantId]);
    }
}
