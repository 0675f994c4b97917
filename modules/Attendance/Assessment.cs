using Courses.Contracts.Attendance;

namespace Courses.Attendance;

/// <summary>
/// What a set of facts says of one person at one session. A pure function of the set: neither the order of arrival, nor repeats, nor the cut into
/// batches can change it. The rule stands in docs/offline.md.
/// </summary>
internal sealed record Assessment(MarkState State, int PresentMinutes, bool Scanned, Guid FactId, bool Contradicted)
{
    /// <summary>The best proof of being there for at least these minutes: a teacher who shortens what the person has shown does not unprove the rest. Null for who was not there.</summary>
    public ProofGrade? Grade { get; init; }

    /// <summary>The best that an excuse rests on: a certificate stays one whatever is said after. Null for who is not excused.</summary>
    public ExcuseProof? Excuse { get; init; }

    /// <summary>When the deciding fact came, if it was a correction.</summary>
    public DateTimeOffset? CorrectedAt { get; init; }

    /// <summary>Null when nothing (any more) is said: the mark is unknown, never absent.</summary>
    public static Assessment? Of(IEnumerable<AttendanceFact> facts, int plannedMinutes)
    {
        var all = facts.Where(fact => !fact.IsOwnWord).DistinctBy(fact => fact.FactId).ToArray();
        var withdrawn = all.Where(fact => fact.Kind == FactKind.Withdraw && fact.Withdraws is not null).Select(fact => fact.Withdraws!.Value).ToHashSet();
        var words = all.Where(fact => (fact.SaysHere || fact.SaysNotHere) && !withdrawn.Contains(fact.FactId)).ToArray();
        var said = words.Where(fact => fact.Source != FactSource.Report)
            .OrderByDescending(fact => fact.Weight).ThenByDescending(fact => fact.At).ThenByDescending(fact => fact.FactId)
            .ToArray();

        // Who came although they had said they could not was there; an absence is excused whoever taps it when. Only a correction made after takes the excuse away.
        if (words.Where(fact => fact.Source == FactSource.Report).MaxBy(fact => (fact.At, fact.FactId)) is { } report
            && (said is not [var best, ..] || (best.SaysNotHere && (best.Weight < 2 || best.ReceivedAt < report.ReceivedAt))))
        {
            return new(MarkState.Excused, 0, Scanned: false, report.FactId, Contradicted: said is [var top, ..] && IsContradicted(top, said)) { Excuse = BestExcuse(words) };
        }

        if (said is not [var first, .. var others])
        {
            return null;
        }

        // Who left early did come at some time: the arrival is what the best of the other facts says.
        var arrival = first.Kind == FactKind.LeftEarly ? others.FirstOrDefault(fact => fact.SaysHere && fact.Kind != FactKind.LeftEarly) : first;
        var missedAtStart = arrival?.Kind == FactKind.Late ? Math.Max(arrival.Minutes ?? 0, 0) : 0;
        var missedAtEnd = first.Kind == FactKind.LeftEarly ? Math.Max(first.Minutes ?? 0, 0) : 0;
        var minutes = first.SaysHere ? (int)Math.Max(0L, plannedMinutes - (long)missedAtStart - missedAtEnd) : 0;
        return new(StateOf(first.Kind), minutes, first.IsScan, first.FactId, IsContradicted(first, said))
        {
            Grade = first.SaysHere ? said.Where(fact => fact.SaysHere && (fact == first || MinutesOf(fact, plannedMinutes) >= minutes)).Max(fact => fact.Grade) : null,
            Excuse = first.Kind == FactKind.Excused ? BestExcuse(words) : null,
            CorrectedAt = first.Source == FactSource.Correction ? first.ReceivedAt : null,
        };
    }

    private static ExcuseProof BestExcuse(IEnumerable<AttendanceFact> said) => said.Where(fact => fact.Kind == FactKind.Excused).Max(fact => fact.Excuse ?? ExcuseProof.Word);

    private static int MinutesOf(AttendanceFact fact, int plannedMinutes) => plannedMinutes - (fact.Kind is FactKind.Late or FactKind.LeftEarly ? fact.Minutes ?? 0 : 0);

    /// <summary>
    /// Here and not here at once, or two devices that set different marks by hand. The last word of one device replaces what it said before;
    /// a correction settles everything that had arrived before it, whatever the devices' clocks say.
    /// </summary>
    private static bool IsContradicted(AttendanceFact first, AttendanceFact[] said)
    {
        var open = first.Source == FactSource.Correction ? said.Where(fact => fact.FactId == first.FactId || (fact.Weight < 2 && fact.ReceivedAt > first.ReceivedAt)) : said;
        var lastWords = open.GroupBy(fact => (fact.DeviceId, fact.Weight)).Select(words => words.MaxBy(fact => (fact.At, fact.FactId))!).ToArray();
        return (lastWords.Any(fact => fact.SaysHere) && lastWords.Any(fact => fact.SaysNotHere))
            || lastWords.Where(fact => !fact.IsReading).Select(fact => (StateOf(fact.Kind), fact.Kind is FactKind.Late or FactKind.LeftEarly ? fact.Minutes : null)).Distinct().Count() > 1;
    }

    private static MarkState StateOf(FactKind kind) => kind switch
    {
        FactKind.Late => MarkState.Late,
        FactKind.LeftEarly => MarkState.LeftEarly,
        FactKind.Absent => MarkState.Absent,
        FactKind.Excused => MarkState.Excused,
        _ => MarkState.Present,
    };
}
