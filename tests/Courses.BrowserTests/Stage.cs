using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Seed;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Playwright;
using QRCoder;

namespace Courses.BrowserTests;

/// <summary>A session that is being held now, with the people whom its register expects.</summary>
internal sealed record Session(Guid Id, IReadOnlyList<Guid> People);

/// <summary>A class, and how a search finds it.</summary>
internal sealed record ClassToFind(Guid Id, string District, string Weekday, string Time);

/// <summary>What no page can arrange: a session that is on now, a pass whose code the test knows, a picture before the camera.</summary>
internal sealed class Stage(BrowserCity city)
{
    /// <summary>
    /// The next session of the teacher's n-th class is moved to now: the demo city's timetable does not know when tests run. The class of the main story is not among
    /// them, since what happens there is counted. Where few classes are held, as between the years, two tests share one: each has another session of it.
    /// </summary>
    public async Task<Session> HasSessionNow(IPage page, int which)
    {
        var classes = await Some(
            $$"""
            select g.id as "Value" from timetable.study_group g
            where g.teacher_id is not null and g.kind = 'LanguageClass' and g.starts_on < {0} and g.cancelled_at is null
                and exists (select 1 from timetable.session s where s.group_id = g.id and s.cancelled_at is null and s.starts_at > {1})
                and (select count(*) from timetable.enrolment e where e.group_id = g.id and e.state = 'Enrolled') >= 3
                and not exists (select 1 from timetable.enrolment e join participants.participant p on p.id = e.participant_id where e.group_id = g.id and p.email = '{{DemoAccounts.NearTheLine}}')
            order by g.id
            """,
            which + 1);
        return await Move(page, classes[which % classes.Length]);
    }

    /// <summary>The next session of somebody's class is moved to now.</summary>
    public async Task<Session> HasSessionNow(IPage page, Guid person) => await Move(page, await First(
        $$"""
        select e.group_id as "Value" from timetable.enrolment e join timetable.study_group g on g.id = e.group_id and g.kind = 'LanguageClass'
        where e.participant_id = '{{person}}' and e.state = 'Enrolled' and exists (select 1 from timetable.session s where s.group_id = e.group_id and s.starts_at > {1}) order by e.group_id
        """));

    public async Task<Guid> PersonWithMail(string address)
    {
        await using var db = Database();
        return await db.Database.SqlQuery<Guid>($"select id as \"Value\" from participants.participant where email = {address}").SingleAsync();
    }

    /// <summary>For the message of a test that waited in vain: the person's letters, decisions of now, and whether they still wait to be worked out.</summary>
    public async Task<string> WhatBecameOf(string address)
    {
        var person = await PersonWithMail(address);
        await using var db = Database();
        var lines = await db.Database.SqlQuery<string>($"""
            select concat('letter ', kind, ' ', state, ' ', once_key) as "Value" from messaging.message where participant_id = {person}
            union all select concat('decision ', programme_code, ' ', outcome, ' ', forecast, ' ', attended_minutes, ' of ', held_minutes, ' at ', decided_at) from eligibility.decision where participant_id = {person} and superseded_at is null
            union all select concat('stale since ', marked_at) from eligibility.stale where participant_id = {person}
            """).ToListAsync();
        return string.Join("; ", lines);
    }

    private async Task<Session> Move(IPage page, Guid group)
    {
        var now = city.Now;
        var id = await First($$"""select s.id as "Value" from timetable.session s where s.group_id = '{{group}}' and s.cancelled_at is null and s.starts_at > {1} order by s.starts_at, s.id""");
        await Execute(string.Create(CultureInfo.InvariantCulture,
            $"update timetable.session set starts_at = '{now.AddMinutes(-5):yyyy-MM-dd HH:mm:ss}+00:00', ends_at = '{now.AddMinutes(10):yyyy-MM-dd HH:mm:ss}+00:00', local_date = '{city.Today:yyyy-MM-dd}' where id = '{id}'"));
        var moved = (await Sessions(page)).Single(one => one.GetProperty("id").GetGuid() == id);
        return new(id, [.. moved.GetProperty("people").EnumerateArray().Select(person => person.GetGuid())]);
    }

