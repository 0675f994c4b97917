using Courses.Attendance;
using Courses.Contracts.Attendance;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Attendance;

/// <summary>Random schedules of tablets against the real server and database: the marks are always what the set of stored facts says.</summary>
public sealed class ScheduleTests(City city) : IClassFixture<City>
{
    private static readonly string[] Kinds = ["present", "present", "late", "left-early", "absent", "excused", "walk-in"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Tablets_at_once_with_lost_answers_and_repeats_end_in_the_state_of_the_facts_in_order(int seed)
    {
        var dice = new Random(seed);
        var taught = await city.HasTaughtClass(people: 6, sessions: 1);
        var now = city.Clock.GetUtcNow();
        var tablets = Enumerable.Range(0, 8).Select(n => (Client: city.AsTablet(taught.ProviderId, $"Tablet {n}"), Facts: Facts(dice, taught, now))).ToArray();

        await Task.WhenAll(tablets.Select(async (tablet, n) =>
        {
            var order = new Random(seed * 100 + n);
            var outbox = tablet.Facts.OrderBy(_ => order.Next()).ToList();
            while (outbox.Count > 0)
            {
                var batch = outbox.Take(order.Next(1, 8)).Concat(outbox.Take(order.Next(0, 2))).ToArray();
                var answers = await tablet.Client.Send(now, batch);
                if (order.NextDouble() < 0.3)
                {
                    // The answer was lost: the tablet knows nothing and sends again.
                    continue;
                }

                outbox.RemoveAll(fact => answers.ContainsKey(fact.Id));
            }
        }));

        var sent = tablets.SelectMany(tablet => tablet.Facts.Select(fact => fact.Id)).ToHashSet();
        var stored = await city.InDatabase(db => db.Set<AttendanceFact>().AsNoTracking().Where(fact => fact.SessionId == taught.Session).ToListAsync());
        Assert.Equal(sent.Count, stored.Count);
        Assert.True(sent.SetEquals(stored.Select(fact => fact.FactId)));

        var marks = (await city.MarksOf(taught.Session)).ToDictionary(mark => mark.ParticipantId);
        var questions = (await city.ReviewsOf(taught.Session)).Where(review => review.Code == ReviewCodes.Contradiction).Select(review => review.ParticipantId).ToHashSet();
        foreach (var person in taught.People)
        {
            var expected = Assessment.Of(stored.Where(fact => fact.ParticipantId == person.Id || fact.Kind == FactKind.Withdraw), 90);
            var mark = marks.GetValueOrDefault(person.Id);
            Assert.Equal((expected?.State, expected?.PresentMinutes, expected?.FactId), (mark?.State, mark?.PresentMinutes, mark?.FactId));
            Assert.Equal(expected?.Contradicted == true, questions.Contains(person.Id));
        }

        Assert.Equal(marks.Count, await city.Ask<IAttendance, int>(attendance => attendance.Marks.CountAsync(mark => mark.SessionId == taught.Session)));
    }

    private static List<SentFact> Facts(Random dice, TaughtClass taught, DateTimeOffset now)
    {
        var facts = new List<SentFact>();
        for (var i = 0; i < 25; i++)
        {
            var offset = dice.Next(-86_400, 86_400) * 1000L;
            var takenBack = facts.Count > 0 && dice.NextDouble() < 0.15 ? facts[dice.Next(facts.Count)] : null;
            facts.Add(new()
            {
                SessionId = taught.Session,
                ParticipantId = takenBack is null ? taught.People[dice.Next(taught.People.Count)].Id : takenBack.ParticipantId,
                Kind = takenBack is null ? Kinds[dice.Next(Kinds.Length)] : "withdraw",
                Withdraws = takenBack?.Id,
                Minutes = dice.Next(1, 60),
                Source = dice.Next(2) == 0 ? "scan" : "hand",
                Sequence = i,
                DeviceTime = now.AddSeconds(-dice.Next(0, 1200)).AddMilliseconds(-offset),
                ClockOffsetMs = offset,
            });
        }

        return facts;
    }
}
