using System.Text.Json;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Messaging;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>The monthly rule in the manner of Norway, through a whole year: each month decides for itself, and a new one leaves the old ones alone.</summary>
public sealed class PeriodTests(City city) : IClassFixture<City>
{
    private const string Programme = "monthly";

    /// <summary>One letter a month of 2027: p came to everything, a to nothing, h to three of eight sessions (37.5 %), n to four of eight.</summary>
    private const string Year = "pahnapphnaap";

    [Fact]
    public async Task Each_month_of_a_year_is_decided_by_itself()
    {
        city.Clock.MoveTo(new(2026, 12, 30, 9, 0, 0, TimeSpan.Zero));
        await HasProgramme(city, new() { Percent = 40, Mode = AttendanceMode.Binding, Period = Period.Month, MinimumHeldHours = 8, CommentDays = 14 });
        var person = await city.HasLearner();
        var group = await HasClassOfAYear(city, person);
        var signed = new Dictionary<int, List<Session>>();
        var february = Guid.Empty;
        for (var month = 1; month <= 12; month++)
        {
            // The first day of the month: too early to say, and nothing of the months before moves.
            var before = await Proposals(person);
            city.Clock.MoveTo(new(2027, month, 1, 9, 0, 0, TimeSpan.Zero));
            await city.Runs("recompute-all");
            Assert.Equal(before, await Proposals(person));
            if (month > 1)
            {
                Assert.Equal("TooEarly", (await DecisionOf(person, month)).Forecast);
            }

            signed[month] = await Teach(city, group, person, month, Year[month - 1]);
            city.Clock.MoveTo(new(2027, month, 28, 20, 0, 0, TimeSpan.Zero));
            await MarkStale(person);
            await city.Runs("recompute-stale");
            Assert.Equal(0, await city.Runs("recompute-all"));
            var decided = await DecisionOf(person, month);
            Assert.Equal(Year[month - 1] switch { 'p' => "OnTrack", 'n' => "OnTrack", _ => "OutOfReach" }, decided.Forecast);
            if (month == 2)
            {
                february = (await ProposalOf(person, month)).Id;
            }

            if (month == 4)
            {
                // The time to comment on February is over, and a person confirms what it proposed.
                await city.InDatabase(async db =>
                {
                    var proposal = await db.Set<Proposal>().SingleAsync(row => row.Id == february);
                    proposal.Heard(ofDecision: false, new(proposal.DecisionId, "spoken", new(2027, 3, 1), new(2027, 3, 15)));
                    proposal.Confirm(new(null, "Away the whole month.", "en"), "Coach", Guid.NewGuid(), city.Clock.GetUtcNow(), city.Today());
                    await db.SaveChangesAsync();
                });
            }
        }

        var proposals = (await Proposals(person)).ToDictionary(row => row.Period, row => row.State);
        var bad = Enumerable.Range(1, 12).Where(month => Year[month - 1] is 'a' or 'h').Select(month => $"2027-{month:00}").ToArray();
        Assert.Equal(bad, proposals.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(ProposalState.Confirmed, proposals["2027-02"]);
        Assert.All(bad.Where(period => period != "2027-02"), period => Assert.Equal(ProposalState.Open, proposals[period]));
        Assert.Equal(12, await city.InDatabase(db => db.Set<Decision>().CountAsync(row => row.ParticipantId == person && row.Subject == Decision.Benefit && row.SupersededAt == null && row.Period.StartsWith("2027"))));

        // February's registers are corrected in December: the confirmed decision is opened again, and no other month moves.
        await city.InDatabase(async db =>
        {
            var ids = signed[2].Select(session => session.Id).ToArray();
            foreach (var mark in await db.Set<Mark>().Where(mark => mark.ParticipantId == person && ids.Contains(mark.SessionId)).ToListAsync())
            {
                mark.Set(new Assessment(Contracts.Attendance.MarkState.Present, 90, false, Guid.NewGuid(), false), city.Clock.GetUtcNow());
            }

            await db.SaveChangesAsync();
        });
        await MarkStale(person);
        await city.Runs("recompute-stale");
        Assert.Equal(0, await city.Runs("recompute-all"));
        var after = (await Proposals(person)).ToDictionary(row => row.Period, row => row.State);
        Assert.Equal(ProposalState.Reopened, after["2027-02"]);
        Assert.All(bad.Where(period => period != "2027-02"), period => Assert.Equal(ProposalState.Open, after[period]));
        Assert.Equal("OnTrack", (await DecisionOf(person, 2)).Forecast);
    }

    /// <summary>Whoever misses three of eight sessions of a month loses three eighths of 1,000 euros, once the month is over; nobody loses it all.</summary>
    [Fact]
    public async Task A_share_that_was_missed_is_cut_when_the_month_is_over_and_a_correction_opens_it_again()
    {
        await using var own = await City.New();
        own.Clock.MoveTo(new(2026, 12, 30, 9, 0, 0, TimeSpan.Zero));
        await HasProgramme(own, new() { Percent = 100, Mode = AttendanceMode.Binding, Effect = BenefitEffect.Cut, BenefitCents = 100_000, Period = Period.Month, MinimumHeldHours = 0, CommentDays = 0 });
        var person = await own.HasLearner();
        var group = await HasClassOfAYear(own, person);
        var sessions = await Teach(own, group, person, 1, 'h', came: 5);
        own.Clock.MoveTo(new(2027, 1, 20, 9, 0, 0, TimeSpan.Zero));
        await own.Runs("recompute-all");
        Assert.Empty(await own.InDatabase(db => db.Set<Proposal>().ToListAsync()));
        Assert.Contains("So far you missed 6 of 16 lesson hours", await own.AsNewcomer(person).GetStringAsync("/my/rights"), StringComparison.Ordinal);

        own.Clock.MoveTo(new(2027, 2, 1, 9, 0, 0, TimeSpan.Zero));
        await own.Runs("recompute-all");
        Assert.Equal(0, await own.Runs("recompute-all"));
        var proposal = await own.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync());
        Assert.Equal(("2027-01", 37_500L), (proposal.Period, proposal.CutCents));
        Assert.Equal(["cut-warning", "cut-proposed"], await own.InDatabase(db => db.Set<Message>().Where(message => message.ParticipantId == person && message.Kind.StartsWith("cut-")).OrderBy(message => message.QueuedAt).Select(message => message.Kind).ToListAsync()));

        // She reads it on the phone; a coach decides; she reads what was decided, in euros.
        var phone = own.AsNewcomer(person);
        var read = System.Net.WebUtility.HtmlDecode(await phone.GetStringAsync("/my/decisions"));
        Assert.Contains("From 1 January 2027 to 31 January 2027 you missed 6 of 16 lesson hours without a valid excuse. By the rule your benefit for these days is cut by 375 of 1000 euros.", read, StringComparison.Ordinal);
        own.Clock.MoveTo(new(2027, 2, 3, 9, 0, 0, TimeSpan.Zero));
        var coach = own.As(Roles.Coach);
        var desk = System.Net.WebUtility.HtmlDecode(await coach.GetStringAsync("/coach/proposals"));
        Assert.Contains("The rule proposes to cut the benefit of this period by \u2066375 €\u2069.", desk, StringComparison.Ordinal);
        var confirmed = await coach.Submit("/coach/proposals?handler=Confirm", ("Id", proposal.Id.ToString()), ("Reason", "Away without a word."), ("Sure", "true"));
        Assert.True(confirmed.StatusCode == System.Net.HttpStatusCode.Redirect, await confirmed.Content.ReadAsStringAsync());
        var letter = await own.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(message => message.ParticipantId == person && message.Kind == "benefit-cut"));
        Assert.Equal("375", letter.DetailList[1]);
        Assert.Contains("Away without a word.", letter.DetailList[2], StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2027, 2, 1), await own.InDatabase(db => db.Set<Proposal>().Select(row => row.ToldOn).SingleAsync()));
        Assert.Contains("the benefit is cut by", await phone.GetStringAsync("/my/decisions"), StringComparison.Ordinal);
        Assert.All(await own.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, default)), answer => Assert.Null(answer.BenefitEndedOn));
        var lines = (await own.As(Roles.Auditor).GetStringAsync("/admin/reports/2027-Q1.csv")).TrimEnd().Split('\n');
        var after = lines[0].Split(',').Reverse().TakeWhile(column => !column.Contains("Benefits cut by", StringComparison.Ordinal)).Count();
        Assert.Equal("375", lines[^1].Split(',')[^(after + 1)]);
        Assert.Contains("\"CutCents\":37500", await coach.GetStringAsync("/odata/Proposals?$select=CutCents"), StringComparison.Ordinal);

        // One of the three turns out to have been excused: another share, and a person looks again. What was decided stays on record.
        await own.InDatabase(async db =>
        {
            var mark = await db.Set<Mark>().SingleAsync(mark => mark.ParticipantId == person && mark.SessionId == sessions[7].Id);
            mark.Set(new Assessment(Contracts.Attendance.MarkState.Excused, 0, false, Guid.NewGuid(), false), own.Clock.GetUtcNow());
            db.Add(new Stale { ParticipantId = person, MarkedAt = own.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        await own.Runs("recompute-stale");
        Assert.Equal(0, await own.Runs("recompute-all"));
        Assert.Equal((ProposalState.Reopened, 37_500L), await own.InDatabase(async db => await db.Set<Proposal>().AsNoTracking().SingleAsync() is { } row ? (row.State, row.CutCents ?? 0) : default));

        // The coach takes it back, and the share that is right now, 2 of 7, is proposed.
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await coach.Submit("/coach/proposals?handler=Reject", ("Id", proposal.Id.ToString()), ("Reason", "A certificate came."))).StatusCode);
        await own.InDatabase(async db =>
        {
            db.Add(new Stale { ParticipantId = person, MarkedAt = own.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        await own.Runs("recompute-stale");
        Assert.Equal([(ProposalState.Rejected, 37_500L), (ProposalState.Open, 28_571L)], (await own.InDatabase(db => db.Set<Proposal>().AsNoTracking().OrderBy(row => row.ProposedAt).ToListAsync())).Select(row => (row.State, row.CutCents!.Value)));
    }

    private static Task HasProgramme(City city, AttendanceRule rule) => city.InDatabase(async db =>
    {
        var programme = new Programme { Code = Programme, Name = "Introduction benefit", City = "Oslo" };
        programme.PutInForce(
            new()
            {
                Funder = "Municipality",
                ReportEveryMonths = 12,
                Rules = JsonSerializer.Deserialize<Rule>("{\"all\": []}", Terms.Json)!,
                Gives = [],
                Attendance = rule,
            },
            new(2026, 1, 1), null, "test", city.Clock.GetUtcNow());
        db.Add(programme);
        await db.SaveChangesAsync();
    });

    /// <summary>Eight sessions of two hours in each month of 2027, on its days 5 to 12.</summary>
    private static async Task<Guid> HasClassOfAYear(City city, Guid person)
    {
        var school = await city.HasSchool();
        var days = Enumerable.Range(1, 12).SelectMany(month => Enumerable.Range(5, 8).Select(day => new DateOnly(2027, month, day)));
        var group = await city.Ask<ITimetable, Guid>(timetable => timetable.CreateGroup(
            new()
            {
                Kind = GroupKind.LanguageClass,
                Name = "Norwegian A1",
                ProviderId = school.ProviderId,
                VenueId = school.VenueId,
                Capacity = 10,
                Sessions = [.. days.Select(day => new NewSession(day, new(10, 0), new(11, 30), 90))],
            },
            default));
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, Programme, default));
        return group;
    }

    private static Task<List<Session>> Teach(City city, Guid group, Guid person, int month, char how, int? came = null) => city.InDatabase(async db =>
    {
        var sessions = await db.Set<Session>().Where(session => session.GroupId == group && session.LocalDate.Month == month).OrderBy(session => session.StartsAt).ToListAsync();
        came ??= how switch { 'p' => 8, 'h' => 3, 'n' => 4, _ => 0 };
        for (var i = 0; i < sessions.Count; i++)
        {
            await City.Marked(db, sessions[i], person, i < came ? 'p' : 'a', sessions[i].EndsAt);
        }

        return sessions;
    });

    private Task MarkStale(Guid person) => city.InDatabase(async db =>
    {
        db.Add(new Stale { ParticipantId = person, MarkedAt = city.Clock.GetUtcNow() });
        await db.SaveChangesAsync();
    });

    private Task<Decision> DecisionOf(Guid person, int month) => city.InDatabase(db =>
        db.Set<Decision>().AsNoTracking().SingleAsync(row => row.ParticipantId == person && row.Subject == Decision.Benefit && row.SupersededAt == null && row.Period == $"2027-{month:00}"));

    private Task<Proposal> ProposalOf(Guid person, int month) => city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person && row.Period == $"2027-{month:00}"));

    private Task<List<(string Period, ProposalState State)>> Proposals(Guid person) => city.InDatabase(async db =>
        (await db.Set<Proposal>().AsNoTracking().Where(row => row.ParticipantId == person).OrderBy(row => row.Period).Select(row => new { row.Period, row.State }).ToListAsync()).ConvertAll(row => (row.Period, row.State)));
}
