using System.Net;
using Courses.Attendance;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Attendance;

public sealed class RegisterPageTests(City city) : IClassFixture<City>
{
    private DateTimeOffset Now => city.Clock.GetUtcNow();

    [Fact]
    public async Task A_teacher_takes_signs_off_and_corrects_a_register_without_JavaScript()
    {
        var taught = await city.HasTaughtClass();
        var teacher = city.As(Roles.Teacher, taught.ProviderId);
        var page = $"/teacher/registers/{taught.Session}";
        Assert.Contains(page, await (await teacher.GetAsync("/teacher/registers")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var (first, second, third) = (taught.People[0].Id, taught.People[1].Id, taught.People[2].Id);
        var html = await (await teacher.GetAsync(page)).Content.ReadAsStringAsync();
        city.Clock.Advance(City.ToTheEnd);
        var signed = await teacher.PostTo(page + "?handler=SignOff", html, ($"People[{first}].State", "present"), ($"People[{second}].State", "late"), ($"People[{second}].Minutes", "25"));
        city.Clock.Advance(-City.ToTheEnd);
        Assert.True(signed.StatusCode == HttpStatusCode.Redirect, await signed.Content.ReadAsStringAsync());
        var marks = (await city.MarksOf(taught.Session)).ToDictionary(mark => mark.ParticipantId);
        Assert.Equal((MarkState.Present, MarkState.Late, 65, MarkState.Absent), (marks[first].State, marks[second].State, marks[second].PresentMinutes, marks[third].State));

        var form = $"{page}?person={third}";
        html = await (await teacher.GetAsync(form)).Content.ReadAsStringAsync();
        var noReason = await teacher.PostTo(page + "?handler=Correct", html, ("Person", third.ToString()), ("State", "excused"), ("Reason", " "));
        Assert.Equal(HttpStatusCode.Conflict, noReason.StatusCode);
        var corrected = await teacher.PostTo(page + "?handler=Correct", html, ("Person", third.ToString()), ("State", "excused"), ("Reason", "Brought a certificate"));
        Assert.True(corrected.StatusCode == HttpStatusCode.Redirect, await corrected.Content.ReadAsStringAsync());
        Assert.Equal(MarkState.Excused, (await city.MarksOf(taught.Session)).Single(mark => mark.ParticipantId == third).State);
        Assert.Contains("Brought a certificate", await (await teacher.GetAsync(page)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lesson_that_was_held_before_its_class_was_cancelled_is_signed_and_counts()
    {
        var taught = await city.HasTaughtClass(sessions: 2);
        var teacher = city.As(Roles.Teacher, taught.ProviderId);
        var page = $"/teacher/registers/{taught.Session}";
        var person = taught.People[0].Id;
        city.Clock.Advance(City.ToTheEnd + TimeSpan.FromHours(3));
        try
        {
            var manager = city.As(Roles.ProviderManager, taught.ProviderId);
            Assert.Equal(HttpStatusCode.Redirect, (await manager.Submit($"/provider/classes/{taught.GroupId}/cancel", ("Reason", "Too few people"))).StatusCode);

            Assert.Contains(page, await manager.GetStringAsync("/provider/registers?tab=missing"), StringComparison.Ordinal);
            Assert.Equal(1, await city.Ask<IAttendance, int>(attendance => attendance.MissingRegisters(Now).CountAsync(register => register.SessionId == taught.Session)));
            var signed = await teacher.PostTo(page + "?handler=SignOff", await teacher.GetStringAsync(page), ($"People[{person}].State", "present"));
            Assert.True(signed.StatusCode == HttpStatusCode.Redirect, await signed.Content.ReadAsStringAsync());
            Assert.Equal((MarkState.Present, 90), (await city.MarksOf(taught.Session)).Where(mark => mark.ParticipantId == person).Select(mark => (mark.State, mark.PresentMinutes)).Single());
            Assert.Equal(0, await city.Ask<IAttendance, int>(attendance => attendance.MissingRegisters(Now).CountAsync(register => register.SessionId == taught.Session)));

            // What had not begun is cancelled with the class, and nobody misses its register.
            city.Clock.Advance(TimeSpan.FromDays(14));
            Assert.Equal(0, await city.Ask<IAttendance, int>(attendance => attendance.MissingRegisters(Now).CountAsync(register => taught.Sessions.Contains(register.SessionId))));
            city.Clock.Advance(-TimeSpan.FromDays(14));
        }
        finally
        {
            city.Clock.Advance(-City.ToTheEnd - TimeSpan.FromHours(3));
        }
    }

    [Fact]
    public async Task One_button_says_that_everybody_else_is_here_and_what_was_chosen_stays()
    {
        var taught = await city.HasTaughtClass();
        var teacher = city.As(Roles.Teacher, taught.ProviderId);
        var page = $"/teacher/registers/{taught.Session}";
        var html = await (await teacher.GetAsync(page)).Content.ReadAsStringAsync();
        Assert.Contains("handler=AllPresent", html, StringComparison.Ordinal);
        var (first, second, third) = (taught.People[0].Id, taught.People[1].Id, taught.People[2].Id);
        var sent = await teacher.PostTo(page + "?handler=AllPresent", html, ($"People[{first}].State", "absent"), ($"People[{second}].State", ""));
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        await teacher.PostTo(page + "?handler=AllPresent", html, ($"People[{first}].State", "absent"));
        var marks = (await city.MarksOf(taught.Session)).ToDictionary(mark => mark.ParticipantId, mark => mark.State);
        Assert.Equal((MarkState.Absent, MarkState.Present, MarkState.Present), (marks[first], marks[second], marks[third]));
        Assert.Equal(3, await city.InDatabase(db => db.Set<AttendanceFact>().CountAsync(fact => fact.SessionId == taught.Session)));
    }

    [Fact]
    public async Task A_correction_is_typed_where_its_message_stands()
    {
        var taught = await city.HasTaughtClass();
        var teacher = city.As(Roles.Teacher, taught.ProviderId);
        var page = $"/teacher/registers/{taught.Session}";
        var html = await (await teacher.GetAsync(page)).Content.ReadAsStringAsync();
        city.Clock.Advance(City.ToTheEnd);
        await teacher.PostTo(page + "?handler=SignOff", html);
        city.Clock.Advance(-City.ToTheEnd);
        var open = await (await teacher.GetAsync($"{page}?person={taught.People[0].Id}")).Content.ReadAsStringAsync();
        Assert.InRange(open.IndexOf("id=\"correct\"", StringComparison.Ordinal), 1, open.IndexOf("<table", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_form_keeps_what_was_chosen()
    {
        var taught = await city.HasTaughtClass();
        var teacher = city.As(Roles.Teacher, taught.ProviderId);
        var page = $"/teacher/registers/{taught.Session}";
        var html = await (await teacher.GetAsync(page)).Content.ReadAsStringAsync();
        var refused = await teacher.PostTo(page + "?handler=Save", html, ($"People[{taught.People[0].Id}].State", "late"), ($"People[{taught.People[1].Id}].Note", "Bus strike"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var shown = await refused.Content.ReadAsStringAsync();
        Assert.Contains("Bus strike", shown, StringComparison.Ordinal);
        Assert.Contains("value=\"late\" checked", shown, StringComparison.Ordinal);
        Assert.Empty(await city.MarksOf(taught.Session));
    }

    [Fact]
    public async Task The_printed_list_names_everybody_with_a_code()
    {
        var taught = await city.HasTaughtClass();
        var html = await (await city.As(Roles.Teacher, taught.ProviderId).GetAsync($"/teacher/registers/{taught.Session}/print")).Content.ReadAsStringAsync();
        Assert.All(taught.People, (_, i) => Assert.Contains($"Amina{i} H.", html, StringComparison.Ordinal));
        Assert.Equal(3, html.Split("<svg").Length - 1 - (html.Split("class=\"icon\"").Length - 1));
    }

    [Fact]
    public async Task The_provider_settles_a_contradiction_and_both_versions_are_kept()
    {
        var taught = await city.HasTaughtClass();
        var person = taught.People[0].Id;
        await city.AsTablet(taught.ProviderId, "A").Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = person, Kind = "present", DeviceTime = Now });
        await city.AsTablet(taught.ProviderId, "B").Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = person, Kind = "absent", DeviceTime = Now.AddMinutes(1) });
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var html = await (await manager.GetAsync("/provider/registers")).Content.ReadAsStringAsync();
        Assert.Contains("Amina0 H.", html, StringComparison.Ordinal);
        var review = Assert.Single(await city.ReviewsOf(taught.Session));

        var settled = await manager.PostTo("/provider/registers?handler=Settle", html, ("ReviewId", review.Id.ToString()), ("State", "present"), ("Reason", "She signed the paper list"));
        Assert.True(settled.StatusCode == HttpStatusCode.Redirect, await settled.Content.ReadAsStringAsync());
        Assert.Equal(MarkState.Present, Assert.Single(await city.MarksOf(taught.Session)).State);
        var kept = Assert.Single(await city.ReviewsOf(taught.Session));
        Assert.Equal(("She signed the paper list", true), (kept.Reason, kept.CorrectionFactId is not null));
        Assert.Equal(3, await city.InDatabase(db => db.Set<AttendanceFact>().CountAsync(fact => fact.SessionId == taught.Session)));
        Assert.Contains("She signed the paper list", await (await manager.GetAsync("/provider/registers?tab=settled")).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var other = city.As(Roles.ProviderManager, await city.HasProvider());
        var foreign = await other.PostTo("/provider/registers?handler=Settle", html, ("ReviewId", review.Id.ToString()), ("Reason", "x"));
        Assert.False(foreign.IsSuccessStatusCode && foreign.StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_guest_without_a_pass_is_told_of_by_name()
    {
        var taught = await city.HasTaughtClass(people: 1);
        await city.AsTablet(taught.ProviderId).Send(Now, new SentFact { SessionId = taught.Session, Kind = "walk-in", Note = "Juris Bezkartes", DeviceTime = Now });
        Assert.Equal("walk-in", Assert.Single(await city.ReviewsOf(taught.Session)).Code);
        Assert.Empty(await city.MarksOf(taught.Session));
        var page = await (await city.As(Roles.ProviderManager, taught.ProviderId).GetAsync("/provider/registers")).Content.ReadAsStringAsync();
        Assert.Contains("A guest came", page, StringComparison.Ordinal);
        Assert.Contains("Juris Bezkartes", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_register_is_unknown_and_chased_once_after_48_hours()
    {
        var taught = await city.HasTaughtClass();
        city.Clock.Advance(TimeSpan.FromHours(47));
        await Chase();
        Assert.Null((await Register(taught.Session))?.ChasedAt);
        city.Clock.Advance(TimeSpan.FromHours(4));
        await Chase();
        await Chase();
        Assert.NotNull((await Register(taught.Session))!.ChasedAt);
        Assert.Empty(await city.MarksOf(taught.Session));
        var mails = await city.InDatabase(db => db.Set<Message>().CountAsync(message => message.OnceKey == $"register-missing:{taught.Session}"));
        Assert.Equal(1, mails);
        var page = await (await city.As(Roles.ProviderManager, taught.ProviderId).GetAsync("/provider/registers?tab=missing")).Content.ReadAsStringAsync();
        Assert.Contains(taught.Session.ToString(), page, StringComparison.Ordinal);
        Assert.Contains("Unknown", page, StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromHours(-51));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("uk")]
    public async Task A_newcomer_sees_the_own_attendance(string language)
    {
        var taught = await city.HasTaughtClass();
        await city.AsTablet(taught.ProviderId).Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, DeviceTime = Now });
        var client = city.AsNewcomer(taught.People[0].Id, language);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var html = await (await client.GetAsync("/my/attendance")).Content.ReadAsStringAsync();
        Assert.Contains("German A1.1, evening", html, StringComparison.Ordinal);
        Assert.Contains("badge good", html, StringComparison.Ordinal);
        Assert.DoesNotContain("my.attendance.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_checks_in_one_person_by_the_code_on_the_wall()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        var address = new Uri((await tablet.Json($"/api/attendance/sessions/{taught.Session}/room-code")).GetProperty("address").GetString()!).PathAndQuery;

        var phone = city.AsNewcomer(taught.People[0].Id);
        var done = await phone.Submit(address, ("Ticket", await Ticket(phone, address)));
        Assert.True(done.StatusCode == HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        var mark = Assert.Single(await city.MarksOf(taught.Session));
        Assert.Equal((taught.People[0].Id, true, MarkState.Late), (mark.ParticipantId, mark.Scanned, mark.State));

        // The same phone, another person.
        var cookie = done.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("courses.phone=", StringComparison.Ordinal)).Split(';')[0];
        var friend = city.AsNewcomer(taught.People[1].Id);
        var html = await (await friend.GetAsync(address)).Content.ReadAsStringAsync();
        friend.DefaultRequestHeaders.Add("Cookie", cookie);
        var refused = await friend.PostTo("/my/check-in", html, ("Ticket", Field(html)));
        Assert.Single(await city.MarksOf(taught.Session));
        Assert.NotEqual(HttpStatusCode.Redirect, refused.StatusCode);

        // A code from a photograph of the wall.
        city.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains("too old", await (await city.AsNewcomer(taught.People[2].Id).GetAsync(address)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_register_app_opens_for_anybody_and_holds_nothing()
    {
        var response = await city.AsNobody().GetAsync("/register/");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("/register/app.js", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await city.AsNobody().GetAsync("/api/attendance/roster")).StatusCode);
        Assert.Equal("/register/", (await city.AsNobody().GetAsync("/register")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await city.AsNobody().GetAsync("/register/sw.js")).StatusCode);
    }

    [Fact]
    public async Task The_register_app_is_three_hundred_kilobytes_at_most_and_brings_its_decoder_only_where_it_is_needed()
    {
        var client = city.AsNobody();
        var worker = await (await client.GetAsync("/register/sw.js")).Content.ReadAsStringAsync();
        var kept = System.Text.RegularExpressions.Regex.Matches(worker, "/register/[a-z0-9A-Z_.-]*", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5)).Select(match => match.Value).Distinct().ToArray();
        Assert.Contains("/register/app.js", kept);
        Assert.DoesNotContain(kept, file => file.EndsWith(".wasm", StringComparison.Ordinal));
        var bytes = worker.Length;
        foreach (var file in kept)
        {
            var answer = await client.GetAsync(file);
            Assert.True(answer.IsSuccessStatusCode, file);
            bytes += (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(bytes, 50_000, 300 * 1024);
    }

    private async Task<string> Ticket(HttpClient phone, string address) => Field(await (await phone.GetAsync(address)).Content.ReadAsStringAsync());

    private static string Field(string html) => html.Split("name=\"Ticket\" value=\"")[1].Split('"')[0];

    private async Task Chase()
    {
        await using var scope = city.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ChaseMissingRegisters>().Run(default);
    }

    private Task<Register?> Register(Guid sessionId) => city.InDatabase(db => db.Set<Register>().AsNoTracking().SingleOrDefaultAsync(register => register.Id == sessionId));
}
