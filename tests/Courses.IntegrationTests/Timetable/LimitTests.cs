using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform.Errors;
using Courses.Timetable;
using Courses.Timetable.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Group = Courses.Timetable.Group;

namespace Courses.IntegrationTests.Timetable;

/// <summary>A person is in one place at a time, uses no more hours than a programme gives, and a group is no larger than it allows.</summary>
public sealed partial class LimitTests(City city) : IClassFixture<City>
{
    private const string InLT = "inlt";

    [Fact]
    public async Task Two_classes_at_the_same_time_are_refused_until_the_first_one_is_left()
    {
        // Case 28: both on Tuesdays, 18:00 and 19:00.
        var (first, second, later) = (await city.HasClass(name: "Evening"), await city.HasClass(from: new(19, 0)), await city.HasClass(from: new(20, 0)));
        var person = await city.HasPerson();
        var client = city.AsNewcomer(person);
        await Books(client, first);
        var refused = await Books(client, second, HttpStatusCode.Conflict);
        Assert.Contains("seat.overlaps", refused, StringComparison.Ordinal);
        Assert.Contains("Evening", refused, StringComparison.Ordinal);
        Assert.Contains("At this time you are in another course", WebUtility.HtmlDecode(await client.GetStringAsync($"/my/book/{second}")), StringComparison.Ordinal);
        Assert.Equal(0, await SeatsIn(second));

        // One ends when the other begins.
        await Books(client, later);
        await Redirects(client.Submit($"/my/courses/{first}/leave"));
        await Books(client, second, HttpStatusCode.Conflict);
        await Redirects(client.Submit($"/my/courses/{later}/leave"));
        await Books(client, second);

        // Coming back to the first one would be in two places.
        var page = await client.GetStringAsync("/my/courses");
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostTo($"/my/courses?id={first}&handler=ComeBack", page)).StatusCode);
    }

    [Fact]
    public async Task Whoever_waits_may_wait_at_any_time_and_is_asked_when_the_seat_is_theirs()
    {
        var (other, full) = (await city.HasClass(), await city.HasClass(from: new(19, 0), capacity: 1));
        var (seated, person) = (await city.HasPerson(), await city.HasPerson());
        await Books(city.AsNewcomer(seated), full);
        var client = city.AsNewcomer(person);
        await Books(client, other);
        await Books(client, full);
        await Redirects(city.AsNewcomer(seated).Submit($"/my/courses/{full}/leave"));
        var page = await client.GetStringAsync("/my/courses");
        var refused = await client.PostTo($"/my/courses?id={full}&handler=Take", page);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await Redirects(client.Submit($"/my/courses/{other}/leave"));
        await Redirects(client.PostTo($"/my/courses?id={full}&handler=Take", page));
    }

    [Fact]
    public async Task Whoever_books_twenty_classes_of_one_evening_at_once_gets_one()
    {
        var person = await city.HasPerson();
        Assert.Equal(1, await BooksAtOnce(city.AsNewcomer(person), await Evenings(20)));
        Assert.Equal(1, await city.Ask<ITimetable, int>(timetable => timetable.Stays.CountAsync(stay => stay.ParticipantId == person)));
    }

    [Fact]
    public async Task Canary_without_the_lock_of_the_diary_one_person_sits_in_several_rooms()
    {
        var person = await city.HasPerson();
        await city.HasDiary(person);
        var phone = await city.AsNewcomerAt(person, new WithoutDiaryLock(together: 2));
        Assert.True(await BooksAtOnce(phone, await Evenings(20)) > 1);
    }

    [Fact]
    public async Task A_programme_gives_its_hours_once_across_all_providers()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();

        // 40 x 120 minutes are 106.7 academic hours; InLT gives 200.
        var (first, second, small) = (await InLTClass(new(8, 0), 40), await InLTClass(new(11, 0), 40), await InLTClass(new(14, 0), 30));
        await TakesSeat(first, person);
        var refused = await Assert.ThrowsAsync<RuleBroken>(() => TakesSeat(second, person));
        Assert.Equal(("seat.too-few-hours", 93.3m, 106.7m), (refused.Code, refused.Details[0], refused.Details[1]));
        await TakesSeat(small, person);
        var given = (await city.Ask<IEligibility, IReadOnlyDictionary<(Guid, string), HoursGiven>>(eligibility => eligibility.HoursOf([person], [InLT], default)))[(person, InLT)];
        Assert.Equal(new HoursGiven(9000, 0, 40 * 120 + 30 * 120, 45), given);

        // Who has no programme uses none of its hours.
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(second, person, null, default));
    }

    [Fact]
    public async Task The_refusal_says_how_many_hours_are_left_and_which_class_would_fit()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await TakesSeat(await InLTClass(new(8, 0), 70), person);
        var school = await city.HasSchool("Fitting school");
        var (wanted, fits) = (await city.HasClass(level: "B2", from: new(11, 0), sessions: 30, priceCents: 10_000), await city.HasClass(school, level: "B2", from: new(14, 0), sessions: 5, priceCents: 10_000));
        var voucher = (await city.HasVouchers(person, VoucherCity.Terms() with { Levels = ["B2"] }, InLT))[0];
        var refused = await Books(city.AsNewcomer(person), wanted, HttpStatusCode.Conflict, voucher);
        Assert.Contains("seat.too-few-hours", refused, StringComparison.Ordinal);
        Assert.Contains("13.3", refused, StringComparison.Ordinal);
        Assert.Contains("Fitting school", refused, StringComparison.Ordinal);
        await Books(city.AsNewcomer(person), fits, voucher: voucher);
    }

    [Fact]
    public async Task Hours_are_given_once_to_who_books_at_many_providers_at_once()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        var classes = new List<Guid>();
        for (var hour = 0; hour < 8; hour++)
        {
            classes.Add(await InLTClass(new(5 + (2 * hour), 0), 40));
        }

        var taken = await Task.WhenAll(classes.Select(async id =>
        {
            try
            {
                await TakesSeat(id, person);
                return 1;
            }
            catch (RuleBroken refused) when (refused.Code == "seat.too-few-hours")
            {
                return 0;
            }
        }));
        Assert.Equal(1, taken.Sum());
    }

    [Fact]
    public async Task Moving_somebody_frees_the_old_hours_and_evenings_first()
    {
        await city.HasAllProgrammes();
        var (person, school) = (await city.HasLearner(), await city.HasSchool());
        var (from, to) = (await city.HasClass(school, sessions: 60, everyDays: 1, programme: InLT), await city.HasClass(school, sessions: 60, everyDays: 1, from: new(19, 0), programme: InLT));
        await TakesSeat(from, person);
        await city.InScope(async services => { await services.GetRequiredService<MovePerson>().Move(from, person, to, "Level", default); return true; });
        Assert.Equal((0, 1), (await SeatsIn(from), await SeatsIn(to)));
    }

    [Fact]
    public async Task A_group_is_made_and_enlarged_within_the_size_of_its_programme()
    {
        await city.HasAllProgrammes();
        var school = await city.HasSchool();
        var refused = await Assert.ThrowsAsync<RuleBroken>(() => city.HasClass(school, capacity: 11, programme: InLT));
        Assert.Equal(("group.larger-than-programme", "InLT", 10), (refused.Code, refused.Details[0], refused.Details[1]));
        var classId = await city.HasClass(school, capacity: 8, programme: InLT);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var page = await manager.GetStringAsync($"/provider/classes/{classId}");
        var tooMany = await manager.PostTo($"/provider/classes/{classId}?handler=Resize", page, ("Seats", "11"));
        Assert.Equal(HttpStatusCode.Conflict, tooMany.StatusCode);
        Assert.Contains("InLT allows at most 10 people", await tooMany.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Redirects(manager.PostTo($"/provider/classes/{classId}?handler=Resize", page, ("Seats", "1")));
        var (seated, waiting) = (await city.HasPerson(), await city.HasPerson());
        await Books(city.AsNewcomer(seated), classId);
        await Books(city.AsNewcomer(waiting), classId);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostTo($"/provider/classes/{classId}?handler=Resize", page, ("Seats", "0"))).StatusCode);
        await Redirects(manager.PostTo($"/provider/classes/{classId}?handler=Resize", page, ("Seats", "10")));

        // What became free is offered to who waits.
        Assert.Equal(1, await city.Ask<ITimetable, int>(timetable => timetable.Offers.CountAsync(offer => offer.GroupId == classId && offer.ParticipantId == waiting)));
    }

    [Fact]
    public async Task A_session_is_not_moved_onto_a_holiday_its_own_class_or_a_busy_teacher_without_a_question()
    {
        var (school, teacher) = (await city.HasSchool(), Guid.NewGuid());
        var classId = await city.HasClass(school, teacher: teacher, sessions: 3);
        await city.HasClass(await city.HasSchool(), first: new(2026, 11, 19), sessions: 1, teacher: teacher, name: "Elsewhere");
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        await Redirects(manager.Submit("/provider/holidays", ("Name", "Teachers' day"), ("From", "2026-11-19")));
        var sessions = await city.InDatabase(db => db.Set<Session>().Where(row => row.GroupId == classId).OrderBy(row => row.StartsAt).ToListAsync());
        var address = $"/provider/classes/{classId}/sessions/{sessions[0].Id}";
        var page = await manager.GetStringAsync(address);
        (string, string)[] Onto(string day) => [("On", day), ("From", "18:30"), ("Until", "20:00"), ("PlannedMinutes", "90"), ("Reason", "Room")];
        var asked = WebUtility.HtmlDecode(await (await manager.PostTo($"{address}?handler=Move", page, Onto("2026-11-19"))).Content.ReadAsStringAsync());
        Assert.Contains("There are no classes on that day: Teachers' day", asked, StringComparison.Ordinal);
        Assert.Contains("The teacher is in another class then: Elsewhere", asked, StringComparison.Ordinal);
        Assert.Contains("This class has another session at that time", await (await manager.PostTo($"{address}?handler=Move", page, Onto("2026-11-24"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 11, 17), await DayOf(sessions[0].Id));
        await Redirects(manager.PostTo($"{address}?handler=Move", page, [.. Onto("2026-11-19"), ("IsMeant", "true")]));
        Assert.Equal(new DateOnly(2026, 11, 19), await DayOf(sessions[0].Id));
    }

    private Task<Guid> InLTClass(TimeOnly from, int sessions) => city.HasClass(from: from, sessions: sessions, everyDays: 1, programme: InLT);

    private Task<Seat> TakesSeat(Guid group, Guid person) => city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, InLT, default));

    private async Task<List<Guid>> Evenings(int count)
    {
        var classes = new List<Guid>();
        while (classes.Count < count)
        {
            classes.Add(await city.HasClass());
        }

        return classes;
    }

    private static async Task<int> BooksAtOnce(HttpClient client, List<Guid> classes)
    {
        await client.GetAsync("/api/my/vouchers");
        var answers = await Task.WhenAll(classes.Select(id => Send(client, id, null)));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{answer.StatusCode}"));
        return answers.Count(answer => answer.IsSuccessStatusCode);
    }

    private static async Task<string> Books(HttpClient client, Guid classId, HttpStatusCode expected = HttpStatusCode.OK, Guid? voucher = null)
    {
        var answer = await Send(client, classId, voucher);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, body);
        return body;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, Guid classId, Guid? voucher)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/my/bookings") { Content = JsonContent.Create(new { classId, voucherId = voucher }), Headers = { { "Idempotency-Key", $"{Guid.NewGuid():N}" } } };
        return await client.SendAsync(request);
    }

    private static async Task Redirects(Task<HttpResponseMessage> answer)
    {
        var body = await (await answer).Content.ReadAsStringAsync();
        Assert.True((await answer).StatusCode == HttpStatusCode.Redirect, body);
    }

    private Task<int> SeatsIn(Guid id) => city.InDatabase(db => db.Set<Group>().Where(row => row.Id == id).Select(row => row.SeatsTaken).SingleAsync());

    private Task<DateOnly> DayOf(Guid session) => city.InDatabase(db => db.Set<Session>().Where(row => row.Id == session).Select(row => row.LocalDate).SingleAsync());

    /// <summary>Diaries are read without their lock, and whoever has looked first waits until another has looked too.</summary>
    private sealed partial class WithoutDiaryLock(int together) : DbCommandInterceptor
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting;

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            var text = command.CommandText.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
            if (text.Contains("timetable.diary", StringComparison.Ordinal))
            {
                command.CommandText = Lock().Replace(command.CommandText, "");
            }
            else if (text.Contains("update timetable.study_group", StringComparison.OrdinalIgnoreCase))
            {
                if (Interlocked.Increment(ref waiting) == together)
                {
                    all.SetResult();
                }

                await Task.WhenAny(all.Task, Task.Delay(Patience, cancellationToken));
            }

            return await base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        [GeneratedRegex(@" for no key update$| with \(updlock, rowlock\)", RegexOptions.None, 1000)]
        private static partial Regex Lock();
    }
}
