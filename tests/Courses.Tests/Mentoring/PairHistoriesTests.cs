using Courses.Contracts.Mentoring;
using Courses.Mentoring;
using Courses.Platform.Errors;

namespace Courses.Tests.Mentoring;

/// <summary>A thousand made-up histories of a pair, told twice: by the entities, and by a list of who said what. The hours are those of the list.</summary>
public sealed class PairHistoriesTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Helper = new("0199a2b3-0000-7000-8000-000000000001");
    private static readonly Guid Newcomer = new("0199a2b3-0000-7000-8000-000000000002");

    [Fact]
    public void Whatever_the_two_say_in_whatever_order_only_what_both_say_last_counts()
    {
        var counted = 0;
        for (var seed = 0; seed < 1_000; seed++)
        {
            var dice = new Random(seed);
            var meetings = new List<Meeting>();
            var told = new List<Told>();
            var steps = dice.Next(1, 60);
            for (var step = 0; step < steps; step++)
            {
                var at = Start.AddHours(step);
                var which = meetings.Count == 0 ? -1 : dice.Next(meetings.Count);
                switch (dice.Next(6))
                {
                    case 0 or 1:
                        Add(null);
                        break;
                    case 2 when which >= 0:
                        if (told[which].Stands)
                        {
                            meetings[which].GiveWay(Helper, at);
                            told[which].Stands = false;
                            Add(meetings[which].Id);
                        }
                        else
                        {
                            Assert.Equal("meeting.changed", Assert.Throws<RuleBroken>(() => meetings[which].GiveWay(Helper, at)).Code);
                        }

                        break;
                    case 3 when which >= 0:
                        if (told[which].Stands)
                        {
                            Assert.True(meetings[which].TakeBack(Helper, at));
                            told[which].Stands = false;
                        }

                        break;
                    case 4 or 5 when which >= 0:
                        var (wasSo, one) = (dice.Next(3) > 0, told[which]);
                        if (one.Stands)
                        {
                            Assert.Equal(one.WasSo != wasSo, meetings[which].Say(wasSo, "", Newcomer, at));
                            one.WasSo = wasSo;
                        }
                        else
                        {
                            Assert.Throws<RuleBroken>(() => meetings[which].Say(wasSo, "", Newcomer, at));
                        }

                        break;
                }

                var expected = told.Where(one => one is { Stands: true, WasSo: true }).ToArray();
                var sums = PairSums.Of(meetings);
                Assert.True((expected.Length, expected.Sum(one => one.Minutes)) == (sums.Meetings, sums.Minutes), $"History {seed}, step {step}: {sums}");
                Assert.Equal(sums.Minutes, sums.MinutesBySupport.Values.Sum());
                Assert.Equal(told.Where(one => one is { Stands: true, WasSo: null }).Sum(one => one.Minutes), sums.WaitingMinutes);
                counted += sums.Meetings;

                void Add(Guid? corrects)
                {
                    var minutes = dice.Next(30, 240);
                    meetings.Add(new() { PairId = Guid.Empty, HelperId = Helper, On = new(2027, 1, 4), From = new(9, 0), Minutes = minutes, StartsAt = at, EndsAt = at.AddMinutes(minutes), Support = (Support)dice.Next(9), Difficulty = Difficulty.Low, Place = "", EnteredBy = Helper, EnteredAt = at, CorrectsId = corrects });
                    told.Add(new() { Minutes = minutes });
                }
            }

            // What was said is kept row by row, and the last row is how it stands.
            Assert.All(meetings, meeting => Assert.Equal(meeting.State, meeting.Words.Count == 0 ? MeetingState.Entered : meeting.Words[^1].State));
        }

        Assert.True(counted > 10_000, $"Only {counted} confirmed meetings were seen: the histories are too short to show anything.");
    }

    private sealed class Told
    {
        public required int Minutes { get; init; }

        public bool Stands { get; set; } = true;

        public bool? WasSo { get; set; }
    }
}
