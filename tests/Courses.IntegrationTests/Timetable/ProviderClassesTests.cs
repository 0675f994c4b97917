using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.LanguageCourses;
using Courses.Orientation;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Timetable;

public sealed class ProviderClassesTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_class_is_made_from_a_course_and_a_weekly_pattern_after_a_preview()
    {
        var (providerId, venueId) = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, providerId);
        await Redirects(manager.Submit("/provider/courses", ("Name", "German A1.1 evening"), ("Language", "de"), ("Level", "a1.1"), ("AcademicHours", "24"), ("IsIntegrationCourse", "true")));
        await Redirects(manager.Submit("/provider/holidays", ("Name", "Teachers' day"), ("From", "2026-12-01")));
        var courseId = await city.InDatabase(db => db.Set<Course>().Where(course => course.ProviderId == providerId).Select(course => course.Id).SingleAsync());
        (string, string)[] form =
        [
            ("CourseId", courseId.ToString()), ("VenueId", venueId.ToString()), ("Number", "D-17"), ("Price", "150"), ("Capacity", "12"), ("Weekdays", "2"), ("Weekdays", "4"),
            ("From", "18:00"), ("Until", "20:15"), ("BreakMinutes", "15"), ("FirstDay", "2026-11-24"), ("Bring", "pass"), ("Bring", "made-up"),
        ];
        var shown = await manager.GetStringAsync("/provider/classes/new");
        var preview = await (await manager.PostTo("/provider/classes/new?handler=Preview", shown, form)).Content.ReadAsStringAsync();
        Assert.Contains("Left out: Teachers", preview, StringComparison.Ordinal);
        Assert.Empty(await city.InDatabase(db => db.Set<Class>().Where(one => one.ProviderId == providerId).ToListAsync()));

        // Nothing is saved before the price was said in words.
        var repeated = await manager.PostTo("/provider/classes/new?handler=Create", shown, form);
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.Contains("One seat costs 150 euros and 0 cents", await repeated.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await city.InDatabase(db => db.Set<Class>().Where(one => one.ProviderId == providerId).ToListAsync()));

        form = [.. form, ("RepeatedCents", "15000")];
        await Redirects(manager.PostTo("/provider/classes/new?handler=Create", shown, form));
        var group = await city.InDatabase(db => db.Set<Group>().AsNoTracking().SingleAsync(row => row.ProviderId == providerId));
        Assert.Equal((24 * 45, "pass", 12), (group.PlannedMinutes, group.Bring, group.Capacity));
        var days = await city.InDatabase(db => db.Set<Session>().Where(row => row.GroupId == group.Id).OrderBy(row => row.StartsAt).Select(row => row.LocalDate).ToListAsync());
        Assert.Equal(9, days.Count);
        Assert.DoesNotContain(new DateOnly(2026, 12, 1), days);
        Assert.Contains("D-17", await manager.GetStringAsync("/provider/classes"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo("/provider/classes/new?handler=Create", shown, form)).StatusCode);
    }

    [Theory]
    [InlineData("en", "120,50", "120 euros and 50 cents")]
    [InlineData("en", "120.50", "120 euros and 50 cents")]
    [InlineData("de", "120.50", "120 Euro und 50 Cent")]
    [InlineData("de", "99,9", "99 Euro und 90 Cent")]
    [InlineData("de", "۱۲۰٫۵۰", "120 Euro und 50 Cent")]
    [InlineData("en", "12050", "Yes, 12\u202f050 euros and 0 cents for 24 academic hours is meant")]
    [InlineData("en", "12.050", "can be 12050")]
    [InlineData("de", "2OO", "keine lesbare Zahl")]
    [InlineData("en", "-5", "below zero")]
    public async Task A_price_is_read_the_same_in_every_language_and_said_in_words(string language, string typed, string said)
    {
        var (providerId, venueId) = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, providerId);
        await Redirects(manager.Submit("/provider/courses", ("Name", "German A1.1 evening"), ("Language", "de"), ("Level", "a1.1"), ("AcademicHours", "24")));
        var courseId = await city.InDatabase(db => db.Set<Course>().Where(course => course.ProviderId == providerId).Select(course => course.Id).SingleAsync());
        manager.DefaultRequestHeaders.Add("Accept-Language", language);
        var shown = await manager.GetStringAsync("/provider/classes/new");
        var answer = await manager.PostTo("/provider/classes/new?handler=Create", shown, [
            ("CourseId", courseId.ToString()), ("VenueId", venueId.ToString()), ("Number", "P-1"), ("Price", typed), ("Capacity", "۱۲"), ("Weekdays", "2"),
            ("From", "18:00"), ("Until", "20:15"), ("BreakMinutes", "0"), ("FirstDay", "2026-11-24")]);
        Assert.Contains(said, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(await city.InDatabase(db => db.Set<Class>().Where(one => one.ProviderId == providerId).ToListAsync()));
    }

    [Fact]
    public async Task A_session_that_is_moved_keeps_what_it_was_and_everybody_hears_of_it()
    {
        var school = await city.HasSchool(timeZone: "Europe/Riga");
        var classId = await city.HasClass(school, sessions: 2);
        var person = await city.HasPerson();
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(classId, person, null, default));
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var session = await city.InDatabase(db => db.Set<Session>().AsNoTracking().Where(row => row.GroupId == classId).OrderBy(row => row.StartsAt).FirstAsync());
        var page = $"/provider/classes/{classId}/sessions/{session.Id}";
        var shown = await manager.GetStringAsync(page);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostTo(page + "?handler=Move", shown)).StatusCode);
        await Redirects(manager.PostTo(page + "?handler=Move", shown, ("On", "2027-03-29"), ("From", "09:00"), ("Until", "11:00"), ("PlannedMinutes", "120"), ("Reason", "The heating is broken")));

        var moved = await city.InDatabase(db => db.Set<Session>().AsNoTracking().Include(row => row.Changes).SingleAsync(row => row.Id == session.Id));
        Assert.Equal(new DateTimeOffset(2027, 3, 29, 6, 0, 0, TimeSpan.Zero), moved.StartsAt);
        Assert.Equal(session.StartsAt, moved.Changes.Single().WasStartingAt);
        Assert.Equal(new DateOnly(2027, 3, 29), await city.InDatabase(db => db.Set<Group>().Where(row => row.Id == classId).Select(row => row.EndsOn).SingleAsync()));
        Assert.Equal(1, await city.Ask<IMessages, int>(messages => messages.Reminders.CountAsync(row => row.ParticipantId == person && row.Kind == "session-moved")));

        await Redirects(manager.PostTo(page + "?handler=Cancel", shown, ("Reason", "Still cold")));
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo(page + "?handler=Cancel", shown, ("Reason", "Again"))).StatusCode);
        Assert.Contains("The heating is broken", await manager.GetStringAsync($"/provider/classes/{classId}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_class_lets_everybody_go_and_tells_them()
    {
        var school = await city.HasSchool();
        var classId = await city.HasClass(school, capacity: 1);
        var (seated, waiting) = (await city.HasPerson(), await city.HasPerson());
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(classId, seated, null, default));
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(classId, waiting, null, default));
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        await Redirects(manager.Submit($"/provider/classes/{classId}/cancel", ("Reason", "Too few people")));

        var group = await city.InDatabase(db => db.Set<Group>().AsNoTracking().SingleAsync(row => row.Id == classId));
        Assert.Equal((0, 0, 0), (group.SeatsTaken, group.SeatsOffered, group.InLine));
        Assert.False(await city.InDatabase(db => db.Set<Session>().AnyAsync(row => row.GroupId == classId && row.CancelledAt == null)));
        foreach (var person in new[] { seated, waiting })
        {
            Assert.Equal(1, await city.Ask<IMessages, int>(messages => messages.Reminders.CountAsync(row => row.ParticipantId == person && row.Kind == "class-cancelled")));
            Assert.Contains("This course was cancelled", await city.AsNewcomer(person).GetStringAsync("/my/courses"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await manager.Submit($"/provider/classes/{classId}/cancel", ("Reason", "Again"))).StatusCode);
    }

    [Fact]
    public async Task Another_providers_class_is_as_if_it_did_not_exist()
    {
        var classId = await city.HasClass();
        var session = await city.InDatabase(db => db.Set<Session>().AsNoTracking().FirstAsync(row => row.GroupId == classId));
        var courseId = await city.InDatabase(db => db.Set<Class>().Where(one => one.Id == classId).Select(one => one.CourseId).SingleAsync());
        var (otherProvider, _) = await city.HasSchool();
        var other = city.As(Roles.ProviderManager, otherProvider);
        foreach (var page in new[] { "", "/list", "/cancel", $"/sessions/{session.Id}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/provider/classes/{classId}{page}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Coach).GetAsync($"/provider/classes/{classId}{page}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/provider/courses?edit={courseId}")).StatusCode);
        var shown = await other.GetStringAsync("/provider/holidays");
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo($"/provider/classes/{classId}/cancel", shown, ("Reason", "Mine now"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo($"/provider/courses?handler=Withdraw&id={courseId}", shown)).StatusCode);
        Assert.DoesNotContain(classId.ToString(), await other.GetStringAsync("/provider/classes"), StringComparison.Ordinal);
        Assert.Null(await city.InDatabase(db => db.Set<Group>().Where(row => row.Id == classId).Select(row => row.CancelledAt).SingleAsync()));
    }

    [Fact]
    public async Task A_teacher_sees_the_own_sessions_with_their_registers()
    {
        var school = await city.HasSchool();
        var teacher = await city.AccountOf(Roles.Teacher, school.ProviderId);
        var mine = await city.HasClass(school, first: new(2026, 11, 16), from: new(15, 0));
        var other = await city.HasClass(school, first: new(2026, 11, 16), from: new(15, 0));
        await city.InDatabase(db => db.Set<Group>().Where(row => row.Id == mine).ExecuteUpdateAsync(set => set.SetProperty(row => row.TeacherId, teacher)));
        await city.InDatabase(db => db.Set<Group>().Where(row => row.Id == other).ExecuteUpdateAsync(set => set.SetProperty(row => row.TeacherId, Guid.NewGuid())));
        var sessions = await city.InDatabase(db => db.Set<Session>().Where(row => (row.GroupId == mine || row.GroupId == other) && row.LocalDate == new DateOnly(2026, 11, 16)).ToDictionaryAsync(row => row.GroupId, row => row.Id));
        var page = await city.As(Roles.Teacher, school.ProviderId).GetStringAsync("/teacher");
        Assert.Contains($"/teacher/registers/{sessions[mine]}", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/teacher/registers/{sessions[other]}", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/teacher/registers/{sessions[mine]}", await city.As(Roles.Teacher, Guid.NewGuid()).GetStringAsync("/teacher"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coach_plans_a_run_and_records_a_finished_module_once()
    {
        var (_, venueId) = await city.HasSchool();
        var administrator = city.As(Roles.Administrator);
        await Redirects(administrator.PostTo("/orientation?handler=Load", await administrator.GetStringAsync("/orientation")));
        Assert.Equal(0, await city.InDatabase(db => StandardTopics.Load(db, default)));
        var coach = city.As(Roles.Coach);
        var created = await coach.Submit(
            "/orientation/new", ("TopicCode", "protection"), ("RunLanguage", "ar"), ("VenueId", venueId.ToString()), ("On", "2026-11-27"), ("From", "09:00"), ("Until", "16:00"), ("BreakMinutes", "60"), ("Days", "3"), ("Capacity", "15"));
        var address = created.Headers.Location?.ToString();
        Assert.True(address?.StartsWith("/provider/classes/", StringComparison.Ordinal), await created.Content.ReadAsStringAsync());
        Assert.Contains("International protection", await coach.GetStringAsync(address), StringComparison.Ordinal);
        Assert.Contains(address!.Replace("/provider/classes/", "/my/book/", StringComparison.Ordinal), await city.AsNewcomer(await city.HasPerson()).GetStringAsync("/my/find?kind=orientation&teaches=ar"), StringComparison.Ordinal);

        var person = await city.HasPerson();
        for (var times = 0; times < 2; times++)
        {
            await Redirects(coach.Submit($"/orientation/complete?person={person}", ("TopicCode", "start-coaching"), ("On", "2026-11-10")));
        }

        Assert.Equal(1, await city.InDatabase(db => db.Set<Completion>().CountAsync(row => row.ParticipantId == person)));
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.Submit("/orientation/complete", ("PassNumber", "0000-0000-0"), ("TopicCode", "start-coaching"), ("On", "2026-11-10"))).StatusCode);
    }

    private static async Task Redirects(Task<HttpResponseMessage> post)
    {
        var response = await post;
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
