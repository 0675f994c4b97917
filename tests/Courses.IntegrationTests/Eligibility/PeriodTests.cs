using System.Text.Json;
using Courses.Attendance;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
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
        await HasProgramme();
        var person = await city.HasLearner();
        var group = await HasClassOfAYear(person);
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

            signed[month] = await Teach(group, person, month, Year[month - 1]);
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

    private Task HasProgramme() => city.InDatabase(async db =>
    {
        var programme = new Programme { Code = Programme, Name = "Introduction benefit", City = "Oslo" };
        programme.PutInForce(
            new()
            {
                Funder = "Municipality",
                ReportEveryMonths = 12,
                Rules = JsonSerializer.Deserialize<Rule>("{\"all\": []}", Terms.Json)!,
                Gives = [],
                Attendance = new() { Percent = 40, Mode = AttendanceMode.Binding, Period = Period.Month, MinimumHeldHours = 8, CommentDays = 14 },
            },
            new(2026, 1, 1), null, "test", city.Clock.GetUtcNow());
        db.Add(programme);
        await db.SaveChangesAsync();
    });

    /// <summary>Eight sessions of two hours in each month of 2027, on its days 5 to 12.</summary>
    private async Task<Guid> HasClassOfAYear(Guid person)
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

    private Task<List<Session>> Teach(Guid group, Guid person, int month, char how) => city.InDatabase(async db =>
    {
        var sessions = await db.Set<Session>().Where(session => session.GroupId == group && session.LocalDate.Month == month).OrderBy(session => session.StartsAt).ToListAsync();
        var came = how switch { 'p' => 8, 'h' => 3, 'n' => 4, _ => 0 };
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
