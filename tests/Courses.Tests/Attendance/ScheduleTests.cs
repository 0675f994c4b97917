using Courses.Attendance;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Attendance;

/// <summary>
/// Twenty tablets over a bad network: facts are sent in any order, batches cut anywhere, sent twice, answered into the void; tablets are off for a fortnight, their
/// clocks lie by up to a day, tablet and server die in the middle of a write. In the end the marks are those of the facts in order, every fact is there once,
/// and every contradiction is a question.
/// </summary>
public sealed class ScheduleTests
{
    private const int Tablets = 20;
    private const int Planned = 90;
    private const int DaysInTheCellar = 14;
    private static readonly Config TenThousand = Config.QuickThrowOnFailure.WithMaxTest(10_000);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static readonly Guid[] People = [.. Enumerable.Range(1, 4).Select(n => new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xB]))];
    private static readonly Guid[] Sessions = [.. Enumerable.Range(1, 3).Select(n => new Guid(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xA]))];

    [Fact]
    public void Every_schedule_ends_in_the_state_of_the_facts_in_order() => Prop.ForAll(Seeds, seed => EndsRight(seed, new())).Check(TenThousand);

    [Fact]
    public void Canary_a_tablet_that_forgets_what_it_sent_loses_facts() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll(Seeds, seed => EndsRight(seed, new() { ForgetsOnSend = true })).Check(TenThousand));

    [Fact]
    public void Canary_a_server_without_the_unique_id_doubles_facts() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll(Seeds, seed => EndsRight(seed, new() { TakesRepeats = true })).Check(TenThousand));

    [Fact]
    public void Canary_a_server_that_answers_before_it_commits_loses_facts() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll(Seeds, seed => EndsRight(seed, new() { AnswersBeforeCommit = true })).Check(TenThousand));

    [Fact]
    public void Canary_a_tablet_that_says_saved_before_it_has_saved_loses_facts() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll(Seeds, seed => EndsRight(seed, new() { SaysSavedTooEarly = true })).Check(TenThousand));

    [Fact]
    public void Canary_a_server_that_judges_a_batch_without_what_came_before_misses_contradictions() =>
        Assert.ThrowsAny<Exception>(() => Prop.ForAll(Seeds, seed => EndsRight(seed, new() { JudgesBatchAlone = true })).Check(TenThousand));

    private sealed record Guards
    {
        public bool SaysSavedTooEarly { get; init; }

        public bool JudgesBatchAlone { get; init; }

        public bool ForgetsOnSend { get; init; }

        public bool TakesRepeats { get; init; }

        public bool AnswersBeforeCommit { get; init; }
    }

    private sealed class Server(Guards guards)
    {
        public List<AttendanceFact> Stored { get; } = [];

        private readonly HashSet<Guid> ids = [];

        /// <summary>The questions that wait for the provider.</summary>
        public HashSet<(Guid Session, Guid Person)> Questions { get; } = [];

        /// <summary>Null when the answer got lost or the server died; what had committed by then stays.</summary>
        public HashSet<Guid>? Take(IReadOnlyCollection<AttendanceFact> batch, Random dice)
        {
            var diesBeforeCommit = dice.NextDouble() < 0.05;
            if (diesBeforeCommit && !guards.AnswersBeforeCommit)
            {
                return null;
            }

            if (!diesBeforeCommit)
            {
                Stored.AddRange(guards.TakesRepeats ? batch : batch.Where(fact => ids.Add(fact.FactId)));
                foreach (var pair in batch.Select(fact => (fact.SessionId, fact.ParticipantId!.Value)).Distinct())
                {
                    Judge(pair, guards.JudgesBatchAlone ? batch : Stored);
                }
            }

            return dice.NextDouble() < 0.25 ? null : [.. batch.Select(fact => fact.FactId)];
        }

        private void Judge((Guid Session, Guid Person) pair, IEnumerable<AttendanceFact> facts)
        {
            if (Assessment.Of(facts.Where(fact => (fact.SessionId, fact.ParticipantId!.Value) == pair), Planned) is { Contradicted: true })
            {
                Questions.Add(pair);
            }
            else
            {
                Questions.Remove(pair);
            }
        }
    }

    private sealed class Tablet(Guards guards)
    {
        private readonly List<AttendanceFact> outbox = [];

        public int Unsent => outbox.Count;

        /// <summary>Until then it is in a cellar.</summary>
        public int OnlineFrom { get; init; }

        /// <summary>The write is on the disk before 'saved' is shown; a tablet that dies in between shows nothing, and the teacher taps again.</summary>
        public void Say(AttendanceFact fact, Random dice)
        {
            var dies = dice.NextDouble() < 0.1;
            if (dies && guards.SaysSavedTooEarly)
            {
                return;
            }

            outbox.Add(fact);
        }

        public void Sync(Server server, Random dice)
        {
            var batch = outbox.OrderBy(_ => dice.Next()).Take(dice.Next(1, 6)).ToArray();
            if (guards.ForgetsOnSend)
            {
                outbox.RemoveAll(batch.Contains);
            }

            var answered = server.Take(batch, dice);
            if (dice.NextDouble() < 0.15)
            {
                // The network delivered it twice.
                answered = server.Take(batch, dice) ?? answered;
            }

            if (answered is not null)
            {
                outbox.RemoveAll(fact => answered.Contains(fact.FactId));
            }
        }
    }

    private static bool EndsRight(int seed, Guards guards)
    {
        var dice = new Random(seed);
        var server = new Server(guards);
        var tablets = Enumerable.Range(0, Tablets).Select(_ => new Tablet(guards) { OnlineFrom = dice.NextDouble() < 0.3 ? DaysInTheCellar : 0 }).ToArray();
        var said = new List<AttendanceFact>();
        foreach (var session in Sessions)
        {
            foreach (var person in People)
            {
                said.AddRange(Said.AtRandom(dice, 6, person, session, Tablets));
            }
        }

        foreach (var fact in said)
        {
            tablets[BitConverter.ToInt32(fact.DeviceId.ToByteArray())].Say(fact, dice);
        }

        for (var day = 0; tablets.Any(tablet => tablet.Unsent > 0); day++)
        {
            foreach (var tablet in tablets.Where(tablet => tablet.Unsent > 0 && day >= tablet.OnlineFrom).OrderBy(_ => dice.Next()))
            {
                tablet.Sync(server, dice);
            }
        }

        return server.Stored.Count == said.Count
            && said.Select(fact => fact.FactId).ToHashSet().SetEquals(server.Stored.Select(fact => fact.FactId))
            && Marks(server.Stored).SequenceEqual(Marks(said))
            && server.Questions.SetEquals(Contradictions(said));
    }

    private static IEnumerable<(Guid Session, Guid Person)> Contradictions(List<AttendanceFact> facts) =>
        from session in Sessions
        from person in People
        where Assessment.Of(facts.Where(fact => fact.SessionId == session && fact.ParticipantId == person), Planned) is { Contradicted: true }
        select (session, person);

    private static IEnumerable<Assessment?> Marks(List<AttendanceFact> facts) =>
        from session in Sessions
        from person in People
        select Assessment.Of(facts.Where(fact => fact.SessionId == session && fact.ParticipantId == person), Planned);
}
