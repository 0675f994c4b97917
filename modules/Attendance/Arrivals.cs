namespace Courses.Attendance;

/// <summary>Who brings facts, and whose registers they may write.</summary>
internal sealed record Recorder(Guid ProviderId, Guid? TeacherId = null, bool OnTablet = false);

internal enum Reception
{
    Accepted,
    Known,
    AcceptedForReview,
}

internal sealed record Answer(Guid Id, Reception Result, string? Code = null);

/// <summary>What one tablet or person brought at once.</summary>
internal sealed record Delivery(IReadOnlyList<AttendanceFact> Facts, Recorder Recorder);

/// <summary>What several brought at the same time. An id that two of them bring is new for the first.</summary>
internal sealed class Arrivals
{
    private readonly IReadOnlyList<Delivery> deliveries;
    private readonly (AttendanceFact Fact, Recorder Recorder)[] brought;
    private readonly Dictionary<Guid, Recorder> recorders;

    public Arrivals(IReadOnlyList<Delivery> deliveries)
    {
        this.deliveries = deliveries;
        brought = [.. deliveries.SelectMany(delivery => delivery.Facts.DistinctBy(fact => fact.FactId).Select(fact => (Fact: fact, delivery.Recorder)))];
        var first = brought.DistinctBy(one => one.Fact.FactId).ToArray();
        Facts = [.. first.Select(one => one.Fact)];
        recorders = first.ToDictionary(one => one.Fact.FactId, one => one.Recorder);
    }

    /// <summary>Each fact once.</summary>
    public AttendanceFact[] Facts { get; }

    public Recorder RecorderOf(AttendanceFact fact) => recorders[fact.FactId];

    /// <summary>What was stored before, or was brought by another one first.</summary>
    public (AttendanceFact Fact, Recorder Recorder)[] Repeated(IReadOnlySet<Guid> inserted) => [.. brought.Where(one => !IsNews(one.Fact, one.Recorder, inserted))];

    public IReadOnlyList<Answer>[] Answers(IReadOnlySet<Guid> inserted, IEnumerable<Review> reviews)
    {
        var codes = reviews.Where(review => review.FactId is not null).ToLookup(review => review.FactId!.Value, review => review.Code);
        return [.. deliveries.Select(delivery => (IReadOnlyList<Answer>)[.. delivery.Facts.DistinctBy(fact => fact.FactId).Select(fact =>
            !IsNews(fact, delivery.Recorder, inserted) ? new Answer(fact.FactId, Reception.Known)
                : codes[fact.FactId].FirstOrDefault() is { } code ? new(fact.FactId, Reception.AcceptedForReview, code)
                : new(fact.FactId, Reception.Accepted))])];
    }

    private bool IsNews(AttendanceFact fact, Recorder recorder, IReadOnlySet<Guid> inserted) => inserted.Contains(fact.FactId) && ReferenceEquals(recorder, recorders[fact.FactId]);
}
