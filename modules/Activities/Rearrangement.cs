using Courses.Contracts.Timetable;

namespace Courses.Activities;

/// <summary>What becomes of the meetings to come when their days or hours are other ones: those that stay what they are or move, with the people in them; those that are dropped; and the ones that are new.</summary>
internal sealed record Rearrangement(IReadOnlyList<(Guid Group, NewSession To)> Stay, IReadOnlyList<Guid> Dropped, IReadOnlyList<NewSession> Added)
{
    /// <summary>A meeting stays where it is, else it moves within its day, else within its week. The only day that is left may become any other one.</summary>
    public static Rearrangement Of(IReadOnlyCollection<(Guid Group, NewSession At)> now, IReadOnlyCollection<NewSession> wanted)
    {
        var stay = new List<(Guid Group, NewSession To)>();
        var left = now.OrderBy(one => one.At.On).ThenBy(one => one.At.From).ToList();
        var free = wanted.OrderBy(one => one.On).ThenBy(one => one.From).ToList();
        Pair((at, to) => (at.On, at.From, at.Until) == (to.On, to.From, to.Until));
        Pair((at, to) => at.On == to.On);
        Pair((at, to) => Recurrence.MondayOf(at.On) == Recurrence.MondayOf(to.On));
        if (left.Select(one => one.At.On).Distinct().Count() == 1 && free.Select(one => one.On).Distinct().Count() == 1)
        {
            Pair((_, _) => true);
        }

        return new(stay, [.. left.Select(one => one.Group)], free);

        void Pair(Func<NewSession, NewSession, bool> fits)
        {
            foreach (var one in left.ToArray())
            {
                if (free.Find(to => fits(one.At, to)) is { } found)
                {
                    stay.Add((one.Group, found));
                    left.Remove(one);
                    free.Remove(found);
                }
            }
        }
    }
}
