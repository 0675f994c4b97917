using Courses.Activities;
using Courses.Contracts.Timetable;

namespace Courses.Tests.Activities;

/// <summary>Where the people of each meeting find themselves when a series gets other days or hours.</summary>
public sealed class RearrangementTests
{
    private static readonly TimeOnly Ten = new(10, 0);

    [Fact]
    public void Mondays_become_tuesdays_of_the_same_weeks()
    {
        var plan = Rearrangement.Of(On(2, 9, 16), Days(3, 10, 17));
        Assert.Equal([(2, 3), (9, 10), (16, 17)], Moves(plan));
        Assert.Empty(plan.Dropped);
        Assert.Empty(plan.Added);
    }

    [Fact]
    public void What_has_no_day_in_its_week_any_more_is_dropped_and_new_days_are_added()
    {
        var plan = Rearrangement.Of(On(2, 9, 16), Days(2, 23, 30));
        Assert.Equal([(2, 2)], Moves(plan));
        Assert.Equal([IdOf(9), IdOf(16)], plan.Dropped);
        Assert.Equal([23, 30], plan.Added.Select(one => one.On.Day));
    }

    [Fact]
    public void The_only_day_moves_as_far_as_somebody_says() => Assert.Equal([(2, 27)], Moves(Rearrangement.Of(On(2), Days(27))));

    [Fact]
    public void A_day_that_stays_keeps_its_people_and_its_neighbour_moves()
    {
        // Mondays and Thursdays become Thursdays and Fridays: nobody of Thursday moves.
        var plan = Rearrangement.Of(On(2, 5, 9, 12), Days(5, 6, 12, 13));
        Assert.Equal([(2, 6), (5, 5), (9, 13), (12, 12)], Moves(plan));
    }

    [Fact]
    public void Appointments_keep_their_order_within_a_day()
    {
        (Guid, NewSession)[] now = [.. Enumerable.Range(0, 3).Select(i => (IdOf(i), At(2, Ten.AddMinutes(30 * i), 30)))];
        NewSession[] wanted = [.. Enumerable.Range(0, 4).Select(i => At(2, new TimeOnly(11, 0).AddMinutes(30 * i), 30))];
        var plan = Rearrangement.Of(now, wanted);

        // The one at eleven is still there, the two before it move to what is free.
        Assert.Equal(new TimeOnly(11, 0), plan.Stay.Single(one => one.Group == IdOf(2)).To.From);
        Assert.Equal([new(11, 30), new(12, 0)], plan.Stay.Where(one => one.Group != IdOf(2)).OrderBy(one => one.Group).Select(one => one.To.From));
        Assert.Equal(new TimeOnly(12, 30), Assert.Single(plan.Added).From);
    }

    private static (int, int)[] Moves(Rearrangement plan) => [.. plan.Stay.Select(one => (one.Group.ToByteArray()[15] + 0, one.To.On.Day)).Order()];

    private static (Guid, NewSession)[] On(params int[] days) => [.. days.Select(day => (IdOf(day), At(day, Ten, 120)))];

    private static NewSession[] Days(params int[] days) => [.. days.Select(day => At(day, Ten, 120))];

    /// <summary>The second of November 2026 is a Monday.</summary>
    private static NewSession At(int day, TimeOnly from, int minutes) => new(new(2026, 11, day), from, from.AddMinutes(minutes), minutes);

    private static Guid IdOf(int day) => new(0, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)day]);
}
