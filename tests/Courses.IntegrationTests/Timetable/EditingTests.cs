using System.Net;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.LanguageCourses;
using Courses.Messaging;
using Courses.Participants;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Group = Courses.Timetable.Group;

namespace Courses.IntegrationTests.Timetable;

/// <summary>Everything that was just made can be changed, with who is told and what it does to bookings; and whoever comes second is told, and loses nothing.</summary>
public sealed partial class EditingTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_class_is_changed_once_its_consequences_were_seen_and_who_has_a_seat_hears_of_the_new_place()
    {
        var school = await city.HasSchool();
        var room = await HasRoom(school.ProviderId, "Annex");
        var teacher = await city.AccountOf(Roles.Teacher, school.ProviderId);
        var classId = await city.HasClass(school, priceCents: 10_000);
        var (seated, waiting) = (await city.HasPerson(), await city.HasPerson());
        await TakesSeat(classId, seated);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var form = await Form(manager, classId);
        form["VenueId"] = room.ToString();
        form["TeacherId"] = teacher.ToString();
        form["Seats"] = "12";
        form["Price"] = "120,50";

        var asked = await Posts(manager, classId, form);
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        Assert.Contains("1 person has a seat and gets a letter", asked.Text, StringComparison.Ordinal);
        Assert.Contains("120 euros and 50 cents", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Annex", asked.Text, StringComparison.Ordinal);
        Assert.Equal((school.VenueId, 10, 10_000L), await TermsOf(classId));
        Assert.Equal(0, await Letters(seated, "class-place-changed"));

        form["Asked"] = Hidden(asked.Html, "Asked");
        Assert.Equal(HttpStatusCode.Redirect, (await Posts(manager, classId, form)).Status);
        Assert.Equal((room, 12, 12_050L), await TermsOf(classId));
        Assert.Equal(teacher, await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == classId).Select(group => group.TeacherId).SingleAsync()));
        Assert.Equal((1, 0), (await Letters(seated, "class-place-changed"), await Letters(waiting, "class-place-changed")));
        var details = await city.InDatabase(db => db.Set<Message>().Where(message => message.ParticipantId == seated && message.Kind == "class-place-changed").Select(message => message.Details).SingleAsync());
        Assert.Contains("Annex", details, StringComparison.Ordinal);
        Assert.Contains("price: 10000 -> 12050", await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Subject == classId && row.Act == "class.changed").Select(row => row.Details).SingleAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_seats_than_are_taken_are_refused_with_the_number_and_what_else_was_typed_stays()
    {
        var school = await city.HasSchool();
        var classId = await city.HasClass(school, capacity: 3);
        await TakesSeat(classId, await city.HasPerson());
        await TakesSeat(classId, await city.HasPerson());
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var form = await Form(manager, classId);
        (form["Seats"], form["Number"]) = ("1", "Renamed");
        var refused = await Posts(manager, classId, form);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("2 seats are taken or offered", refused.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"Renamed\"", refused.Text, StringComparison.Ordinal);
        form["Seats"] = "31";
        Assert.Contains("This room holds 30 people", (await Posts(manager, classId, form)).Text, StringComparison.Ordinal);
        Assert.Equal(3, (await TermsOf(classId)).Seats);
    }

    [Fact]
    public async Task More_seats_are_offered_to_who_waits()
    {
        var school = await city.HasSchool();
        var classId = await city.HasClass(school, capacity: 1);
        var (seated, waiting) = (await city.HasPerson(), await city.HasPerson());
        await TakesSeat(classId, seated);
        await TakesSeat(classId, waiting);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var form = await Form(manager, classId);
        form["Seats"] = "2";
        await Saves(manager, classId, form);
        Assert.Equal(1, await city.Ask<ITimetable, int>(timetable => timetable.Offers.CountAsync(offer => offer.GroupId == classId && offer.ParticipantId == waiting)));
    }

    [Fact]
    public async Task Of_two_who_change_one_class_the_second_is_told_what_is_new_and_keeps_what_they_typed()
    {
        var school = await city.HasSchool();
        var room = await HasRoom(school.ProviderId, "Second room");
        var classId = await city.HasClass(school, priceCents: 10_000);
        var (first, second) = (city.As(Roles.ProviderManager, school.ProviderId), city.As(Roles.ProviderManager, school.ProviderId));
        var (one, other) = (await Form(first, classId), await Form(second, classId));

        // A booking in between is nobody's change.
        await TakesSeat(classId, await city.HasPerson());
        one["VenueId"] = room.ToString();
        await Saves(first, classId, one);

        other["Price"] = "99";
        var told = await Posts(second, classId, other);
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("Somebody else changed this while you filled in the form", told.Text, StringComparison.Ordinal);
        Assert.Contains("Second room", Meanwhile().Match(told.Text).Value, StringComparison.Ordinal);
        Assert.Equal((room, 10, 10_000L), await TermsOf(classId));

        // The form that comes back holds both.
        await Saves(second, classId, FieldsOf(told.Html));
        Assert.Equal((room, 10, 9_900L), await TermsOf(classId));
    }

    [Fact]
    public async Task Of_two_who_save_at_once_one_saves()
    {
        var school = await city.HasSchool();
        var classId = await city.HasClass(school, priceCents: 10_000);
        var managers = new[] { city.As(Roles.ProviderManager, school.ProviderId), city.As(Roles.ProviderManager, school.ProviderId) };
        var presses = new List<(HttpClient Client, Dictionary<string, string> Form)>();
        foreach (var manager in managers)
        {
            var form = await Form(manager, classId);
            form["Seats"] = $"{20 + presses.Count}";
            form["Asked"] = Hidden((await Posts(manager, classId, form)).Html, "Asked");
            presses.Add((manager, form));
        }

        var answers = await Task.WhenAll(presses.Select(press => Posts(press.Client, classId, press.Form)));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task A_class_becomes_another_course_only_before_anybody_comes()
    {
        var school = await city.HasSchool();
        var (empty, full) = (await city.HasClass(school), await city.HasClass(school));
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        await manager.Submit("/provider/courses", ("Name", "English A2"), ("Language", "en"), ("Level", "A2"), ("AcademicHours", "20"));
        var other = await city.InDatabase(db => db.Set<Course>().Where(course => course.ProviderId == school.ProviderId && course.Name == "English A2").Select(course => course.Id).SingleAsync());
        await TakesSeat(full, await city.HasPerson());

        var form = await Form(manager, full);
        form["CourseId"] = other.ToString();
        var refused = await Posts(manager, full, form);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("1 person has or had a seat or a place in line", refused.Text, StringComparison.Ordinal);

        form = await Form(manager, empty);
        form["CourseId"] = other.ToString();
        await Saves(manager, empty, form);
        Assert.Equal("English A2", await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == empty).Select(group => group.Name).SingleAsync()));
        Assert.Equal(other, await city.InDatabase(db => db.Set<Class>().Where(one => one.Id == empty).Select(one => one.CourseId).SingleAsync()));
    }

    [Fact]
    public async Task Only_the_provider_changes_its_class_and_only_the_city_its_runs()
    {
        var school = await city.HasSchool();
        var (classId, run) = (await city.HasClass(school), await city.HasRun(school: school));
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.ProviderManager, (await city.HasSchool()).ProviderId).GetAsync($"/provider/classes/{classId}/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Administrator).GetAsync($"/provider/classes/{classId}/edit")).StatusCode);
        var coach = city.As(Roles.Coach);
        var form = await Form(coach, run);
        Assert.DoesNotContain("Price", form.Keys);
        form["Seats"] = "20";
        await Saves(coach, run, form);
        Assert.Equal(20, await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == run).Select(group => group.Capacity).SingleAsync()));
    }

    [Fact]
    public async Task Days_without_classes_ask_what_becomes_of_the_sessions_on_them()
    {
        var school = await city.HasSchool();
        var classId = await city.HasClass(school, sessions: 3);
        var (person, elsewhere) = (await city.HasPerson(), await city.HasClass(sessions: 3));
        await TakesSeat(classId, person);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var added = await manager.Submit("/provider/holidays", ("Name", "Painting the house"), ("From", "2026-11-23"), ("Until", "2026-11-25"));
        var address = added.Headers.Location!.ToString();
        var page = await manager.GetStringAsync(address);
        Assert.Contains("1 session is planned on these days", page, StringComparison.Ordinal);
        Assert.Equal(0, await CancelledOf(classId));

        // Another number of sessions than the page had is asked about anew.
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo($"{address}?handler=Cancel", page, ("SessionsSeen", "2"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo($"{address}?handler=Cancel", page, ("SessionsSeen", "1"))).StatusCode);
        Assert.Equal((1, 0), (await CancelledOf(classId), await CancelledOf(elsewhere)));
        Assert.Equal(1, await Letters(person, "session-cancelled"));

        page = await manager.GetStringAsync(address);
        Assert.Contains("No session is planned on these days", page, StringComparison.Ordinal);
        Assert.Contains("What was cancelled stays cancelled: 1 session", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo($"{address}?handler=Remove", page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync(address)).StatusCode);
        Assert.Equal(1, await CancelledOf(classId));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_days_the_second_is_told()
    {
        var school = await city.HasSchool();
        var (first, second) = (city.As(Roles.ProviderManager, school.ProviderId), city.As(Roles.ProviderManager, school.ProviderId));
        await first.Submit("/provider/holidays", ("Name", "Autumn"), ("From", "2027-10-26"), ("Until", "2027-10-30"));
        var address = $"/provider/holidays/{await city.InDatabase(db => db.Set<Holiday>().Where(holiday => holiday.ProviderId == school.ProviderId).Select(holiday => holiday.Id).SingleAsync())}";
        var (one, other) = (await first.GetStringAsync(address), await second.GetStringAsync(address));
        Assert.Equal(HttpStatusCode.Redirect, (await first.PostTo($"{address}?handler=Change", one, ("Seen", Hidden(one, "Seen")), ("Name", "Autumn"), ("From", "2027-10-25"), ("Until", "2027-10-30"))).StatusCode);
        var told = await second.PostTo($"{address}?handler=Change", other, ("Seen", Hidden(other, "Seen")), ("Name", "Autumn holidays"), ("From", "2027-10-26"), ("Until", "2027-10-30"));
        Assert.Equal(HttpStatusCode.Conflict, told.StatusCode);
        var html = await told.Content.ReadAsStringAsync();
        Assert.Contains("Somebody else changed this", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Autumn holidays\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await second.PostTo($"{address}?handler=Change", html, ("Seen", Hidden(html, "Seen")), ("Name", "Autumn holidays"), ("From", "2027-10-25"), ("Until", "2027-10-30"))).StatusCode);
        Assert.Equal(("Autumn holidays", new DateOnly(2027, 10, 25)), await city.InDatabase(async db => await db.Set<Holiday>().SingleAsync(row => row.ProviderId == school.ProviderId) is var days ? (days.Name, days.From) : default));
    }

    [Fact]
    public async Task A_course_that_classes_follow_is_changed_after_a_question_and_by_one_at_a_time()
    {
        var school = await city.HasSchool();
        var classId = await city.HasClass(school);
        await TakesSeat(classId, await city.HasPerson());
        var course = await city.InDatabase(db => db.Set<Course>().AsNoTracking().SingleAsync(row => row.ProviderId == school.ProviderId));
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var address = $"/provider/courses?edit={course.Id}";
        var shown = await manager.GetStringAsync(address);
        (string, string)[] form = [("Seen", Hidden(shown, "Seen")), ("Name", course.Name), ("Language", "de"), ("Level", "A2"), ("AcademicHours", "21"), ("IsIntegrationCourse", "true")];
        var asked = await (await manager.PostTo(address, shown, form)).Content.ReadAsStringAsync();
        Assert.Contains("1 class that is not over follows this course, with 1 person in it", asked, StringComparison.Ordinal);
        Assert.Equal("A1", await LevelOf(course.Id));

        // More hours than the class is taught would leave it unpaid.
        var tooMany = await manager.PostTo(address, shown, [.. form[..4], ("AcademicHours", "60"), ("IsIntegrationCourse", "true")]);
        Assert.Equal(HttpStatusCode.Conflict, tooMany.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo(address, asked, [.. form, ("Asked", Hidden(asked, "Asked"))])).StatusCode);
        Assert.Equal("A2", await LevelOf(course.Id));

        // The form from before the change does not undo it.
        var late = await manager.PostTo(address, shown, [("Seen", Hidden(shown, "Seen")), ("Name", course.Name + " (evening)"), ("Language", "de"), ("Level", "A1"), ("AcademicHours", "21"), ("IsIntegrationCourse", "true")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("(evening)", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("A2", await LevelOf(course.Id));
    }

    [Fact]
    public async Task Of_two_coaches_who_change_one_person_the_second_is_told_and_what_both_typed_is_kept()
    {
        var person = await city.HasNewcomer("Omar", "Saleh");
        var address = $"/coach/people/{person}/edit";
        var (first, second) = (city.As(Roles.Coach), city.As(Roles.Coach));
        var (one, other) = (FieldsOf(await first.GetStringAsync(address)), FieldsOf(await second.GetStringAsync(address)));
        one["Person.Phone"] = "+43 660 1234567";
        Assert.Equal(HttpStatusCode.Redirect, (await Post(first, address, one)).Status);
        other["Person.Email"] = "omar@example.org";
        var told = await Post(second, address, other);
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("+43 660 1234567", Meanwhile().Match(told.Text).Value, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, address, FieldsOf(told.Html))).Status);
        Assert.Equal(("+43 660 1234567", "omar@example.org"), await city.InDatabase(async db => await db.Set<Participant>().SingleAsync(row => row.Id == person) is var saved ? (saved.Phone, saved.Email) : default));
    }

    [Fact]
    public async Task Of_two_administrators_who_change_one_provider_the_second_is_told_and_what_both_typed_is_kept()
    {
        var provider = await city.HasAccreditedProvider();
        var address = $"/admin/providers/edit/{provider}";
        var (first, second) = (city.As(Roles.Administrator), city.As(Roles.Administrator));
        var (one, other) = (FieldsOf(await first.GetStringAsync(address)), FieldsOf(await second.GetStringAsync(address)));
        one["Phone"] = "+43 1 4000";
        Assert.Equal(HttpStatusCode.Redirect, (await Post(first, address, one)).Status);
        other["Email"] = "new@school.example";
        var told = await Post(second, address, other);
        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("+43 1 4000", Meanwhile().Match(told.Text).Value, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, address, FieldsOf(told.Html))).Status);
        Assert.Equal(("+43 1 4000", "new@school.example"), await city.InDatabase(async db => await db.Set<Provider>().SingleAsync(row => row.Id == provider) is var saved ? (saved.Phone, saved.Email) : default));
    }

    /// <summary>Between the values of a field that has several.</summary>
    private const char Several = '\u001f';

    private Task<Guid> HasRoom(Guid provider, string name) => city.InDatabase(async db =>
    {
        var found = await db.Set<Provider>().Include(row => row.Venues).SingleAsync(row => row.Id == provider);
        var venue = found.Add(new() { Name = name, Address = "Nebengasse 2, 1160 Wien", District = "Ottakring", TimeZone = "Europe/Vienna", Latitude = 48.2, Longitude = 16.3, RoomCapacity = 30 });
        await db.SaveChangesAsync();
        return venue.Id;
    });

    private Task<Seat> TakesSeat(Guid group, Guid person) => city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, null, default));

    private Task<int> Letters(Guid person, string kind) => city.Ask<IMessages, int>(messages => messages.Reminders.CountAsync(row => row.ParticipantId == person && row.Kind == kind));

    private Task<int> CancelledOf(Guid group) => city.InDatabase(db => db.Set<Session>().CountAsync(session => session.GroupId == group && session.CancelledAt != null));

    private Task<string> LevelOf(Guid course) => city.InDatabase(db => db.Set<Course>().Where(row => row.Id == course).Select(row => row.Level).SingleAsync());

    private async Task<(Guid Venue, int Seats, long Cents)> TermsOf(Guid classId) => (
        await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == classId).Select(group => group.VenueId).SingleAsync()),
        await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == classId).Select(group => group.Capacity).SingleAsync()),
        await city.InDatabase(db => db.Set<Class>().Where(one => one.Id == classId).Select(one => one.PriceCents).SingleAsync()));

    private static async Task<Dictionary<string, string>> Form(HttpClient client, Guid group) => FieldsOf(await client.GetStringAsync($"/provider/classes/{group}/edit"));

    private static Task<Answer> Posts(HttpClient client, Guid group, Dictionary<string, string> form) => Post(client, $"/provider/classes/{group}/edit", form);

    private static async Task<Answer> Post(HttpClient client, string address, Dictionary<string, string> form)
    {
        var answer = await client.PostAsync(address, new FormUrlEncodedContent(form.SelectMany(field => field.Value.Split(Several).Select(value => KeyValuePair.Create(field.Key, value)))));
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends the form, reads what it does, and sends it again.</summary>
    private static async Task Saves(HttpClient client, Guid group, Dictionary<string, string> form)
    {
        form["Asked"] = Hidden((await Posts(client, group, form)).Html, "Asked");
        var saved = await Posts(client, group, form);
        Assert.True(saved.Status == HttpStatusCode.Redirect, saved.Html);
    }

    /// <summary>What a browser would send of the page's form as it stands.</summary>
    private static Dictionary<string, string> FieldsOf(string html)
    {
        var fields = new Dictionary<string, string>();
        foreach (Match input in Input().Matches(html))
        {
            var tag = input.Value;
            if (NameIn().Match(tag) is { Success: true } name && !(tag.Contains("type=\"checkbox\"", StringComparison.Ordinal) && !tag.Contains("checked", StringComparison.Ordinal)))
            {
                var (field, text) = (name.Groups["name"].Value, ValueIn().Match(tag) is { Success: true } value ? WebUtility.HtmlDecode(value.Groups["value"].Value) : "");
                fields[field] = tag.Contains("type=\"checkbox\"", StringComparison.Ordinal) && fields.TryGetValue(field, out var before) ? before + Several + text : fields.GetValueOrDefault(field, text);
            }
        }

        foreach (Match area in TextArea().Matches(html))
        {
            fields.TryAdd(area.Groups["name"].Value, WebUtility.HtmlDecode(area.Groups["text"].Value).Trim());
        }

        foreach (Match select in Select().Matches(html))
        {
            var chosen = Chosen().Match(select.Groups["options"].Value) is { Success: true } option ? option : FirstOption().Match(select.Groups["options"].Value);
            fields.TryAdd(select.Groups["name"].Value, WebUtility.HtmlDecode(chosen.Groups["value"].Value));
        }

        return fields;
    }

    private static string Hidden(string html, string name)
    {
        var match = Regex.Match(html, $"name=\"{name}\"[^>]*? value=\"(?<value>.*?)\" ?/?>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Assert.True(match.Success, html);
        return WebUtility.HtmlDecode(match.Groups["value"].Value);
    }

    private sealed record Answer(HttpStatusCode Status, string Html)
    {
        public string Text { get; } = WebUtility.HtmlDecode(Html);
    }

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NameIn();

    [GeneratedRegex(" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ValueIn();

    [GeneratedRegex("<textarea[^>]* name=\"(?<name>[^\"]*)\"[^>]*>(?<text>[^<]*)</textarea>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex TextArea();

    [GeneratedRegex("<select[^>]* name=\"(?<name>[^\"]*)\"[^>]*>(?<options>.*?)</select>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Select();

    [GeneratedRegex("<option[^>]*selected[^>]* value=\"(?<value>[^\"]*)\"|<option[^>]* value=\"(?<value>[^\"]*)\"[^>]*selected", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Chosen();

    [GeneratedRegex("<option[^>]* value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex FirstOption();

    [GeneratedRegex("id=\"meanwhile\".*?</ul>", RegexOptions.Singleline, 5000)]
    private static partial Regex Meanwhile();
}
