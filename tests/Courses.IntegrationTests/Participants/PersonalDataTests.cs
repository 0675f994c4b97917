using System.Net;
using System.Text;
using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.IntegrationTests.Access;
using Courses.IntegrationTests.Jobs;
using Courses.Participants;
using Courses.Participants.Features;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>What is kept about a person, as the person reads it, and all of it as a file.</summary>
public sealed class PersonalDataTests(City city) : IClassFixture<City>
{
    /// <summary>Whoever adds a table with people in it says here what it is for, or is red.</summary>
    [Fact]
    public async Task Every_table_in_which_a_person_stands_is_answered_for()
    {
        var withPeople = await city.InDatabase(db => Task.FromResult(
            db.Model.GetEntityTypes().Where(entity => entity.FindProperty("ParticipantId") is not null && entity.GetTableName() is not null).Select(entity => entity.GetSchemaQualifiedTableName()!).ToHashSet()));
        var (kinds, rows) = await InModules(modules => (modules.SelectMany(module => module.Kinds).ToArray(), modules.SelectMany(module => module.RowsOf([Guid.Empty])).ToArray()));
        Assert.True(withPeople.Count > 30, string.Join(", ", withPeople));
        Assert.Empty(withPeople.Append("participants.participant").Except(rows.Select(table => table.Table)));
        Assert.Equal(kinds.Length, kinds.Select(kind => kind.Code).Distinct().Count());
        Assert.Equal(kinds.Select(kind => kind.Code).Order(StringComparer.Ordinal), rows.Select(table => table.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.All(kinds, kind => Assert.NotEmpty(kind.SeenBy));
    }

    [Fact]
    public async Task A_person_reads_in_their_language_what_is_kept_what_for_by_whom_it_is_seen_and_how_much_there_is()
    {
        var person = await HasLivedHere();
        var kinds = await InModules(modules => modules.SelectMany(module => module.Kinds).ToArray());
        foreach (var language in Language.ForNewcomers)
        {
            var page = WebUtility.HtmlDecode(await city.AsNewcomer(person, language.Code).GetStringAsync("/my/data"));
            Assert.DoesNotContain("kept.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("my.data.", page, StringComparison.Ordinal);
            foreach (var kind in kinds)
            {
                Assert.Contains(await Said(language, $"kept.{kind.Code}.why"), page, StringComparison.Ordinal);
                Assert.Contains(await Said(language, $"kept.ground.{kind.Ground}"), page, StringComparison.Ordinal);
            }
        }

        var shown = WebUtility.HtmlDecode(await city.AsNewcomer(person).GetStringAsync("/my/data"));
        Assert.Matches("""id="vouchers">\s*<summary>[^<]+<span class="badge" dir="ltr">1<""", shown);
        Assert.Matches("""id="notes">\s*<summary>[^<]+<span class="badge" dir="ltr">1<""", shown);
        Assert.Matches("""id="certificates">\s*<summary>[^<]+<span class="badge" dir="ltr">0<""", shown);
        Assert.Contains("36 months", shown, StringComparison.Ordinal);
        Assert.Contains("90 days", shown, StringComparison.Ordinal);
        Assert.Contains("href=\"/my/vouchers\"", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_about_a_person_is_one_file_that_they_read_on_the_phone_and_take_along()
    {
        var person = await HasLivedHere();
        var phone = city.AsNewcomer(person, "uk");
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/data")).StatusCode);
        var file = await Made(person);
        Assert.Contains($"/my/data/{file.Id}/paper", await phone.GetStringAsync("/my/data"), StringComparison.Ordinal);

        var answer = await phone.GetAsync($"/my/data/{file.Id}/file.json");
        Assert.Equal(("application/json", "attachment"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((PersonFile.Format, "uk", person), (json.RootElement.GetProperty("format").GetString(), json.RootElement.GetProperty("language").GetString(), json.RootElement.GetProperty("person").GetGuid()));
        Assert.Equal("Zarifa", Rows(json, "participants.participant").Single().GetProperty("fields").GetProperty("givenName").GetString());
        Assert.Equal(10_000, Rows(json, "vouchers.voucher").Single().GetProperty("fields").GetProperty("amountCents").GetInt64());
        Assert.Equal("Speaks Dari at home.", Rows(json, "participants.person_note").Single().GetProperty("fields").GetProperty("text").GetString());
        Assert.Equal("Where is the ramp?", Rows(json, "participants.complaint").Single().GetProperty("fields").GetProperty("text").GetString());
        Assert.NotEmpty(Rows(json, "timetable.enrolment"));
        Assert.NotEmpty(Rows(json, "access.look"));

        // Whoever of the staff wrote or looked is told by their role; what opens a pass is told by nobody.
        var text = json.RootElement.GetRawText();
        Assert.DoesNotContain("Test coach", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Hash", text, StringComparison.Ordinal);
        Assert.DoesNotContain("writtenBy", text, StringComparison.Ordinal);

        var paper = WebUtility.HtmlDecode(await phone.GetStringAsync($"/my/data/{file.Id}/paper"));
        Assert.Contains("<article lang=\"uk\" dir=\"ltr\">", paper, StringComparison.Ordinal);
        Assert.Contains(await Said(Language.Of("uk"), "kept.vouchers.why"), paper, StringComparison.Ordinal);
        Assert.Contains("Speaks Dari at home.", paper, StringComparison.Ordinal);
        Assert.Equal(
            ["person-data.asked", "person-data.fetched", "person-data.fetched"],
            await city.InDatabase(db => db.Set<AuditEntry>().Where(entry => entry.Subject == person && entry.Act.StartsWith("person-data.")).OrderBy(entry => entry.Act).Select(entry => entry.Act).ToListAsync()));
    }

    [Fact]
    public async Task A_coach_hands_over_the_file_in_the_language_of_the_person_and_nobody_else_opens_it()
    {
        var (person, other) = (await city.HasNewcomer("Navid", "Ahmadi", language: "fa"), await city.HasNewcomer("Nadia", "Ahmadi"));
        var (coach, page) = (city.As(Roles.Coach), $"/coach/people/{person}/data");
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(page)).StatusCode);
        var file = await Made(person);
        Assert.Contains("dir=\"rtl\"", await coach.GetStringAsync($"{page}/{file.Id}/paper"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await coach.GetAsync($"{page}/{file.Id}/file.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await city.AsNewcomer(person).GetAsync($"/my/data/{file.Id}/file.json")).StatusCode);

        foreach (var address in new[] { $"/my/data/{file.Id}/file.json", $"/my/data/{file.Id}/paper" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await city.AsNewcomer(other).GetAsync(address)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/people/{other}/data/{file.Id}/file.json")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Auditor).GetAsync($"{page}/{file.Id}/file.json")).StatusCode);
        Assert.Equal(2, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == person && entry.Act == "person-data.fetched" && entry.CallerRole == Roles.Coach)));
    }

    [Fact]
    public async Task The_file_stands_sealed_in_the_database_and_is_gone_after_a_week()
    {
        var person = await city.HasNewcomer("Wolframine", "Unmistakable");
        await city.AsNewcomer(person).Submit("/my/data");
        var file = await Made(person);
        Assert.DoesNotContain("Wolframine", Encoding.UTF8.GetString(file.Sealed!), StringComparison.Ordinal);
        Assert.Equal(person, await InGathering(gather => gather.Read(file).Person));

        // Under another id it opens for nobody.
        var moved = new PersonFile { ParticipantId = person, AskedAt = file.AskedAt, AskedById = person, AskedByName = "", Language = "en" };
        moved.Finish(file.Sealed!, 1, file.AskedAt);
        Assert.Equal("person-data.sealed", (await Assert.ThrowsAsync<Platform.Errors.RuleBroken>(() => InGathering(gather => gather.Open(moved)))).Code);

        city.Clock.Advance(TimeSpan.FromDays(6));
        await city.Forgets("person-files");
        Assert.Equal(HttpStatusCode.OK, (await city.AsNewcomer(person).GetAsync($"/my/data/{file.Id}/file.json")).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(2));
        await city.Forgets("person-files");
        Assert.Equal(HttpStatusCode.NotFound, (await city.AsNewcomer(person).GetAsync($"/my/data/{file.Id}/file.json")).StatusCode);
        Assert.False(await city.InDatabase(db => db.Set<PersonFile>().AnyAsync(row => row.Id == file.Id)));
    }

    [Fact]
    public async Task What_stayed_with_a_record_that_was_closed_is_in_the_file_of_the_one_that_goes_on()
    {
        var (kept, closed) = (await city.HasNewcomer("Samira", "Twofold"), await city.HasNewcomer("Samyra", "Twofold"));
        await city.InScope(services => services.GetRequiredService<MergePeople>().Merge(closed, kept, "Same passport", default));
        await city.AsNewcomer(kept).Submit("/my/data");
        var file = await Made(kept);
        using var json = JsonDocument.Parse(await InGathering(gather => gather.Open(file)));
        Assert.Equal(["Samira", "Samyra"], Rows(json, "participants.participant").Select(row => row.GetProperty("fields").GetProperty("givenName").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("Same passport", Rows(json, "participants.record_merge").Single().GetProperty("says").GetString());
    }

    /// <summary>Somebody with a seat, a voucher, a note, a question, and a coach who looked.</summary>
    private async Task<Guid> HasLivedHere()
    {
        var person = await city.HasNewcomer("Zarifa", "Noori", language: "uk");
        await city.HasVoucher(person);
        var group = await city.HasClass(name: "German A1.1");
        await city.Ask<Contracts.Timetable.ITimetable, Contracts.Timetable.Seat>(timetable => timetable.TakeSeat(group, person, null, default));
        var coach = city.As(Roles.Coach);
        await coach.Submit($"/people/{person}/notes", ("Text", "Speaks Dari at home."));
        await city.InDatabase(async db =>
        {
            db.Add(new Complaint { Kind = ComplaintKind.Question, ParticipantId = person, Language = "en", Text = "Where is the ramp?", SentOn = DateOnly.FromDateTime(city.Clock.GetUtcNow().UtcDateTime) });
            return await db.SaveChangesAsync();
        });
        await coach.GetStringAsync($"/coach/people/{person}");
        await city.Looked();
        return person;
    }

    private async Task<PersonFile> Made(Guid person)
    {
        var file = await JobTests.Eventually(() => city.InDatabase(db => db.Set<PersonFile>().AsNoTracking().SingleAsync(row => row.ParticipantId == person)), row => row.DoneAt is not null);
        var work = await JobTests.Eventually(() => city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(row => row.Name == GatherPersonData.Name && row.Arguments.Contains(file.Id.ToString()))), row => row.HasEnded);
        Assert.Equal((WorkState.Done, work.TotalCount), (work.State, work.DoneCount));
        return file;
    }

    private static JsonElement[] Rows(JsonDocument file, string table) =>
        [.. file.RootElement.GetProperty("kinds").EnumerateArray().SelectMany(kind => kind.GetProperty("tables").EnumerateArray()).Where(one => one.GetProperty("table").GetString() == table).SelectMany(one => one.GetProperty("rows").EnumerateArray())];

    private Task<string> Said(Language language, string key) => city.InScope(services => Task.FromResult(services.GetRequiredService<Platform.Languages.Words>().In(language.Culture, key)));

    private Task<T> InModules<T>(Func<IReadOnlyList<IKeepsAboutPeople>, T> ask) => city.InScope(services => Task.FromResult(ask([.. services.GetServices<IKeepsAboutPeople>()])));

    private Task<T> InGathering<T>(Func<GatherPersonData, T> ask) => city.InScope(services => Task.FromResult(ask(services.GetRequiredService<GatherPersonData>())));
}
