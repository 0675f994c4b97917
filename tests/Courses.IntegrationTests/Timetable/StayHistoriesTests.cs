using System.Net;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Platform.Errors;
using Courses.Timetable.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Timetable;

/// <summary>
/// Random histories of a few people and two classes. A second, naive book is kept beside: who joined and left which class at which instant, what was said at which session. A session
/// belongs to whoever had joined by its day and had not left before it began; nothing else does.
/// </summary>
public sealed class StayHistoriesTests(City city) : IClassFixture<City>
{
    private const string Programme = "inlt";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_sums_are_those_of_a_naive_book(int seed)
    {
        await city.HasAllProgrammes();
        var story = await Story.Begin(city, seed);
        for (var step = 0; step < 70; step++)
        {
            await story.Act();
            await story.MayRunAJob();
            if (step == 60)
            {
                await story.CancelsAClass();
            }
        }

        await story.Agrees();
        Assert.True(story.Done > 25, $"Only {story.Done} acts of the history did anything.");

        // What the minute's job left undone the night's would find: nothing.
        await city.Runs("recompute-stale");
        Assert.Equal(0, await city.Runs("recompute-all"));
    }

    [Fact]
    public async Task Canary_a_book_that_forgets_the_first_stay_is_noticed()
    {
        await city.HasAllProgrammes();
        var story = await Story.Begin(city, 7);
        await story.AttendsLeavesAndComesBack();
        await story.Agrees();
        story.ForgetFirstStays();
        await Assert.ThrowsAnyAsync<Exception>(story.Agrees);
    }

    private sealed class Story(City city, int seed, Guid provider, Guid[] classes, Guid[] people)
    {
        private readonly Random dice = new(seed);
        private readonly List<(Guid Person, Guid Class, DateTimeOffset From, DateTimeOffset? Until)> stays = [];
        private readonly Dictionary<(Guid Session, Guid Person), FactKind> said = [];
        private readonly HashSet<Guid> signed = [];
        private readonly HashSet<Guid> cancelled = [];

        public int Done { get; private set; }

        public static async Task<Story> Begin(City city, int seed)
        {
            city.Clock.MoveTo(new(city.Today().AddDays(40).ToDateTime(new(7, 0)), TimeSpan.Zero));
            var at = await city.HasProviderWhoTakesVouchers();
            Guid[] classes = [await city.HasClassFor(at, startsInDays: 1, sessions: 40, capacity: 2), await city.HasClassFor(at, startsInDays: 2, sessions: 40, capacity: 3, from: new(14, 0))];
            var people = new Guid[5];
            for (var i = 0; i < people.Length; i++)
            {
                people[i] = await city.HasLearner();
            }

            return new(city, seed, at.Provider, classes, people);
        }

        public async Task Act()
        {
            city.Clock.Advance(TimeSpan.FromMinutes(dice.Next(60, 9 * 60)));
            var (person, group) = (people[dice.Next(people.Length)], classes[dice.Next(classes.Length)]);
            try
            {
                switch (dice.Next(14))
                {
                    case <= 2:
                        await Books(person, group);
                        break;
                    case <= 4:
                        await Leaves(person, group);
                        break;
                    case 5:
                        await city.InScope(async services => { await services.GetRequiredService<Withdraw>().ComeBack(group, person, default); return true; });
                        if (await StateOf(person, group) == EnrolmentState.Enrolled)
                        {
                            var last = stays.FindLastIndex(one => one.Person == person && one.Class == group);
                            stays[last] = stays[last] with { Until = null };
                        }

                        break;
                    case 6:
                        var other = classes.Single(one => one != group);
                        await city.InScope(async services => { await services.GetRequiredService<MovePerson>().Move(group, person, other, "closer to home", default); return true; });
                        Left(person, group);
                        stays.Add((person, other, city.Clock.GetUtcNow(), null));
                        break;
                    case <= 9:
                        await Says(person, group);
                        break;
                    case <= 12:
                        await Signs(group);
                        break;
                    default:
                        await CancelsASession(group);
                        break;
                }

                Done++;
            }
            catch (Exception refused) when (refused is RuleBroken or NotFound)
            {
                // What the rules refuse has changed nothing; the books are compared all the same.
            }
        }

        /// <summary>The jobs may run at any moment and in any order.</summary>
        public async Task MayRunAJob()
        {
            if (dice.Next(5) == 0)
            {
                await city.Runs(new[] { "waiting-lists", "recompute-stale", "recompute-all" }[dice.Next(3)]);
            }
        }

        public async Task AttendsLeavesAndComesBack()
        {
            var (person, group) = (people[0], classes[0]);
            await Books(person, group);
            city.Clock.Advance(TimeSpan.FromDays(3));
            await Says(person, group);
            await Signs(group);
            await Leaves(person, group);
            city.Clock.Advance(TimeSpan.FromDays(2));
            await Books(person, group);
        }

        public void ForgetFirstStays() => stays.RemoveAll(stay => stay.Until is not null);

