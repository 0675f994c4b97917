using Courses.Contracts.Timetable;
using Courses.Platform.Errors;
using Courses.Timetable;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Timetable;

/// <summary>Whatever people do in whatever order: never more seats than there are, and the line is served in its order.</summary>
public sealed class WaitingListTests
{
    [Fact]
    public void The_line_is_served_in_its_order_and_the_class_is_never_overfull()
    {
        var acts = Gen.ArrayOf(Gen.Choose(0, 4).SelectMany(act => Gen.Choose(0, 14).Select(person => (act, person))));
        Prop.ForAll(Gen.Choose(1, 4).SelectMany(capacity => acts.Select(list => (capacity, list))).ToArbitrary(), history => Plays(history.capacity, history.list, fair: true))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(120));
    }

    [Fact]
    public void Canary_a_line_that_is_served_from_its_end_is_noticed() =>
        Assert.ThrowsAny<Exception>(() => Plays(1, [(0, 0), (0, 1), (0, 2), (1, 0)], fair: false));

    private static void Plays(int capacity, (int Act, int Person)[] acts, bool fair)
    {
        var group = Groups.Group(capacity);
        var people = Enumerable.Range(0, 15).Select(_ => Guid.NewGuid()).ToArray();
        var enrolments = new Dictionary<Guid, Enrolment>();
        var offers = new List<Offer>();
        var joined = new List<Guid>();
        var now = new DateTimeOffset(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);
        var today = new DateOnly(2026, 11, 16);
        foreach (var (act, index) in acts)
        {
            now = now.AddMinutes(1);
            var person = people[index];
            var mine = enrolments.GetValueOrDefault(person);
            var offer = offers.SingleOrDefault(one => one.ParticipantId == person && one.ClosedAt is null);
            try
            {
                switch (act)
                {
                    case 0:
                        enrolments[person] = group.Admit(mine, person, null, SeatLimits.None, now, Guid.Empty);
                        if (enrolments[person].State == EnrolmentState.Waiting)
                        {
                            joined.Add(person);
                        }

                        break;
                    case 1 when mine is { State: not EnrolmentState.Withdrawn }:
                        group.Release(mine, offer, Parting.Left(Enrolment.Left), today, now, Guid.Empty);
                        joined.Remove(person);
                        break;
                    case 2 when offer is not null:
                        group.Accept(mine!, offer, null, SeatLimits.None, now, Guid.Empty);
                        break;
                    case 3 when offer is not null:
                        group.Release(mine!, offer, Parting.OfferRanOut, today, now, Guid.Empty);
                        break;
                    case 4 when mine is not null:
                        group.TakeBack(mine, mine.Changes[^1], SeatLimits.None, now, Guid.Empty);
                        if (mine.State == EnrolmentState.Waiting)
                        {
                            joined.Insert(joined.Count(other => enrolments[other].WaitingNumber < mine.WaitingNumber), person);
                        }

                        break;
                }
            }
            catch (RuleBroken rule)
            {
                Assert.Contains(rule.Code, new[] { "group.already-enrolled", "leave.too-late-to-undo", "leave.seat-gone" });
            }

            Offer(group, enrolments, offers, joined, now, fair);
            Agrees(group, enrolments, offers);
        }
    }

    private static void Offer(Group group, Dictionary<Guid, Enrolment> enrolments, List<Offer> offers, List<Guid> joined, DateTimeOffset now, bool fair)
    {
        while (group.FreeSeats > 0 && group.InLine > 0)
        {
            var line = enrolments.Values
                .Where(one => one.State == EnrolmentState.Waiting && offers.TrueForAll(offer => offer.ParticipantId != one.ParticipantId || offer.ClosedAt is not null))
                .OrderBy(one => one.WaitingNumber);
            var next = fair ? line.First() : line.Last();
            Assert.Equal(joined[0], next.ParticipantId);
            joined.RemoveAt(0);
            offers.Add(group.OfferSeat(next, TimeSpan.FromHours(24), now));
        }
    }

    private static void Agrees(Group group, Dictionary<Guid, Enrolment> enrolments, List<Offer> offers)
    {
        var open = offers.Count(offer => offer.ClosedAt is null);
        Assert.Equal(enrolments.Values.Count(one => one.State == EnrolmentState.Enrolled), group.SeatsTaken);
        Assert.All(enrolments.Values, one => Assert.Equal(one.State == EnrolmentState.Enrolled ? 1 : 0, one.Stays.Count(stay => stay.Until is null)));
        Assert.All(enrolments.Values.SelectMany(one => one.Stays.Zip(one.Stays.Skip(1))), pair => Assert.True(pair.First.Until < pair.Second.From, "Two stays share a day."));
        Assert.Equal(open, group.SeatsOffered);
        Assert.Equal(enrolments.Values.Count(one => one.State == EnrolmentState.Waiting) - open, group.InLine);
        Assert.InRange(group.SeatsTaken + group.SeatsOffered, 0, group.Capacity);
        Assert.True(group.InLine == 0 || group.FreeSeats == 0, "A seat stands empty while people wait.");
    }
}

internal static class Groups
{
    public static Group Group(int capacity) => Courses.Timetable.Group.Create(
        new()
        {
            Kind = GroupKind.LanguageClass,
            Name = "German A1.1",
            ProviderId = Guid.NewGuid(),
            VenueId = Guid.NewGuid(),
            Capacity = capacity,
            Sessions = [new(new(2026, 12, 1), new(18, 0), new(20, 0), 120)],
        },
        "Europe/Vienna",
        new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
}
