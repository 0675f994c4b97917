using System.Net;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Eligibility;
using Courses.Messaging;
using Courses.Participants;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Access;

/// <summary>What is kept for a time goes when it is over, rule by rule, and a row stays that proves it.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task What_people_said_goes_when_its_time_is_over_and_what_was_done_and_decided_stays_under_the_chain()
    {
        await using var city = await City.New();
        var (person, begun) = (await city.HasNewcomer("Yusuf", "Longago"), city.Clock.GetUtcNow());
        await HasWritten(city, person, "Old words");
        await city.ChainsItsRows();
        city.Clock.MoveTo(begun.AddMonths(6));
        await HasWritten(city, person, "New words");
        await city.ChainsItsRows();

        // A month before its time is over nothing goes, a month after it what is old does.
        foreach (var (months, rules) in new (int, string[])[] { (12, ["letters"]), (24, ["complaints", "illness-words"]), (60, ["fact-notes"]), (120, ["confirmations", "decision-words"]) })
        {
            city.Clock.MoveTo(begun.AddMonths(months - 1));
            Assert.Equal(rules.Select(rule => (rule, 0)), await Gone(city, rules));
            city.Clock.MoveTo(begun.AddMonths(months + 1));
            Assert.Equal(rules.Select(rule => (rule, 1)), await Gone(city, rules));
        }

        var (letters, notes) = (
            await city.InDatabase(db => db.Set<Message>().Where(row => row.ParticipantId == person && row.Kind == "to-all").OrderBy(row => row.QueuedAt).Select(row => new { row.Details, Forgotten = row.ForgottenAt != null }).ToListAsync()),
            await city.InDatabase(db => db.Set<AttendanceFact>().Where(row => row.ParticipantId == person).OrderBy(row => row.ReceivedAt).Select(row => row.Note).ToListAsync()));
        Assert.Equal([("", true), ("", true)], letters.Select(letter => (letter.Details, letter.Forgotten)));
        Assert.Equal(["", ""], notes);
        Assert.Equal(["New words"], await city.InDatabase(db => db.Set<Proposal>().Where(row => row.ParticipantId == person && row.DecisionReason != null).Select(row => row.DecisionReason!).ToListAsync()));
        Assert.Equal(2, await city.InDatabase(db => db.Set<Proposal>().CountAsync(row => row.ParticipantId == person && row.State == ProposalState.Rejected)));
        Assert.Equal(1, await city.InDatabase(db => db.Set<Confirmation>().CountAsync(row => row.ParticipantId == person)));
        Assert.DoesNotContain("Old words", await city.AsNewcomer(person).GetStringAsync("/my/letters"), StringComparison.Ordinal);
        Assert.DoesNotContain("Old words", await city.As(Roles.Coach).GetStringAsync($"/coach/people/{person}/letters"), StringComparison.Ordinal);
        Assert.Empty(await city.Faults());
    }

    [Fact]
    public async Task More_than_one_commit_holds_goes_in_one_night()
    {
        await using var city = await City.New();
        var (person, now) = (await city.HasNewcomer("Many", "Notes"), city.Clock.GetUtcNow());
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        await city.InDatabase(async db =>
        {
            await db.Transact(() => db.Engine.BulkInsert(db, Enumerable.Range(0, 5_200).Select(number => PersonNote.Write(person, $"{number}", false, null, Guid.Empty, "A coach", now, day.AddDays(-(number % 3)))).ToArray(), CancellationToken.None), CancellationToken.None);
            return true;
        });
        city.Clock.MoveTo(now.AddMonths(37));
        Assert.Equal(5_200, await city.Forgets("person-notes"));
        Assert.False(await city.InDatabase(db => db.Set<PersonNote>().AnyAsync()));
    }

    [Fact]
    public async Task A_rule_that_fails_holds_up_no_other_and_its_proof_says_so()
    {
        await using var city = await City.New();
        var (person, now) = (await city.HasNewcomer("Held", "Up"), city.Clock.GetUtcNow());
        await city.InDatabase(async db =>
        {
            db.Add(PersonNote.Write(person, "Old.", false, null, Guid.Empty, "A coach", now, DateOnly.FromDateTime(now.UtcDateTime)));
            return await db.SaveChangesAsync();
        });
        city.Clock.MoveTo(now.AddMonths(37));
        await using var node = city.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddRetention<PersonNote>("a-broken-one", new(Days: 1), (_, _) => throw new InvalidOperationException("It cannot go."))));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => node.Services.GetRequiredService<JobRunner>().Run(ForgetWhatIsOver.Name, default));
        Assert.Contains("It cannot go.", error.Message, StringComparison.Ordinal);
        Assert.False(await city.InDatabase(db => db.Set<PersonNote>().AnyAsync()));
        var proofs = await city.InDatabase(db => db.Set<RetentionRun>().AsNoTracking().ToListAsync());
        Assert.Equal("It cannot go.", proofs.Single(run => run.Rule == "a-broken-one").Error);
        Assert.Equal((1, (string?)null), proofs.Where(run => run.Rule == "person-notes").Select(run => (run.Gone, run.Error)).Single());
        Assert.Equal((await Rules(city)).Count + 1, proofs.Count);
    }

    [Fact]
    public async Task Administrators_change_a_time_with_its_reason_auditors_read_it_and_people_are_told_the_new_one()
    {
        await using var city = await City.New();
        var person = await city.HasNewcomer("Told", "Anew");
        var (admin, auditor) = (city.As(Roles.Administrator), city.As(Roles.Auditor));
        const string page = "/admin/retention";
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit(page, ("Rule", "letters"), ("Months", "18"), ("Reason", "Decided by the council"))).StatusCode);
        Assert.Contains("Decided by the council", await auditor.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Contains("18 months", await city.AsNewcomer(person).GetStringAsync("/my/data"), StringComparison.Ordinal);
        Assert.Equal(
            "letters: 12 → 18", await city.InDatabase(db => db.Set<AuditEntry>().Where(entry => entry.Act == "retention.changed").Select(entry => entry.Details).SingleAsync()));

        foreach (var (rule, months, says) in new[] { ("letters", "5", "at least 6 months"), ("decision-words", "59", "at least 60 months"), ("illness-notes", "12", "cannot be changed here"), ("nothing", "12", "cannot be changed here") })
        {
            var refused = await admin.Submit(page, ("Rule", rule), ("Months", months), ("Reason", "Space"));
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains(says, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Submit(page, ("Rule", "letters"), ("Months", "24"), ("Reason", " "))).StatusCode);
        Assert.DoesNotContain("<form method=\"post\" class=\"card", await auditor.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.PostTo(page, await auditor.GetStringAsync(page), ("Rule", "letters"), ("Months", "24"), ("Reason", "Mine"))).StatusCode);
        Assert.Equal(18, (await city.Ask<Retention, KeptFor>(retention => retention.TimeOf("letters", default))).Months);
    }

    [Fact]
    public async Task Every_rule_says_what_goes_and_every_kind_that_people_read_of_has_its_rule()
    {
        await using var city = await City.New();
        var rules = await Rules(city);
        Assert.True(rules.Count >= 12, string.Join(", ", rules.Select(rule => rule.Code)));
        Assert.Equal(rules.Count, rules.Select(rule => rule.Code).Distinct().Count());
        await city.InScope(services =>
        {
            var words = services.GetRequiredService<Platform.Languages.Words>();
            Assert.All(rules, rule => Assert.True(words.Knows($"retention.{rule.Code}") && words.Knows($"retention.{rule.Code}.goes"), rule.Code));
            var told = services.GetServices<IKeepsAboutPeople>().SelectMany(module => module.Kinds).Select(kind => kind.Rule).OfType<string>().ToArray();
            Assert.Subset(rules.Select(rule => rule.Code).ToHashSet(), told.ToHashSet());
            var table = File.ReadAllText(Engine.Documents.PathOf("docs", "decisions", "0035-what-is-over-goes-by-rules.md"));
            Assert.All(rules, rule => Assert.Contains($"`{rule.Code}`", table, StringComparison.Ordinal));
            return Task.FromResult(true);
        });

        // Counted as the night would delete.
        Assert.Contains("id=\"letters\"", await city.As(Roles.Administrator).GetStringAsync("/admin/retention"), StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<RetentionRule>> Rules(City city) => city.Ask<Retention, IReadOnlyList<RetentionRule>>(retention => Task.FromResult(retention.Rules));

    /// <summary>What one night let go, as its proofs say.</summary>
    private static async Task<IReadOnlyList<(string, int)>> Gone(City city, IReadOnlyList<string> rules)
    {
        var now = city.Clock.GetUtcNow();
        await city.Runs(ForgetWhatIsOver.Name);
        var proofs = await city.InDatabase(db => db.Set<RetentionRun>().Where(run => run.At == now).ToDictionaryAsync(run => run.Rule, run => run.Gone));
        return [.. rules.Select(rule => (rule, proofs[rule]))];
    }

    /// <summary>One of each in somebody's own words, done with.</summary>
    private static Task<int> HasWritten(City city, Guid person, string words)
    {
        var now = city.Clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return city.InDatabase(async db =>
        {
            db.Add(new Message
            {
                ParticipantId = person,
                Kind = "to-all",
                Language = "en",
                OnceKey = $"to-all:{now:O}",
                OnceId = Message.OnceIdOf($"to-all:{now:O}"),
                Details = words,
                Link = "/my",
                QueuedAt = now,
                NotBefore = now,
                State = MessageState.Sent,
                SentAt = now,
            });
            var complaint = new Complaint { Kind = ComplaintKind.Question, ParticipantId = person, Language = "en", Text = words, SentOn = today };
            complaint.Handle(Platform.Languages.GivenReason.Of(null, "Yes.", "en", "answer"), now, "A coach");
            db.Add(complaint);
            var report = new IllnessReport { ParticipantId = person, FormId = Guid.NewGuid(), SentAt = now };
            var ill = db.Add(report);
            (ill.Property(row => row.From).CurrentValue, ill.Property(row => row.Until).CurrentValue, ill.Property(row => row.Words).CurrentValue) = (today, today, words);
            db.Add(new AttendanceFact
            {
                FactId = Guid.NewGuid(),
                SessionId = Guid.NewGuid(),
                ParticipantId = person,
                Kind = FactKind.Excused,
                Source = FactSource.Hand,
                DeviceId = Guid.NewGuid(),
                DeviceSequence = 1,
                DeviceTime = now,
                ReceivedAt = now,
                RecordedBy = "Nina",
                Note = words,
            });
            db.Add(new Confirmation
            {
                Number = Courses.Platform.Papers.PaperNumber.New(),
                ParticipantId = person,
                GroupId = Guid.NewGuid(),
                Name = words,
                LatinName = null,
                BirthDate = new(1990, 1, 1),
                Course = "German",
                Provider = "School",
                From = today,
                Until = today,
                AttendedMinutes = 90,
                AttendedLessons = 1,
                HeldMinutes = 90,
                HeldLessons = 1,
                FirstLanguage = "de",
                SecondLanguage = "en",
                IssuedOn = today,
                IssuedBy = Guid.NewGuid(),
                IssuedByName = "A coach",
            });
            var proposal = db.Add(new Proposal
            {
                ParticipantId = person,
                ProgrammeCode = "inlt",
                Period = "",
                DecisionId = Guid.NewGuid(),
                Forecast = Forecast.Under,
                AttendedMinutes = 0,
                HeldMinutes = 90,
                LinePercent = 40,
                ProposedAt = now,
                CommentWorkingDays = 10,
                NeedsPerson = true,
            });
            (proposal.Property(row => row.State).CurrentValue, proposal.Property(row => row.DecisionReason).CurrentValue) = (ProposalState.Rejected, words);
            return await db.SaveChangesAsync();
        });
    }
}