        public async Task Agrees()
        {
            var sessions = await city.Ask<ITimetable, List<SessionRow>>(timetable => timetable.Sessions.Where(session => classes.Contains(session.GroupId)).ToListAsync());
            var facts = await city.Ask<FactsReader, IReadOnlyList<PersonFacts>>(reader => reader.Read(Whom.These([.. people]), city.Today(), new([], Asked.Nothing), default));
            var proven = await city.Ask<FactsReader, IReadOnlyList<PersonFacts>>(reader => reader.Read(Whom.These([.. people]), city.Today(), new([], Asked.Proof), default));
            foreach (var person in people)
            {
                var held = sessions.Where(session => !cancelled.Contains(session.Id) && signed.Contains(session.Id) && stays.Exists(stay => stay.Person == person && stay.Class == session.GroupId
                    && DayOf(stay.From) <= session.LocalDate && (stay.Until is null || stay.Until >= session.StartsAt || DayOf(stay.Until.Value) > session.LocalDate))).ToArray();
                var (present, excused) = (held.Count(session => SaidOf(session, person) == FactKind.Present), held.Count(session => SaidOf(session, person) == FactKind.Excused));
                var sums = facts.Single(row => row.ParticipantId == person).Sums.SingleOrDefault(row => row.ProgrammeCode == Programme)?.Sums ?? new();
                Assert.Equal((present * 90, present * 90, excused * 90, (held.Length - present - excused) * 90), (sums.PresentPlanned, sums.PresentMinutes, sums.ExcusedPlanned, sums.AbsentPlanned));

                // Everything was said, nothing shown; and whoever asks for the proof gets the same sums.
                var byProof = proven.Single(row => row.ParticipantId == person).Sums.SingleOrDefault(row => row.ProgrammeCode == Programme)?.Sums ?? new();
                Assert.Equal(sums with { SaidMinutes = present * 90 }, byProof);
            }
        }

        private FactKind? SaidOf(SessionRow session, Guid person) => said.TryGetValue((session.Id, person), out var kind) ? kind : null;

        private async Task Books(Guid person, Guid group)
        {
            var seat = await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(group, person, Programme, default));
            if (!seat.IsWaiting)
            {
                stays.Add((person, group, city.Clock.GetUtcNow(), null));
            }
        }

        private async Task Leaves(Guid person, Guid group)
        {
            var had = await StateOf(person, group);
            await city.InScope(services => services.GetRequiredService<Withdraw>().Leave(group, person, default));
            if (had == EnrolmentState.Enrolled)
            {
                Left(person, group);
            }
        }

        private void Left(Guid person, Guid group)
        {
            var open = stays.FindIndex(one => one.Person == person && one.Class == group && one.Until is null);
            stays[open] = stays[open] with { Until = city.Clock.GetUtcNow() };
        }

        /// <summary>A mark or its correction, at a session that has begun.</summary>
        private async Task Says(Guid person, Guid group)
        {
            if (await SomeSession(group, begun: true) is { } session)
            {
                var kind = new[] { FactKind.Present, FactKind.Present, FactKind.Absent, FactKind.Excused }[dice.Next(4)];
                await city.InScope(services => services.GetRequiredService<RegisterBook>().Correct(session, person, kind, null, null, "on paper", "Nina", Guid.NewGuid(), default));
                said[(session.Id, person)] = kind;
            }
        }

        private async Task Signs(Guid group)
        {
            foreach (var session in (await Sessions(group, begun: true)).Where(session => session.EndsAt <= city.Clock.GetUtcNow()))
            {
                if (signed.Add(session.Id))
                {
                    await city.InScope(services => services.GetRequiredService<RegisterBook>().SignOff(session, "Nina", Guid.NewGuid(), default));
                }
            }
        }

        private async Task CancelsASession(Guid group)
        {
            if (await SomeSession(group, begun: false) is { } session)
            {
                var answer = await city.As(Roles.ProviderManager, provider).Submit($"/provider/classes/{group}/sessions/{session.Id}?handler=Cancel", ("Reason", "Ill"));
                Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                cancelled.Add(session.Id);
            }
        }

        public async Task CancelsAClass()
        {
            var group = classes[dice.Next(classes.Length)];
            var ahead = await Sessions(group, begun: false);
            Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.ProviderManager, provider).Submit($"/provider/classes/{group}/cancel", ("Reason", "Too few"))).StatusCode);
            cancelled.UnionWith(ahead.Select(session => session.Id));
            foreach (var person in people.Where(person => stays.Exists(stay => stay.Person == person && stay.Class == group && stay.Until is null)))
            {
                Left(person, group);
            }
        }

        private async Task<SessionInfo?> SomeSession(Guid group, bool begun)
        {
            var all = await Sessions(group, begun);
            return all.Count == 0 ? null : all[dice.Next(Math.Min(all.Count, 6))];
        }

        private Task<List<SessionInfo>> Sessions(Guid group, bool begun)
        {
            var now = city.Clock.GetUtcNow();
            return city.Ask<ITimetable, List<SessionInfo>>(timetable => SessionInfos.Of(timetable)
                .Where(session => session.GroupId == group && session.CancelledAt == null && (begun ? session.StartsAt <= now : session.StartsAt > now)).OrderBy(session => session.StartsAt).ToListAsync());
        }

        private Task<EnrolmentState?> StateOf(Guid person, Guid group) =>
            city.Ask<ITimetable, EnrolmentState?>(timetable => timetable.Enrolments.Where(row => row.GroupId == group && row.ParticipantId == person).Select(row => (EnrolmentState?)row.State).SingleOrDefaultAsync());

        private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna")).DateTime);
    }
}
