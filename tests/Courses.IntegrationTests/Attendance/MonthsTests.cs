using System.Net;
using System.Net.Http.Json;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Participants.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Attendance;

/// <summary>Months that are kept beside the marks, and counts that are kept at registers, are at each moment what the marks say: before the job ran and after it.</summary>
public sealed class MonthsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_happens_to_a_class_its_months_are_what_its_marks_say(int seed)
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var dice = new Random(seed);
        var taught = await city.HasTaughtClass(people: 5, sessions: 4);
        var (stranger, again) = (await city.HasPersonWithPass("Walid", "Nasser"), await city.HasPersonWithPass("Walid", "Naser"));
        var (tablet, teacher, administrator) = (city.AsTablet(taught.ProviderId, "Tablet"), city.As(Roles.Teacher, taught.ProviderId), city.As(Roles.Administrator));
        for (var week = 0; week < 3; week++)
        {
            var session = taught.Sessions[week];
            await Sends(city, tablet, dice, session, [.. taught.People, stranger]);
            await IsWhatMarksSay(city, dice);
            city.Clock.Advance(City.ToTheEnd);
            Assert.True((await tablet.PostAsJsonAsync($"/api/attendance/sessions/{session}/sign-off", new { signedBy = "Nina" })).IsSuccessStatusCode);
            await IsWhatMarksSay(city, dice);
            var (page, person) = ($"/teacher/registers/{session}", taught.People[dice.Next(5)].Id);
            var corrected = await teacher.PostTo(
                page + "?handler=Correct", await teacher.GetStringAsync($"{page}?person={person}"), ("Person", person.ToString()), ("State", dice.Next(2) == 0 ? "excused" : "absent"), ("Reason", "A certificate came"));
            Assert.True(corrected.StatusCode == HttpStatusCode.Redirect, await corrected.Content.ReadAsStringAsync());
            await IsWhatMarksSay(city, dice);
            city.Clock.Advance(TimeSpan.FromDays(7) - City.ToTheEnd);
        }

        Assert.NotEqual(0, await city.InDatabase(db => db.Set<MonthInClass>().CountAsync()));
        Assert.Equal(3, await city.InDatabase(db => db.Set<Register>().CountAsync(register => register.Marks > 0)));
        await Done(administrator.Submit($"/admin/classes/{taught.GroupId}/programme", ("People", taught.People[1].Id.ToString()), ("Programme", "inlt"), ("Reason", "Agreed")));
        await IsWhatMarksSay(city, dice);
        await Done(city.AsNewcomer(taught.People[2].Id).Submit($"/my/courses/{taught.GroupId}/leave"));
        await IsWhatMarksSay(city, dice);

        // Also somebody was there who is not in the class.
        await Done(administrator.Submit($"/provider/classes/{taught.GroupId}/sessions/{taught.Sessions[1]}?handler=Cancel", ("Reason", "It was not held")));
        await IsWhatMarksSay(city, dice);
        await city.Runs("recompute-stale");
        var merge = await city.InScope(services => services.GetRequiredService<MergePeople>().Merge(stranger.Id, again.Id, "Same passport", default));
        Assert.True(await city.InDatabase(db => db.Set<Mark>().AnyAsync(mark => mark.ParticipantId == again.Id)));
        await IsWhatMarksSay(city, dice);
        await city.Runs("recompute-stale");
        await city.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        await IsWhatMarksSay(city, dice);
        await city.Runs("recompute-stale");
        Assert.Empty(await city.InDatabase(db => db.Set<Stale>().ToListAsync()));
        await IsWhatMarksSay(city, dice);
    }

    [Fact]
    public async Task Months_that_were_changed_behind_the_programs_back_are_set_right_at_night_and_a_count_that_was_is_named()
    {
        await using var city = await City.New();
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId, "Tablet");
        await Sends(city, tablet, new(5), taught.Session, taught.People);
        city.Clock.Advance(City.ToTheEnd);
        Assert.True((await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" })).IsSuccessStatusCode);
        await city.Runs("recompute-stale");
        await city.InDatabase(db => db.Set<MonthInClass>().Take(1).ExecuteUpdateAsync(set => set.SetProperty(month => month.AttendedMinutes, 12_345)));
        Assert.NotEqual(await InMarks(city), await Kept(city));

        Assert.Equal(1, await city.Runs("months-check"));
        Assert.Equal(await InMarks(city), await Kept(city));
        await city.Runs("recompute-stale");
        Assert.Equal(0, await city.Runs("months-check"));
        Assert.Equal(await InMarks(city), await Kept(city));
        Assert.Empty(await city.InScope(services => services.GetServices<Platform.Chain.IDerivedRows>().Single(rows => rows.Stream == "marks").Otherwise([taught.Session], default)));
        await city.InDatabase(db => db.Set<Register>().ExecuteUpdateAsync(set => set.SetProperty(register => register.Excused, 2)));
        Assert.Equal([taught.Session], await city.InScope(services => services.GetServices<Platform.Chain.IDerivedRows>().Single(rows => rows.Stream == "marks").Otherwise([taught.Session], default)));

        // A register that an earlier version signed has no counts; a job counts them.
        await city.InDatabase(db => db.Set<Register>().ExecuteUpdateAsync(set => set.SetProperty(register => register.Marks, (int?)null)));
        Assert.Equal(1, await city.Runs("register-counts"));
        Assert.Equal(0, await city.Runs("register-counts"));
        await IsWhatMarksSay(city, new(5));
    }

    private static async Task Sends(City city, HttpClient tablet, Random dice, Guid session, IReadOnlyList<Enrolled> people)
    {
        string[] kinds = ["present", "late", "left-early", "excused", "absent"];
        var now = city.Clock.GetUtcNow();
        await tablet.Send(now, [.. people.Where(_ => dice.NextDouble() < 0.8).Select((person, n) => new SentFact { SessionId = session, ParticipantId = person.Id, Kind = kinds[dice.Next(kinds.Length)], Minutes = dice.Next(16, 60), Sequence = n, DeviceTime = now })]);
    }

    private static async Task Done(Task<HttpResponseMessage> act)
    {
        var answer = await act;
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>At once, while the job has not seen it, and every other time also after it.</summary>
    private static async Task IsWhatMarksSay(City city, Random dice)
    {
        Assert.Equal(await InMarks(city), await Kept(city));
        if (dice.Next(2) == 0)
        {
            await city.Runs("recompute-stale");
            Assert.Equal(await InMarks(city), await Kept(city));
        }

        foreach (var register in await city.InDatabase(db => db.Set<Register>().AsNoTracking().Where(register => register.SignedOffAt != null).ToListAsync()))
        {
            Assert.True(register.IsCountedAs(await city.MarksOf(register.Id)));
        }
    }

    private static Task<List<string>> Kept(City city) => city.Ask<IAttendance, List<string>>(async attendance => [.. (await (await attendance.Months(default)).ToListAsync()).Select(Line).Order(StringComparer.Ordinal)]);

    /// <summary>Worked out here, from every mark.</summary>
    private static Task<List<string>> InMarks(City city) => city.InScope(async services =>
    {
        var (attendance, timetable) = (services.GetRequiredService<IAttendance>(), services.GetRequiredService<ITimetable>());
        var sessions = await timetable.Sessions.ToDictionaryAsync(session => session.Id);
        var signed = await attendance.Registers.Select(register => register.SessionId).ToHashSetAsync();
        var stays = await timetable.Stays.ToListAsync();
        var marks = await attendance.Marks.ToListAsync();
        return marks.Where(mark => signed.Contains(mark.SessionId) && sessions[mark.SessionId].CancelledAt is null)
            .Select(mark => (Mark: mark, Session: sessions[mark.SessionId], Stay: stays.SingleOrDefault(stay => (stay.GroupId, stay.ParticipantId) == (mark.GroupId, mark.ParticipantId)
                && stay.From <= sessions[mark.SessionId].LocalDate && (stay.Until ?? DateOnly.MaxValue) >= sessions[mark.SessionId].LocalDate)))
            .GroupBy(one => (one.Mark.ParticipantId, one.Mark.GroupId, one.Session.LocalDate.Year, one.Session.LocalDate.Month, one.Stay?.Id))
            .Select(of =>
            {
                int Sum(Func<MarkRow, SessionRow, int> minutes) => of.Sum(one => minutes(one.Mark, one.Session));
                return Line(new()
                {
                    ParticipantId = of.Key.ParticipantId,
                    GroupId = of.Key.GroupId,
                    ProviderId = of.First().Session.ProviderId,
                    StayId = of.Key.Id,
                    ProgrammeCode = of.First().Stay?.ProgrammeCode,
                    Month = (of.Key.Year * 12) + of.Key.Month - 1,
                    Lessons = of.Count(),
                    Absent = Sum((mark, _) => mark.State == MarkState.Absent ? 1 : 0),
                    Excused = Sum((mark, _) => mark.State == MarkState.Excused ? 1 : 0),
                    InRoom = Sum((mark, _) => mark.PresentMinutes > 0 ? 1 : 0),
                    HeldMinutes = Sum((mark, session) => mark.State == MarkState.Excused ? 0 : session.PlannedMinutes),
                    AttendedMinutes = Sum((mark, _) => mark.PresentMinutes),
                    ExcusedByWordMinutes = Sum((mark, session) => mark.Excuse == ExcuseProof.Word ? session.PlannedMinutes : 0),
                    ExcusedByCertificateMinutes = Sum((mark, session) => mark.Excuse == ExcuseProof.Certificate ? session.PlannedMinutes : 0),
                    WrittenMinutes = Sum((mark, _) => mark.Proof == ProofGrade.Written ? mark.PresentMinutes : 0),
                    SaidMinutes = Sum((mark, _) => mark.Proof == ProofGrade.Said ? mark.PresentMinutes : 0),
                    SeenMinutes = Sum((mark, _) => mark.Proof == ProofGrade.Seen ? mark.PresentMinutes : 0),
                });
            }).Order(StringComparer.Ordinal).ToList();
    });

    private static string Line(MonthRow month) => month.ToString();
}