    private static async Task<JsonElement[]> Sessions(IPage page) =>
        [.. JsonDocument.Parse(await page.EvaluateAsync<string>("fetch('/api/attendance/roster').then(answer => answer.text())")).RootElement.GetProperty("sessions").EnumerateArray()];

    public Task HasPass(Guid person, string token) => Execute(
        $"update participants.pass set token_hash = '{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}' where participant_id = '{person}' and replaced_at is null");

    /// <summary>An exam is this morning: the demo city's calendar does not know when tests run.</summary>
    public Task IsToday(Guid exam) => Execute(string.Create(CultureInfo.InvariantCulture, $"update exams.exam set \"on\" = '{city.Today:yyyy-MM-dd}', \"from\" = '00:00', register_until = '{city.Today.AddDays(-1):yyyy-MM-dd}' where id = '{exam}'"));

    /// <summary>The first meeting of an activity is about to end: no page can wait for it.</summary>
    public async Task<Guid> MeetsNow(Guid activity)
    {
        var now = city.Now;
        var id = await First($$"""select s.id as "Value" from timetable.session s join activities.meeting m on m.id = s.group_id where m.activity_id = '{{activity}}' order by s.starts_at""");
        await Execute(string.Create(CultureInfo.InvariantCulture,
            $"update timetable.session set starts_at = '{now.AddMinutes(-80):yyyy-MM-dd HH:mm:ss}+00:00', ends_at = '{now.AddMinutes(10):yyyy-MM-dd HH:mm:ss}+00:00', local_date = '{city.Today:yyyy-MM-dd}' where id = '{id}'"));
        return id;
    }

    public Task<Guid> RegistrationOf(Guid exam, Guid person) => First($$"""select r.id as "Value" from exams.registration r where r.exam_id = '{{exam}}' and r.participant_id = '{{person}}'""");

