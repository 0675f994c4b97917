using System.Globalization;
using Courses.Contracts.Mentoring;
using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Mentoring;

/// <summary>A meeting as the helper entered it. What was entered never changes: a correction is another meeting in its place. Its time counts while the newcomer's last word is that it was so.</summary>
internal sealed class Meeting
{
    public const int Longest = 720;
    public const int LongestText = 500;

    public Guid Id { get; private set; }

    public required Guid PairId { get; init; }

    public required Guid HelperId { get; init; }

    /// <summary>The day in the city.</summary>
    public required DateOnly On { get; init; }

    public required TimeOnly From { get; init; }

    public required int Minutes { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required Support Support { get; init; }

    public required Difficulty Difficulty { get; init; }

    public required string Place { get; init; }

    public required Guid EnteredBy { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>The meeting in whose place this one stands.</summary>
    public Guid? CorrectsId { get; init; }

    public MeetingState State { get; private set; }

    public List<MeetingWord> Words { get; } = [];

    public bool Stands => State is MeetingState.Entered or MeetingState.Confirmed or MeetingState.NotSo;

    public bool Counts => State == MeetingState.Confirmed;

    public bool Overlaps(Meeting other) => StartsAt < other.EndsAt && EndsAt > other.StartsAt;

    public bool IsSame(Meeting other) =>
        (PairId, StartsAt, Minutes, Support, Difficulty, Place, CorrectsId) == (other.PairId, other.StartsAt, other.Minutes, other.Support, other.Difficulty, other.Place, other.CorrectsId);

    /// <summary>The newcomer's word. Said twice it is said once; another word later holds instead.</summary>
    /// <returns>Whether it is a new one.</returns>
    public bool Say(bool wasSo, string said, Guid by, DateTimeOffset at)
    {
        MustStand();
        var to = wasSo ? MeetingState.Confirmed : MeetingState.NotSo;
        return State != to && Become(to, said, by, at);
    }

    public void GiveWay(Guid by, DateTimeOffset at)
    {
        MustStand();
        Become(MeetingState.Corrected, "", by, at);
    }

    /// <returns>Whether it stood until now.</returns>
    public bool TakeBack(Guid by, DateTimeOffset at)
    {
        if (State == MeetingState.TakenBack)
        {
            return false;
        }

        MustStand();
        return Become(MeetingState.TakenBack, "", by, at);
    }

    private void MustStand()
    {
        if (!Stands)
        {
            throw new RuleBroken("meeting.changed");
        }
    }

    private bool Become(MeetingState to, string said, Guid by, DateTimeOffset at)
    {
        State = to;
        Words.Add(new() { State = to, DoneBy = by, At = at, Said = said });
        return true;
    }
}

/// <summary>What was said of a meeting, one row a word.</summary>
internal sealed class MeetingWord : IAppendOnly
{
    public Guid Id { get; private set; }

    public Guid MeetingId { get; private set; }

    public required MeetingState State { get; init; }

    public required Guid DoneBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Said { get; init; }
}

/// <summary>What the meetings of a pair come to. Only what both sides say counts.</summary>
internal sealed record PairSums(int Meetings, int Minutes, int WaitingMinutes, IReadOnlyDictionary<Support, int> MinutesBySupport)
{
    /// <summary>Hours of the clock, as the reader writes numbers.</summary>
    public static string Hours(int minutes) => (minutes / 60m).ToString("0.#", CultureInfo.CurrentCulture);

    public static PairSums Of(IEnumerable<Meeting> meetings)
    {
        var all = meetings.ToArray();
        var counted = all.Where(meeting => meeting.Counts).ToArray();
        return new(
            counted.Length,
            counted.Sum(meeting => meeting.Minutes),
            all.Where(meeting => meeting.State == MeetingState.Entered).Sum(meeting => meeting.Minutes),
            counted.GroupBy(meeting => meeting.Support).ToDictionary(group => group.Key, group => group.Sum(meeting => meeting.Minutes)));
    }
}
