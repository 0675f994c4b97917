using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Mentoring;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Mentoring;

/// <summary>What helpers promised, the hours that they gave, and the papers about them. It is Monday, 16 November 2026.</summary>
public sealed partial class HoursTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Hours_are_certified_checked_by_anybody_written_anew_when_they_change_and_withdrawn()
    {
        var (helper, person) = (await city.HasHelper("Lena Maier"), await city.HasNewcomer("Nargis", "Rahimi", "fa"));
        var pair = await city.HasPair(helper, person);
        await Refused(await Asks(helper.Client), "No hours are confirmed");
        var meetings = await HasConfirmed(helper, pair, person, ("2026-11-02", 90, "Language"), ("2026-11-03", 60, "Office"), ("2026-11-04", 60, "Language"));
        await Accepted(await City.Meets(helper, pair, "2026-11-05"));

        // What waits for the newcomer is not on it.
        await Accepted(await Asks(helper.Client));
        await Accepted(await Asks(helper.Client));
        Assert.Equal(1, await city.InDatabase(db => db.Set<HoursPaper>().CountAsync(row => row.HelperId == helper.Id)));
        var coach = city.As(Roles.Coach);
        Assert.Contains("asks for a certificate of hours", WebUtility.HtmlDecode(await coach.GetStringAsync("/mentoring")), StringComparison.Ordinal);
        var page = $"/mentoring/helpers/{helper.Id}/hours";
        var form = await coach.GetStringAsync(page);
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => coach.PostTo(page + "?handler=Issue", form, ("First", "2026-11-01"), ("Last", "2026-11-15"))));
        Assert.All(written, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var first = Assert.Single(await Papers(helper.Id));
        var sheet = WebUtility.HtmlDecode(await helper.Client.GetStringAsync($"/mentor/papers/{first.Id}"));
        foreach (var line in new[] { "Lena Maier", "2.5 h, meetings: 2", "1 h, meetings: 1", "3.5 h of 60 minutes", "3,5 Stunden zu 60 Minuten", PaperNumber.Written(first.Number), "<svg" })
        {
            Assert.Contains(line, sheet, StringComparison.Ordinal);
        }

        var anybody = city.CreateClient();
        Assert.Contains("3.5 h of 60 minutes", await anybody.GetStringAsync($"/confirmed/{first.Number}"), StringComparison.Ordinal);

        // Nobody else's; the office prints it, too.
        var other = await city.HasHelper("Somebody Else");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Client.GetAsync($"/mentor/papers/{first.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.Client.GetAsync($"/mentor/papers/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await helper.Client.GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await coach.GetAsync($"/mentor/papers/{first.Id}")).StatusCode);

        // The newcomer says that one was not so: the paper says less, under another number.
        Assert.Equal(0, await city.Runs("mentor-hours"));
        await Accepted(await city.AsNewcomer(person, "fa").Act("/my/mentor", "NotSo", ("MeetingId", meetings[0].ToString())));
        Assert.Equal(1, await city.Runs("mentor-hours"));
        Assert.Equal(0, await city.Runs("mentor-hours"));
        var papers = await Papers(helper.Id);
        var second = papers.Single(paper => paper.WithdrawnOn is null);
        Assert.Equal((2, "reason.hours.changed"), (papers.Count, papers.Single(paper => paper.Id == first.Id).WithdrawnReasonCode));
        var gone = await anybody.GetStringAsync($"/confirmed/{first.Number}");
        Assert.DoesNotContain("Lena", gone, StringComparison.Ordinal);
        Assert.Contains("2 h of 60 minutes", await anybody.GetStringAsync($"/confirmed/{second.Number}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.Client.GetAsync($"/mentor/papers/{first.Id}")).StatusCode);

        // The office withdraws it with a reason, and writes another.
        await Refused(await coach.Act(page, "Withdraw", ("Paper", second.Id.ToString())), null, HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.Act(page, "Withdraw", ("Paper", Guid.NewGuid().ToString()), ("ReasonCode", "reason.hours.mistake"))).StatusCode);
        await Accepted(await coach.Act(page, "Withdraw", ("Paper", second.Id.ToString()), ("ReasonCode", "reason.hours.wrong-name")));
        Assert.Contains("name on it was wrong", WebUtility.HtmlDecode(await helper.Client.GetStringAsync("/mentor/hours")), StringComparison.Ordinal);
        Assert.Equal(0, await city.Runs("mentor-hours"));
        await Accepted(await coach.Act(page, "Issue", ("First", "2026-11-01"), ("Last", "2026-11-15")));
        Assert.Equal(3, (await Papers(helper.Id)).Count);

        // An hour stands on one paper: who wants other days has the first withdrawn.
        var standing = (await Papers(helper.Id)).Single(paper => paper.WithdrawnOn is null);
        await Refused(await coach.Act(page, "Issue", ("First", "2026-11-03"), ("Last", "2026-11-16")), PaperNumber.Written(standing.Number), HttpStatusCode.Conflict);

        // Days that are none.
        foreach (var (from, until) in new[] { ("2026-11-10", "2026-11-01"), ("2026-11-10", "2027-01-01"), ("2010-01-01", "2026-11-01"), ("0003-01-01", "0003-01-02"), ("x", "\0"), ("", "") })
        {
            var answer = await coach.Act(page, "Issue", ("First", from), ("Last", until));
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{from} {until}: {answer.StatusCode}");
        }

        Assert.Equal(3, (await Papers(helper.Id)).Count);
    }

    /// <summary>A student teaches: the signed lessons are hours, and 25 hours are one point.</summary>
    [Fact]
    public async Task Lessons_that_a_student_taught_are_hours_and_points()
    {
        await using var own = await City.New();
        await own.HasPairTemplates();
        var (teacher, substitute) = (await own.HasAccount("student@example.org", Roles.Teacher), await own.HasAccount("other@example.org", Roles.Teacher));
        var helper = await own.HasHelper("Marta", kind: "Student", teacher: teacher, languages: "de, lv");
        var taught = await own.HasReportedClass(signed: true);
        await own.HasReportedClass(signed: true);
        await own.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, teacher)));
        await Accepted(await own.As(Roles.Coach).Act($"/mentoring/helpers/{helper.Id}", "Promise", ("Template", "teaching-practice"), ("PromisedOn", "2026-10-01")));

        // Eight lessons of an hour and a half are over; 12 hours of 25 are 0.4 points, rounded down.
        var minutes = await Scalar(own, "select sum(s.planned_minutes) from attendance.register r join timetable.session s on s.id = r.id join timetable.study_group g on g.id = s.group_id where s.cancelled_at is null and g.teacher_id = '" + teacher + "'");
        Assert.Equal(8 * 90, minutes);
        var page = WebUtility.HtmlDecode(await helper.Client.GetStringAsync("/mentor/hours"));
        Assert.Contains("<td class=\"number\">8</td><td class=\"number\">12</td>", page, StringComparison.Ordinal);
        Assert.Contains("(ECTS): 0.4", page, StringComparison.Ordinal);

        // Whoever signed was there: two lessons were another teacher's.
        await own.InDatabase(async db =>
        {
            var two = await db.Set<Courses.Timetable.Session>().Where(session => session.GroupId == taught.GroupId).OrderBy(session => session.StartsAt).Select(session => session.Id).Take(2).ToListAsync();
            return await db.Set<Courses.Attendance.Register>().Where(register => two.Contains(register.Id)).ExecuteUpdateAsync(set => set.SetProperty(register => register.SignedOffById, substitute));
        });
        await Accepted(await own.As(Roles.Coach).Act($"/mentoring/helpers/{helper.Id}/hours", "Issue", ("First", "2026-10-01"), ("Last", "2026-11-15")));
        var paper = Assert.Single(await own.InDatabase(db => db.Set<Paper>().AsNoTracking().Where(row => row.HolderId == helper.Id).ToListAsync()));
        var sheet = WebUtility.HtmlDecode(await own.CreateClient().GetStringAsync($"/confirmed/{paper.Number}"));
        Assert.Contains("9 h, lessons: 6", sheet, StringComparison.Ordinal);
        Assert.Contains("0.3", sheet, StringComparison.Ordinal);
    }

    /// <summary>Whoever teaches signs in as a teacher: the own hours are a tap away from the start page, and nobody else's are.</summary>
    [Fact]
    public async Task A_student_who_teaches_sees_the_own_hours_asks_for_the_certificate_and_prints_it()
    {
        await using var own = await City.New();
        await own.HasPairTemplates();
        var taught = await own.HasReportedClass(signed: true);
        var school = await own.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == taught.GroupId).Select(group => group.ProviderId).SingleAsync());
        var (teacher, other) = (await own.HasAccount("student@example.org", Roles.Teacher, school), await own.HasAccount("other@example.org", Roles.Teacher, school));
        await own.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, teacher)));
        var helper = await own.HasHelper("Marta", kind: "Student", teacher: teacher, languages: "de");
        await own.InDatabase(db => db.Set<Helper>().Where(row => row.Id == helper.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountId, (Guid?)null)));
        await own.InDatabase(async db =>
        {
            var last = await db.Set<Courses.Timetable.Session>().Where(session => session.GroupId == taught.GroupId && db.Set<Courses.Attendance.Register>().Any(register => register.Id == session.Id)).OrderByDescending(session => session.StartsAt).Select(session => session.Id).FirstAsync();
            return await db.Set<Courses.Attendance.Register>().Where(register => register.Id == last).ExecuteDeleteAsync();
        });
        var student = own.AsAccount(teacher);
        var start = WebUtility.HtmlDecode(await student.GetStringAsync("/teacher"));
        Assert.Contains("href=\"/mentor/hours\"", start, StringComparison.Ordinal);
        Assert.Contains("10 hours of yours are confirmed", Plain(start), StringComparison.Ordinal);
        Assert.DoesNotContain("/mentor/hours", await own.AsAccount(other).GetStringAsync("/teacher"), StringComparison.Ordinal);

        // Seven of eight lessons are signed; the eighth waits and does not count.
        var page = WebUtility.HtmlDecode(await student.GetStringAsync("/mentor/hours"));
        Assert.Contains("<td class=\"number\">7</td><td class=\"number\">10.5</td>", page, StringComparison.Ordinal);
        Assert.Contains("1 lesson (1.5 h): the register is not signed yet", page, StringComparison.Ordinal);
        await Accepted(await student.Submit("/mentor/hours", ("First", "2026-10-01"), ("Last", "2026-11-15")));
        await Accepted(await own.As(Roles.Coach).Act($"/mentoring/helpers/{helper.Id}/hours", "Issue", ("First", "2026-10-01"), ("Last", "2026-11-15")));
        var paper = Assert.Single(await own.InDatabase(db => db.Set<Paper>().AsNoTracking().Where(row => row.HolderId == helper.Id).ToListAsync()));
        Assert.Contains($"href=\"/mentor/papers/{paper.Id}\"", await student.GetStringAsync("/mentor/hours"), StringComparison.Ordinal);
        var sheet = await student.GetStringAsync($"/mentor/papers/{paper.Id}");
        Assert.Contains("10.5 h", sheet, StringComparison.Ordinal);
        Assert.Contains("href=\"/mentor/hours\"", sheet, StringComparison.Ordinal);

        // The mail goes to the account that teaches; another teacher has no hours here and opens no paper of hers.
        Assert.Equal<string?>(["student@example.org"], await own.InDatabase(db => db.Set<Courses.Messaging.Message>().Where(message => message.Kind == HoursDesk.Letter).Select(message => message.StaffEmail).ToListAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await own.AsAccount(other).GetAsync($"/mentor/papers/{paper.Id}")).StatusCode);
        Assert.DoesNotContain("10.5", await own.AsAccount(other).GetStringAsync("/mentor/hours"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await own.AsAccount(other).Submit("/mentor/hours", ("First", "2026-10-01"), ("Last", "2026-11-15"))).StatusCode);
    }

    [Fact]
    public async Task Whoever_promises_is_trained_first_and_leaving_earlier_is_said()
    {
        await city.HasPairTemplates();
        var coach = city.As(Roles.Coach);
        var untrained = await city.HasHelper("Untrained", trained: false);
        await Refused(await Promises(untrained.Id, "volunteer", "2026-11-01"), "training is missing");
        var helper = await city.HasHelper("Bound");
        await Refused(await Promises(helper.Id, "volunteer", "2026-04-01"), null, HttpStatusCode.Conflict);
        foreach (var (template, on) in new[] { ("", "2026-11-01"), ("volunteer", ""), ("volunteer", "2027-01-01"), ("none", "2026-11-01") })
        {
            var answer = await Promises(helper.Id, template, on);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{template} {on}: {answer.StatusCode}");
            Assert.Contains("value=\"Bound\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Accepted(await Promises(helper.Id, "volunteer", "2026-06-01"));
        await Accepted(await Promises(helper.Id, "volunteer", "2026-06-01"));
        await Refused(await Promises(helper.Id, "language-pairs", "2026-07-01"), "Another promise runs");
        Assert.Contains("bound until 1 December 2026", await coach.GetStringAsync($"/mentoring/helpers/{helper.Id}"), StringComparison.Ordinal);
        await Accepted(await coach.Act($"/mentoring/helpers/{helper.Id}", "Leave"));
        Assert.Contains("earlier than promised", await coach.GetStringAsync($"/mentoring/helpers/{helper.Id}"), StringComparison.Ordinal);
        await Refused(await Promises(helper.Id, "volunteer", "2026-11-16"), null, HttpStatusCode.Conflict);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Engagement>().CountAsync(row => row.HelperId == helper.Id)));

        async Task<HttpResponseMessage> Promises(Guid id, string template, string on)
        {
            var page = $"/mentoring/helpers/{id}";
            return await coach.PostTo(page + "?handler=Promise", await coach.GetStringAsync(page), ("Template", template), ("PromisedOn", on));
        }
    }

    [Fact]
    public async Task Languages_are_chosen_by_name_and_what_was_typed_comes_back()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.GetStringAsync("/mentoring/helpers/new");
        Assert.Equal(4, page.Split("name=\"Languages\"").Length - 1);
        Assert.Contains(">Persian (Farsi, Dari) – ", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        var answer = await coach.Submit("/mentoring/helpers/new", ("Name", "Kept Name"), ("Kind", ""), ("Languages", "fa"), ("Languages", ""), ("Languages", "uk"), ("BirthYear", "1988"), ("Free", "3"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var again = await answer.Content.ReadAsStringAsync();
        foreach (var kept in new[] { "value=\"Kept Name\"", "value=\"1988\"", "value=\"3\" checked", "<option value=\"fa\" selected", "<option value=\"uk\" selected" })
        {
            Assert.Contains(kept, again, StringComparison.Ordinal);
        }

        var helper = await city.HasHelper("Speaks Three", languages: "fa, de, lv");
        Assert.Equal("fa,de,lv", await city.InDatabase(db => db.Set<Helper>().Where(row => row.Id == helper.Id).Select(row => row.Languages).SingleAsync()));
        Assert.Equal(5, (await coach.GetStringAsync($"/mentoring/helpers/{helper.Id}")).Split("name=\"Languages\"").Length - 1);
    }

    /// <summary>160 hours at a workplace, part by part, with a bar beside each number.</summary>
    [Fact]
    public async Task Hours_stand_against_the_plan_of_the_pair()
    {
        await city.HasAllProgrammes();
        var (helper, person) = (await city.HasHelper(), await city.HasNewcomer());
        var pair = await city.HasPair(helper, person, "workplace");
        await HasConfirmed(helper, pair, person, ("2026-11-02", 660, "Work"), ("2026-11-03", 300, "Language"));
        foreach (var (client, page) in new[] { (city.As(Roles.Coach), $"/mentoring/pairs/{pair}"), (helper.Client, $"/mentor/pairs/{pair}") })
        {
            var text = await client.GetStringAsync(page);
            Assert.Contains("aria-label=\"Work: 10 %\"", text, StringComparison.Ordinal);
            Assert.Contains("aria-label=\"Language: 16 %\"", text, StringComparison.Ordinal);
            Assert.Contains("aria-label=\"Total: 10 %\"", text, StringComparison.Ordinal);
            Assert.Contains("<td class=\"number\">16</td>", text, StringComparison.Ordinal);
            Assert.Contains("<td class=\"number\">160</td>", text, StringComparison.Ordinal);
        }
    }

    private static string Plain(string html) => Tag().Replace(html, " ");

    [GeneratedRegex("(<[^>]+>|\\s)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    private static Task<HttpResponseMessage> Asks(HttpClient helper) => helper.Submit("/mentor/hours", ("First", "2026-11-01"), ("Last", "2026-11-15"));

    private Task<List<Paper>> Papers(Guid helper) => city.InDatabase(db => db.Set<Paper>().AsNoTracking().Where(row => row.HolderId == helper && row.Kind == HoursDesk.PaperKind).OrderBy(row => row.Id).ToListAsync());

    private async Task<IReadOnlyList<Guid>> HasConfirmed(HelperOfACity helper, Guid pair, Guid person, params (string On, int Minutes, string Support)[] meetings)
    {
        List<Guid> ids = [];
        foreach (var (on, minutes, support) in meetings)
        {
            await Accepted(await City.Meets(helper, pair, on, "08:00", minutes, support));
            var id = await city.InDatabase(db => db.Set<Meeting>().Where(row => row.PairId == pair && row.On == DateOnly.Parse(on, CultureInfo.InvariantCulture)).Select(row => row.Id).SingleAsync());
            await Accepted(await city.AsNewcomer(person).Act("/my/mentor", "Confirm", ("MeetingId", id.ToString())));
            ids.Add(id);
        }

        return ids;
    }

    private static Task<long> Scalar(City city, string sql)
    {
        var whole = $"select cast(({sql}) as bigint) as \"Value\"";
        return city.InDatabase(db => db.Database.SqlQueryRaw<long>(whole).SingleAsync());
    }

    private static async Task Accepted(HttpResponseMessage answer) => Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");

    private static async Task Refused(HttpResponseMessage answer, string? sentence, HttpStatusCode with = HttpStatusCode.Conflict)
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == with, $"{answer.StatusCode} {page}");
        Assert.Contains(sentence ?? "", page, StringComparison.Ordinal);
    }
}