    /// <summary>Somebody of that language whom nobody accompanies yet.</summary>
    public async Task<Newcomer> HasNewcomerWithoutMentor(string language)
    {
        var id = await First($$"""
            select p.id as "Value" from participants.participant p
            where p.language = '{{language}}' and p.email is not null and exists (select 1 from participants.pass s where s.participant_id = p.id and s.replaced_at is null)
                and not exists (select 1 from mentoring.pair m where m.participant_id = p.id) and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
            order by p.id
            """);
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>Somebody with nothing to do from today on, whom a programme takes, and who reads that language: the n-th from the end of the list, so that each story has its own.</summary>
    public async Task<Newcomer> HasFreeNewcomer(string programme, string language, int which)
    {
        var people = await Some(
            $$"""
            select p.id as "Value" from participants.participant p
            where p.email is not null and p.merged_into is null and exists (select 1 from participants.pass s where s.participant_id = p.id and s.replaced_at is null)
                and exists (select 1 from eligibility.decision d where d.participant_id = p.id and d.programme_code = '{{programme}}' and d.subject = 'entry' and d.outcome = 'May' and d.superseded_at is null)
                and not exists (select 1 from timetable.enrolment e join timetable.study_group g on g.id = e.group_id where e.participant_id = p.id and e.state <> 'Withdrawn' and g.ends_on >= {0})
                and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
            order by p.id desc
            """,
            which + 1);
        await Execute($"update participants.participant set language = '{language}' where id = '{people[which]}'");
        return await WithPass(people[which], new(people[which], "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>Somebody who lives in the centre of the manager's organisation, and reads that language.</summary>
    public async Task<Newcomer> HasResident(string language)
    {
        var id = await First(
            $$"""
            select r.participant_id as "Value" from activities.residence r join activities.centre c on c.id = r.centre_id join activities.invitation i on i.provider_id = c.provider_id
            where r.last_day is null and r.recorded_at < {0} and exists (select 1 from participants.pass s where s.participant_id = r.participant_id and s.replaced_at is null)
                and not exists (select 1 from activities.vote v where v.participant_id = r.participant_id)
            order by r.participant_id
            """);
        await Execute($"update participants.participant set language = '{language}' where id = '{id}'");
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>Somebody whom a register of the last two months saw, and who reads that language.</summary>
    public async Task<Newcomer> HasNewcomerWhoCame(string language)
    {
        var id = await First(
            $$"""
            select p.id as "Value" from participants.participant p
            where p.email is not null and exists (select 1 from participants.pass s where s.participant_id = p.id and s.replaced_at is null) and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
                and exists (select 1 from attendance.mark m join timetable.session s on s.id = m.session_id where m.participant_id = p.id and m.present_minutes > 0 and s.cancelled_at is null and s.starts_at < {0} and s.local_date > '{{city.Today.AddDays(-60):yyyy-MM-dd}}')
            order by p.id desc
            """);
        await Execute($"update participants.participant set language = '{language}' where id = '{id}'");
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>They are of that age, and nobody has asked what they need.</summary>
    public async Task IsOfAge(Guid person, int years)
    {
        await Execute(string.Create(CultureInfo.InvariantCulture, $"update participants.participant set birth_date = '{city.Today.AddYears(-years).AddDays(-40):yyyy-MM-dd}' where id = '{person}'"));
        await Execute($"delete from orientation.completion where participant_id = '{person}' and topic_code = 'needs-assessment'");
    }

    /// <summary>Somebody of that language who was registered for no exam yet.</summary>
    public async Task<Newcomer> HasNewcomerWithoutExam(string language)
    {
        var id = await First($$"""
            select p.id as "Value" from participants.participant p
            where p.language = '{{language}}' and p.email is not null and exists (select 1 from participants.pass s where s.participant_id = p.id and s.replaced_at is null)
                and not exists (select 1 from exams.registration m where m.participant_id = p.id) and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
            order by p.id
            """);
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>Somebody who sits in a course of so many hours, was registered for no exam yet and reads Farsi from now on, and what the class is called.</summary>
    public async Task<(Newcomer Person, string Class)> HasNewcomerInACourseOf(int hours, string level)
    {
        var id = await First($$"""
            select p.id as "Value" from participants.participant p
            where p.email is not null and exists (select 1 from participants.pass s where s.participant_id = p.id and s.replaced_at is null)
                and not exists (select 1 from exams.registration m where m.participant_id = p.id) and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
                and exists (select 1 {{InACourse(hours, level)}} and g.starts_on < {0} and e.participant_id = p.id)
            order by p.id
            """);
        await Execute($"update participants.participant set language = 'fa' where id = '{id}'");

        // Whatever was typed of them, they could nothing when they came: no page can arrange what was.
        await Execute(string.Create(CultureInfo.InvariantCulture, $"update participants.level set first_level = 'Alpha', first_on = '{city.Today.AddDays(-200):yyyy-MM-dd}' where participant_id = '{id}'"));
        await using var db = Database();
        var name = $"select g.name as \"Value\" {InACourse(hours, level)} and e.participant_id = '{id}' order by g.name offset 0 rows fetch next 1 rows only";
        return (await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty)), await db.Database.SqlQueryRaw<string>(name).SingleAsync());
    }

    private static string InACourse(int hours, string level) => $"""
        from timetable.enrolment e join timetable.study_group g on g.id = e.group_id join language_courses.class c on c.id = g.id join language_courses.course k on k.id = c.course_id
        where e.state = 'Enrolled' and k.academic_hours = {hours} and k.level = '{level}'
        """;

    /// <summary>Somebody of that language with whom no plan was made yet.</summary>
    public async Task<Newcomer> HasNewcomerWithoutPlan(string language)
    {
        var id = await First($$"""
            select p.id as "Value" from participants.participant p
            where p.language = '{{language}}' and p.email is not null and exists (select 1 from participants.pass s where s.participant_id = p.id and s.replaced_at is null)
                and not exists (select 1 from plans.person_plan m where m.participant_id = p.id) and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
            order by p.id
            """);
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>Somebody who is asked about this class or run, and has a pass.</summary>
    public async Task<Newcomer> HasNewcomerAskedAbout(Guid group)
    {
        var id = await First($$"""
            select i.participant_id as "Value" from questionnaires.invitation i
            where i.subject_id = '{{group}}' and exists (select 1 from participants.pass s where s.participant_id = i.participant_id and s.replaced_at is null)
            order by i.participant_id
            """);
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>The two have been together for so long: no page can wait for weeks.</summary>
    public Task HaveBeenTogether(Guid pair, int days) => Execute(string.Create(CultureInfo.InvariantCulture, $"update mentoring.pair set started_on = '{city.Today.AddDays(-days):yyyy-MM-dd}' where id = '{pair}'"));

    /// <summary>Half a year is over since they ended: no page can wait for it.</summary>
    public Task AskAgainToday(Guid pair) => Execute(string.Create(CultureInfo.InvariantCulture, $"update mentoring.pair set contact_on = '{city.Today:yyyy-MM-dd}' where id = '{pair}'"));

    /// <summary>What an independent decoder reads from the picture on the screen.</summary>
    public static async Task<string> Decode(ILocator code)
    {
        var file = Path.Combine(Path.GetTempPath(), $"code-{Guid.NewGuid():N}.png");
        await code.ScreenshotAsync(new() { Path = file });
        using var zbar = Process.Start(new ProcessStartInfo("zbarimg", ["-q", "--raw", file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var text = await zbar.StandardOutput.ReadToEndAsync();
        await zbar.WaitForExitAsync();
        File.Delete(file);
        return text.Trim();
    }

    /// <summary>Somebody with a class that runs, marks in it, a voucher to spend, letters and a finished module; their pass gets a code that the test knows.</summary>
    public async Task<Newcomer> HasNewcomerWithMuchToShow()
    {
        var id = await First(
            """
            select p.id as "Value" from participants.participant p
            where exists (select 1 from vouchers.voucher v where v.participant_id = p.id and v.state = 'Unlocked')
                and exists (select 1 from orientation.completion c join timetable.enrolment e on e.group_id = c.run_id and e.participant_id = p.id where c.participant_id = p.id)
                and exists (select 1 from attendance.mark m join timetable.session s on s.group_id = m.group_id where m.participant_id = p.id and s.starts_at > {0})
                and exists (select 1 from questionnaires.invitation i where i.participant_id = p.id and i.answer_until > {0})
            order by p.id
            """);
        return await WithPass(id, new(
            id,
            "",
            "",
            await Some("""select g.id as "Value" from timetable.study_group g join language_courses.class c on c.id = g.id where g.ends_on > {0} and g.seats_taken < g.capacity and c.price_cents > 0 order by g.starts_on desc, g.id""", 3),
            await First($$"""select e.group_id as "Value" from timetable.enrolment e join timetable.study_group g on g.id = e.group_id and g.kind = 'LanguageClass' where e.participant_id = '{{id}}' and e.state = 'Enrolled' and exists (select 1 from timetable.session s where s.group_id = e.group_id and s.starts_at > {0}) order by e.group_id"""),
            await First($$"""select c.run_id as "Value" from orientation.completion c join timetable.enrolment e on e.group_id = c.run_id and e.participant_id = c.participant_id where c.participant_id = '{{id}}' and c.completed_on < {0} order by c.run_id"""))
        {
            Questionnaires = await Some($$"""select i.id as "Value" from questionnaires.invitation i where i.participant_id = '{{id}}' and i.answer_until > {0} order by i.id""", 2),
        });
    }

    /// <summary>Somebody whose attendance a programme counts.</summary>
    public async Task<Newcomer> HasNewcomerWithALineToKeep(bool withoutVouchers = false)
    {
        var without = withoutVouchers
            ? $"and not exists (select 1 from vouchers.voucher v where v.participant_id = d.participant_id) and exists (select 1 from eligibility.decision e where e.participant_id = d.participant_id and e.programme_code = 'start-wien' and e.outcome = 'May' and e.superseded_at is null) and exists (select 1 {ClassesToFind("A1", "d.participant_id")})"
            : "";
        var id = await First($$"""select d.participant_id as "Value" from eligibility.decision d where d.subject = 'benefit' and d.forecast = 'OnTrack' and d.decided_at < {0} {{without}} order by d.participant_id""");
        if (withoutVouchers)
        {
            // The classes that the story looks for are hers: another level would be asked about first.
            await Execute($"update participants.participant set level = 'A1' where id = '{id}'");
        }

        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>Somebody who fell under the line so long ago that something is proposed when she is worked out anew.</summary>
    public async Task<Newcomer> HasNewcomerUnderTheLine()
    {
        var id = await PersonWithMail(DemoAccounts.BelowTheLine);
        await Execute($"update eligibility.decision set decided_at = '{city.Now.AddDays(-40):yyyy-MM-dd HH:mm:ss}+00:00' where participant_id = '{id}' and subject = 'benefit'");
        return await WithPass(id, new(id, "", "", [], Guid.Empty, Guid.Empty));
    }

    /// <summary>One letter of every kind, in one language, and two decisions: one that waits for an answer and one that is taken.</summary>
    public async Task HasLettersAndDecisions(Newcomer somebody, string language)
    {
        var now = $"{city.Now:yyyy-MM-dd HH:mm:ss}+00:00";
        await Execute($"delete from messaging.message where participant_id = '{somebody.Id}'");
        await Execute($"delete from eligibility.proposal where participant_id = '{somebody.Id}'");
        foreach (var kind in LetterKinds())
        {
            await Execute(
                $"""
                insert into messaging.message (id, participant_id, kind, language, once_key, once_id, details, link, immediate, queued_at, not_before, state, attempts, sent_at)
                values ('{Guid.NewGuid()}', '{somebody.Id}', '{kind}', '{language}', '{kind}', '{Guid.NewGuid()}', '{string.Join('\n', Enumerable.Repeat("4", 8))}', '/my', {False}, '{now}', '{now}', 'Sent', 1, '{now}')
                """);
        }

        foreach (var (programme, state, decided) in new[] { ("inlt", "Open", "null"), ("start-wien", "Confirmed", $"'{now}'") })
        {
            await Execute(
                $"""
                insert into eligibility.proposal (id, participant_id, programme_code, decision_id, forecast, attended_minutes, held_minutes, line_percent, proposed_at, comment_until, told_on, told_how, comment_working_days, needs_person, state, decided_at, decision_reason, version)
                select '{Guid.NewGuid()}', d.participant_id, d.programme_code, d.id, 'Under', 900, 3000, 40, '{now}', '{city.Today.AddDays(14):yyyy-MM-dd}', '{city.Today:yyyy-MM-dd}', 'mail', 10, {False}, '{state}', {decided}, 'Keine Entschuldigung', 0
                from eligibility.decision d where d.participant_id = '{somebody.Id}' and d.programme_code = '{programme}' and d.subject = 'entry'
                """);
        }
    }

    /// <summary>Somebody of the many, to whom the post can bring a letter, and of whom nothing is proposed.</summary>
    public Task<Guid> HasSomebodyWithAnAddress(string language) => First(
        $$"""
        select p.id as "Value" from participants.participant p
        where p.language = '{{language}}' and p.address is not null and p.email is not null
            and exists (select 1 from eligibility.decision d where d.participant_id = p.id and d.programme_code = 'inlt' and d.subject = 'entry' and d.superseded_at is null)
            and not exists (select 1 from eligibility.proposal r where r.participant_id = p.id)
        order by p.id desc
        """);

    /// <summary>Somebody whom a signed register says was there, and who has no paper about it.</summary>
    public Task<Guid> HasSomebodyWhoAttended() =>
        First("""select m.participant_id as "Value" from attendance.mark m join attendance.register r on r.id = m.session_id where r.signed_off_at is not null and m.present_minutes > 0 and not exists (select 1 from attendance.confirmation c where c.participant_id = m.participant_id) order by m.participant_id""");

    /// <summary>Somebody with one certificate, that counts.</summary>
    public Task<Guid> HasSomebodyWithACertificate() =>
        First("""select c.participant_id as "Value" from language_courses.certificate c where c.withdrawn_at is null and (select count(*) from language_courses.certificate o where o.participant_id = c.participant_id) = 1 order by c.participant_id""");

    /// <summary>It is proposed that InLT's benefit ends, and the letter of it waits to go out.</summary>
    public async Task HasProposal(Guid person, string language)
    {
        var now = $"{city.Now:yyyy-MM-dd HH:mm:ss}+00:00";
        const string decision = "from eligibility.decision d where d.programme_code = 'inlt' and d.subject = 'entry' and d.superseded_at is null and d.participant_id";
        await Execute(
            $"""
            insert into eligibility.proposal (id, participant_id, programme_code, decision_id, forecast, attended_minutes, held_minutes, line_percent, proposed_at, comment_working_days, needs_person, state, version)
            select '{Guid.NewGuid()}', d.participant_id, d.programme_code, d.id, 'Under', 900, 3000, 40, '{now}', 10, {True}, 'Open', 0 {decision} = '{person}'
            """);
        await Execute(
            $"""
            insert into messaging.message (id, participant_id, kind, language, once_key, once_id, details, link, immediate, queued_at, not_before, state, attempts, about, answer_working_days)
            select '{Guid.NewGuid()}', d.participant_id, 'decision-proposed', '{language}', 'print-story:{person}', '{Guid.NewGuid()}', '{string.Join('\n', "InLT", "20", "66.7", "40", Contracts.Messaging.NewMessage.LastDayToAnswer)}', '/my/decisions', {False}, '{now}', '{now}', 'Waiting', 0, d.id, 10
            {decision} = '{person}'
            """);
    }

    /// <summary>Until the jobs have done it: there is one.</summary>
    public async Task Until(string sql)
    {
        var patience = Stopwatch.StartNew();
        while (await Count(sql) == 0)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(5), $"Not in five minutes: {sql}");
            await Task.Delay(500);
        }
    }

    /// <summary>For what belongs to one day: a story that begins a moment before midnight begins after it.</summary>
    public async Task MidnightIsNotNear()
    {
        var today = city.Today;
        while (city.Today == today && DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(city.Now.AddMinutes(3), "Europe/Vienna").DateTime) > today)
        {
            await Task.Delay(1000);
        }
    }

    private static string False => Environment.GetEnvironmentVariable("COURSES_DB") == "SqlServer" ? "0" : "false";

    private static IEnumerable<string> LetterKinds() =>
        XDocument.Load(Path.Combine(HostProcess.Root, "modules/Messaging/Words/Newcomer.resx")).Root!.Elements("data")
            .Select(sentence => sentence.Attribute("name")!.Value.Split('.'))
            .Where(key => key is ["message", _, "text"])
            .Select(key => key[1]);

    /// <summary>A class of that level that has not begun, has seats, takes vouchers and meets when the person is in no other class, with what a search must say to find it.</summary>
    public async Task<ClassToFind> HasClassToFind(string level, Guid person)
    {
        var id = await First($"select g.id as \"Value\" {ClassesToFind(level, $"'{person}'")} order by g.starts_on, g.id");
        await using var db = Database();
        var district = await db.Database.SqlQueryRaw<string>("select v.district as \"Value\" from participants.venue v join timetable.study_group g on g.venue_id = v.id where g.id = {0}", id).SingleAsync();
        var day = await db.Database.SqlQueryRaw<DateOnly>("select s.local_date as \"Value\" from timetable.session s where s.group_id = {0} order by s.starts_at offset 0 rows fetch next 1 rows only", id).SingleAsync();
        var from = await db.Database.SqlQueryRaw<TimeOnly>("select s.local_from as \"Value\" from timetable.session s where s.group_id = {0} order by s.starts_at offset 0 rows fetch next 1 rows only", id).SingleAsync();
        return new(id, district, $"{((int)day.DayOfWeek + 6) % 7 + 1}", from.Hour < 12 ? "morning" : from.Hour < 17 ? "afternoon" : "evening");
    }

    private static string ClassesToFind(string level, string person) => $$"""
        from timetable.study_group g join language_courses.class c on c.id = g.id join language_courses.course k on k.id = c.course_id
        where g.starts_on > {0} and g.seats_taken + g.seats_offered + 1 < g.capacity and g.in_line = 0 and c.price_cents > 0 and k.is_integration_course = {{True}} and k.level like '{{level}}%'
            and not exists (
                select 1 from timetable.session s join timetable.session other on other.starts_at < s.ends_at and other.ends_at > s.starts_at
                join timetable.enrolment e on e.group_id = other.group_id and e.state = 'Enrolled'
                where s.group_id = g.id and e.participant_id = {{person}} and s.cancelled_at is null and other.cancelled_at is null)
        """;

    private static string True => Environment.GetEnvironmentVariable("COURSES_DB") == "SqlServer" ? "1" : "true";

    private async Task<Newcomer> WithPass(Guid id, Newcomer somebody)
    {
        var token = new PassTokens(RandomNumberGenerator.GetBytes(PassTokens.KeyBytes)).TokenOf("0");
        await HasPass(id, token);
        return somebody with { Pin = await PinOf(id), Address = $"{city.Address}/p/{token}" };
    }

    /// <summary>What stands in the person's letter.</summary>
    public async Task<string> PinOf(Guid person)
    {
        await using var db = Database();
        var number = await db.Database.SqlQueryRaw<string>("select number as \"Value\" from participants.pass where participant_id = {0} and replaced_at is null", person).SingleAsync();
        return new PassTokens(new ConfigurationBuilder().Build(), new HostingEnvironment { EnvironmentName = Environments.Development }).PinOf(number);
    }

    private async Task<Guid> First(string sql) => (await Some(sql, 1))[0];

    /// <summary>{0} in the statement is now, {1} is three hours later.</summary>
    private async Task<Guid[]> Some(string sql, int most)
    {
        await using var db = Database();
        var now = city.Now;
        var some = string.Create(CultureInfo.InvariantCulture, $"{sql} offset 0 rows fetch next {most} rows only");
        return await db.Database.SqlQueryRaw<Guid>(some, now, now.AddHours(3)).ToArrayAsync();
    }

    /// <summary>The question about this session that waits for the provider.</summary>
    public Task<Guid> QuestionAbout(Session session) => First($"select id as \"Value\" from attendance.review where session_id = '{session.Id}' and settled_at is null order by at, id");

    public Task<int> Facts(Session session) => Count($"select count(*) as \"Value\" from attendance.fact where session_id = '{session.Id}'");

    public Task<int> Marks(Session session) => Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}'");

    public async Task<int> Count(string sql)
    {
        await using var db = Database();
        return await db.Database.SqlQueryRaw<int>(sql.Replace("count(*)", "cast(count(*) as int)", StringComparison.Ordinal)).SingleAsync();
    }

    public async Task Execute(string sql)
    {
        await using var db = Database();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public DbContext Database()
    {
        var options = new DbContextOptionsBuilder();
        Engines.Named(Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql").Configure(options, city.Connection);
        return new(options.Options);
    }

    /// <summary>What the camera sees: the code in the middle of a grey picture, as raw video.</summary>
    public static void WriteVideo(string path, string content)
    {
        const int width = 640;
        const int height = 480;
        const int module = 8;
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var light = new byte[width * height];
        Array.Fill(light, (byte)230);
        var (left, top) = ((width - (modules.Count * module)) / 2, (height - (modules.Count * module)) / 2);
        for (var y = 0; y < modules.Count * module; y++)
        {
            for (var x = 0; x < modules.Count * module; x++)
            {
                light[((top + y) * width) + left + x] = modules[y / module][x / module] ? (byte)16 : (byte)235;
            }
        }

        var colour = new byte[width * height / 2];
        Array.Fill(colour, (byte)128);
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n"));
        for (var frame = 0; frame < 10; frame++)
        {
            file.Write("FRAME\n"u8);
            file.Write(light);
            file.Write(colour);
        }
    }
}
