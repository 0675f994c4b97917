using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Participants;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

public sealed partial class CoachDeskTests(City city) : IClassFixture<City>
{
    private static (string, string)[] Form(string given, string family, string born, params (string Name, string Value)[] more) =>
    [
        ("Person.GivenName", given), ("Person.FamilyName", family), ("Person.BirthDate", born), ("Person.Language", "ar"), ("Person.Needs", "Childcare"), ("Person.Needs", "Literacy"),
        ("Status", "AsylumSeeker"), ("StatusFrom", "2026-02-01"), ("Level[Listening]", "A1"), ("Level[SpokenInteraction]", "Alpha"), .. more,
    ];

    [Fact]
    public async Task Registers_a_newcomer_with_a_pass_and_shows_everything()
    {
        var coach = city.As(Roles.Coach);
        var answer = await coach.Submit("/coach/new", Form("ليلى", "منصور", "1991-04-05", ("Key", Guid.NewGuid().ToString()), ("Person.FirstPermitOn", "2026-02-01")));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var page = WebUtility.HtmlDecode(await coach.GetStringAsync(answer.Headers.Location));
        Assert.Contains("ليلى منصور", page, StringComparison.Ordinal);
        Assert.Contains("Asylum seeker", page, StringComparison.Ordinal);
        Assert.Contains("Childcare", page, StringComparison.Ordinal);
        var id = Guid.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]);
        Assert.Contains(await city.PassNumberOf(id), page, StringComparison.Ordinal);
        var row = await city.Ask<IParticipants, ParticipantRow>(participants => participants.People.SingleAsync(person => person.Id == id));
        Assert.Equal("Alpha", row.Level);

        // The time line has the newest first.
        var line = page[page.IndexOf("<ol class=\"timeline\"", StringComparison.Ordinal)..];
        Assert.InRange(line.IndexOf("Legal status: Asylum seeker", StringComparison.Ordinal), 1, int.MaxValue);
        Assert.InRange(line.IndexOf($"Pass {await city.PassNumberOf(id)} handed out", StringComparison.Ordinal), 1, line.IndexOf("First residence permit", StringComparison.Ordinal));
        Assert.Contains("href=\"#timeline\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letter_and_card_say_where_the_office_is_how_to_call_it_and_when_it_is_open()
    {
        var id = await city.HasNewcomer("Dana", "Briede");
        Assert.DoesNotContain("class=\"office\"", await city.As(Roles.Coach).GetStringAsync($"/coach/people/{id}/pass"), StringComparison.Ordinal);
        await using var host = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_OFFICE", "Kursu birojs | Brīvības iela 1, Rīga | +371 67000000 | P–Pk 9–17"));
        var cookie = (await city.As(Roles.Coach).GetAsync("/coach")).RequestMessage!.Headers.GetValues("Cookie");
        var coach = host.CreateDefaultClient();
        coach.DefaultRequestHeaders.Add("Cookie", cookie);
        var letter = WebUtility.HtmlDecode(await coach.GetStringAsync($"/coach/people/{id}/pass"));
        foreach (var (line, times) in new[] { ("Kursu birojs", 2), ("Brīvības iela 1, Rīga", 1), ("+371 67000000", 2), ("P–Pk 9–17", 1) })
        {
            Assert.Equal(times, letter.Split($"<bdi>{line}</bdi>").Length - 1);
        }
    }

    [Fact]
    public async Task Names_the_fields_that_are_missing_and_keeps_what_was_typed()
    {
        var answer = await city.As(Roles.Coach).Submit("/coach/new", ("Person.GivenName", "Olha"), ("Key", Guid.NewGuid().ToString()), ("Person.Email", "not an address"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("value=\"Olha\"", page, StringComparison.Ordinal);
        foreach (var field in new[] { "Person.BirthDate", "Person.Email", "Person.Language", "Status", "StatusFrom" })
        {
            Assert.Contains($"field-validation-error\" data-valmsg-for=\"{field}\"", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2030-01-01", "nobody has been born then")]
    [InlineData("1850-01-01", "older than 110")]
    [InlineData("1370-05-12", "3 August 1991")]
    [InlineData("2533-05-12", "12 May 1990")]
    public async Task Refuses_a_birth_date_that_cannot_be_and_offers_what_may_be_meant(string born, string said)
    {
        var answer = await city.As(Roles.Coach).Submit("/coach/new", Form("Olha", "Bondar", born, ("Key", Guid.NewGuid().ToString())));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Lines 1 and 2 of the form's cases, with every fault named at once.</summary>
    [Fact]
    public async Task Case_07_and_34_dates_of_a_life_are_not_before_birth_nor_ahead_and_a_mail_address_has_no_blank()
    {
        var answer = await city.As(Roles.Coach).Submit("/coach/new", [
            ("Person.GivenName", "Cal"), ("Person.FamilyName", "Permit"), ("Person.BirthDate", "1990-05-12"), ("Person.Language", "fa"), ("Status", "Refugee"), ("StatusFrom", "2026-02-03"),
            ("Person.FirstPermitOn", "1405-05-12"), ("Person.ArrivedOn", "2204-01-01"), ("Person.Email", "a b@mail.example"), ("Key", Guid.NewGuid().ToString())]);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("1405-05-12 looks like a date of the Solar Hijri calendar. Here that is 3 August 2026.", page, StringComparison.Ordinal);
        foreach (var field in new[] { "Person.FirstPermitOn", "Person.ArrivedOn", "Person.Email" })
        {
            Assert.Contains($"field-validation-error\" data-valmsg-for=\"{field}\"", page, StringComparison.Ordinal);
        }

        var before = await city.As(Roles.Coach).Submit("/coach/new", Form("Cal", "Permit", "1990-05-12", ("Key", Guid.NewGuid().ToString()), ("Person.FirstPermitOn", "1989-01-01")));
        Assert.Contains("lies before the birth date", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await city.InDatabase(db => db.Set<Participant>().CountAsync(person => person.FamilyName == "Permit")));
    }

    [Theory]
    [InlineData("12", "5", "1991")]
    [InlineData("۱۲", "۵", "۱۹۹۱")]
    [InlineData("12.", "Mai", "1991")]
    public async Task A_date_is_typed_in_three_fields_in_any_digits_and_one_name_is_enough(string day, string month, string year)
    {
        var answer = await city.As(Roles.Coach).Submit("/coach/new", [
            ("Person.FamilyName", "Suharto"), ("Person.BirthDate.Day", day), ("Person.BirthDate.Month", month), ("Person.BirthDate.Year", year), ("Person.Language", "en"), ("Status", "Refugee"), ("StatusFrom", "2026-02-03"),
            ("Anyway", "true"), ("Key", Guid.NewGuid().ToString())]);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var id = Guid.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1]);
        var row = await city.Ask<IParticipants, ParticipantRow>(participants => participants.People.SingleAsync(person => person.Id == id));
        Assert.Equal(("Suharto", "", new DateOnly(1991, 5, 12)), (row.GivenName, row.FamilyName, row.BirthDate));
    }

    [Fact]
    public async Task Somebody_with_the_same_birth_date_and_mail_is_asked_about_however_the_name_is_spelled()
    {
        var coach = city.As(Roles.Coach);
        await coach.Submit("/coach/new", Form("Mariia", "Koval", "1990-03-12", ("Key", Guid.NewGuid().ToString()), ("Person.Email", "M.Koval@mail.example")));
        var answer = await coach.Submit("/coach/new", Form("Марія", "Коваль", "1990-03-12", ("Key", Guid.NewGuid().ToString()), ("Person.Email", "m.koval@mail.example")));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Mariia Koval", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_an_earlier_version_are_found_once_the_database_was_migrated()
    {
        var id = await city.HasNewcomer("अमिता", "गुप्ता");
        await city.InDatabase(db => db.Set<Participant>().Where(person => person.Id == id).ExecuteUpdateAsync(set => set.SetProperty(person => person.SearchName, "अमत गपत").SetProperty(person => person.GivenName, "अमिता\u200e")));
        await using var scope = city.Services.CreateAsyncScope();
        foreach (var step in scope.ServiceProvider.GetServices<Platform.Database.IAfterMigration>())
        {
            await step.Run(default);
        }

        var (given, folded) = await city.InDatabase(async db => await db.Set<Participant>().Where(person => person.Id == id).Select(person => new { person.GivenName, person.SearchName }).SingleAsync() is { } row ? (row.GivenName, row.SearchName) : default);
        Assert.Equal(("अमिता", SearchName.Of("अमिता", "गुप्ता")), (given, folded));
        Assert.NotEqual(SearchName.Of("अमित", "गुप्ता"), folded);
    }

    [Fact]
    public async Task A_form_sent_twice_registers_once()
    {
        var coach = city.As(Roles.Coach);
        var form = Form("Hamid", "Karimi", "1988-08-08", ("Key", Guid.NewGuid().ToString()));
        var first = await coach.Submit("/coach/new", form);
        var again = await coach.Submit("/coach/new", form);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Participant>().CountAsync(person => person.BirthDate == new DateOnly(1988, 8, 8))));
    }

    [Fact]
    public async Task Warns_of_somebody_who_looks_the_same_and_lets_the_coach_go_on()
    {
        var coach = city.As(Roles.Coach);
        var known = await city.HasNewcomer("Gülşen", "Öztürk", bornOn: new(1977, 7, 7));
        var form = Form("ÖZTURK", "gulsen", "1977-07-07", ("Key", Guid.NewGuid().ToString()));
        var warned = await coach.Submit("/coach/new", form);
        Assert.Equal(HttpStatusCode.Conflict, warned.StatusCode);
        Assert.Contains(known.ToString(), await warned.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var other = await coach.Submit("/coach/new", [.. form, ("Anyway", "true")]);
        Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
        Assert.Equal(2, await city.InDatabase(db => db.Set<Participant>().CountAsync(person => person.BirthDate == new DateOnly(1977, 7, 7))));
    }

    [Theory]
    [InlineData("Олексій", "Щербаченко", "ОЛЕКСІЙ щерб")]
    [InlineData("Артём", "Соловьёв", "СОЛОВЬЕВ арт")]
    [InlineData("أحمد", "الخطيب", "احمد")]
    [InlineData("کیان", "رضایی", "رضايي كيان")]
    [InlineData("Ģirts", "Āboliņš", "aboli girts")]
    [InlineData("Đức", "Nguyễn", "nguyen")]
    public async Task Finds_names_in_any_script_as_people_type_them(string given, string family, string typed)
    {
        var id = await city.HasNewcomer(given, family);
        Assert.Contains(id.ToString(), await Search(typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_by_birth_date_and_by_e_mail()
    {
        var id = await city.HasNewcomer("Besnik", "Krasniqi", email: "Besnik.K@Example.org", bornOn: new(1955, 5, 15));
        Assert.Contains(id.ToString(), await Search("krasniqi 15.05.1955"), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), await Search("1955-05-15"), StringComparison.Ordinal);
        Assert.Contains(id.ToString(), await Search("besnik.k@example.org"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await Search("krasniqi 16.05.1955"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pass_number_and_a_scanned_code_open_the_person()
    {
        var coach = city.As(Roles.Coach);
        var id = await city.HasNewcomer();
        var number = await city.PassNumberOf(id);
        var byNumber = await coach.GetAsync("/coach?q=" + Uri.EscapeDataString(number.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()));
        Assert.Equal($"/coach/people/{id}", byNumber.Headers.Location?.OriginalString);

        var address = (await QrReader.ReadAll(await coach.GetStringAsync($"/coach/people/{id}/pass")))[0];
        var byCode = await coach.GetAsync("/coach?q=" + Uri.EscapeDataString(address));
        Assert.Equal($"/coach/people/{id}", byCode.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Says_what_to_do_when_nobody_is_found()
    {
        var page = await Search("Zzyzx%_[");
        Assert.Contains("Nobody was found", page, StringComparison.Ordinal);
        Assert.Contains("/coach/new", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_letter_and_the_card_are_in_the_persons_language_and_an_independent_decoder_reads_them()
    {
        var id = await city.HasNewcomer("ندى", "سالم", "ar");
        var html = await city.As(Roles.Coach).GetStringAsync($"/coach/people/{id}/pass");
        var codes = await QrReader.ReadAll(html);
        Assert.Equal(2, codes.Count);
        Assert.Single(codes.Distinct());
        Assert.Contains("/p/", codes[0], StringComparison.Ordinal);
        var pass = await city.Ask<IParticipants, PassRow?>(participants => participants.FindPass(codes[0].Split("/p/")[1], default));
        Assert.Equal(id, pass!.ParticipantId);
        Assert.Contains("lang=\"ar\" dir=\"rtl\"", html, StringComparison.Ordinal);
        Assert.Contains("بطاقتك للدورات", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_of_twelve_cards_is_read_card_by_card_and_its_modules_are_large_enough()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            numbers.Add(await city.PassNumberOf(await city.HasNewcomer($"Card{i}", "Holder", i % 2 == 0 ? "fa" : "uk")));
        }

        var html = await city.As(Roles.Coach).GetStringAsync("/coach/passes?numbers=" + Uri.EscapeDataString(string.Join('\n', numbers)));
        Assert.Equal(2, html.Split("class=\"sheet\"").Length - 1);
        var codes = await QrReader.ReadAll(html);
        Assert.Equal(12, codes.Distinct().Count());
        foreach (var code in codes)
        {
            var pass = await city.Ask<IParticipants, PassRow?>(participants => participants.FindPass(code.Split("/p/")[1], default));
            Assert.Contains(pass!.Number, numbers);
        }

        // 40 mm is the width of the code on a card, quiet zone of 4 modules on each side included.
        var css = await File.ReadAllTextAsync(Path.Combine(city.Services.GetRequiredService<IWebHostEnvironment>().ContentRootPath, "wwwroot/site.css"));
        Assert.Contains(".passcard .qr { inline-size: 40mm; }", css, StringComparison.Ordinal);
        var svg = QrReader.Pictures(html)[0];
        Assert.True(40 / QrReader.ModulesOf(svg) >= 0.5, $"A module is {40 / QrReader.ModulesOf(svg):0.00} mm wide.");
    }

    [Fact]
    public async Task Printing_again_gives_the_same_pass_and_each_print_is_in_the_trail()
    {
        var id = await city.HasNewcomer();
        var coach = city.As(Roles.Coach);
        var first = await QrReader.ReadAll(await coach.GetStringAsync($"/coach/people/{id}/pass"));
        var second = await QrReader.ReadAll(await coach.GetStringAsync($"/coach/people/{id}/pass"));
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task The_token_is_stored_nowhere()
    {
        var id = await city.HasNewcomer(email: "stored@example.org");
        var coach = city.As(Roles.Coach);
        var token = (await QrReader.ReadAll(await coach.GetStringAsync($"/coach/people/{id}/pass")))[0].Split("/p/")[1];
        var sent = await coach.Act($"/coach/people/{id}", "Send");
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());
        var reminder = await city.Ask<IMessages, ReminderRow>(messages => messages.Reminders.SingleAsync(row => row.ParticipantId == id && row.Kind == "pass"));
        Assert.Equal("waiting", reminder.State);
        Assert.Empty(await city.TablesThatHold(token));
        Assert.Equal($"/p/{token}", await city.Ask<IPassLinks, string>(async links => links.Open($"/p/{await city.PassNumberOf(id)}")));
    }

    [Fact]
    public async Task A_replaced_pass_stops_at_once()
    {
        var id = await city.HasNewcomer();
        var coach = city.As(Roles.Coach);
        var number = await city.PassNumberOf(id);
        var old = (await QrReader.ReadAll(await coach.GetStringAsync($"/coach/people/{id}/pass")))[0];

        var unsure = await coach.Act($"/coach/people/{id}", "Replace", ("oldNumber", number));
        Assert.Equal(HttpStatusCode.Conflict, unsure.StatusCode);
        Assert.Equal(number, await city.PassNumberOf(id));

        var replaced = await coach.Act($"/coach/people/{id}", "Replace", ("oldNumber", number), ("sure", "true"));
        Assert.True(replaced.StatusCode == HttpStatusCode.Redirect, await replaced.Content.ReadAsStringAsync());
        var fresh = (await QrReader.ReadAll(await coach.GetStringAsync($"/coach/people/{id}/pass")))[0];
        Assert.NotEqual(old, fresh);
        Assert.NotNull((await city.Ask<IParticipants, PassRow?>(participants => participants.FindPass(old.Split("/p/")[1], default)))!.ReplacedAt);
        Assert.Null((await city.Ask<IParticipants, PassRow?>(participants => participants.FindPass(fresh.Split("/p/")[1], default)))!.ReplacedAt);
        Assert.Contains("old pass", await coach.GetStringAsync("/coach?q=" + Uri.EscapeDataString(old)), StringComparison.Ordinal);

        // A second coach with the page still open does not replace the new pass by mistake.
        var late = await coach.Act($"/coach/people/{id}", "Replace", ("oldNumber", number), ("sure", "true"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact]
    public async Task Twenty_coaches_who_replace_a_pass_at_once_hand_out_one()
    {
        var id = await city.HasNewcomer();
        var number = await city.PassNumberOf(id);
        var coach = city.As(Roles.Coach);
        var page = await coach.GetStringAsync($"/coach/people/{id}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => coach.PostTo($"/coach/people/{id}?handler=Replace", page, ("oldNumber", number), ("sure", "true"))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(1, await city.InDatabase(db => db.Set<Pass>().CountAsync(pass => pass.ParticipantId == id && pass.ReplacedAt == null)));
    }

    [Fact]
    public async Task Changes_status_level_and_person()
    {
        var id = await city.HasNewcomer(status: LegalStatus.AsylumSeeker);
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Act($"/coach/people/{id}", "Status", ("status", "Refugee"), ("from", "2026-10-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Act($"/coach/people/{id}", "Status", ("status", "Refugee"), ("from", "2020-10-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Act($"/coach/people/{id}", "Level", ("skill", "SpokenProduction"), ("level", "B1"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Act($"/coach/people/{id}", "Level", ("skill", "SpokenProduction"), ("level", "Z9"))).StatusCode);
        var edit = await coach.GetStringAsync($"/coach/people/{id}/edit");
        var version = VersionField().Match(edit).Groups["version"].Value;
        (string, string)[] fields = [("Person.GivenName", "Nour"), ("Person.FamilyName", "Haddad"), ("Person.BirthDate", "1990-02-03"), ("Person.Language", "tr"), ("Person.Needs", "Wheelchair"), ("Version", version)];
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo($"/coach/people/{id}/edit", edit, fields)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.PostTo($"/coach/people/{id}/edit", edit, fields)).StatusCode);

        var person = await city.Ask<IParticipants, ParticipantRow>(participants => participants.People.SingleAsync(row => row.Id == id));
        Assert.Equal(("Nour", "tr", "A1"), (person.GivenName, person.Language, person.Level));
        Assert.Equal(LegalStatus.Refugee, (await city.Ask<IParticipants, StatusRow>(participants => participants.Statuses.SingleAsync(row => row.ParticipantId == id && row.Until == null))).Status);
        Assert.Equal(Need.Wheelchair, (await city.Ask<IParticipants, NeedRow>(participants => participants.Needs.SingleAsync(row => row.ParticipantId == id))).Need);
    }

    [Fact]
    public async Task A_referred_person_is_waited_for_until_they_come()
    {
        var coach = city.As(Roles.Coach);
        (string, string)[] referral =
        [
            ("New.Office", "MA 35"), ("New.CaseNumber", "ma35-77"), ("New.GivenName", "Yusuf"), ("New.FamilyName", "Demir"), ("New.BirthDate", "1999-09-09"), ("New.Language", "tr"),
            ("New.Status", "FamilyMember"), ("New.PermitOn", "2026-10-01"), ("New.ReferredOn", "2026-11-02"),
        ];
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit("/coach/referrals", referral)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Submit("/coach/referrals", referral)).StatusCode);
        var list = await coach.GetStringAsync("/coach/referrals");
        Assert.Contains("Yusuf Demir", list, StringComparison.Ordinal);
        Assert.Contains("waits 14 days", list, StringComparison.Ordinal);

        var link = ReferralLink().Match(list).Value;
        var form = await coach.GetStringAsync(link);
        Assert.Contains("value=\"Yusuf\"", form, StringComparison.Ordinal);
        var registered = await coach.Submit(
            link, ("Person.GivenName", "Yusuf"), ("Person.FamilyName", "Demir"), ("Person.BirthDate", "1999-09-09"), ("Person.Language", "tr"), ("Status", "FamilyMember"), ("StatusFrom", "2026-10-01"),
            ("Key", Guid.NewGuid().ToString()));
        Assert.True(registered.StatusCode == HttpStatusCode.Redirect, await registered.Content.ReadAsStringAsync());
        await coach.GetStringAsync(registered.Headers.Location!.OriginalString);
        Assert.DoesNotContain("Yusuf Demir", await coach.GetStringAsync("/coach/referrals"), StringComparison.Ordinal);
        Assert.Contains("Yusuf Demir", await coach.GetStringAsync("/coach/referrals?show=came"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_people_are_not_found()
    {
        var coach = city.As(Roles.Coach);
        foreach (var path in new[] { $"/coach/people/{Guid.NewGuid()}", $"/coach/people/{Guid.NewGuid()}/edit", $"/coach/people/{Guid.NewGuid()}/pass", $"/coach/new?referral={Guid.NewGuid()}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync(path)).StatusCode);
        }
    }

    [Theory]
    [InlineData(Roles.Administrator)]
    [InlineData(Roles.ProviderManager)]
    [InlineData(Roles.Teacher)]
    [InlineData(Roles.Auditor)]
    public async Task Nobody_but_coaches_sees_people(string role)
    {
        var id = await city.HasNewcomer("Secret", "Person");
        var other = city.As(role);
        foreach (var path in new[] { "/coach", "/coach/new", "/coach/referrals", "/coach/passes?since=2020-01-01", $"/coach/people/{id}", $"/coach/people/{id}/pass", $"/coach/people/{id}/edit" })
        {
            var answer = await other.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Redirect or HttpStatusCode.NotFound, $"{role} {path}: {answer.StatusCode}");
            Assert.DoesNotContain("Secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private Task<string> Search(string typed) => city.As(Roles.Coach).GetStringAsync("/coach?q=" + Uri.EscapeDataString(typed));

    [GeneratedRegex("name=\"Version\" value=\"(?<version>[0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionField();

    [GeneratedRegex("/coach/new\\?referral=[0-9a-f-]+", RegexOptions.None, 1000)]
    private static partial Regex ReferralLink();
}
