using System.Net;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Tests.Shared;
using Courses.Participants;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>Two records of one person become one: everything comes together, nothing is guessed or rewritten, and it can be taken back.</summary>
public sealed class MergeTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Everything_of_two_records_comes_together_and_the_trail_explains_it()
    {
        var (kept, closed) = (await city.HasNewcomer("Leila", "Karam"), await city.HasNewcomer("Layla", "Karam"));
        var (mine, theirs) = (await city.HasClass(from: new(9, 0)), await city.HasClass(from: new(18, 0)));
        await TakesSeat(mine, kept);
        await TakesSeat(theirs, closed);
        await city.HasSignedRegisters(theirs, closed, "PPA");
        await city.HasVoucher(closed);
        await Tells(closed);
        await city.Ask<ILanguageCourses, bool>(async courses => { await courses.AddCertificate(closed, "de", "A1", new(2026, 10, 1), default); return true; });
        var (number, token) = (await city.PassNumberOf(closed), await city.TokenOf(closed));

        var coach = city.As(Roles.Coach);
        var page = $"/coach/merge?One={kept}&Other={closed}&Kept={kept}";
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.Submit(page, Form(kept, closed, ""))).StatusCode);
        var merged = await coach.Submit(page, Form(kept, closed, "Same passport"));
        Assert.True(merged.StatusCode == HttpStatusCode.Redirect, await merged.Content.ReadAsStringAsync());

        Assert.Equal(2, await Count<Enrolment>(row => row.ParticipantId == kept));
        Assert.Equal(180, await city.InDatabase(db => db.Set<Mark>().Where(mark => mark.ParticipantId == kept).SumAsync(mark => mark.PresentMinutes)));
        Assert.Equal((1, 1), (await Count<Voucher>(row => row.ParticipantId == kept), await Count<Stay>(row => row.ParticipantId == kept && row.GroupId == theirs)));
        Assert.Contains(await city.Ask<IMessages, List<string>>(messages => messages.Reminders.Where(row => row.ParticipantId == kept).Select(row => row.Kind).ToListAsync()), kind => kind == "class-cancelled");
        Assert.Equal(1, await city.Ask<ILanguageCourses, int>(courses => courses.Certificates.CountAsync(row => row.ParticipantId == kept)));
        Assert.Contains("Same passport", await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Subject == kept && row.Act == "participant.merged").Select(row => row.Details).SingleAsync()), StringComparison.Ordinal);

        // The closed record is in no list, and whatever led to it leads on.
        Assert.Equal($"/coach/people/{kept}", (await coach.GetAsync($"/coach/people/{closed}")).Headers.Location?.ToString());
        Assert.False(await city.Ask<IParticipants, bool>(participants => participants.People.AnyAsync(person => person.Id == closed)));
        Assert.Equal(kept, (await city.Ask<IParticipants, PassRow?>(participants => participants.FindPass(token, default)))!.ParticipantId);
        Assert.Contains($"/coach/people/{kept}", await coach.GetStringAsync($"/coach?q={number}"), StringComparison.Ordinal);

        // The person has two valid passes now, and the page of the PIN finds their own.
        Assert.Equal(HttpStatusCode.OK, (await city.AsNewcomer(kept).GetAsync("/my/pin")).StatusCode);

        // Replacing the pass ends all of them: whoever found the old one finds nothing.
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Act($"/coach/people/{kept}", "Replace", ("oldNumber", await city.PassNumberOf(kept)), ("sure", "true"))).StatusCode);
        Assert.NotNull((await city.Ask<IParticipants, PassRow?>(participants => participants.FindPass(token, default)))!.ReplacedAt);
    }

    [Fact]
    public async Task Bringing_records_together_and_taking_it_back_is_no_tampering()
    {
        var (kept, closed) = (await city.HasNewcomer("Sara", "Haddad"), await city.HasNewcomer("Sarah", "Haddad"));
        var theirs = await city.HasClass(from: new(18, 0));
        await TakesSeat(theirs, closed);
        await city.HasSignedRegisters(theirs, closed, "PPA");
        await city.HasVoucher(closed);
        await city.InDatabase(db => db.Engine.BulkInsert(db, [Decided(closed, city.Clock.GetUtcNow())], CancellationToken.None));
        await city.ChainsItsRows();
        Assert.Empty(await city.Faults());
        var merge = await Merge(closed, kept);
        Assert.Empty(await city.Faults());
        await city.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        Assert.Empty(await city.Faults());
    }

    private static Decision Decided(Guid person, DateTimeOffset at) => new()
    {
        ParticipantId = person,
        ProgrammeCode = "inlt",
        RuleVersion = 1,
        Subject = Decision.Benefit,
        Period = "",
        Outcome = Outcome.May,
        Forecast = "OnTrack",
        AttendedMinutes = 180,
        HeldMinutes = 270,
        Reasons = "{\"all\":[]}",
        Facts = "{\"hours\":3}",
        Signature = new('a', 64),
        DecidedAt = at,
    };

    [Fact]
    public async Task Seats_that_overlap_or_are_in_one_class_must_be_settled_first()
    {
        var (kept, closed) = (await city.HasNewcomer("Omid", "Azari"), await city.HasNewcomer("Omeed", "Azari"));
        var (one, other) = (await city.HasClass(name: "Morning"), await city.HasClass(name: "Mountain"));
        await TakesSeat(one, kept);
        await TakesSeat(other, closed);
        var coach = city.As(Roles.Coach);
        var page = $"/coach/merge?One={kept}&Other={closed}&Kept={kept}";
        var shown = WebUtility.HtmlDecode(await coach.GetStringAsync(page));
        Assert.Contains("meet at the same time", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Make them one", shown, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Submit(page, Form(kept, closed, "Sure"))).StatusCode);
        Assert.Null(await MergedInto(closed));

        await city.InScope(async services => { await services.GetRequiredService<ITimetable>().GiveBackSeat(other, closed, "left", default); return true; });
        await TakesSeat(one, closed);
        Assert.Contains("Both have a seat or a place in", await coach.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal("merge.two-seats", (await Assert.ThrowsAsync<RuleBroken>(() => Merge(closed, kept))).Code);
    }

    [Fact]
    public async Task Two_vouchers_of_one_programme_are_asked_about_and_no_cent_moves()
    {
        var (kept, closed) = (await city.HasNewcomer("Petra", "Novak"), await city.HasNewcomer("Petra", "Nowak"));
        await city.HasVoucher(kept);
        await city.HasVoucher(closed);
        var coach = city.As(Roles.Coach);
        var page = $"/coach/merge?One={kept}&Other={closed}&Kept={kept}";
        Assert.Contains("Both got vouchers of", await coach.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.Submit(page, Form(kept, closed, "Same permit"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(page, [.. Form(kept, closed, "Same permit"), ("IsKnown", "true")])).StatusCode);
        Assert.Equal(20_000, await city.InDatabase(db => db.Set<Voucher>().Where(row => row.ParticipantId == kept).SumAsync(row => row.AmountCents)));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_fact_stays_as_it_was_written_and_counts_for_the_person_who_goes_on()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var (closed, kept) = (taught.People[0], await city.HasPersonWithPass("Amina0", "Hadad"));
        var tablet = city.AsTablet(taught.ProviderId);
        var now = city.Clock.GetUtcNow();
        var before = new SentFact { SessionId = taught.Session, ParticipantId = closed.Id, PassHash = closed.PassHash, Source = "scan", DeviceTime = now };
        await tablet.Send(now, before);
        await Merge(closed.Id, kept.Id);
        Assert.Equal(kept.Id, Assert.Single(await city.MarksOf(taught.Session)).ParticipantId);

        // A tablet that has not heard of it names the closed record, and the old pass is still held up.
        await tablet.Send(now, new SentFact { SessionId = taught.Session, ParticipantId = closed.Id, PassHash = closed.PassHash, Source = "scan", DeviceTime = now.AddMinutes(1), Sequence = 2 });
        var mark = Assert.Single(await city.MarksOf(taught.Session));
        Assert.Equal((kept.Id, MarkState.Present), (mark.ParticipantId, mark.State));
        Assert.Equal(closed.Id, await city.InDatabase(db => db.Set<AttendanceFact>().Where(fact => fact.FactId == before.Id).Select(fact => fact.ParticipantId).SingleAsync()));
        Assert.DoesNotContain(await city.ReviewsOf(taught.Session), review => review.Code is ReviewCodes.UnknownPerson or ReviewCodes.UnknownPass or ReviewCodes.OldPass);
    }

    [Fact]
    public async Task What_comes_late_to_a_closed_record_follows_and_a_merge_that_fails_holds_up_no_other()
    {
        var (kept, closed) = (await city.HasNewcomer("Late", "One"), await city.HasNewcomer("Late", "Two"));
        var (broken, brokenToo) = (await city.HasNewcomer("Broken", "One"), await city.HasNewcomer("Broken", "Two"));
        await Merge(brokenToo, broken);
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        await Merge(closed, kept);

        // Written by somebody who had the record open before it was closed.
        foreach (var person in new[] { closed, brokenToo })
        {
            await city.InDatabase(db => db.Engine.BulkInsert(db, [PersonNote.Write(person, "Came late.", false, null, Guid.Empty, "A coach", city.Clock.GetUtcNow(), DateOnly.FromDateTime(city.Clock.GetUtcNow().UtcDateTime))], CancellationToken.None));
        }

        await using var node = city.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddScoped<IFollowsPerson>(_ => new FailsFor(brokenToo))));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => node.Services.GetRequiredService<JobRunner>().Run("follow-merged", default));
        Assert.Equal(kept, await city.InDatabase(db => db.Set<PersonNote>().Where(note => note.ParticipantId == kept || note.ParticipantId == closed).Select(note => note.ParticipantId).SingleAsync()));
        Assert.Equal(1, await Count<PersonNote>(note => note.ParticipantId == brokenToo));
        Assert.Contains("cannot follow", error.Message, StringComparison.Ordinal);

        Assert.NotEqual(0, await city.Runs("follow-merged"));
        Assert.Equal(1, await Count<PersonNote>(note => note.ParticipantId == broken));
    }

    [Fact]
    public async Task A_record_that_was_closed_is_not_merged_again_and_a_later_merge_is_taken_back_first()
    {
        var (first, second, third) = (await city.HasNewcomer("Hana", "Kim"), await city.HasNewcomer("Hanna", "Kim"), await city.HasNewcomer("Hannah", "Kim"));
        var inner = await Merge(first, second);
        var outer = await Merge(second, third);
        Assert.Equal((third, third), (await MergedInto(first), await MergedInto(second)));
        Assert.Equal("merge.closed-already", (await Assert.ThrowsAsync<RuleBroken>(() => Merge(first, third))).Code);
        Assert.Equal("merge.undo-later-first", (await Assert.ThrowsAsync<RuleBroken>(() => Undo(inner))).Code);
        await Undo(outer);
        Assert.Equal((second, (Guid?)null), (await MergedInto(first), await MergedInto(second)));
        await Undo(inner);
        Assert.Null(await MergedInto(first));
    }

    /// <summary>Whatever two records hold: the sums are the same before and after, and a merge that is taken back has changed no row.</summary>
    [FactOn("PostgreSql")]
    public async Task Sums_stay_and_a_merge_that_is_taken_back_never_happened()
    {
        var random = new Random(20261127);
        for (var round = 0; round < 8; round++)
        {
            var (kept, closed) = (await city.HasNewcomer($"Round{round}", "One"), await city.HasNewcomer($"Round{round}", "Other"));
            for (var hour = 8; hour < 14; hour += 2)
            {
                var group = await city.HasClass(from: new(hour, 0), sessions: 3);
                var who = random.Next(3);
                if (who < 2)
                {
                    var person = who == 0 ? kept : closed;
                    await TakesSeat(group, person);
                    await city.HasSignedRegisters(group, person, string.Concat(Enumerable.Range(0, 3).Select(_ => "PHAE"[random.Next(4)])));
                }
                else
                {
                    // Both knew the class, one after the other.
                    await TakesSeat(group, kept);
                    await city.HasSignedRegisters(group, kept, "PPA");
                    await city.InScope(async services => { await services.GetRequiredService<ITimetable>().GiveBackSeat(group, kept, "left", default); return true; });
                    await TakesSeat(group, closed);
                    await city.HasSignedRegisters(group, closed, "PAP");
                    await city.InScope(async services => { await services.GetRequiredService<ITimetable>().GiveBackSeat(group, closed, "left", default); return true; });
                }
            }

            if (random.Next(2) == 0)
            {
                await city.HasVoucher(kept);
            }

            if (random.Next(2) == 0)
            {
                await city.HasVoucher(closed);
                await Tells(closed);
            }

            if (random.Next(2) == 0)
            {
                await city.Ask<ILanguageCourses, bool>(async courses => { await courses.AddCertificate(closed, "de", "A1", new(2026, 10, 1), default); return true; });
            }

            await city.Ask<Courses.Eligibility.Recompute, int>(recompute => recompute.Everybody(default));
            var (rows, sums) = (await RowsOf(kept, closed), await SumsOf(kept, closed));
            var merge = await Merge(closed, kept);
            Assert.NotEqual(rows, await RowsOf(kept, closed));
            Assert.Equal(sums, await SumsOf(kept, closed));
            await Undo(merge);
            Assert.Equal(rows, await RowsOf(kept, closed));
        }

        await city.TheBooksBalance();
    }

    /// <summary>A new table with people in it asks whether its rows come over; whoever adds it answers here.</summary>
    [Fact]
    public async Task Every_table_with_people_comes_over_or_is_known_to_stay()
    {
        string[] comeOver =
        [
            "activities.residence", "activities.vote", "services.loan", "mentoring.pair", "participants.consent", "plans.person_plan", "questionnaires.invitation", "questionnaires.person_sheet",
            "attendance.check_in", "attendance.confirmation", "attendance.illness_case", "attendance.illness_report", "attendance.mark", "attendance.review", "eligibility.proposal", "language_courses.certificate",
            "messaging.message", "orientation.completion", "participants.complaint", "participants.level", "participants.need", "participants.pass", "participants.person_note", "participants.referral", "timetable.enrolment", "timetable.offer",
            "timetable.stay", "vouchers.allowance", "vouchers.cost_claim", "vouchers.redemption", "vouchers.voucher", "messaging.reminders_off", "messaging.chosen_way", "exams.registration", "exams.pass", "participants.erasure", "participants.legal_hold",
        ];
        string[] stay =
        [
            // Written once and read by the alias, or frozen with what was approved.
            "attendance.fact", "vouchers.settlement_line", "eligibility.decision", "eligibility.decision_review", "access.looked_at",

            // Added up anew from the marks.
            "attendance.month_in_class",

            // What the record itself says, or only that it was asked.
            "participants.status", "participants.search_key", "eligibility.simulated_person", "eligibility.stale", "orientation.rating_given", "participants.person_file",

            // The kept record's own opens its passes; the address of a calendar leads on.
            "access.pass_pin", "access.pass_tries", "timetable.calendar_feed",
        ];
        var withPeople = await city.InDatabase(db => Task.FromResult(
            db.Model.GetEntityTypes().Where(entity => entity.FindProperty("ParticipantId") is not null && entity.GetTableName() is not null).Select(entity => entity.GetSchemaQualifiedTableName()!).Distinct().Order(StringComparer.Ordinal).ToArray()));
        Assert.Equal(comeOver.Concat(stay).Order(StringComparer.Ordinal), withPeople);
    }

    private static (string, string)[] Form(Guid kept, Guid other, string reason) => [("One", kept.ToString()), ("Other", other.ToString()), ("Kept", kept.ToString()), ("Reason", reason)];

    private Task<Guid> Merge(Guid closed, Guid kept) => city.InScope(services => services.GetRequiredService<MergePeople>().Merge(closed, kept, "Same passport", default));

    private Task<Guid> Undo(Guid merge) => city.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));

    private Task<Guid?> MergedInto(Guid id) => city.InDatabase(db => db.Set<Participant>().Where(row => row.Id == id).Select(row => row.MergedInto).SingleAsync());

    private Task<Seat> TakesSeat(Guid group, Guid person) => city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, null, default));

    private Task Tells(Guid person) => city.InDatabase(async db =>
    {
        await using var scope = city.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CoursesDb>().Transact(
            () => scope.ServiceProvider.GetRequiredService<IMessages>().Queue(new() { ParticipantId = person, Kind = "class-cancelled", OnceKey = $"test:{person}", Details = ["German"] }, default), default);
    });

    private Task<int> Count<T>(System.Linq.Expressions.Expression<Func<T, bool>> which)
        where T : class => city.InDatabase(db => db.Set<T>().CountAsync(which));

    /// <summary>Every row of every table that names one of them, as text; but for what only says that something was looked at again.</summary>
    private Task<string> RowsOf(Guid one, Guid other) => city.InDatabase(async db =>
    {
        var lines = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Where(entity => entity.FindProperty("ParticipantId") is not null && entity.GetTableName() is not null).Select(entity => entity.GetSchemaQualifiedTableName()!)
            .Where(table => table != "eligibility.stale").Distinct().Order(StringComparer.Ordinal))
        {
#pragma warning disable EF1002 // The name comes from the model.
            lines.AddRange((await db.Database.SqlQueryRaw<string>($"select row_to_json(t)::text as \"Value\" from {table} t where participant_id in ({{0}}, {{1}})", one, other).ToListAsync()).Select(row => $"{table} {row}"));
#pragma warning restore EF1002
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    });

    private Task<(long Cents, long Paid, int Minutes, int Letters)> SumsOf(Guid one, Guid other) => city.InDatabase(async db => (
        await db.Set<Voucher>().Where(row => row.ParticipantId == one || row.ParticipantId == other).SumAsync(row => row.AmountCents),
        await db.Set<Redemption>().Where(row => row.ParticipantId == one || row.ParticipantId == other).SumAsync(row => row.AmountCents),
        await db.Set<Mark>().Where(row => row.ParticipantId == one || row.ParticipantId == other).SumAsync(row => row.PresentMinutes),
        await db.Set<Courses.Messaging.Message>().CountAsync(row => row.ParticipantId == one || row.ParticipantId == other)));

    private sealed class FailsFor(Guid person) : IFollowsPerson
    {
        public Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel) => Task.FromResult<IReadOnlyList<MergeQuestion>>([]);

        public Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
            merged == person ? throw new InvalidOperationException("This one cannot follow.") : Task.FromResult<IReadOnlyList<BroughtRow>>([]);

        public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) => Task.CompletedTask;
    }
}
